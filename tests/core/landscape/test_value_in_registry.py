"""The value indicators of a right among those of its field and year in the registry, and what a registry does not know."""

from datetime import date

import pytest

from registries import write_registry
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape.value import in_registry
from zhixian.core.landscape.value.in_registry import TOLD, value_in_registry
from zhixian.core.topics.writing import write_table

DAY = date(2020, 6, 30)
KNOWN = {"term_left", "transfers", "pledges", "licences"}


def right(name, filed="2014-03-01", classes="H01M10/0525", kind="invention"):
    return {
        "right_id": name,
        "kind": kind,
        "number": "",
        "title": name,
        "classes": classes,
        "filed": filed,
        "holder": "P1",
    }


BATTERIES = [right(f"B{nr}", f"2014-0{nr}-01") for nr in range(1, 7)]
"""Six of one subclass and year: the later filed, the longer its term."""
OTHERS = [
    right("OLD", "2013-03-01"),
    right("COPPER", classes="C25D1/04"),
    right("CABLE", classes="H01B1/02;H01M10/05"),
    right("MARK", classes="9", kind="trademark"),
    right("UNDATED", None),
    right("LATER", "2020-12-01"),
]


@pytest.fixture
def county(tmp_path):
    spans = [
        {"right_id": row["right_id"], "holder": "P1", "start": "2016-01-01", "end": None}
        for row in [*BATTERIES, *OTHERS[:3], OTHERS[4]]
    ]
    spans[5]["end"] = "2018-01-01"
    events = [
        {"right_id": "B1", "event": "transferred", "effective": "2017-01-01"},
        {"right_id": "B1", "event": "transferred", "effective": "2021-01-01"},
        {"right_id": "COPPER", "event": "pledged", "effective": "2017-01-01"},
    ]
    return write_registry(tmp_path / "s", rights=[*BATTERIES, *OTHERS], spans=spans, events=events)


def measures(county, name):
    return {one.indicator.id: one for one in value_in_registry(county, name, as_of=DAY).measures}


def test_terms_are_compared_with_those_of_the_field_and_year(county):
    told = measures(county, "B1")
    term = told["term_left"]
    assert term.value == (date(2034, 1, 1) - DAY).days
    # B6 has ended: 0 days; H01B is another subclass of the same field, filed on the day of B3
    assert (term.in_subclass.of, term.in_subclass.percentile) == (6, 25.0)
    assert (term.in_field.of, term.in_field.percentile) == (7, round(100 * 1.5 / 7, 1))
    assert ("法定届满日", "2034-01-01") in term.inputs
    assert measures(county, "B6")["term_left"].value == 0


def test_what_was_registered_by_the_day_counts(county):
    told = measures(county, "B1")
    assert told["transfers"].value == 1
    assert ("本件登记", "1") in told["transfers"].inputs
    assert measures(county, "B2")["transfers"].value == 0
    assert ("登记数据内共登记", "2") in told["transfers"].inputs
    assert ("登记数据内共登记", "1") in told["pledges"].inputs
    assert told["pledges"].value == 0, "pledges of others are told, and none of it"
    assert told["licences"].value is None
    assert told["licences"].reason == "登记数据里没有任何一条许可登记"


def test_events_of_other_rights_are_counted_and_not_fetched(county, monkeypatch):
    written = {}

    def write(folder, name, columns):
        written[name] = columns
        return write_table(folder, name, columns)

    monkeypatch.setattr(in_registry, "write_table", write)
    told = measures(county, "COPPER")
    assert ("登记数据内共登记", "2") in told["transfers"].inputs
    assert written["events"]["record"] == ["COPPER", "", ""], "its own, and one of each sort that the registry has"


def test_pledges_count_once_whether_loans_or_events_or_both_tell_of_them(tmp_path):
    pledges = [
        {"loan_id": loan, "right_id": name, "registered": day}
        for loan, name, day in (
            ("L1", "B1", "2018-01-05"), ("L2", "B1", "2019-01-05"), ("L3", "B1", "2021-01-05"), ("L4", "B1", None),
            ("L5", "B2", "2018-01-05"), ("L6", "B3", "2018-01-05"), ("L7", "COPPER", "2018-01-05"),
        )
    ]  # fmt: skip
    events = [
        {"right_id": "B2", "event": "pledged", "effective": "2018-01-05", "gazetted": "2018-01-23"},
        {"right_id": "B2", "event": "pledged", "effective": "2016-05-05"},
        {"right_id": "B3", "event": "pledged", "gazetted": "2018-01-23"},
        {"right_id": "B3", "event": "pledged", "gazetted": "2019-01-23"},
        {"right_id": "B4", "event": "pledged", "effective": "2018-01-05"},
        {"right_id": "B4", "event": "transferred", "effective": "2018-01-05"},
    ]
    spans = [{"right_id": row["right_id"], "holder": "P1", "start": "2016-01-01", "end": None} for row in BATTERIES]
    made = write_registry(
        tmp_path / "s", rights=[*BATTERIES, *OTHERS], spans=spans, events=events, pledges=pledges,
        loans=[{"loan_id": f"L{nr}", "borrower": "P1", "principal": 1, "drawn": DAY, "due": DAY} for nr in range(1, 8)],
    )  # fmt: skip
    told = {name: measures(made, name)["pledges"] for name in ("B1", "B2", "B3", "B4", "B5")}
    assert {name: one.value for name, one in told.items()} == {"B1": 2, "B2": 2, "B3": 2, "B4": 1, "B5": 0}
    assert told["B1"].inputs == (("本件登记", "2"), ("登记数据内共登记", "9"))
    assert measures(made, "B4")["transfers"].value == 1


def test_what_a_registry_does_not_hold_is_unknown_and_never_none(county):
    told = measures(county, "B1")
    assert set(TOLD) == KNOWN
    assert tuple(told)[:4] == TOLD, "what is known comes first"
    for name in set(told) - KNOWN:
        assert told[name].value is None
        assert told[name].reason.startswith("登记数据不含")
        assert told[name].in_field.percentile is None
        assert told[name].inputs == ()
    assert told["forward_3"].reason == "登记数据不含引证"
    assert told["claims"].reason == "登记数据不含权利要求项数"


def test_few_are_not_compared(county):
    term = measures(county, "COPPER")["term_left"]
    assert term.value == (date(2034, 3, 1) - DAY).days
    assert term.in_subclass.percentile is None
    assert "不足" in term.in_subclass.silence
    assert measures(county, "OLD")["term_left"].in_field.of == 1


def test_one_without_a_day_of_filing_stands_alone(county):
    told = measures(county, "UNDATED")["term_left"]
    assert told.value is None
    assert told.reason == "没有申请日"


@pytest.mark.parametrize("name", ["MARK", "LATER", "NONE"])
def test_what_is_no_patent_of_the_day_is_refused(county, name):
    with pytest.raises(Refusal, match="没有价值指标"):
        value_in_registry(county, name, as_of=DAY)
