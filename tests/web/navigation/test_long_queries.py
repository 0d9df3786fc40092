"""A query that is too long: no box cuts it off, the refusal says how long one may be, and what was typed stays."""

import pytest

from factories.topics import make_topic
from zhixian.web.navigation.models import SavedSearch, Topic

LONG = "尾矿 " * 700 + "电解铜箔"
"""2,104 letters."""


def box(shown, name):
    """The control of a form that has a name."""
    [found] = [
        part
        for part in shown.split("<")
        if part.startswith(("input", "textarea")) and f'name="{name}"' in part and "data-search" not in part
    ]
    return found


@pytest.fixture
def pages(handler, county, tmp_path):
    """Where a query is asked in an address."""
    topic = make_topic(tmp_path, {}, by=handler.person)
    return ["/rights/", f"/topics/{topic.pk}/records/"]


def test_a_question_that_is_too_long_is_refused_whole(handler, pages):
    for page in pages:
        shown = handler.get(page, {"q": LONG}).content.decode()
        assert "检索式有 2104 个字" in shown
        assert "至多 2000 个字" in shown
        assert f'value="{LONG}"' in box(shown, "q")
        assert "maxlength" not in box(shown, "q")


def test_a_question_of_the_greatest_length_is_answered(handler, pages):
    for page in pages:
        shown = handler.get(page, {"q": "尾矿".ljust(2000, "，")}).content.decode()
        assert 'class="at-fault"' not in shown


def test_a_search_that_is_too_long_is_not_saved(handler, county):
    answer = handler.post(f"/searches/save/?q={LONG}", {"name": "长"})
    assert answer.status_code == 422
    assert "至多 2000 个字" in answer.content.decode()
    assert "命中 1 至" not in answer.content.decode()
    assert LONG in answer.content.decode()
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize(
    ("page", "name", "given"),
    [
        ("/searches/watch/", "what", {"kind": "technology", "within": "", "name": "长"}),
        ("/topics/query/", "query", {"name": "长", "as_of": "2020-12-31"}),
    ],
)
def test_a_form_refuses_a_query_that_is_too_long_and_keeps_it(handler, county, page, name, given):
    assert "maxlength" not in box(handler.get(page).content.decode(), name)
    shown = handler.post(page, {name: LONG, **given}).content.decode()
    assert "有 2104 个字，不超过 2000 个字" in shown
    assert LONG in shown
    assert not SavedSearch.objects.exists()
    assert not Topic.objects.exists()
