"""Applications that came to nothing: by codes, by words, revived or not, and what a source says without a day."""

from datetime import date

import pytest
from small_registry import take, write_csv

from registries import write_registry
from zhixian.core.engine.views import over
from zhixian.core.registry.discontinued import DISCONTINUED
from zhixian.core.registry.particulars import rights_called, rights_in_brief
from zhixian.core.registry.snapshot import current

DAY = date(2020, 6, 30)
RIGHT = {"right_id": "R", "kind": "invention", "number": "CN201510000001.0", "title": "茶", "filed": "2015-01-04"}


def event(day="2018-03-02", name="other", **more):
    return {"right_id": "R", "event": name, "gazetted": day, **more}


def stops(folder, *events, spans=()):
    """(day, until, how) of each time at which the only right had come to an end as an application."""
    snapshot = write_registry(folder, rights=[RIGHT], events=list(events), spans=list(spans))
    with over({name: snapshot.path(name) for name in ("events", "spans")}) as con:
        found = con.execute(f"{DISCONTINUED} ORDER BY day").fetchall()
    return [(str(day), until and str(until), how) for _, day, until, how in found]


def ended(folder, *events, spans=()):
    """(day, how) of the only right; None where it did not end as an application for good."""
    found = [(day, how) for day, until, how in stops(folder, *events, spans=spans) if until is None]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("told", "how"),
    [
        ({"national_code": "RJ01"}, "被驳回"), ({"national_code": "c12"}, "被驳回"), ({"national_code": "WD01"}, "视为撤回"),
        ({"national_code": "C02"}, "视为撤回"), ({"national_code": "WW01"}, "撤回"), ({"national_code": "N-2-6-B10-B15-nap"}, "被驳回"),
        ({"national_code": "N-2-6-B10-B00-nap"}, "申请终止"), ({"national_code": "B11"}, "撤回"), ({"name": "surrendered", "national_code": "AD01"}, "放弃"),
        ({"note": "发明专利申请公布后的驳回 IPC(主分类):G06F"}, "被驳回"), ({"note": "发明专利申请公布后的视为撤回"}, "视为撤回"),
        ({"note": "撤回-主动撤回"}, "撤回"), ({"note": "驳回"}, "被驳回"), ({"note": "申请终止"}, "申请终止"),
        ({"name": "cancelled"}, "被撤销或注销"),
    ],
)  # fmt: skip
def test_an_application_ends_by_what_its_event_is(told, how, tmp_path):
    assert ended(tmp_path, event(**told)) == ("2018-03-02", how)


@pytest.mark.parametrize(
    "told",
    [
        {"national_code": "C10"}, {"national_code": "SE01"}, {"national_code": "N-2-6-C10-C12-nap"}, {"note": "驳回复审请求"}, {"note": "专利实施开放许可声明撤回"},
        {"note": "实质审查的生效"}, {"note": None}, {"name": "transferred"}, {"day": None, "national_code": "RJ01"}, {"national_code": "C13", "note": "驳回"},
    ],
)  # fmt: skip
def test_what_is_no_end_leaves_it_pending(told, tmp_path):
    assert ended(tmp_path, event(**told)) is None


SPAN = {"right_id": "R", "kind": "invention", "start": "2020-01-01"}


@pytest.mark.parametrize(
    "told", [{"national_code": "C52"}, {"national_code": "N-2-6-C10-C13-nap"}, {"note": "专利申请的恢复"}, {"name": "restored"}]
)  # fmt: skip
def test_one_that_was_revived_is_pending_until_it_ends_again(told, tmp_path):
    refused, back = event(national_code="RJ01"), event("2019-01-01", **told)
    first = ("2018-03-02", "2019-01-01", "被驳回")
    assert stops(tmp_path / "1", refused, back) == [first]
    assert stops(tmp_path / "2", back, refused, event("2020-05-01", note="撤回")) == [
        first,
        ("2020-05-01", None, "撤回"),
    ]
    assert stops(tmp_path / "3", refused, back, spans=[SPAN]) == [first]
    assert stops(tmp_path / "4", event("2019-01-01", national_code="RJ01"), back) == []


def test_a_grant_ends_the_end_of_an_application_and_nothing_after_it_is_one(tmp_path):
    after = event("2020-02-01", name="surrendered"), event("2020-03-01", national_code="RJ01")
    assert stops(tmp_path / "1", event(national_code="RJ01"), *after, spans=[SPAN]) == [
        ("2018-03-02", "2020-01-01", "被驳回")
    ]
    lapsed = event(name="lapsed")
    assert stops(tmp_path / "2", lapsed, spans=[SPAN]) == []  # of a right that had not begun nothing can lapse
    assert stops(tmp_path / "3", lapsed, event("2019-01-01", name="restored"), spans=[SPAN]) == [
        ("2018-03-02", "2019-01-01", "终止")
    ]


def test_the_first_of_several_ends_counts(tmp_path):
    events = event("2019-05-01", national_code="WD01"), event("2018-03-02", note="撤回"), event(note="驳回")
    assert ended(tmp_path, *events) == ("2018-03-02", "撤回")


@pytest.mark.parametrize(("day", "over_by_then"), [(date(2018, 3, 1), False), (date(2018, 3, 2), True), (DAY, True)])
def test_pages_and_checks_tell_it_from_its_day_on(day, over_by_then, tmp_path):
    snapshot = write_registry(tmp_path, rights=[RIGHT], events=[event(national_code="RJ01")])
    [[brief]] = rights_in_brief(snapshot, as_of=day)
    assert (brief["in_force"], brief["began"]) == (False, over_by_then)
    [right] = rights_called(snapshot, [RIGHT["number"]], as_of=day)
    assert (right["in_force"], right["ended"]) == (False, date(2018, 3, 2) if over_by_then else None)
    told = (date(2018, 3, 2), "被驳回") if over_by_then else (None, None)
    assert (right["discontinued"], right["discontinued_how"]) == told
    assert [stop["day"] for stop in right["stops"]] == [date(2018, 3, 2)]


HEADINGS = ("申请号", "公开(公告)号", "标题", "申请日", "[标]当前申请(专利权)人", "法律状态/事件", "INPADOC法律状态")


def test_a_status_without_a_day_is_told_as_what_events_do_not_say(tmp_path):
    rows = [
        ("CN201510000001.0", "CN104500001A", "茶", "2015-01-04", "甲公司", "驳回", ""),
        ("CN201510000002.5", "CN104500002A", "铜", "2015-01-05", "甲公司", "驳回", "2018-03-02 | -REJECTION OF INVENTION PATENT APPLICATION AFTER PUBLICATION | CN"),
        ("CN201510000003.X", "CN104500003A", "锂", "2015-01-06", "甲公司", "实质审查", ""),
    ]  # fmt: skip
    result = take(
        tmp_path / "data", write_csv(tmp_path / "x.csv", [dict(zip(HEADINGS, row, strict=True)) for row in rows])
    )
    assert [report.refused for report in result.files] == [0]
    told = current(tmp_path / "data").manifest["disagreements"]
    assert told["count"] == 1
    [first] = told["first"]
    assert (first["row"], first["claimed"], first["as_of"], first["by_events"]) == (
        2,
        "驳回",
        "2018-03-02",
        "还没有授权",
    )


@pytest.mark.parametrize(("exported", "said"), [("2018-06-01", 0), ("2019-06-01", 1)])
def test_a_status_is_held_against_what_events_say_of_the_day_of_its_export(exported, said, tmp_path):
    words = "2018-03-02 | -REJECTION OF INVENTION PATENT APPLICATION AFTER PUBLICATION | CN | 2019-01-01 | -REINSTATEMENT OF PATENT APPLICATION OR PATENT RIGHT | CN"
    rows = [("CN201510000001.0", "CN104500001A", "茶", "2015-01-04", "甲公司", "实质审查", words)]
    refused = ("CN201510000001.0", "CN104500001A", "茶", "2015-01-04", "甲公司", "驳回", "")
    number = {"2018": "CN201810000001.4", "2019": "CN201910000001.9"}[exported[:4]]
    other = (number, "", "铜", exported, "甲公司", "实质审查", "")
    first, second = ([dict(zip(HEADINGS, row, strict=True)) for row in told] for told in (rows, [refused, other]))
    take(tmp_path / "data", write_csv(tmp_path / "x.csv", first))
    take(tmp_path / "data", write_csv(tmp_path / "y.csv", second))
    told = current(tmp_path / "data").manifest["disagreements"]
    assert told["count"] == said
