"""Leads: whom to talk to, why, and not before or after its time."""

from datetime import date

import pytest
from given import COUNTY, snapshot, span

from zhixian.core.analysis.leads import SORTS, leads

DAY = date(2020, 11, 16)


def party(party_id, kind="enterprise", region=COUNTY):
    return {"party_id": party_id, "name": f"{party_id}公司", "kind": kind, "region": region}


def right(right_id, kind="invention", **more):
    return {
        "right_id": right_id,
        "kind": kind,
        "number": f"号{right_id}",
        "title": "一种装置",
        "filed": "2015-05-05",
        **more,
    }


def event(right_id, name, effective, until=None):
    return {"right_id": right_id, "event": name, "effective": effective, "until": until}


def found(folder, day=DAY, **tables):
    tables = {"parties": [party("p1")], **tables}
    return leads(snapshot(folder, **tables), region=COUNTY, as_of=day)


def sorts(listed):
    return [(lead.sort, lead.party, lead.urgent) for lead in listed]


def test_patents_without_marks_and_the_other_way_round(tmp_path):
    listed = found(
        tmp_path,
        parties=[
            party("p1"),
            party("p2", "soe"),
            party("p3"),
            party("p4"),
            party("p5", "individual"),
            party("p6", region="350800"),
        ],
        rights=[right("a"), right("b", "trademark"), right("c"), right("d", "trademark"), right("e"), right("f")],
        spans=[
            span("a", "2018-01-01", holder="p1"),
            span("b", "2018-01-01", holder="p2", kind="trademark"),
            span("c", "2018-01-01", holder="p3"),
            span("d", "2018-01-01", holder="p3", kind="trademark"),
            span("e", "2018-01-01", holder="p5"),
            span("f", "2018-01-01", holder="p6", region="350800"),
        ],
    )
    assert sorts(listed) == [("patents_no_marks", "p1", False), ("marks_no_patents", "p2", False)]
    assert [one.right for one in listed[0].rights] == ["a"]


def test_what_has_ended_or_not_begun_does_not_count(tmp_path):
    listed = found(
        tmp_path,
        rights=[right("a"), right("b", "trademark")],
        spans=[span("a", "2018-01-01"), span("b", "2018-01-01", "2020-11-16", kind="trademark")],
    )
    assert sorts(listed) == [("patents_no_marks", "p1", False)]
    assert found(tmp_path / "later", rights=[right("a")], spans=[span("a", "2020-11-17")]) == []


@pytest.mark.parametrize(
    ("expires", "told"),
    [
        ("2021-11-17", None),
        ("2021-11-16", ("2021-11-16", False)),
        ("2020-11-16", ("2020-11-16", False)),
        ("2020-11-15", ("2021-05-15", True)),
        ("2020-05-16", ("2020-11-16", True)),
        ("2020-05-15", None),
    ],
)
def test_a_mark_is_to_be_renewed_within_a_year_before_and_half_a_year_after(tmp_path, expires, told):
    listed = found(
        tmp_path,
        rights=[right("m", "trademark", expires=expires)],
        spans=[span("m", "2011-01-01", expires, kind="trademark")],
    )
    renewals = [(str(lead.day), lead.urgent) for lead in listed if lead.sort == "renewals"]
    assert renewals == ([told] if told else [])


@pytest.mark.parametrize(
    ("events", "number"),
    [
        ([event("m", "renewed", "2020-10-01", "2030-12-01")], 0),
        ([event("m", "renewed", "2020-11-17", "2030-12-01")], 1),
        ([event("m", "cancelled", "2020-10-01")], 0),
        ([event("m", "expired", "2020-10-01")], 1),
    ],
)
def test_a_renewal_or_an_end_that_is_known_silences_it(tmp_path, events, number):
    listed = found(
        tmp_path,
        rights=[right("m", "trademark", expires="2020-10-01")],
        spans=[span("m", "2010-12-01", "2020-10-01", kind="trademark")],
        events=events,
    )
    assert len([lead for lead in listed if lead.sort == "renewals"]) == number


@pytest.mark.parametrize(
    ("filed", "told"),
    [
        ("2015-11-15", None),
        ("2015-11-16", "2020-11-16"),
        ("2016-02-14", "2021-02-14"),
        ("2016-02-15", None),
        ("2016-02-29", None),
        ("2010-12-01", None),
    ],
)
def test_a_yearly_fee_is_told_of_ninety_days_before_and_not_in_the_last_year(tmp_path, filed, told):
    listed = found(
        tmp_path,
        rights=[
            right(
                "a", "utility_model", filed=filed, expires=f"{int(filed[:4]) + 10}{filed[4:].replace('02-29', '02-28')}"
            )
        ],
        spans=[span("a", "2017-01-01", kind="utility_model")],
    )
    assert [str(lead.day) for lead in listed if lead.sort == "fees"] == ([told] if told else [])


@pytest.mark.parametrize(
    ("lapsed", "number"), [("2020-11-16", 1), ("2019-11-17", 1), ("2019-11-16", 0), ("2020-11-17", 0)]
)
def test_a_patent_that_lapsed_within_a_year_is_told_of(tmp_path, lapsed, number):
    listed = found(
        tmp_path, rights=[right("a")], spans=[span("a", "2017-01-01", lapsed)], events=[event("a", "lapsed", lapsed)]
    )
    assert len([lead for lead in listed if lead.sort == "lapsed"]) == number


def test_a_patent_that_was_restored_is_not(tmp_path):
    listed = found(
        tmp_path,
        rights=[right("a")],
        spans=[span("a", "2017-01-01", "2020-01-01"), span("a", "2020-05-01")],
        events=[event("a", "lapsed", "2020-01-01"), event("a", "restored", "2020-05-01")],
    )
    assert "lapsed" not in [lead.sort for lead in listed]


def test_farmers_without_a_collective_mark(tmp_path):
    listed = found(
        tmp_path,
        parties=[party("p1", "farm"), party("p2", "cooperative"), party("p3", "cooperative")],
        rights=[right("m", "trademark"), right("c", "collective_mark")],
        spans=[
            span("m", "2018-01-01", holder="p2", kind="trademark"),
            span("c", "2018-01-01", holder="p3", kind="collective_mark"),
        ],
    )
    assert [(lead.party, lead.why) for lead in listed] == [
        ("p1", "没有集体商标，普通商标也没有"),
        ("p2", "没有集体商标，有普通商标 1 件"),
    ]


def test_the_register_of_follow_ups_knows_every_sort():
    from zhixian.core.catalogue import registers

    assert dict(registers()["leads_followed"].field("lead").choices) == SORTS
