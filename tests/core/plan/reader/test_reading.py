"""The whole reading: the plan of Shanghang as golden, any text at all, and texts made to be slow."""

import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixian.core.plan.reader import Draft, read_plan
from zhixian.core.plan.reader.page import Page, even

SHANGHANG = Path(__file__).parents[4] / "plans" / "shanghang" / "text.txt"


def check_spans(draft: Draft, text: str) -> None:
    """Every item quotes the text at its span, lists stand in the order of the text, and JSON takes it all."""
    for note in draft.assignments:
        assert text[note.start : note.end] == note.note
        assert set(note.lead) <= set(note.units)
        assert all(note.units)
    for items in (draft.targets, draft.amounts, draft.undecided):
        assert all(text[item.start : item.end] == item.quote for item in items)
    for clause in draft.clauses:
        assert 0 <= clause.start < clause.end <= len(text)
    assert len({clause.id for clause in draft.clauses}) == len(draft.clauses)
    for spans in (draft.clauses, draft.assignments):
        assert [item.start for item in spans] == sorted(item.start for item in spans)
    assert json.loads(json.dumps(draft.to_json(), ensure_ascii=False))["undecided"] == draft.to_json()["undecided"]


def test_shanghang() -> None:
    text = SHANGHANG.read_bytes().decode()
    draft = read_plan(text)
    check_spans(draft, text)
    assert (draft.title, draft.issuer, draft.number, draft.date, draft.inherited) == (
        "上杭县加快知识产权强县建设实施方案",
        "上杭县人民政府",
        None,
        "2017-10-23",
        None,
    )
    assert len(draft.assignments) == 24
    assert draft.assignments[17].units == ("县经信科技局", "财政局", "市场监管局", "银监办", "人保财险上杭支公司")
    assert draft.assignments[22].units == ("县委人才办", "人社局", "经信科技局")
    assert not any(note.lead for note in draft.assignments)
    assert [(goal.what, goal.value, goal.unit, goal.by) for goal in draft.targets] == [
        ("每万人发明专利拥有量", 4.5, "件", "2020年末"),
        ("商标有效注册量", 3600, "件", "2020年末"),
        ("地理标志商标", 6, "件", "2020年末"),
        ("年专利权质押融资额", 2000, "万元", "2020年末"),
        ("企业发明专利拥有量占全县总量的比重", 80, "%", "“十三五”末"),
    ]
    assert [(item.kind, item.value, item.unit, item.per) for item in draft.amounts] == [
        ("share", 50, "percent", None),
        ("cap", 50000, "yuan", "家"),
        ("fixed", 150000, "yuan", "件"),
        ("share", 30, "percent", None),
        ("cap", 100000, "yuan", "家/年"),
    ]
    numbered = [clause for clause in draft.clauses if clause.id.isdigit()]
    assert [clause.id for clause in numbered] == [str(number) for number in range(1, 21)]
    assert [clause.id for clause in draft.clauses if clause.id.startswith("三")] == [
        "三",
        "三（一）",
        "三（二）",
        "三（三）",
        "三（四）",
    ]
    inside = [sum(clause.start <= note.start < clause.end for note in draft.assignments) for clause in numbered]
    assert inside == [1] * 20
    promises = [item.quote for item in draft.undecided if "没有数额" in item.why]
    assert len(promises) == 16
    assert promises[0] == "对列入国家、省、市知识产权优势（示范、试点）企业，县给予一次性资金奖励"


def test_shape_of_the_json() -> None:
    found = read_plan(
        "一、办事。给予10万元奖励。到2027年，建成5个园区以上。（责任单位：县科技局）给予补助。\n"
    ).to_json()
    assert list(found) == [
        "title",
        "issuer",
        "number",
        "date",
        "clauses",
        "assignments",
        "inherited",
        "targets",
        "amounts",
        "undecided",
    ]
    assert list(found["clauses"][0]) == ["id", "number", "level", "title", "start", "end"]
    assert list(found["assignments"][0]) == ["start", "end", "note", "lead", "units"]
    assert list(found["targets"][0]) == ["start", "end", "quote", "what", "value", "value_max", "unit", "by"]
    assert list(found["amounts"][0]) == ["start", "end", "quote", "kind", "value", "value_max", "unit", "per"]
    assert list(found["undecided"][0]) == ["start", "end", "quote", "why"]


PIECES = st.sampled_from(
    [
        *"（）()〔〕[]【】〈〉{}《》“”，。；：、\n\t\r \u3000\ufeff*%‰/—-～0123456789０一二十百千万亿零两半折元个家件年月日市县局等及和各的",
        "责任单位：", "牵头单位：", "县科技局", "市财政局、", "按职责分工负责", "牵头，", "配合", "等部门", "不再列出", "以下均涉及各乡镇，",
        "给予", "最高不超过", "10万元", "50%", "每家企业每年", "到2027年底", "達到", "建成", "5个", "1.5亿元", "“十四五”末", "第一条", "一、", "（一）", "1.",
        "列第一位者为牵头单位", "奖励", "的，", "\r\n", "责任单位\t配合单位\n", "完成时限：", "\ud800", "🙂", "ſ", "İ",
    ]
)  # fmt: skip


@settings(max_examples=int(os.environ.get("ZHIXIAN_EXAMPLES", "150")), deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_is_read(text: str) -> None:
    check_spans(read_plan(text), text)


@settings(max_examples=int(os.environ.get("ZHIXIAN_EXAMPLES", "50")), deadline=None)
@given(st.text(max_size=200))
def test_any_characters_are_read(text: str) -> None:
    check_spans(read_plan(text), text)
    page = Page(text)
    assert len(even(text)) == len(text)
    assert len(page.dense) == len(page.at)
    assert page.at == sorted(page.at)


@pytest.mark.parametrize(
    "text",
    [
        "（责任单位：" * 5000,
        "）" * 50000,
        "（〔【" * 10000 + "】〕）" * 10000,
        "1" * 30000,
        "10万元、" * 3000,
        "一二三四五六七八九十百千万" * 3000,
        "责任单位 " * 10000,
        "（" + "等局" * 400 + "负责）",
        ("（" + "财政局及" * 200 + "负责）") * 20,
        "到2020年" * 5000,
        "给予奖励" * 10000,
        "（\n" * 20000,
        "“10个" * 10000,
        "\t责任单位\n" * 10000,
        "不再，" * 10000,
        " " * 50000 + "\n" * 50000,
    ],
)
def test_texts_made_to_be_slow(text: str) -> None:
    start = time.process_time()
    check_spans(read_plan(text), text)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("line", "quote", "why"),
    [
        ("责任单位及时限：县公安局（2025年12月底前）；县法院（长期坚持）", "责任单位及时限：县公安局", "像是责任单位"),
        ("牵头：张三同志", "牵头：张三同志", "像是责任单位"),
        ("责任分工：县公安局负责办案。", "责任分工：县公安局负责办案", "像是责任单位"),
        ("1.建设数据库（县科技局）。", "（县科技局）", "没有写明"),
        ("1.企业导航［县市场监管局、县科技局］", "［县市场监管局、县科技局］", "没有写明"),
        ("1.区域导航——老张牵头。", "——老张牵头", "没有写明"),
        ("专利拥有量比2024年翻一番。", "专利拥有量比2024年翻一番", "翻番"),
        ("全年融资额稳步提升（其中专利1.5亿元）。", "（其中专利1.5亿元）", "分项数"),
        ("每件奖励5000元，对维权费用给予补贴，具体办法另行制定。", "对维权费用给予补贴，具体办法另行", "没有数额"),
    ],
)
def test_what_is_recognised_is_never_dropped_in_silence(line, quote, why):
    text = f"一、重点任务\n（一）提升。做好工作。\n{line}\n"
    found = [(item.quote, item.why) for item in read_plan(text).undecided]
    assert any(words.startswith(quote) and why in said for words, said in found), found


def test_a_second_name_at_the_end_of_a_line_is_no_forgotten_note() -> None:
    assert read_plan("一、总则\n办公室设在县市场监管局（县知识产权局）。\n").undecided == ()
