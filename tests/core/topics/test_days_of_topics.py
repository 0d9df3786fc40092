"""A topic as of its day: what its files tell of later days, terms that are over, days before the edition in force, editions of before."""

import json
from datetime import date

import pyarrow.parquet as pq
import pytest

from factories.exports import write_patsnap
from zhixian.core.engine import connect
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape.everything import asking, landscape
from zhixian.core.landscape.value.telling import every_value, valuation, value_of
from zhixian.core.registry.snapshot import CURRENT, MANIFEST
from zhixian.core.reports.topics import write_topic
from zhixian.core.search.finding import find
from zhixian.core.topics.days import OUTDATED
from zhixian.core.topics.days import UNDATED as NO_DAYS
from zhixian.core.topics.making import Recipe, make_topic, refresh_topic
from zhixian.core.topics.searching import open_topic_index
from zhixian.core.topics.topic import home_of, open_topic
from zhixian.core.topics.writing import write_table

DAY = date(2020, 11, 16)
REAL = date(2026, 6, 30)
"""The day it really is, as files tell of days after that of their topic."""
LATER = {
    "公开(公告)号": "CN112345678A",
    "专利类型": "发明申请",
    "申请日": "2021-03-01",
    "公开(公告)日": "2021-09-01",
    "法律状态/事件": "授权",
}
UNPUBLISHED = {
    "公开(公告)号": "CN112000001A",
    "专利类型": "发明申请",
    "申请日": "2020-05-01",
    "公开(公告)日": "2020-12-01",
    "法律状态/事件": "实质审查",
}
GRANTED_LATER = {"公开(公告)号": "CN212000002U", "申请日": "2020-05-01", "公开(公告)日": "2021-01-05"}
ENDED = {
    "公开(公告)号": "CN205000003U",
    "申请日": "2015-06-01",
    "公开(公告)日": "2016-01-05",
    "法律状态/事件": "未缴年费",
}
IN_FORCE = {}
LONG_OVER = {
    "公开(公告)号": "CN201000004U",
    "申请日": "2009-11-16",
    "公开(公告)日": "2010-08-05",
    "法律状态/事件": "未缴年费",
}
UNDATED = {
    "公开(公告)号": "CN106000005A",
    "专利类型": "发明申请",
    "申请日": "",
    "公开(公告)日": "2016-08-05",
    "法律状态/事件": "-",
}


def made_of(tmp_path, *rows, day=DAY):
    path = write_patsnap(tmp_path / "patsnap.csv", *rows)
    return make_topic(tmp_path / "data", "旋翼", Recipe(day, paths=(path,), shows_raw=True), made=day, real=REAL).topic


def states(topic):
    return {row["record"].removesuffix("（公开）"): (row["state"], row["state_by"]) for row in topic.rows("records")}


def test_what_was_filed_after_the_day_is_no_part_and_the_rest_is_as_it_was_on_the_day(tmp_path):
    topic = made_of(tmp_path, LATER, UNPUBLISHED, GRANTED_LATER, ENDED, IN_FORCE, LONG_OVER, UNDATED)
    assert states(topic) == {
        "CN112000001": ("pending", "source"),
        "CN212000002": ("pending", "grant"),
        "CN205000003": (None, None),
        "CN204597451": ("in_force", "source"),
        "CN201000004": ("ended", "term"),
        "CN106000005": (None, None),
    }
    granted = {row["record"]: row["granted"] for row in topic.rows("records")}
    assert granted["CN212000002（公开）"] is None
    assert granted["CN204597451（公开）"] == date(2015, 8, 26)
    assert topic.manifest["days"] == {
        "last": "2021-09-01", "later": 1, "unpublished": 2, "ungranted": 1, "expired": 0, "unsure": 1, "registry": False,
        "exported": [], "unsaid": 1,
    }  # fmt: skip
    assert topic.manifest["reports"][0]["taken"] == 7
    assert topic.remarks == [
        (
            "来源里最晚的日期是 2021-09-01，晚于截止日 2020-11-16：1 件在截止日以后才申请，没有计入；2 件在截止日还没有公开，已计入；"
        "1 件在截止日以后才授权，算审中；1 件只知道后来的状态，算状态不详；权利人和被引次数是来源导出时的。"
        )
    ]  # fmt: skip


def test_every_door_holds_the_day(tmp_path):
    topic = made_of(tmp_path, LATER, GRANTED_LATER, IN_FORCE)
    found = find(open_topic_index(topic), "", as_of=DAY)
    assert found.total == 2
    assert find(open_topic_index(topic), "状态:有效", as_of=DAY).total == 1
    told = landscape(topic)
    assert (told.total, told.counted) == (2, 2)
    assert told.passed_over == tuple(one.removesuffix("。") for one in topic.remarks)
    assert "1 件在截止日以后才申请，没有计入" in told.passed_over[0]
    (status,) = (figure for figure in told.figures if figure.id == "status")
    assert {(row[0], row[1]): row[2] for row in status.rows}["实用新型专利", "审中"] == 1
    assert topic.remarks[0] in status.limits
    values = valuation(topic)
    assert values.patents == 2
    assert topic.remarks[0] in values.limits
    assert write_topic(tmp_path / "t.xlsx", topic) == 2


def test_a_later_refresh_takes_in_what_the_same_files_tell_of_later(tmp_path):
    made_of(tmp_path, LATER, GRANTED_LATER, IN_FORCE)
    made = refresh_topic(tmp_path / "data", "旋翼", as_of=date(2022, 1, 1), made=DAY, real=REAL)
    assert states(made.topic) == {
        "CN112345678": ("in_force", "source"), "CN212000002": ("in_force", "source"), "CN204597451": ("in_force", "source"),
    }  # fmt: skip
    assert (made.added, made.removed) == (1, 0)
    assert made.topic.remarks == [
        "法律状态是来源导出时的说法。来源里最晚的日期是 2021-09-01；导出如果早于截止日 2022-01-01，其间的变化没有计入。"
    ]


@pytest.mark.parametrize(
    ("sort", "filed", "last_day"),
    [
        ("实用新型", "2015-04-01", date(2025, 3, 31)),
        ("发明授权", "2001-04-01", date(2021, 3, 31)),
        ("外观设计", "2015-04-01", date(2025, 3, 31)),
        ("外观设计", "2021-06-01", date(2036, 5, 31)),
    ],
)
def test_a_term_ends_by_the_law_of_its_day_whatever_the_source_says(tmp_path, sort, filed, last_day):
    code = {"实用新型": "U", "发明授权": "B", "外观设计": "S"}[sort]
    row = {
        "公开(公告)号": f"CN204597451{code}",
        "专利类型": sort,
        "申请日": filed,
        "公开(公告)日": f"{int(filed[:4]) + 1}-09-01",
        "IPC主分类号": "",
    }
    before, after = (
        made_of(tmp_path / name, row, day=day)
        for name, day in (("before", last_day), ("after", date.fromordinal(last_day.toordinal() + 1)))
        if not (tmp_path / name).mkdir()
    )
    assert list(states(before).values()) == [("in_force", "source")]
    assert list(states(after).values()) == [("ended", "term")]
    assert after.manifest["days"]["expired"] == 1
    assert after.remarks[1] == "1 件来源说有效，但到截止日法定期限已经届满，按专利法算失效。"
    (row,) = after.rows("records")
    assert row["status"] == "授权"


def test_a_term_is_no_reason_for_what_is_pending_or_foreign(tmp_path):
    old = {"申请日": "2001-04-01", "公开(公告)日": "2002-08-26"}
    rows = [
        old | {"公开(公告)号": "CN1304597A", "专利类型": "发明申请", "法律状态/事件": "实质审查"},
        old | {"公开(公告)号": "US6597451B2", "专利类型": "发明授权", "受理局": "美国"},
    ]
    found = states(made_of(tmp_path, *rows, day=date(2026, 1, 1)))
    assert sorted(found.values()) == [("in_force", "source"), ("pending", "source")]


def test_a_day_before_the_edition_in_force_has_to_be_meant(tmp_path):
    made_of(tmp_path, IN_FORCE)
    with pytest.raises(Refusal) as refused:
        refresh_topic(tmp_path / "data", "旋翼", as_of=date(2020, 11, 10), made=DAY, real=REAL)
    assert "2020-11-10 早于现行版本的截止日 2020-11-16" in str(refused.value)
    assert open_topic(tmp_path / "data", "旋翼").as_of == DAY
    made = refresh_topic(tmp_path / "data", "旋翼", as_of=date(2020, 11, 10), made=DAY, real=REAL, earlier=True)
    told = open_topic(tmp_path / "data", "旋翼")
    assert made.topic.manifest["as_of"] == told.manifest["as_of"] == "2020-11-10"
    again = refresh_topic(tmp_path / "data", "旋翼", as_of=DAY, made=DAY, real=REAL)
    assert again.topic.manifest["as_of"] == "2020-11-16"


def test_the_count_of_a_window_by_the_source_is_taken_once_the_window_is_over(tmp_path):
    young = {"公开(公告)号": "CN212000002U", "申请日": "2018-01-01", "公开(公告)日": "2018-08-26"}
    last = {"公开(公告)号": "CN213000003U", "申请日": "2021-06-01", "公开(公告)日": "2021-12-28"}
    topic = made_of(tmp_path, IN_FORCE, young, last, day=date(2022, 1, 1))
    told = {one.record: {m.indicator.id: m for m in one.measures} for one in valuation(topic).valued}
    old, new = told["CN204597451（公开）"], told["CN212000002（公开）"]
    assert (old["forward_3"].value, old["forward_5"].value) == (4, 7)
    assert dict(old["forward_5"].inputs)["来源所计"] == "7"
    assert (new["forward_3"].value, new["forward_5"].value) == (4, None)
    assert new["forward_5"].reason == "公开到 2021-12-28 不满 5 年，到 2023-08-26 才满"


def test_a_window_that_was_not_over_on_the_last_day_of_the_source_has_no_count(tmp_path):
    young = {"公开(公告)号": "CN212000002U", "申请日": "2018-01-01", "公开(公告)日": "2018-08-26"}
    topic = made_of(tmp_path, IN_FORCE, young, day=date(2026, 1, 1))
    told = {one.record: {m.indicator.id: m for m in one.measures} for one in valuation(topic).valued}
    new = told["CN212000002（公开）"]["forward_3"]
    assert (new.value, new.reason) == (None, "公开到 2018-08-26 不满 3 年，到 2021-08-26 才满")


def test_a_later_filing_is_said_to_be_later_and_no_patent_to_be_what_it_is(tmp_path):
    topic = made_of(tmp_path, IN_FORCE, {"公开(公告)号": "CN212000002U", "申请日": "2019-01-01"})
    numbers = {row["record"]: row["nr"] for row in topic.rows("records")}
    with pytest.raises(Refusal, match="申请日 2019-01-01 晚于 2018-01-01，截至这一天还没有申请，没有价值指标"):
        value_of(asking(topic, as_of=date(2018, 1, 1)), numbers["CN212000002（公开）"])
    rows = {name: [row[name] for row in topic.rows("records")] for name in topic.rows("records")[0]}
    write_table(topic.folder, "records", rows | {"kind": ["trademark"] * 2})
    with pytest.raises(Refusal, match="这一件是注册商标，不是专利，没有价值指标"):
        value_of(asking(topic), 0)


def test_a_source_without_days_is_said_to_have_none(tmp_path):
    topic = made_of(tmp_path, {"申请日": "", "公开(公告)日": ""})
    assert states(topic) == {"CN204597451": ("in_force", "source")}
    assert topic.remarks == [NO_DAYS]


def test_the_end_of_a_term_is_a_day_among_all_values(tmp_path):
    (row,) = every_value(asking(made_of(tmp_path, IN_FORCE)))
    assert (type(row["term_end"]), row["term_end"]) == (date, date(2025, 4, 1))


def as_before(topic):
    """The edition as an earlier build wrote it: without the columns of now, and without a word on its days."""
    path = topic.path("records")
    pq.write_table(pq.read_table(path).drop_columns(["state_by", "cited_in_3", "cited_in_5"]), path)
    manifest = {key: value for key, value in topic.manifest.items() if key != "days"} | {"layout": "zhixian topic 1"}
    manifest["files"] = {**manifest["files"], path.name: path.stat().st_size}
    (topic.folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    old = "0" * 20
    topic.folder.rename(topic.folder.with_name(old))
    (home_of(topic.folder.parents[3], topic.name) / CURRENT).write_text(old, encoding="utf-8")


def test_an_edition_of_before_is_read_and_says_so_until_it_is_made_anew(tmp_path):
    as_before(made_of(tmp_path, IN_FORCE, GRANTED_LATER))
    old = open_topic(tmp_path / "data", "旋翼")
    assert old.remarks == [OUTDATED]
    assert landscape(old, engine=connect()).passed_over == (OUTDATED.removesuffix("。"),)
    measures = {one.indicator.id: one for one in valuation(old, names=["CN204597451U"]).valued[0].measures}
    assert measures["forward_3"].value is None
    assert measures["cited_by"].value == 8
    assert write_topic(tmp_path / "t.xlsx", old) == 2
    made = refresh_topic(tmp_path / "data", "旋翼", as_of=DAY, made=DAY, real=REAL)
    assert made.topic.id != old.id
    assert states(made.topic)["CN212000002"] == ("pending", "grant")
    assert OUTDATED not in made.topic.remarks
