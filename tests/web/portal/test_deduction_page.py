"""The page of the super-deduction: it computes what was typed, refuses in words and keeps nothing."""

import pytest
from django.urls import reverse

from zhixian.core.finance.deduction_stories import deduction_stories
from zhixian.web.kit.models import Entry
from zhixian.web.portal.deduction_form import MOST_PROJECTS, DeductionForm, initial_of

pytestmark = pytest.mark.django_db
COSTS = {"year": "2020", "kind": "any", "p0_staff": "900000", "p0_ip_fees": "60000", "p0_other": "80000"}


@pytest.fixture(autouse=True)
def _day(settings):
    settings.TODAY = "2024-05-06"


def page(client, **asked):
    return client.get(reverse("deduction"), asked)


def test_typed_costs_are_computed_with_the_range_of_the_ip_fees(client):
    answer = page(client, **COSTS)
    told = answer.content.decode()
    assert answer.context["found"].extra_fen == 75_000_000
    assert "15,000 至 45,000 元" in told
    assert "财税〔2018〕99号" in told
    assert not Entry.objects.exists()


def test_projects_are_limited_each_by_itself_until_2020_and_together_from_2021(client):
    two = COSTS | {"projects": "2", "p1_staff": "900000"}
    bases = [page(client, **two | {"year": year}).context["found"].base_fen for year in ("2020", "2021")]
    assert bases == [190_000_000, 194_000_000]


def test_another_project_keeps_what_was_typed(client):
    form = page(client, **COSTS, projects="1", more="1").context["form"]
    assert (form.count, form["p0_staff"].value(), form["p1_staff"].value()) == (2, "900000", None)


@pytest.mark.parametrize(("typed", "count"), [("0", 1), ("999", 1), ("99", MOST_PROJECTS), ("x", 1), ("²", 1)])
def test_number_of_projects_stays_within_bounds(client, typed, count):
    assert page(client, **COSTS, projects=typed).context["form"].count == count


def test_refusal_says_why(client):
    told = page(client, year="2017", kind="any", abroad="1").content.decode()
    assert "委托境外研发的费用不能加计扣除。应为：2018 年度及以后" in told


def test_wrong_sum_is_told_beside_its_field(client):
    answer = page(client, **COSTS | {"p0_staff": "-1"})
    assert answer.context["form"].errors == {"p0_staff": ["不能小于零"]}
    assert "found" not in answer.context


def test_a_story_shows_the_same_sum_on_the_page(client):
    shown = page(client).context["stories"]
    for number, story in enumerate(shown):
        answer = page(client, story=str(number))
        if not story.refused:
            assert answer.context["found"].extra_fen == story.extra_fen
        else:
            assert story.refused in answer.context["refusal"]


@pytest.mark.parametrize(
    "story", [one for one in deduction_stories() if 2016 <= one.costs.year <= 2024], ids=lambda s: s.name
)
def test_form_gives_back_the_costs_that_it_shows(story):
    count = len(story.costs.projects) or 1
    form = DeductionForm(initial_of(story.costs), projects=count)
    assert form.is_valid()
    assert (initial_of(form.costs), form.costs.projects[: len(story.costs.projects)]) == (
        initial_of(story.costs), story.costs.projects,
    )  # fmt: skip
