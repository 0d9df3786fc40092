"""A quote stands in the clause it is given to, once, and with the whole of its number."""

import re
import shutil
from pathlib import Path

import pytest

from zhixian.core.kernel.faults import Faults
from zhixian.core.kernel.yaml_file import Node
from zhixian.core.plan.load import examine
from zhixian.core.plan.placing import Placing, told_apart
from zhixian.core.plan.quotes import Quotable

TEXT = """上河县方案
一、主要目标
到2030年，培育企业20家。
二、任务
1.办好园区。给予奖励。每家奖励15万元。（责任单位：县科技局）
2.办好市场。对园区给予奖励，对市场给予奖励。每家奖励15万元，每件奖励2000元。（责任单位：县商务局）再办集市。给予补助。（责任单位：县工信局）
三、保障措施
（一）加强领导。（责任单位：县政府办）
"""
CLAUSES = {"1": "1.办好园区。", "2": "2.办好市场。", "2-2": "再办集市。", "S1": "（一）加强领导。"}


def faults_of(quote: str, clause: str, *, counts: bool = False) -> list[str]:
    words = Quotable(TEXT)
    placing = Placing(words)
    placing.section("goal", "一、主要目标")
    for name, opening in CLAUSES.items():
        placing.clause(name, words.all_of(opening)[0][0])
    found = Faults()
    placing.prove(Node("amounts.yaml", "amounts[0]", {}, found), "quote", quote, clause, counts=counts)
    return [fault.sentence() for fault in found.found]


@pytest.mark.parametrize(
    ("quote", "clause"),
    [
        ("培育企业20家", "goal"),
        ("每家奖励15万元", "1"),
        ("每家奖励15万元", "2"),
        ("对市场给予奖励", "2"),
        ("给予补助", "2-2"),
        ("给予补助", "2"),
        ("加强领导", "S1"),
    ],
)
def test_a_quote_of_its_own_clause_is_right_wherever_else_it_stands(quote: str, clause: str) -> None:
    assert faults_of(quote, clause) == []


@pytest.mark.parametrize(
    ("quote", "clause", "found"),
    [
        ("每家奖励15万元", "S1", "“S1”，引文“每家奖励15万元”在第1条、第2条里。应为：引文所在的条款，或引保障措施（一）里的话"),
        ("培育企业20家", "1", "“1”，引文“培育企业20家”在主要目标里"),
        ("对市场给予奖励", "goal", "“goal”，引文“对市场给予奖励”在第2条里。应为：引文所在的条款，或引主要目标里的话"),
        ("每件奖励2000元", "2-2", "“2-2”，引文“每件奖励2000元”在第2条里"),
        ("保障措施", "1", "“1”，引文“保障措施”在“三 保障措施”（text.txt 第 7 行）里"),
        ("上河县方案", "1", "“1”，引文“上河县方案”在text.txt 第 1 行里"),
    ],
)  # fmt: skip
def test_a_quote_of_another_clause_is_a_fault_that_says_where_it_stands(quote: str, clause: str, found: str) -> None:
    (fault,) = faults_of(quote, clause)
    assert found in fault


@pytest.mark.parametrize(
    ("quote", "clause", "found"),
    [
        ("给予奖励", "2", "“给予奖励”在第2条里有 2 处。应为：再长一些的引文"),
        ("5万元", "2", "“5万元”截断了原文的数"),
        ("每件奖励2000", "2", ""),
        ("每件奖励200", "2", "“每件奖励200”截断了原文的数"),
        ("每家奖励15", "2", "“每家奖励15”截断了原文的数"),
        ("20家", "goal", "“20家”只有数，看不出是什么的数"),
    ],
)
def test_a_quote_too_short_to_be_told_is_a_fault(quote: str, clause: str, found: str) -> None:
    faults = faults_of(quote, clause, counts=True)
    assert (len(faults), found in "".join(faults)) == (bool(found), True)


def test_a_section_is_the_heading_and_not_the_words_elsewhere() -> None:
    text = "上河县方案\n本方案有主要目标和任务。\n一、主要目标\n培育企业20家。\n二、任务\n"
    placing = Placing(Quotable(text))
    placing.section("goal", "主要目标")
    found = Faults()
    placing.prove(Node("targets.yaml", "targets[0]", {}, found), "quote", "本方案有", "goal")
    assert "text.txt 第 2 行" in found.found[0].sentence()


def test_a_drafted_quote_grows_until_it_stands_alone() -> None:
    within = TEXT.index("2.办好"), TEXT.index("三、")
    words = Quotable(TEXT[slice(*within)])
    start = TEXT.index("给予奖励", TEXT.index("对市场"))
    first, last = told_apart(TEXT, (start, start + 4), within, words, counts=False)
    assert TEXT[first:last] == "对市场给予奖励"
    start = TEXT.index("000元")
    first, last = told_apart(TEXT, (start, start + 4), within, words, counts=True)
    assert TEXT[first:last] == "每件奖励2000元"


def test_a_sentence_said_over_and_over_is_left_as_it_is() -> None:
    text = "给予奖励。" * 40
    assert told_apart(text, (100, 104), (0, len(text)), Quotable(text), counts=False) == (100, 104)


@pytest.mark.parametrize(
    ("file", "before", "after", "fault"),
    [
        ("amounts.yaml", 'clause: "9"', 'clause: "10"', r"amounts\[2\].clause：“10”，引文“再给予15万元/件奖励”在第9条里。应为：引文所在的条款，或引第10条里的话"),
        ("amounts.yaml", 'clause: "11"', 'clause: "20"', r"open_norms\[3\].clause：“20”，引文“县财政每项.*”在第11条里"),
        ("amounts.yaml", "clause: S2", "clause: S3", r"“S3”，引文“加强政府各类.*”在保障措施（二）里"),
        ("amounts.yaml", "quote: 再给予15万元/件奖励", "quote: 5万元/件奖励", r"“5万元/件奖励”截断了原文的数"),
        ("targets.yaml", 'clause: "8"', 'clause: "3"', r"targets\[4\].clause：“3”，引文“到“十三五”末.*”在第8条里"),
        ("targets.yaml", 'clause: "8"', "clause: goal", r"“goal”，引文.*在第8条里。应为：引文所在的条款，或引主要目标里的话"),
        ("targets.yaml", "clause: goal", 'clause: "8"', r"“8”，引文“每万人发明专利拥有量4.5件”在主要目标里"),
        ("targets.yaml", "quote: 地理标志商标 6件", "quote: 6件", r"targets\[2\].quote：“6件”只有数，看不出是什么的数"),
        ("plan.yaml", "section: （一）推进", "section: （二）加大知识产权保护力度 #", r"clauses\[0\].section：“（二）加大.*”不在这一条上面。应为：这一条上面的标题“（一） 推进知识产权管理体制机制改革”"),
        ("plan.yaml", "section: （一）推进", "section: （一）推动 #", r"clauses\[0\].section：“（一）推动”不在 text.txt 里。应为：这一条上面的标题，最接近的是“"),
        ("plan.yaml", 'clause: "12"', 'clause: "2"', r"references\[0\].clause：“2”，引文.*在第12条里"),
    ],
)  # fmt: skip
def test_the_clause_of_every_quote_of_a_plan_is_proved(
    shanghang: Path, tmp_path: Path, file: str, before: str, after: str, fault: str
) -> None:
    faults = faults_after(shanghang, tmp_path, file, before, after)
    assert [line for line in faults if "value：" not in line] == [line for line in faults if re.search(fault, line)]
    assert faults


def faults_after(plan: Path, tmp_path: Path, file: str, before: str, after: str) -> list[str]:
    """The faults of a copy of a plan in which one passage was changed."""
    folder = tmp_path / "shanghang"
    shutil.copytree(plan, folder)
    content = (folder / file).read_text("utf-8")
    assert before in content
    (folder / file).write_text(content.replace(before, after, 1), "utf-8")
    return [fault.sentence() for fault in examine(folder)[1]]


def test_two_things_of_one_number_are_told_as_such() -> None:
    words = Quotable(TEXT)
    placing = Placing(words)
    placing.clause("一", words.all_of("三、保障措施")[0][0])
    found = Faults()
    placing.prove(Node("targets.yaml", "targets[0]", {}, found), "quote", "培育企业20家", "一")
    [fault] = [fault.sentence() for fault in found.found]
    assert "两处不用同一个编号：“一”在 plan.yaml 里是另一处，原文“一 主要目标”也是“一”" in fault
    assert "给“一 主要目标”在 sections 里另取一个编号" in fault
