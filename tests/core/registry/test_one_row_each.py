"""In a form, and in a county's own list, one row is one thing: a second that says something else is refused, never the last word."""

import pytest
from small_registry import outcome, reasons, table, take, write_csv, write_folder
from test_remarks import number
from test_waiting import LOAN, workbook_of_forms

MARK = {
    "number": "70000001", "classes": "29", "title": "杭川", "kind": "普通商标", "holder": "甲公司", "region": "350823",
    "registered": "2020-05-07",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "row", "other"),
    [
        ("marks", MARK, {"holder": "乙公司"}),
        ("marks", MARK, {"registered": "2020-06-08"}),
        ("marks", MARK, {"kind": "证明商标", "gi": "是"}),
        ("software", {**MARK, "number": "2018SR123456"}, {"title": "杭川二"}),
        ("parties", {"name": "甲公司", "kind": "企业"}, {"kind": "国有企业"}),
        ("loans", LOAN | {"rights": ""}, {"principal": 2000000}),
        ("projects", {"project_id": "X1", "kind": "专利导航", "party": "甲公司"}, {"cost": 5}),
        ("honours", {"party": "甲公司", "honour": "中国专利奖", "awarded": "2018-09-01"}, {"document": "某文"}),
        ("population", {"region": "350823", "year": 2017, "residents": 376000}, {"residents": 375000}),
    ],
)
def test_other_content_in_the_same_form_is_refused(tmp_path, kind, row, other):
    result = take(tmp_path / "data", workbook_of_forms(tmp_path / "in" / "x.xlsx", **{kind: [row, row, row | other]}))
    assert outcome(result, "x") == (3, 1, 1, 1)
    assert [(at, why) for at, _, why in reasons(result, "x") if "重复" in why] == [(4, "与第 2 行重复而内容不同")]


def test_a_pledge_says_one_day(tmp_path):
    data = tmp_path / "data"
    rows = [LOAN | {"rights": "70000001"}, LOAN | {"rights": "70000001", "registered": "2019-01-01"}]
    result = take(data, workbook_of_forms(tmp_path / "in" / "x.xlsx", marks=[MARK], loans=rows))
    assert [str(pledge["registered"]) for pledge in table(data, "pledges")] == ["2018-03-20"]
    assert "与工作表“loans”第 2 行重复而内容不同" in {why for _, _, why in reasons(result, "x")}


def test_names_beside_a_form_say_nothing_against_it(tmp_path):
    marks = [MARK, MARK | {"number": "70000002", "region": "350800"}]
    result = take(tmp_path / "data", workbook_of_forms(tmp_path / "in" / "x.xlsx", marks=marks))
    assert outcome(result, "x") == (2, 2, 0, 0)


def test_a_list_of_patents_may_name_the_application_before_the_grant(tmp_path):
    data = tmp_path / "data"
    headings = ["专利号", "专利名称", "申请日", "授权公告日", "专利权人"]
    before = [number(1), "装置", "2014-08-20", "", "甲公司"]
    grant, other = ([number(1), "装置", "2014-08-20", day, "甲公司"] for day in ("2016-08-17", "2016-08-18"))
    (tmp_path / "x.csv").write_text("\n".join(",".join(row) for row in (headings, before, grant, grant, other)))
    result = take(data, tmp_path / "x.csv")
    assert outcome(result, "x") == (4, 1, 2, 1)
    assert str(table(data, "rights")[0]["registered"]) == "2016-08-17"


def test_a_broken_byte_never_takes_the_place_of_a_word(tmp_path):
    """A cell without its text changes nothing, and is named."""
    data = tmp_path / "data"
    headings = ["专利号", "专利名称", "申请日", "授权公告日", "专利权人"]
    row = [number(1), "尾矿装置", "2014-08-20", "2016-08-17", "甲公司"]
    whole = "\n".join(",".join(cells) for cells in (headings, row)).encode("gb18030")
    for name, told in (("a", whole), ("b", whole.replace("矿".encode("gb18030"), b"\xff"))):
        (tmp_path / f"{name}.csv").write_bytes(told)
        result = take(data, tmp_path / f"{name}.csv")
    assert table(data, "rights")[0]["title"] == "尾矿装置"
    assert [(at, column, "不是文字" in why) for at, column, why in reasons(result, "b")] == [(2, "专利名称", True)]


def test_forms_beside_tables_are_imported_after_them(tmp_path):
    folder = write_folder(tmp_path / "in")
    workbook_of_forms(folder / "a-人口.xlsx", population=[{"region": "350823", "year": 2017, "residents": 376000}])
    write_csv(folder / "别的.csv", [{"a": "1"}])
    result = take(tmp_path / "data", folder)
    assert outcome(result, "a-人口") == (1, 1, 0, 0)
    assert result.files[-1].file == "a-人口.xlsx"
    assert [(skip.file, skip.why.partition("，")[0], skip.unreadable) for skip in result.skipped] == [
        ("别的.csv", "与标准表放在同一目录", False)
    ]


def test_two_parties_of_one_name_without_a_code_are_told_by_their_name(tmp_path):
    rows = [{"name": "临川机械厂", "kind": "企业"}, {"name": "临川机械厂", "kind": "国有企业"}]
    result = take(tmp_path / "data", workbook_of_forms(tmp_path / "in" / "x.xlsx", parties=rows))
    [problem] = [one for report in result.files for one in report.problems if "重复" in one.reason]
    assert (problem.column, problem.value) == ("名称", "临川机械厂")
