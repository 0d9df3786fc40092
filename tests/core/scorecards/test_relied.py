"""Projects scored by the rights that they rely on: what of each right counts on the day, what cannot be told, who is ranked with whom."""

from datetime import date
from fractions import Fraction

import pytest
from given_cards import CODE, PLACE, registry, right, span

from zhixian.core.scorecards.model import RELIED, Counted, Item, Kept, Scorecard
from zhixian.core.scorecards.reading import scorecards
from zhixian.core.scorecards.scoring import score

DAY = date(2020, 11, 16)
FIRST, SECOND, MARK = "CN201510000001.0", "CN201510000002.5", "5633001/30"
MEMBERS = Counted(
    "funding_projects", "applicant", "code", day="applied_on", title="project", rights="rights", lot=("fund", "year")
)


def project(number="1", **more):
    return {"applicant": "甲（上）公司", "code": CODE, "fund": "研发资金", "year": "2020", "number": number, "project": f"项目{number}",
            "asked": 100, "rights": "", "expected": "0", "applied_on": "2020-06-01", "decision": "open", **more}  # fmt: skip


def card_of(figure):
    look = {"answer": "expected"} if figure == "expected" else {"relied": figure}
    one = Item(figure, figure, Fraction(100), each=Fraction(1), points=Fraction(2), **look)
    return Kept(Scorecard("card", "一张表", "", "projects", (one,), ("自定",), MEMBERS), ("S2",), ("unit",))


def cards(folder, figure, projects, cases=({"opened_on": "2015-01-01", "closed_on": "2015-02-01"},), day=DAY, **tables):
    rows = {"funding_projects": projects, "ip_cases": list(cases)}
    snapshot = registry(folder, **tables)
    return score(snapshot, card_of(figure), rows, region=PLACE, as_of=day).cards


def figure(folder, name, rights, day=DAY, **more):
    tables = {"rights": LISTED, "spans": SPANS, **more}
    (card,) = cards(folder, name, [project(rights=rights)], day=day, **tables)
    return card.parts[0].figure


LISTED = [
    right("a", "invention", CODE, number=FIRST, expires="2035-11-16"),
    right("b", "utility_model", "p2", number=SECOND, expires="2025-01-01"),
    right("m", "trademark", CODE, number=MARK, expires="2030-01-01"),
]
SPANS = [span("a", "invention", CODE), span("b", "utility_model", "p2"), span("m", "trademark", CODE)]
ALL = f"{FIRST}；{SECOND}；5633001"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("in_force", 3),
        ("owned", 2),
        ("inventions", 1),
        ("term_left", 15),
        ("brought_in", 0),
        ("pledged", 0),
        ("disputed", 0),
    ],
)
def test_each_figure_counts_what_it_says(tmp_path, name, value):
    found = figure(tmp_path, name, ALL)
    assert found.value == value
    assert len(found.behind) == 3
    assert name in RELIED


def test_the_term_is_counted_in_whole_years_up_to_the_day(tmp_path):
    assert figure(tmp_path / "1", "term_left", FIRST, day=date(2020, 11, 17)).value == 14
    assert figure(tmp_path / "2", "term_left", SECOND).value == 0  # another's


def test_a_renewed_mark_has_the_term_of_its_renewal(tmp_path):
    renewed = [{"right_id": "m", "event": "renewed", "effective": "2020-01-01", "until": "2040-01-01"}]
    assert figure(tmp_path, "term_left", "5633001", events=renewed).value == 19


def test_what_has_lapsed_counts_for_nothing_and_says_since_when(tmp_path):
    gone = [span("a", "invention", CODE, end="2020-11-16"), *SPANS[1:]]
    found = figure(tmp_path, "owned", FIRST, spans=gone)
    assert found.value == 0
    assert "2020-11-16" in found.behind[0]
    assert figure(tmp_path / "before", "owned", FIRST, spans=gone, day=date(2020, 11, 15)).value == 1


@pytest.mark.parametrize(("region", "value", "said"), [("350800", 1, "外地"), (PLACE, 0, "本地"), (None, 0, "不详")])
def test_only_a_transfer_from_outside_brings_in(tmp_path, region, value, said):
    before = {**span("a", "invention", "p3", end="2019-01-01"), "region": region}
    found = figure(
        tmp_path, "brought_in", FIRST, spans=[before, span("a", "invention", CODE, "2019-01-01"), *SPANS[1:]]
    )
    assert found.value == value
    assert said in found.behind[0]


@pytest.mark.parametrize(("released", "value"), [(None, 1), ("2020-11-17", 1), ("2020-11-16", 0)])
def test_a_pledge_counts_until_it_is_released(tmp_path, released, value):
    pledges = [{"loan_id": "l", "right_id": "a", "registered": "2019-01-01", "released": released}]
    assert figure(tmp_path, "pledged", FIRST, pledges=pledges).value == value


def test_a_right_is_in_dispute_by_a_court_or_an_open_case_of_the_applicants_own(tmp_path):
    def disputed(folder, rights, *cases, **more):
        tables = {"rights": LISTED, "spans": SPANS, **more}
        (card,) = cards(tmp_path / folder, "disputed", [project(rights=rights)], cases, **tables)
        return card.parts[0].figure

    case = {"right": "5633001", "opened_on": "2020-11-16", "closed_on": ""}
    assert disputed("open", ALL, case).value == 1
    assert disputed("later", ALL, {**case, "opened_on": "2020-11-17"}).value == 0
    assert disputed("closed", ALL, {**case, "closed_on": "2020-11-16"}).value == 0
    others = disputed("another", ALL, {**case, "right": SECOND})
    assert others.value == 0
    assert "1 个" not in "".join(others.behind)
    held = [{"right_id": "a", "event": "preserved", "effective": "2020-01-01"}]
    assert disputed("court", FIRST, {**case, "right": ""}, events=held).value == 1
    assert "分不清" in disputed("no case", FIRST).why


@pytest.mark.parametrize("name", RELIED)
def test_a_number_that_the_registry_does_not_know_makes_it_unknown_and_never_nought(tmp_path, name):
    found = figure(tmp_path, name, f"{FIRST}；CN201510999999.X")
    assert found.value is None
    assert "CN201510999999.X" in found.why


@pytest.mark.parametrize("name", RELIED)
def test_a_project_that_relies_on_nothing_has_nothing(tmp_path, name):
    assert figure(tmp_path, name, "").value == 0


def test_without_a_registry_only_what_relies_on_nothing_is_known():
    def value(rights):
        rows = {"funding_projects": [project(rights=rights)], "ip_cases": []}
        (card,) = score(None, card_of("owned"), rows, region=PLACE, as_of=DAY).cards
        return card.parts[0].figure

    assert value("").value == 0
    assert value(FIRST).why == "还没有登记数据"


def test_what_the_applicant_expects_is_taken_as_answered(tmp_path):
    found = cards(tmp_path, "expected", [project(expected="4"), project("2", expected="")])
    values = {card.subject.name: card.parts[0].figure for card in found}
    assert values["项目1"].value == Fraction(4)
    assert "没有核对" in values["项目1"].behind[0]
    assert values["项目2"].value is None


def test_projects_are_ranked_within_their_fund_and_year(tmp_path):
    rows = [
        project("1", expected="1"),
        project("2", expected="3"),
        project("3", expected="9", year="2019"),
        project("4", expected="2", fund="产业化资金"),
        project("5", expected="5", applied_on="2020-11-17"),
    ]
    found = cards(tmp_path, "expected", rows)
    ranks = {card.subject.name: (card.subject.lot, card.rank) for card in found}
    assert ranks == {
        "项目1": ("研发资金 2020", 2),
        "项目2": ("研发资金 2020", 1),
        "项目3": ("研发资金 2019", 1),
        "项目4": ("产业化资金 2020", 1),
    }


def test_the_applicants_own_inventions_need_the_applicant_to_be_known(tmp_path):
    shipped = scorecards()["funding_projects"]
    rows = {
        "funding_projects": [project(), project("2", applicant="没听说过", code="")],
        "ip_cases": [{"opened_on": "2015-01-01"}],
    }
    found = score(registry(tmp_path), Kept(shipped, ("S2",), ("unit",)), rows, region=PLACE, as_of=DAY)
    by_name = {card.subject.name: {part.item.id: part.figure for part in card.parts} for card in found.cards}
    assert by_name["项目1"]["own_inventions"].value == 2
    assert "没听说过" in by_name["项目2"]["own_inventions"].why
    assert [card.rank for card in found.cards] == [1, None]
