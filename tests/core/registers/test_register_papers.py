"""Lists that a row holds, papers made of it, and days that rows of another register hold up."""

from datetime import date

import pytest
import yaml

from factories.registers import CASE, TRANSFER
from zhixian.core.catalogue import CHECKS, registers
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.papers import BLANK, Source, blanks_of, fill
from zhixian.core.registers.reading import read_register
from zhixian.core.registers.rows import dues_of, holds, read_row

TODAY = date(2018, 6, 1)
FIELDS = [
    {"id": "name", "name": "名称", "kind": "text"},
    {"id": "until", "name": "有效期", "kind": "day", "required": False},
    {"id": "owner", "name": "物主", "kind": "text", "required": False, "field_class": "personal"},
]
GOOD = {
    "id": "things", "name": "物品台账", "row": "一件物品", "summary": "记物品。", "keepers": ["unit"], "fields": FIELDS,
    "key": ["name"], "title": ["name"], "columns": ["name"],
}  # fmt: skip
CASES, TRANSFERS = registers()["ip_cases"], registers()["case_transfers"]
LISTED = {
    "fields": [*FIELDS, {"id": "parts", "name": "部件", "kind": "long_text", "required": False}],
    "lists": [{"field": "parts", "columns": [{"name": "名称"}, {"name": "件数", "whole": True}]}],
}
PAPER = {"id": "card", "name": "卡片", "number": "name", "parts": [{"text": "名称：{name}。"}]}


def read(folder, **changes):
    path = folder / "things.yaml"
    path.write_text(yaml.safe_dump({**GOOD, **changes}, allow_unicode=True), "utf-8")
    return read_register(path, checks=CHECKS)


def transfer(**changes):
    values, wrong = read_row(TRANSFERS, {**TRANSFER, **changes}, today=TODAY)
    assert not wrong, wrong
    return values


def test_a_list_is_kept_in_one_spelling():
    assert transfer()["materials"] == "调查报告；1；6；原件\n销售单据；2；35；复印件"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("调查报告；1", "第 1 行有 2 项，应为 4 项，用分号隔开：名称；份数；页数；原件或复印件"),
        ("调查报告；1；6；原件\n单据；二；3；原件", "第 2 行的份数是“二”，应为整数，例如 2"),
        ("；1；6；原件", "第 1 行没有写名称，应为：名称；份数；页数；原件或复印件"),
        ("\n".join(["单据；1；1；原件"] * 201), "有 201 行，不超过 200 行；更多的另附文件，这里写一行"),
    ],
)
def test_a_line_that_is_none_says_what_is_expected(typed, said):
    assert read_row(TRANSFERS, {**TRANSFER, "materials": typed}, today=TODAY)[1] == {"materials": said}


def test_a_paper_is_filled_from_the_row_and_the_one_above_and_leaves_blanks():
    case, _ = read_row(CASES, CASE, today=TODAY)
    values = transfer(sent_on="2018-03-05", facts="第一段。\n第二段。")
    letter, receipt = TRANSFERS.papers
    made = fill(letter, Source(TRANSFERS, values), above=Source(CASES, case), keeper="某局", label="合成数据")
    assert (made.number, made.to, made.signed, made.dated) == (
        "样市监移〔2018〕1号",
        "县公安局",
        "某局",
        date(2018, 3, 5),
    )
    words = [part.words for part in made.parts]
    assert words[0] == (
        "我单位办理的样市监〔2018〕1号一案，2018年2月1日立案，权利人样例酒业有限公司，涉嫌侵权人某百货店。"
        "经调查，涉嫌假冒注册商标罪，现移送你单位。"
    )
    assert f"《中华人民共和国刑法》{BLANK}；" in "".join(words)
    assert blanks_of(letter, Source(TRANSFERS, values), Source(CASES, case)) == ["刑法条文", "承办人"]
    assert blanks_of(letter, Source(TRANSFERS, {**values, "sent_on": ""}), None)[-1] == "移送日（公安机关签收日）"
    assert words[2:4] == ["第一段。", "第二段。"]
    lists = [part for part in made.parts if part.kind == "lines"]
    assert [len(part.rows) for part in lists] == [2, 0]
    assert lists[0].rows[1] == ("销售单据", "2", "35", "复印件")
    back = fill(receipt, Source(TRANSFERS, values), above=None, keeper="某局")
    assert back.parts[0].words.startswith(f"某局样市监移〔2018〕1号移送的{BLANK}一案")
    assert (back.signed, back.dated, [part.kind for part in back.parts][-2:]) == ("", None, ["sign", "sign"])


def test_a_hand_over_holds_the_decision_up_until_the_police_give_the_case_back():
    case = {"opened_on": "2018-02-01", "channel": "administrative"}
    assert [due.id for _, due in dues_of(CASES, case)] == ["decision"]
    assert dues_of(CASES, case, held_by={"case_transfers"}) == []
    assert [holds(TRANSFERS, {"answer": answer}) for answer in (None, "filed", "refused", "sent_back")] == [
        True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"lists": [{"field": "name", "columns": [{"name": "名称"}]}]}, "lists[0].field：“名称”不是多行文字"),
        ({"lists": [{"field": "nmae", "columns": [{"name": "名称"}]}]}, "是不是“name”？"),
        ({"of": {"register": "ip_cases", "field": "nmae", "matches": "number"}}, "of.field：“nmae”没有定义"),
        ({"of": {"register": "ip_cases", "field": "until", "matches": "number"}}, "of.field：“有效期”不是文字"),
        ({"of": "ip_cases"}, "{register: ip_cases, field: case, matches: number}"),
        ({"papers": [{**PAPER, "parts": [{"text": "{nmae}"}]}]}, "papers[0]：“nmae”没有定义"),
        (
            {"papers": [{**PAPER, "parts": [{"text": "{owner}"}]}]},
            "papers[0]：“owner”没有定义。应为：不含个人信息的字段",
        ),
        ({"papers": [{**PAPER, "parts": [{"text": "{of.name}"}]}]}, "用了 of. 的字段。应为：有 of 的台账"),
        ({"papers": [{**PAPER, "parts": [{"lines": "name", "caption": "名称"}]}]}, "“name”不是清单"),
        ({"papers": [{**PAPER, "parts": [{"picture": "x"}]}]}, "heading、text、lines、sign 中的一样"),
        ({"papers": [{**PAPER, "dated": "name"}]}, "“名称”不是日期"),
        ({"papers": [PAPER, PAPER]}, "“card”写了两次"),
    ],
)
def test_a_fault_of_a_list_a_tie_or_a_paper_is_told(tmp_path, changes, said):
    with pytest.raises(Refusal) as refused:
        read(tmp_path, **changes)
    assert said in str(refused.value)


def test_lists_and_papers_are_read(tmp_path):
    register = read(tmp_path, **LISTED, papers=[PAPER])
    assert [column.whole for column in register.columns_of("parts")] == [False, True]
    assert register.columns_of("name") == ()
    assert register.paper("card").name == "卡片"
    assert register.paper("none") is None
