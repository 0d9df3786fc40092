"""Sections of a landscape over what a source left out: one row, no days, no applicants, no classes, some states, no places."""

import sys
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from small_topic import record, write_topic

from zhixian.core.landscape.everything import landscape

HERE = "350823"
numbers = count()


@pytest.fixture
def told(tmp_path, engine):
    """The figures of a topic by their ids."""

    def go(rows, **more):
        made = landscape(write_topic(tmp_path / f"t{next(numbers)}", rows), engine=engine, **more)
        return {figure.id: figure for figure in made.figures}

    return go


def numbers_of(figure, *names):
    return [tuple(row[name] for name in names) for row in figure.as_dicts()]


def of(kind, **states):
    """Records of a kind, so many of each state; `unknown` is none."""
    return [
        record(
            f"{kind}.{state}.{nr}",
            kind=kind,
            state=None if state == "unknown" else state,
            applicants=["甲公司"],
            filed=date(2015, 5, 5),
        )
        for state, number in states.items()
        for nr in range(number)
    ]


def test_no_state_is_told_to_have_none_where_some_states_are_unknown(told):
    figures = told(
        [*of("invention", in_force=6, unknown=2), *of("utility_model", in_force=1, pending=2)], enterprise="甲公司"
    )
    states = {
        (kind, state): number for kind, state, number in numbers_of(figures["status"], "kind", "state", "records")
    }
    assert states == {
        ("发明专利", "有效"): 6, ("发明专利", "审中"): None, ("发明专利", "失效"): None, ("发明专利", "不详"): 2,
        ("实用新型专利", "有效"): 1, ("实用新型专利", "审中"): 2, ("实用新型专利", "失效"): 0, ("实用新型专利", "不详"): 0,
    }  # fmt: skip
    scale = dict(figures["scale"].rows)
    assert (scale["有效（件）"], scale["审中（件）"], scale["失效（件）"]) == (7, 2, None)
    assert figures["enterprise_place"].sentence.endswith("；其中有效 7 件、审中 2 件、状态不详 2 件。")
    assert figures["enterprise_rights"].sentence.startswith("甲公司名下有效的 7 件，状态不详的 2 件")


LATE = {"last": "2024-01-01", "later": 0, "unpublished": 0, "ungranted": 0, "expired": 0}


@pytest.mark.parametrize(
    ("states", "unsure", "sentence", "silence"),
    [
        ({"in_force": 6, "pending": 2, "unknown": 8}, 0, "状态明确的 8 件中，有效的 6 件，占 75.0%。", ""),
        ({"in_force": 6, "pending": 2, "unknown": 9}, 0, "", "状态不详的 9 件多于状态明确的 8 件，有效的占多少说不准"),
        ({"in_force": 6, "pending": 2, "unknown": 1}, 1, "", "1 件只知道截止日以后的状态，没有算在状态明确的 8 件里，有效的占多少说不准"),
        ({"in_force": 1, "unknown": 9}, 9, "", "只有 1 件状态明确"),
    ],
)  # fmt: skip
def test_a_share_in_force_is_not_told_of_those_whose_state_happens_to_be_known(
    tmp_path, engine, states, unsure, sentence, silence
):
    topic = write_topic(tmp_path / "topic", of("invention", **states))
    topic = replace(topic, manifest={**topic.manifest, "days": {**LATE, "unsure": unsure}})
    [status] = [figure for figure in landscape(topic, engine=engine).figures if figure.id == "status"]
    assert (status.sentence, status.silence) == (sentence, silence)
    assert dict(numbers_of(status, "state", "records"))["有效"] == states["in_force"]


def test_none_is_told_where_every_state_is_known(told):
    figures = told(of("invention", in_force=3, pending=1), enterprise="甲公司")
    assert dict(figures["scale"].rows)["失效（件）"] == 0
    assert figures["enterprise_place"].sentence.endswith("；其中有效 3 件、审中 1 件、失效 0 件。")
    assert figures["enterprise_rights"].sentence.startswith("甲公司名下有效的 3 件，已经失效的 0 件")


def test_one_row_is_counted_and_nothing_is_concluded_of_it(told):
    (row,) = of("invention", in_force=1)
    figures = told([row | {"classes": ["C25D1/04"], "inventors": ["张三"]}])
    assert numbers_of(figures["ipc_subclass"], "class", "records", "share") == [("C25D", 1, 100.0)]
    assert numbers_of(figures["filings"], "year", "records") == [(2015, 1)]
    for name in ("filings", "ipc_subclass", "life_cycle", "status"):
        assert (figures[name].sentence, bool(figures[name].silence)) == ("", True), name


def test_records_without_days_stand_in_no_year_and_are_said(told):
    figures = told([record(f"A{nr}", applicants=["甲公司"]) for nr in range(6)])
    for name in ("filings", "grants", "life_cycle", "shares"):
        assert figures[name].rows == (), name
        assert figures[name].sentence == "", name
    assert figures["filings"].limits == ("6 件（共 6 件）没有申请日，没有计入",)


def test_records_without_applicants_have_none_that_leads_comes_or_leaves(told):
    figures = told([record(f"A{nr}", filed=date(2015, 5, 5), classes=["C25D1/04"]) for nr in range(6)])
    assert dict(figures["scale"].rows)["申请人（家）"] is None
    for name in ("applicants", "shares", "newcomers", "leavers", "inventors"):
        assert figures[name].rows == (), name
        assert figures[name].sentence == "", name


def test_records_without_classes_are_of_none_and_no_class_of_designs_is_shown(told):
    figures = told([record(f"A{nr}", filed=date(2015, 5, 5), kind="design") for nr in range(6)])
    for name in ("ipc_section", "ipc_symbol", "fields", "class_years", "white_spaces"):
        assert figures[name].rows == (), name
        assert figures[name].sentence == "", name
    assert figures["ipc_section"].limits == ("6 件（共 6 件）没有 IPC 分类，没有计入",)
    assert not {name for name in figures if name.startswith("locarno_")}


def test_classes_of_designs_are_counted_by_themselves_at_each_level(told):
    classes = [["09-03"], ["09-03", "09-01"], ["09-03", "07-01"], ["09"], ["0903"], []]
    rows = [record(f"D{nr}", kind="design", filed=date(2015, 5, 5), classes=some) for nr, some in enumerate(classes)]
    rows += [
        record("T", kind="trademark", filed=date(2015, 5, 5), classes=["9"]),
        record("I", filed=date(2015, 5, 5), classes=["C25D1/04"]),
    ]
    figures = told(rows)
    assert numbers_of(figures["locarno_class"], "class", "records", "share") == [("09", 5, 100.0), ("07", 1, 20.0)]
    assert numbers_of(figures["locarno_subclass"], "class", "records", "share") == [
        ("09-03", 4, 100.0),
        ("07-01", 1, 25.0),
        ("09-01", 1, 25.0),
    ]
    assert figures["locarno_class"].sentence == "最多的洛迦诺大类是 09，5 件，占有洛迦诺分类的申请的 100.0%。"
    assert figures["locarno_class"].limits == ("1 件（共 6 件）外观设计没有洛迦诺分类，没有计入",)
    assert figures["locarno_subclass"].limits[-1] == "1 件（共 5 件）只写到洛迦诺大类，没有计入"
    assert numbers_of(figures["ipc_subclass"], "class", "records") == [("C25D", 1)]


SINCE = [
    record(f"{name}{year}", filed=date(year, 1, 5), granted=date(year, 9, 9), applicants=[name])
    for name, years in (("甲公司", range(2010, 2018)), ("乙公司", range(2010, 2021)))
    for year in years
]


def known_until(topic, last):
    return replace(topic, manifest={**topic.manifest, "days": {**LATE, "unsure": 0, "last": last}})


def test_years_after_the_last_day_of_the_sources_are_not_whole(tmp_path, engine):
    topic = write_topic(tmp_path / "t", SINCE, as_of=date(2026, 11, 28))
    early = {one.id: one for one in landscape(known_until(topic, "2020-09-09"), engine=engine).figures}
    late = {one.id: one for one in landscape(known_until(topic, "2026-11-20"), engine=engine).figures}
    assert numbers_of(early["filings"], "year", "complete")[-4:] == [
        (2017, "是"), (2018, "是"), (2019, "否"), (2020, "否")
    ]  # fmt: skip
    assert numbers_of(early["grants"], "year", "complete")[-2:] == [(2019, "是"), (2020, "否")]
    assert {row[1] for row in numbers_of(late["grants"], "year", "complete")} == {"是"}
    assert "来源里最晚的日期是 2020-09-09，2019 年起的申请没有收全，只作参考。" in early["filings"].method
    assert "来源里最晚的日期是 2020-09-09，以后的授权没有收全。" in early["grants"].method
    assert [row[0] for row in numbers_of(late["leavers"], "applicant")] == ["乙公司", "甲公司"]
    assert early["leavers"].rows == ()
    assert early["concentration"].method.endswith(early["filings"].method.partition("。")[2])


def test_a_last_day_after_the_topics_own_makes_no_year_whole_that_is_under_way(tmp_path, engine):
    topic = write_topic(tmp_path / "t", SINCE, as_of=date(2018, 6, 1))
    told = {one.id: one for one in landscape(known_until(topic, "2020-09-09"), engine=engine).figures}
    assert numbers_of(told["filings"], "year", "complete")[-3:] == [(2016, "否"), (2017, "否"), (2018, "否")]
    assert "最晚" not in told["filings"].method


def test_no_speciality_of_a_county_is_denied_where_nobody_tells_where_applicants_are(told):
    nowhere = [
        record(f"A{nr}", filed=date(2015, 5, 5), applicants=["甲公司"], classes=["H01M10/05"]) for nr in range(6)
    ]
    assert told(nowhere, region=HERE)["specialisation"].silence == "没有一件认得出地区"
    elsewhere = [one | {"region": "320582"} for one in nowhere]
    assert told(elsewhere, region=HERE)["specialisation"].silence.startswith("本地没有一个领域")


def test_of_white_spaces_that_are_alike_none_is_the_clearest(told):
    rows = [
        record(f"{symbol}.{nr}", filed=date(2015, 5, 5), classes=[symbol])
        for symbol in ("B64C1/00", "F02K1/00", "H01M1/00")
        for nr in range(20)
    ]
    sentence = told(rows)["white_spaces"].sentence
    assert sentence.startswith("按规则有 3 处空白区，最明显的有 3 处，其中 F02K 与 H01M：")
