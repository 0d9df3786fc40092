"""Title, issuer, number, day, and the clauses with their ids, levels and spans."""

import pytest

from zhixian.core.plan.reader import read_plan

NOTICE = """# 页眉
上河县人民政府办公室关于印发上河县加快品牌建设
实施方案的通知
上政办〔2026〕 5 号
各乡镇人民政府，县直各单位：
　　现将《上河县加快品牌建设实施方案》印发给你们。
　　　　上河县人民政府办公室
　　　　2026年3月1日
　　（此件公开发布）
上河县加快品牌建设实施方案
　　根据《下河市意见》（下政〔2025〕3号），制定本方案。
　　一、总体要求
　　要求。
　　二、重点任务
　　（一）第一类
　　1.办第一件事。具体做法。
　　2.办第二件事。具体做法。
　　（二）第二类
　　3．办第三件事。具体做法。
　　三、保障措施
　　（一）加强领导。做好工作。
"""


def test_front_of_a_notice() -> None:
    draft = read_plan(NOTICE)
    assert (draft.title, draft.issuer, draft.number, draft.date) == (
        "上河县人民政府办公室关于印发上河县加快品牌建设实施方案的通知",
        "上河县人民政府办公室",
        "上政办〔2026〕5号",
        "2026-03-01",
    )


@pytest.mark.parametrize(
    ("text", "front"),
    [
        (
            "某省人民政府关于加快发展的意见\n2026年3月1日\n",
            ("某省人民政府关于加快发展的意见", "某省人民政府", None, "2026-03-01"),
        ),
        (
            "某县若干措施（试行）\n某县人民政府办公室2026年3月1日发布。\n",
            ("某县若干措施（试行）", "某县人民政府办公室", None, "2026-03-01"),
        ),
        (
            "中共某县委 某县人民政府\n关于支持发展的实施意见\n(2026年3月1日)\n",
            ("中共某县委某县人民政府关于支持发展的实施意见", "中共某县委某县人民政府", None, "2026-03-01"),
        ),
        (
            "某市工作方案\n一、要求\n某市甲局\n某市乙局\n二〇二六年三月十一日\n",
            ("某市工作方案", "某市甲局、某市乙局", None, "2026-03-11"),
        ),
        (
            "索引号：123 分类：通知\n发布机构：某区政府 文号：某政发〔2026〕4号\n名称：关于某事的通知\n",
            ("关于某事的通知", "某区政府", "某政发〔2026〕4号", None),
        ),
        ("今天天气很好。\n我们去公园。\n", (None, None, None, None)),
        ("某县实施方案\n某县人民政府\n2026年13月45日\n", ("某县实施方案", "某县人民政府", None, None)),
    ],
)
def test_front(text: str, front: tuple[str | None, ...]) -> None:
    draft = read_plan(text)
    assert (draft.title, draft.issuer, draft.number, draft.date) == front


def test_clauses() -> None:
    draft = read_plan(NOTICE)
    assert [(c.id, c.number, c.level, c.title) for c in draft.clauses] == [
        ("一", "一", 1, "总体要求"),
        ("二", "二", 1, "重点任务"),
        ("二（一）", "（一）", 2, "第一类"),
        ("1", "1", 3, "办第一件事"),
        ("2", "2", 3, "办第二件事"),
        ("二（二）", "（二）", 2, "第二类"),
        ("3", "3", 3, "办第三件事"),
        ("三", "三", 1, "保障措施"),
        ("三（一）", "（一）", 2, "加强领导"),
    ]
    assert NOTICE[draft.clauses[3].start : draft.clauses[3].end] == "1.办第一件事。具体做法。"
    assert NOTICE[draft.clauses[2].start : draft.clauses[2].end].endswith("2.办第二件事。具体做法。")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "第一章 总则\n第一条 为了工作。\n第二条 依照第一条规定执行。\n第二章 附则\n第三条 施行。\n",
            [("第一章", 1), ("第一条", 2), ("第二条", 2), ("第二章", 1), ("第三条", 2)],
        ),
        (
            "一、支持\n(一)奖励\n第 1 条 设立资金。\n第 1 0 条 鼓励。\n二 、其他\n第11条 施行。\n",
            [("一", 1), ("（一）", 2), ("第1条", 3), ("第10条", 3), ("二", 1), ("第11条", 2)],
        ),
        (
            "第一条 支持\n（一）甲。乙。\n（二）丙。丁。\n第二条 奖励\n（一）戊。己。\n",
            [("第一条", 1), ("第一条（一）", 2), ("第一条（二）", 2), ("第二条", 1), ("第二条（一）", 2)],
        ),
        ("1.甲。乙。\n（1）丙。丁。\n①戊。己。\n2.庚。辛。\n", [("1", 1), ("（1）", 2), ("①", 3), ("2", 1)]),
        (
            "一、甲\n1.乙。丙。\n二、丁\n1.戊。己。\n1.庚。辛。\n",
            [("一", 1), ("一1", 2), ("二", 1), ("二1", 2), ("二1·2", 2)],
        ),
        (
            "总则。\n【措施一】办事。\n【措施二】再办事。甲。\n",
            [("措施一", 1), ("措施二", 1)],
        ),
        (
            "一、任务\n【任务1】甲\n乙。\n〖任务2〗丙。\n二、保障\n〔一〕丁。\n［二］戊。\n【三】己。\n",
            [("一", 1), ("任务1", 2), ("任务2", 2), ("二", 1), ("〔一〕", 2), ("[二]", 2), ("【三】", 2)],
        ),
        ("【重点任务一：甲】乙。\n措施2：丙。\n", [("重点任务一", 1), ("措施2", 1)]),
        ("任务一　加强执法\n做好。\n任务二 强化宣传\n", [("任务一", 1), ("任务二", 1)]),
        ("任务一加强执法。\n任务二 强化宣传，做好工作。" + "做好工作。" * 20 + "\n", []),
        ("【责任单位】甲局\n[1]注释。\n行动3.0版。\n行动一直继续。\n【任务】甲\n", []),
        ("2026年底前完成。\n3.5亿元投资。\n一百二十家企业。\n", []),
    ],
)
def test_clause_ids_and_levels(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(clause.id, clause.level) for clause in read_plan(text).clauses] == expected


def test_clauses_inside_one_long_line() -> None:
    text = (
        "说明。" * 300
        + "一、总要求（一）办事。详细。（县科技局负责）具体措施：1．甲事。详细。（县财政局负责）2．乙事。详细。二、保障（二）丙事。"
    )
    assert [clause.number for clause in read_plan(text).clauses] == ["一", "（一）", "1", "2", "二", "（二）"]


def test_the_bracket_of_a_heading_is_no_part_of_its_title() -> None:
    text = "【措施一：加强培育】对企业给予支持。\n【措施二】强化【某】保护\n做好工作。\n"
    clauses = read_plan(text).clauses
    assert [(clause.number, clause.title) for clause in clauses] == [
        ("措施一", "加强培育"),
        ("【措施二】", "强化【某】保护"),
    ]
    assert text[clauses[0].start : clauses[0].end] == "【措施一：加强培育】对企业给予支持。"


def test_the_title_of_a_measure_ends_before_its_units() -> None:
    (clause,) = read_plan("行动三：强化保护（县法院、公安局按职责分工负责，2025年底前完成）\n").clauses
    assert clause.title == "强化保护"


def test_a_measure_is_no_end_of_the_list_above_it() -> None:
    text = "本县办好各项工作让人民满意。\n" * 12 + "责任单位：县科技局、县工信局、县商务局\n专栏2 地理标志\n"
    assert [note.units for note in read_plan(text).assignments] == [("县科技局", "县工信局", "县商务局")]


def test_a_document_number_below_a_long_title_is_no_part_of_it() -> None:
    title = "云岭县人民政府办公室关于印发云岭县知识产权强县行动方案的通知"
    draft = read_plan(f"{title}\n云政办〔2025〕8号\n各乡镇：\n" + "短行。\n" * 9 + "云岭县强县行动方案\n")
    assert (draft.title, draft.number) == (title, "云政办〔2025〕8号")


def test_wrapped_lines_are_read_as_paragraphs() -> None:
    text = (
        "某县实施方案\n\n"
        + "为了推动全县知识产权事业发展，激发创新活力，促进经济社会高质量 发\n展，结合实际，制定本方案。\n" * 8
        + "1.办事。对新获评的企业，给予奖 励，累计不超过十次，最 高不超 过5\n0万元，另行公布具体的申报办法和申报的时间，由县科技局承担。（责任单位：县科技局、县市场\n监管局）\n"
    )
    draft = read_plan(text)
    assert draft.assignments[0].units == ("县科技局", "县市场监管局")
    assert [(item.kind, item.value) for item in draft.amounts] == [("cap", 500000)]


def test_two_offices_sign_side_by_side() -> None:
    draft = read_plan("云岭县奖补办法\n第一条　办好事情。\n云岭县市场监督管理局　云岭县财政局\n2024年12月2日\n")
    assert (draft.issuer, draft.date) == ("云岭县市场监督管理局、云岭县财政局", "2024-12-02")


def test_long_row_of_numerals_is_read() -> None:
    assert read_plan("三" * 200_000).targets == ()
