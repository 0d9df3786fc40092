"""An application that was refused is pending nowhere from that day on: search, topics, value, marks, assessments, pledges."""

from dataclasses import replace
from datetime import date

import pytest
from test_pledge_grounds import LOAN, PATENT, event, said

from registries import write_registry
from zhixian.core.analysis.assessment.found import Records, read_project
from zhixian.core.analysis.assessment.looking import assess
from zhixian.core.analysis.assessment.rules import rule_set
from zhixian.core.landscape.everything import asking
from zhixian.core.landscape.legal import status
from zhixian.core.landscape.value.in_registry import _of_its_year
from zhixian.core.look_alike.marks import marks_of
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.reports.search import _cells
from zhixian.core.search.finding import find
from zhixian.core.search.index import open_index
from zhixian.core.topics.making import Recipe, make_topic

DAY, BEFORE = date(2020, 6, 30), date(2018, 3, 1)
REFUSED = {
    "right_id": "A",
    "kind": "invention",
    "number": "CN201510000001.0",
    "title": "做青机",
    "filed": "2015-01-04",
    "holder": "P",
}
PENDING = REFUSED | {"right_id": "B", "number": "CN201510000002.5"}
GRANTED = REFUSED | {"right_id": "C", "number": "CN201510000003.X", "registered": "2017-01-01"}
MARK = {
    "right_id": "M",
    "kind": "trademark",
    "number": "70000001/30",
    "title": "杭川",
    "classes": "30",
    "filed": "2015-01-04",
    "holder": "P",
}
EVENTS = [
    {"right_id": "A", "event": "other", "gazetted": "2018-03-02", "national_code": "RJ01"},
    {"right_id": "B", "event": "other", "gazetted": "2018-03-02", "national_code": "SE01"},
    {"right_id": "M", "event": "other", "gazetted": "2018-03-02", "national_code": "N-2-6-B10-B15-nap"},
]  # fmt: skip


@pytest.fixture
def snapshot(tmp_path):
    spans = [{"right_id": "C", "kind": "invention", "holder": "P", "start": "2017-01-01", "end": "2019-01-01"}]
    made = write_registry(
        tmp_path / "data" / "snapshots" / "s", parties=[{"party_id": "P", "name": "甲公司", "kind": "enterprise"}],
        rights=[REFUSED, PENDING, GRANTED, MARK], spans=spans, events=EVENTS,
    )  # fmt: skip
    return Snapshot("s", made.folder, {"labels": []})


@pytest.mark.parametrize(
    ("day", "states", "pending"),
    [(BEFORE, {"pending": 2, "in_force": 1}, {"A", "B"}), (date(2018, 3, 2), {"pending": 1, "in_force": 1, "ended": 1}, {"B"}), (DAY, {"pending": 1, "ended": 2}, {"B"})],
)  # fmt: skip
def test_a_search_finds_it_as_pending_until_its_day_and_as_ended_from_then_on(day, states, pending, snapshot, tmp_path):
    index = open_index(tmp_path / "data", snapshot)
    found = find(index, "类型:发明", as_of=day)
    assert dict(found.facets["state"]) == states
    assert {hit.facts["right_id"] for hit in find(index, "类型:发明 状态:审中", as_of=day).hits} == pending
    told = {hit.facts["right_id"]: row[5] for hit, row in zip(found.hits, _cells(found.hits), strict=True)}
    assert told["A"] == ("未授权" if day == BEFORE else "已失效（2018-03-02 被驳回）")
    assert (told["B"], told["C"]) == ("未授权", "有效" if day < date(2019, 1, 1) else "已失效")


def test_a_topic_of_a_query_and_its_figure_say_what_ended_and_what_pending_may_hide(snapshot, tmp_path):
    recipe = Recipe(DAY, query="类型:发明", snapshot=snapshot, shows_raw=True)
    topic = make_topic(tmp_path / "data", "做青", recipe, made=DAY).topic
    assert {row["record"]: (row["state"], row["status"]) for row in topic.rows("records")} == {
        "A": ("ended", "2018-03-02 被驳回"), "B": ("pending", None), "C": ("ended", None),
    }  # fmt: skip
    limits = status(asking(topic)).limits
    assert [one for one in limits if one.startswith("审中的 1 件")]
    assert not [one for one in status(replace(asking(topic), in_registry=False)).limits if one.startswith("审中的")]


@pytest.mark.parametrize(("day", "state"), [(BEFORE, "pending"), (DAY, "ended")])
def test_it_is_compared_in_value_and_with_marks_as_what_it_is(day, state, snapshot):
    assert {row["right_id"]: row["state"] for row in _of_its_year(snapshot, "B", day)}["A"] == state
    assert len(marks_of(snapshot, as_of=day)) == (1 if state == "pending" else 0)


def test_a_project_that_relies_on_it_is_told_that_it_cannot_be_had(snapshot):
    project = read_project({"rights": "CN201510000001.0；CN201510000002.5；70000001/30"}, applicant="甲公司")
    found = assess(snapshot, None, project, Records(), rules=rule_set(), as_of=DAY)
    assert [line.state for line in found.rights] == [
        "没有授权或注册，申请已于 2018-03-02 被驳回", "还没有授权或注册", "没有授权或注册，申请已于 2018-03-02 被驳回",
    ]  # fmt: skip
    told = [
        (one.rule, one.grade, one.words, one.source)
        for one in found.reasons
        if "right" in one.rule or "application" in one.rule
    ]
    ended = "没有授权或核准注册，申请已于 2018-03-02 被驳回，不能作为依据"
    assert told == [
        ("application_ended", "high", f"所依据的发明专利 CN201510000001.0{ended}", "专利法第39条、第40条"),
        ("application_ended", "high", f"所依据的注册商标 70000001/30{ended}", "商标法第3条"),
        ("right_pending", "middle", "所依据的发明专利 CN201510000002.5还没有授权或核准注册，能不能得到、范围多大都未定", "专利法第39条、第40条"),
    ]  # fmt: skip


def test_a_pledge_of_it_is_one_of_what_was_never_granted(tmp_path):
    asked = {key: value for key, value in PATENT.items() if key != "registered"}
    words = said(tmp_path, LOAN, rights=(asked,), events=[event("other", "2019-05-01", national_code="RJ01")])
    assert f"!发明专利 {PATENT['number']} 没有授权，申请已于 2019-05-01 被驳回" in words
    later = said(tmp_path / "2", LOAN, rights=(asked,), events=[event("other", "2020-09-01", national_code="RJ01")])
    assert f"!发明专利 {PATENT['number']} 还没有授权" in later
