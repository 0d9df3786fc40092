"""An application that was refused, revived and granted is each of these in its time: in search, topics, value, marks, pages and assessments."""

from datetime import date

import pytest

from factories.registry import write_csv
from registries import write_registry
from zhixian.core.analysis.assessment.found import Records, read_project
from zhixian.core.analysis.assessment.looking import assess
from zhixian.core.analysis.assessment.rules import rule_set
from zhixian.core.analysis.right_state import as_it_was, how_ended
from zhixian.core.landscape.value.in_registry import _of_its_year
from zhixian.core.look_alike.marks import marks_of
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
from zhixian.core.registry.particulars import right_in_full, rights_called, rights_in_brief
from zhixian.core.registry.snapshot import Snapshot, current
from zhixian.core.search.finding import find
from zhixian.core.search.index import open_index
from zhixian.core.topics.making import Recipe, make_topic

NUMBER = "CN201510000001.0"
PATENT = {
    "right_id": "A", "kind": "invention", "number": NUMBER, "title": "做青机", "filed": "2015-01-04", "registered": "2020-01-07", "holder": "P",
}  # fmt: skip
MARK = {
    "right_id": "M", "kind": "trademark", "number": "70000001/30", "title": "杭川", "classes": "30", "filed": "2015-01-04",
    "registered": "2020-01-07", "holder": "P",
}  # fmt: skip
BY_CODES = [
    {"right_id": "A", "event": "other", "gazetted": "2018-03-02", "national_code": "RJ01"},
    {"right_id": "A", "event": "other", "gazetted": "2019-01-01", "national_code": "C52"},
    {"right_id": "M", "event": "other", "gazetted": "2018-03-02", "national_code": "N-2-6-B10-B15-nap"},
    {"right_id": "M", "event": "other", "gazetted": "2019-01-01", "national_code": "N-2-6-C10-C13-nap"},
]  # fmt: skip
SPANS = [
    {"right_id": right, "kind": kind, "holder": "P", "start": "2020-01-07", "end": "2022-01-07"}
    for right, kind in (("A", "invention"), ("M", "trademark"))
]
TIMES = [
    ("2018-03-01", "pending"), ("2018-03-02", "ended"), ("2018-12-31", "ended"), ("2019-01-01", "pending"), ("2020-01-06", "pending"),
    ("2020-01-07", "in_force"), ("2022-01-07", "ended"),
]  # fmt: skip
REFUSED = "2018-03-02 被驳回"


def told_by(snapshot, folder, day, right="A"):
    """What each way of asking calls the state on the day, and the ending that the search tells."""
    index = open_index(folder, snapshot)
    found = find(index, f"号:{NUMBER}", as_of=day)
    [hit] = found.hits
    [brief] = [row for rows in rights_in_brief(snapshot, as_of=day) for row in rows if row["right_id"] == right]
    [called] = rights_called(snapshot, [NUMBER], as_of=day)
    states = {
        hit.state, dict(found.facets["state"]).popitem()[0],
        *(row["state"] for row in _of_its_year(snapshot, right, day) if row["right_id"] == right),
    }  # fmt: skip
    for row in (called, as_it_was(rights_called(snapshot, [NUMBER], as_of=date(2023, 1, 1))[0], day)):
        states.add("in_force" if row["in_force"] else "ended" if row["ended"] else "pending")
    assert brief["in_force"] == (hit.state == "in_force")
    assert brief["began"] == (hit.state != "pending")
    return states, hit.facts["ending"] if hit.state == "ended" else None


@pytest.mark.parametrize(("day", "state"), TIMES)
def test_it_is_in_each_time_what_it_was(day, state, tmp_path):
    day = date.fromisoformat(day)
    made = write_registry(
        tmp_path / "data" / "snapshots" / "s", parties=[{"party_id": "P", "name": "甲公司", "kind": "enterprise"}],
        rights=[PATENT, MARK], spans=SPANS, events=BY_CODES,
    )  # fmt: skip
    snapshot = Snapshot("s", made.folder, {"labels": []})
    between = state == "ended" and day.year < 2020
    assert told_by(snapshot, tmp_path / "data", day) == ({state}, REFUSED if between else None)
    assert len(marks_of(snapshot, as_of=day)) == (0 if state == "ended" else 1)
    assert [(str(row["day"]), row["how"]) for row in right_in_full(snapshot, "A", as_of=day)["discontinued"]] == (
        [("2018-03-02", "被驳回")] if between else []
    )
    topic = make_topic(
        tmp_path / "data", "做青", Recipe(day, query="类型:发明", snapshot=snapshot, shows_raw=True), made=day
    ).topic
    assert [(row["state"], row["status"]) for row in topic.rows("records")] == [(state, REFUSED if between else None)]
    project = read_project({"rights": f"{NUMBER}；70000001/30"}, applicant="甲公司")
    found = assess(snapshot, None, project, Records(), rules=rule_set(), as_of=day)
    rule = {
        "in_force": set(),
        "pending": {"right_pending"},
        "ended": {"application_ended" if between else "right_ended"},
    }[state]
    assert {one.rule for one in found.reasons if one.about} == rule


def test_words_of_inpadoc_tell_the_same_and_a_right_that_ended_later_ended_as_a_right(tmp_path):
    told = [
        "2018-03-02 | -REJECTION OF INVENTION PATENT APPLICATION AFTER PUBLICATION | CN",
        "2019-01-01 | -REINSTATEMENT OF PATENT APPLICATION OR PATENT RIGHT | CN",
        "2020-01-07 | +PATENT GRANT | CN",
        "2022-01-07 | -TERMINATION OF PATENT RIGHT DUE TO NON-PAYMENT OF ANNUAL FEE | CN",
    ]
    row = {
        "申请号": NUMBER, "公开(公告)号": "CN104500001B", "标题": "做青机", "申请日": "2015-01-04",
        "[标]当前申请(专利权)人": "甲公司", "法律状态/事件": "未缴年费", "INPADOC法律状态": " | ".join(told),
    }  # fmt: skip
    import_paths(
        [write_csv(tmp_path / "x.csv", [row | {f"自定义 {nth}": "" for nth in range(12)}])],
        data=tmp_path / "data",
        importers=importers(),
    )
    snapshot = current(tmp_path / "data")
    for text, state in TIMES:
        day = date.fromisoformat(text)
        between = state == "ended" and day.year < 2020
        assert told_by(snapshot, tmp_path / "data", day, NUMBER) == ({state}, REFUSED if between else None)
    [right] = rights_called(snapshot, [NUMBER], as_of=date(2023, 1, 1))
    assert (str(right["ended"]), how_ended(right, date(2023, 1, 1))) == ("2022-01-07", "终止")
