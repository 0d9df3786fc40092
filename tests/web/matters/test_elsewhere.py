"""A dossier at the site of another county: its plan's clause, its units, its numbers, down to the decision letter."""

import sys
import zipfile
from itertools import chain

import pytest
from django.urls import reverse

from factories.matters import Cast, make_dossier, step_on, write_world
from factories.people import make_person
from zhixian.core.workflow.matter import from_plain
from zhixian.web.matters.definitions import pin
from zhixian.web.matters.models import Dossier

OF_THE_OTHER = ("上杭", "方案第18条", "第18条", "杭知", "经信科技局")


def forget_the_plan():
    """Everything that the site worked out from its plan and kept."""
    rooms = [module for name, module in list(sys.modules.items()) if name.startswith("zhixian.web.")]
    for kept in chain.from_iterable(vars(room).values() for room in rooms):
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()


@pytest.fixture(autouse=True)
def _elsewhere(settings, anji, tmp_path):
    settings.PLAN, settings.TODAY = anji, "2022-12-05"
    write_world(tmp_path, region="330523", year=2022)
    forget_the_plan()
    yield
    forget_the_plan()


@pytest.fixture
def cast():
    return Cast(units=("finance_office", "markets", "science"), payer="treasury")


def words_of(dossier):
    with dossier.letter.open("rb") as file, zipfile.ZipFile(file) as paper:
        return paper.read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("matter", "clause", "title", "fen"),
    [("pledge_interest", "2", "鼓励质押", 1_500_000), ("gi_mark", "5", "打造地标", 8_000_000), ("navigation", "6", "先行导航", 3_000_000)],
)  # fmt: skip
def test_a_decision_names_the_clause_and_the_number_of_its_place(cast, money, client, matter, clause, title, fen):
    dossier = make_dossier(cast, "payment", matter, year=2022)
    assert (dossier.clause, dossier.award_fen) == (clause, fen)
    assert (dossier.number, dossier.letter_number) == ("安知字〔2022〕000001号", "安知决〔2022〕000001号")
    letter = words_of(dossier)
    assert f"《安吉县知识产权促进办法》第{clause}条" in letter
    assert "安知决〔2022〕000001号" in letter
    client.force_login(cast.applicant)
    guide = client.get(reverse("matter", args=[matter])).content.decode()
    assert f"方案第{clause}条（{title}）" in guide
    page = client.get(reverse("dossier", args=[dossier.pk])).content.decode()
    assert [word for word in OF_THE_OTHER if word in letter + guide + page] == []


def test_a_dossier_goes_on_under_the_clause_that_it_has_pinned(cast, money):
    """Those begun when the program itself named clauses, of which this plan may have none."""
    pinned = make_dossier(cast, "decision", year=2022).pinned
    matter = {
        **pinned.content["matter"],
        "clause": "18",
        "legal_basis": ["方案第18条（拓展知识产权金融服务）", "某法第一条"],
    }
    older = from_plain({**pinned.content, "matter": matter})
    Dossier.objects.update(clause="18", pinned=pin(older))
    dossier = step_on(Dossier.objects.get(), "grant", cast)
    letter = words_of(dossier)
    assert "《安吉县知识产权促进办法》第18条" in letter
    assert "某法第一条" in letter
    assert dossier.letter_number == "安知决〔2022〕000001号"


def test_the_desk_of_penalties_names_the_clauses_of_its_plan(client):
    client.force_login(make_person("handler", unit="science"))
    for address in ("penalties", "new_penalty"):
        page = client.get(reverse(address)).content.decode()
        assert "方案第1条的执法单位" in page
        assert "5 至 7" not in page
