"""The day of an export as somebody says it: up to it a topic knows, and it is refused where the file itself tells of a later one."""

import json
from datetime import date

import pytest

from factories.exports import write_export, write_patsnap
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape.everything import landscape
from zhixian.core.registry.snapshot import MANIFEST
from zhixian.core.topics.making import Recipe, make_topic, refresh_topic
from zhixian.core.topics.topic import home_of, open_topic

DAY = date(2026, 6, 30)
EXPORTED = date(2022, 6, 30)
ROWS = [
    {"申请号": f"{year}10000{month:03}.X", "公开（公告）号": f"CN10{year}{month:03}A", "申请日": f"{year}-0{month}-05", "公开（公告）日": f"{year}-12-05"}
    for year in range(2013, 2020)
    for month in (1, 2)
]  # fmt: skip
"""Filings of seven years, the last of which is told on 2019-12-05."""
YOUNG = {"申请号": "CN201510000001.0", "公开（公告）号": "CN104500001A", "申请日": "2015-01-04", "公开（公告）日": "2022-08-01"}  # fmt: skip

BY_WHOLE_YEARS = ("life_cycle", "class_years", "shares", "newcomers", "leavers")
"""Figures that go by whole years and do not tell of each whether it is one."""


def made_of(folder, *rows, exported=EXPORTED, as_of=DAY, name="a.csv"):
    export = write_export(folder / name, *rows)
    return make_topic(folder / "data", "专题", recipe(export, exported, as_of=as_of), made=DAY)


def recipe(path, exported, *, as_of=DAY):
    return Recipe(as_of, paths=(path,), exported={path: exported} if exported else {})


def again(folder, path=None, exported=None):
    paths = [path] if path else []
    days = {path: exported} if exported else {}
    return refresh_topic(folder / "data", "专题", as_of=DAY, paths=paths, exported=days, made=DAY).topic


def figures(topic):
    return {one.id: one for one in landscape(topic).figures}


def complete(figure):
    names = [column.name for column in figure.columns]
    return {row[names.index("year")]: row[names.index("complete")] for row in figure.rows}


def test_years_up_to_the_day_that_was_said_are_whole_though_the_last_filing_is_long_ago(tmp_path):
    topic = made_of(tmp_path, *ROWS).topic
    (tmp_path / "other").mkdir()
    silent = made_of(tmp_path / "other", *ROWS, exported=None).topic
    assert (topic.known_until, silent.known_until) == (EXPORTED, date(2019, 12, 5))
    told, untold = figures(topic), figures(silent)
    assert complete(told["filings"])[2019] == "是"
    assert complete(untold["filings"])[2019] == "否"
    assert "来源的导出日是 2022-06-30，2021 年起的申请没有收全，只作参考。" in told["filings"].method
    assert "来源里最晚的日期是 2019-12-05，2018 年起的申请没有收全" in untold["filings"].method
    assert topic.remarks == [
        "法律状态是来源导出时的说法。来源的导出日是 2022-06-30，以后到截止日 2026-06-30 的变化没有计入。"
    ]
    assert topic.remarks[0] in told["status"].limits
    assert topic.id != silent.id


def test_grants_of_years_before_the_day_of_the_export_are_whole(tmp_path):
    rows = [{"公开(公告)号": f"CN20400{year}U", "申请日": f"{year}-01-05", "公开(公告)日": f"{year}-09-09"} for year in range(2010, 2016)]  # fmt: skip
    path = write_patsnap(tmp_path / "p.csv", *rows)
    told = make_topic(tmp_path / "data", "说了", recipe(path, EXPORTED), made=DAY).topic
    untold = make_topic(tmp_path / "data", "没说", recipe(path, None), made=DAY).topic
    assert complete(figures(told)["grants"])[2015] == "是"
    assert complete(figures(untold)["grants"])[2015] == "否"
    assert figures(told)["grants"].method.endswith("来源的导出日是 2022-06-30，以后的授权没有收全。")
    assert [row[0] for row in figures(told)["leavers"].rows] == ["甲公司"]
    assert figures(untold)["leavers"].rows == ()


def test_an_export_of_the_topics_own_day_lacks_nothing(tmp_path):
    topic = made_of(tmp_path, *ROWS, exported=DAY).topic
    assert topic.known_until == DAY
    assert topic.remarks == ["法律状态是来源导出时的说法。来源的导出日是 2026-06-30。"]
    assert "导出日" not in figures(topic)["filings"].method


def test_a_day_that_is_still_to_come_is_refused_and_nothing_is_left(tmp_path):
    with pytest.raises(Refusal, match="导出日 2026-07-01 晚于今天（2026-06-30）"):
        made_of(tmp_path, *ROWS, exported=date(2026, 7, 1))
    assert not home_of(tmp_path / "data", "专题").exists()


def test_a_day_before_one_that_a_row_tells_is_refused_with_the_row_of_the_latest(tmp_path):
    early = YOUNG | {"申请号": "CN201510000002.5", "公开（公告）号": "CN104500002A", "公开（公告）日": "2022-07-15"}
    with pytest.raises(Refusal) as refused:
        made_of(tmp_path, *ROWS[:2], early, YOUNG)
    assert str(refused.value) == (
        "a.csv 第 5 行：公开（公告）日是 2022-08-01，晚于所说的导出日 2022-06-30（共 2 行晚于它）。"
        "应为：不早于 2022-08-01 的导出日，或者不写；这一格的日期有误的，先改正文件"
    )
    assert not home_of(tmp_path / "data", "专题").exists()
    assert made_of(tmp_path, early, YOUNG, exported=date(2022, 8, 1)).topic.known_until == date(2022, 8, 1)


def test_a_refusal_leaves_the_edition_in_force_and_its_files_as_they_were(tmp_path):
    before = made_of(tmp_path, *ROWS).topic
    with pytest.raises(Refusal, match="晚于所说的导出日 2022-07-31"):
        again(tmp_path, write_export(tmp_path / "b.csv", YOUNG), date(2022, 7, 31))
    assert open_topic(tmp_path / "data", "专题").id == before.id
    assert len(list((home_of(tmp_path / "data", "专题") / "sources").iterdir())) == 1


def test_what_an_export_tells_beforehand_is_no_day_of_it(tmp_path):
    history = "2017-05-10 | +TRANSFER OF PATENT RIGHT | CN | 2023-01-01 | +TRANSFER OF PATENT RIGHT | CN"
    path = write_patsnap(tmp_path / "p.csv", {"INPADOC法律状态": history})
    topic = make_topic(tmp_path / "data", "转让", recipe(path, EXPORTED), made=DAY).topic
    assert [row["day"] for row in topic.rows("events")] == [date(2017, 5, 10), date(2023, 1, 1)]
    assert topic.manifest["days"]["last"] == "2017-05-10"
    assert topic.known_until == EXPORTED


def test_of_exports_of_several_days_the_latest_counts_and_both_are_told(tmp_path):
    made_of(tmp_path, *ROWS)
    topic = again(tmp_path, write_export(tmp_path / "b.csv", YOUNG), date(2024, 1, 31))
    assert topic.known_until == date(2024, 1, 31)
    assert [source["exported"] for source in topic.manifest["sources"]] == ["2022-06-30", "2024-01-31"]
    assert topic.remarks == [
        "法律状态是来源导出时的说法。来源的导出日最晚是 2024-01-31，以后到截止日 2026-06-30 的变化没有计入。",
        "导出日早于截止日 2026-06-30 的来源（最早 2022-06-30），只在其中的申请，法律状态是导出那一天的，以后到截止日的变化没有计入。",
        "各份来源的导出日不同（2022-06-30 至 2024-01-31），数据到哪一天以最晚的为准：后来导出的要是没有接上较早的，其间的申请没有收全。",
    ]
    assert again(tmp_path).known_until == date(2024, 1, 31), "what was said is kept"
    capped = refresh_topic(tmp_path / "data", "专题", as_of=EXPORTED, made=DAY, earlier=True).topic
    assert capped.known_until == EXPORTED, "as who knows that the later one is but a part makes it"


@pytest.mark.parametrize(("as_of", "warned"), [(date(2023, 6, 30), True), (EXPORTED, False), (date(2022, 1, 1), False)])
def test_a_file_of_before_the_topics_day_warns_also_beside_one_of_after_it(tmp_path, as_of, warned):
    made_of(tmp_path, *ROWS, as_of=as_of)
    other = write_export(tmp_path / "b.csv", YOUNG)
    topic = refresh_topic(tmp_path / "data", "专题", as_of=as_of, paths=[other], exported={other: DAY}, made=DAY).topic
    assert topic.remarks[0].startswith(f"来源的导出日最晚是 2026-06-30，晚于截止日 {as_of}：")
    stale = f"导出日早于截止日 {as_of} 的来源（最早 2022-06-30），只在其中的申请，法律状态是导出那一天的，以后到截止日的变化没有计入。"
    assert (stale in topic.remarks, any("各份来源的导出日不同" in one for one in topic.remarks)) == (warned, warned)


def test_a_file_whose_day_nobody_said_tells_by_its_rows_beside_others(tmp_path):
    made_of(tmp_path, *ROWS, exported=date(2020, 1, 31))
    topic = again(tmp_path, write_export(tmp_path / "b.csv", YOUNG))
    assert topic.known_until == date(2022, 8, 1)
    assert topic.remarks == [
        "法律状态是来源导出时的说法。来源里最晚的日期是 2022-08-01；导出如果早于截止日 2026-06-30，其间的变化没有计入。",
        "导出日早于截止日 2026-06-30 的来源（最早 2020-01-31），只在其中的申请，法律状态是导出那一天的，以后到截止日的变化没有计入。",
        "有 1 份来源没有写明导出日。",
    ]


def test_the_day_of_a_file_that_was_taken_in_is_said_by_giving_it_once_more(tmp_path):
    silent = made_of(tmp_path, *ROWS, exported=None).topic
    path = tmp_path / "a.csv"
    said = again(tmp_path, path, EXPORTED)
    assert (said.known_until, len(said.manifest["sources"])) == (EXPORTED, 1)
    corrected = again(tmp_path, path, date(2021, 1, 1))
    assert corrected.known_until == date(2021, 1, 1)
    assert again(tmp_path, path).id == corrected.id, "given again without a day it keeps that which it has"
    assert silent.id not in (said.id, corrected.id)


def test_a_day_is_said_of_all_files_of_a_folder(tmp_path):
    (tmp_path / "in" / "deeper").mkdir(parents=True)
    write_export(tmp_path / "in" / "a.csv", *ROWS)
    write_export(tmp_path / "in" / "deeper" / "b.csv", {})
    topic = make_topic(tmp_path / "data", "专题", recipe(tmp_path / "in", EXPORTED), made=DAY).topic
    assert [source["exported"] for source in topic.manifest["sources"]] == ["2022-06-30"] * 2


def test_what_ended_by_an_export_after_the_topics_day_may_have_ended_in_between(tmp_path):
    ended = YOUNG | {"公开（公告）日": "2015-06-10", "专利有效性": "失效"}
    as_of = date(2018, 1, 1)
    topic = made_of(tmp_path, ended, as_of=as_of).topic
    assert [row["state"] for row in topic.rows("records")] == [None]
    assert topic.known_until == as_of
    assert topic.remarks == [
        "来源的导出日是 2022-06-30，晚于截止日 2018-01-01：1 件只知道后来的状态，算状态不详；权利人和被引次数是来源导出时的。"
    ]


def test_years_up_to_the_topics_day_are_whole_by_an_export_long_after_it(tmp_path):
    topic = made_of(tmp_path, *ROWS, as_of=date(2019, 10, 31)).topic
    told = figures(topic)
    assert (topic.known_until, topic.exported) == (date(2019, 10, 31), (EXPORTED,))
    assert [complete(told["filings"])[year] for year in (2018, 2019)] == ["是", "否"]
    method = "申请满 18 个月才公布，来源的导出日是 2022-06-30，2019-10-31 以前的申请已经公布；2019 年的申请只到这一天，只作参考。"
    assert told["filings"].method.endswith(method)
    assert told["concentration"].method.endswith(method)
    whole = "来源的导出日是 2022-06-30，数据完整的年份到 2018 年。"
    assert [told[name].method.endswith(whole) for name in BY_WHOLE_YEARS] == [True] * len(BY_WHOLE_YEARS)
    earlier = {one.id: one for one in landscape(topic, as_of=date(2018, 12, 31)).figures}["filings"]
    assert complete(earlier)[2018] == "是"
    assert earlier.method.endswith("来源的导出日是 2022-06-30，2018-12-31 以前的申请已经公布。")


def test_an_export_soon_after_the_topics_day_tells_of_so_much_more(tmp_path):
    topic = made_of(tmp_path, *ROWS, as_of=date(2021, 5, 31)).topic
    told = figures(topic)
    assert complete(told["filings"])[2019] == "是"
    assert told["filings"].method.endswith("来源的导出日是 2022-06-30，2021 年起的申请尚未全部公开，只作参考。")


def test_grants_go_by_the_topics_day_though_the_export_is_after_it(tmp_path):
    rows = [{"公开(公告)号": f"CN20400{year}U", "申请日": f"{year}-01-05", "公开(公告)日": f"{year}-09-09"} for year in range(2010, 2016)]  # fmt: skip
    path = write_patsnap(tmp_path / "p.csv", *rows)
    topic = make_topic(tmp_path / "data", "专题", recipe(path, EXPORTED, as_of=date(2015, 10, 31)), made=DAY).topic
    assert complete(figures(topic)["grants"])[2015] == "否"
    assert figures(topic)["grants"].method == "按授权公告日所在的年份计件。"


def test_an_export_after_the_topics_day_helps_only_where_that_of_every_file_is(tmp_path):
    as_of = date(2019, 10, 31)
    made_of(tmp_path, *ROWS, as_of=as_of)
    other = write_export(tmp_path / "b.csv", YOUNG)

    def method(exported):
        days = {other: exported} if exported else {}
        topic = refresh_topic(tmp_path / "data", "专题", as_of=as_of, paths=[other], exported=days, made=DAY).topic
        return figures(topic)["filings"].method

    assert method(None).endswith("申请满 18 个月才公布，2018 年起的申请尚未全部公开，只作参考。")
    assert "来源的导出日最早是 2022-06-30，2019-10-31 以前的申请已经公布" in method(DAY)
    early = write_export(tmp_path / "c.csv", ROWS[0])
    topic = refresh_topic(
        tmp_path / "data", "专题", as_of=as_of, paths=[early], exported={early: date(2019, 1, 31)}, made=DAY
    ).topic
    assert figures(topic)["filings"].method.endswith("申请满 18 个月才公布，2018 年起的申请尚未全部公开，只作参考。")


def test_figures_of_whole_years_name_an_export_of_before_the_topics_day(tmp_path):
    told = figures(made_of(tmp_path, *ROWS).topic)
    whole = "来源的导出日是 2022-06-30，数据完整的年份到 2020 年。"
    assert [told[name].method.endswith(whole) for name in BY_WHOLE_YEARS] == [True] * len(BY_WHOLE_YEARS)


def test_figures_about_a_place_and_an_enterprise_name_it_too(tmp_path):
    topic = made_of(tmp_path, *ROWS).topic
    (name,) = {row["party_name"] for row in topic.rows("parties") if row["role"] == "applicant"}
    told = {one.id: one for one in landscape(topic, region="350823", enterprise=name).figures}
    whole = "来源的导出日是 2022-06-30，数据完整的年份到 2020 年。"
    assert [told[one].method.endswith(whole) for one in ("enterprise_competitors", "cooperation", "purchase")] == [
        True
    ] * 3


def test_an_edition_that_knows_no_days_of_exports_is_read_and_refreshed(tmp_path):
    topic = made_of(tmp_path, *ROWS, exported=None).topic
    told = json.loads((topic.folder / MANIFEST).read_text(encoding="utf-8"))
    told["days"] = {name: value for name, value in told["days"].items() if name not in ("exported", "unsaid")}
    told["sources"] = [{name: value for name, value in one.items() if name != "exported"} for one in told["sources"]]
    (topic.folder / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
    old = open_topic(tmp_path / "data", "专题")
    assert old.is_current
    assert old.known_until == date(2019, 12, 5)
    assert old.remarks == topic.remarks
    assert again(tmp_path).manifest["sources"][0]["exported"] is None
