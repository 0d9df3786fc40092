"""A refused row waits until somebody makes it good: by its file's next edition, or by any later row of the same thing."""

import shutil
from datetime import date

import openpyxl
import pytest
import xlsxwriter
from small_registry import LOANS, PARTIES, RIGHTS, outcome, reasons, table, take, write_csv, write_folder

from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import correct_rows, rebuild
from zhixian.core.registry.numbers import check_digit
from zhixian.core.registry.sheets.templates import columns, write_template
from zhixian.core.registry.snapshot import current
from zhixian.core.registry.status import status, status_lines, waiting_rows


def more(name, **cells):
    return {**RIGHTS[0], "right_id": name, "number": "", **cells}


def waiting(data):
    """(file, row) of every row that waits; the counts must say the same."""
    rows = [(row["file"], row["row"]) for row in waiting_rows(current(data))]
    assert status(data)["refused"]["waiting"] == len(rows)
    return rows


def write_workbook(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        for place, cells in enumerate([["申请号", "公开号", "标题", "申请日", "授权公告日", "申请人"], *rows]):
            sheet.write_row(place, 0, cells)
    return path


def number(serial):
    digits = f"20141{serial:07d}"
    return f"CN{digits}.{check_digit(digits)}"


def test_the_next_edition_of_a_file_takes_the_place_of_the_one_before(tmp_path):
    data = tmp_path / "data"
    folder = write_folder(tmp_path / "in", rights=[*RIGHTS, more("R3", filed="2014.13.2"), more("", title="无编号")])
    take(data, folder)
    assert waiting(data) == [("rights.csv", 4), ("rights.csv", 5)]
    write_csv(folder / "rights.csv", [*RIGHTS, more("R3"), more("R4", filed="x")])
    take(data, folder)
    assert waiting(data) == [("rights.csv", 5)]
    write_csv(folder / "rights.csv", [*RIGHTS, more("R3"), more("R4")])
    result = take(data, folder)
    assert waiting(data) == []
    assert status(data)["refused"] == {"waiting": 0, "first": [], "corrected": 3, "partial": 0, "abroad": 0}
    assert "待更正的行 0 行" in status_lines(status(data))
    assert "已由后来的来源更正的行 3 行" in status_lines(status(data))
    again = rebuild(data=data, importers=importers())
    assert (again.snapshot, waiting(data)) == (result.snapshot, [])


def test_a_file_of_the_same_name_in_another_folder_is_another_file(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    first = write_csv(tmp_path / "甲镇" / "parties.csv", [PARTIES[0], {"party_id": "P8", "name": "甲", "region": "35"}])
    second = write_csv(tmp_path / "乙镇" / "parties.csv", [*PARTIES, {"party_id": "P9", "name": "乙", "region": "36"}])
    take(data, first)
    take(data, second)
    assert waiting(data) == [("parties.csv", 3), ("parties.csv", 4)]
    write_csv(first, [PARTIES[0], {"party_id": "P8", "name": "甲", "region": "350823"}])
    take(data, first)
    assert waiting(data) == [("parties.csv", 4)]


def test_a_new_search_saved_over_an_old_one_corrects_nothing(tmp_path):
    data = tmp_path / "data"
    path = tmp_path / "下载" / "导出.xlsx"
    good = [[number(n), "", "装置", "2014-08-20", "2016-08-17", "甲公司"] for n in range(1, 9)]
    bad = [number(9), "", "装置", "2014-13-20", "2016-08-17", "甲公司"]
    take(data, write_workbook(path, [*good[:4], bad]))
    take(data, write_workbook(path, good[4:]))
    assert waiting(data) == [("导出.xlsx", 6)]
    take(data, write_workbook(path, [*good[4:], [number(9), "", "装置", "2014-12-20", "2016-08-17", "甲公司"]]))
    assert waiting(data) == []


def test_a_row_taken_from_any_later_file_makes_an_earlier_one_good(tmp_path):
    data = tmp_path / "data"
    folder = write_folder(
        tmp_path / "in",
        rights=[*RIGHTS, more("R3", filed="?"), {**more("R4", registered="?"), "number": number(7)}],
        loans=[*LOANS, {**LOANS[0], "loan_id": "L2", "principal": "0"}],
        population=[{"region": "350823", "year": "2019", "residents": "0"}, {"region": "350823", "year": "2020", "residents": "x"}],
        events=[
            {"right_id": "R1", "event": "licensed", "effective": "2018.1.1", "gazetted": "2018-02-01"},
            {"right_id": "R1", "event": "lapsed", "effective": "2018.1.1"},
        ],
    )  # fmt: skip
    take(data, folder)
    assert len(waiting(data)) == 7
    write_csv(tmp_path / "改" / "rights.csv", [more("R3")])
    write_csv(tmp_path / "改" / "loans.csv", [{**LOANS[0], "loan_id": "L2"}])
    write_csv(tmp_path / "改" / "population.csv", [{"region": "350823", "year": "2019", "residents": "370000"}])
    write_csv(
        tmp_path / "改" / "events.csv",
        [
            {"right_id": "R1", "event": "licensed", "effective": "2018-01-01", "gazetted": "2018-03-01"},
            {"right_id": "R1", "event": "lapsed", "effective": "2018-01-02"},
        ],
    )
    take(data, tmp_path / "改")
    assert waiting(data) == [("events.csv", 2), ("population.csv", 3), ("rights.csv", 5)]
    take(data, write_workbook(tmp_path / "x.xlsx", [[number(7), "", "装置", "2014-08-20", "2016-08-17", "甲公司"]]))
    assert waiting(data) == [("events.csv", 2), ("population.csv", 3)]
    correct_rows(
        {"population": [{"region": "350823", "year": "2020", "residents": "1"}]}, data=data, importers=importers()
    )
    assert waiting(data) == [("events.csv", 2)]


def test_what_an_earlier_file_already_had_does_not_make_a_later_row_good(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    take(data, write_csv(tmp_path / "更新" / "rights.csv", [{**RIGHTS[0], "expires": "2035.1.1"}]))
    assert waiting(data) == [("rights.csv", 2)]


def test_the_very_same_row_refused_in_two_files_waits_once(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    orphan = {"right_id": "R9", "event": "lapsed", "effective": "2018-01-01"}
    for folder in ("一月", "二月"):
        write_csv(tmp_path / folder / "events.csv", [orphan, {**orphan, "right_id": "R1", "event": "失效"}])
        shutil.copy(
            write_workbook(tmp_path / "x.xlsx", [["CN1", "", "装置", "2014-08-20", "", ""]]),
            tmp_path / f"{folder}.xlsx",
        )
        take(data, tmp_path / folder, tmp_path / f"{folder}.xlsx")
    assert waiting(data) == [("events.csv", 3), ("二月.xlsx", 2), ("events.csv", 2)]
    write_csv(tmp_path / "后" / "rights.csv", [more("R9")])
    take(data, tmp_path / "后")
    assert waiting(data) == [("events.csv", 3), ("二月.xlsx", 2)]


def form(folder, kind, /, **cells):
    """A template filled with its own example, some cells changed."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{kind}.xlsx"
    write_template(kind, path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet["A2"].value = 1
    for at, column in enumerate(columns(kind), start=2):
        if column.name in cells:
            sheet.cell(2, at, cells[column.name])
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("parties", {"kind": "公司"}),
        ("marks", {"registered": "2017.13.2"}),
        ("works", {"registered": "昨天"}),
        ("loans", {"principal": "五百万"}),
        ("projects", {"kind": ""}),
        ("honours", {"awarded": "昨天"}),
        ("population", {"residents": "x"}),
    ],
)
def test_a_filled_template_is_known_by_what_its_rows_are_about(tmp_path, kind, cells):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    take(data, form(tmp_path / "一", kind, **cells))
    assert waiting(data) == [(f"{kind}.xlsx", 2)]
    take(data, form(tmp_path / "二", kind))
    assert waiting(data) == []


PATENT, MARK = "CN201410408762.5", "12345678"
LOAN = {
    "loan_id": "X1", "borrower": "紫铜矿业（集团）有限公司", "lender": "银行", "principal": 1000000, "drawn": "2018-03-15",
    "due": "2019-03-15", "registered": "2018-03-20", "rights": PATENT,
}  # fmt: skip
HONOUR = {"right": PATENT, "honour": "中国专利奖", "awarded": "2018-09-01"}


def workbook_of_forms(path, **kinds):
    """Filled templates as the sheets of one workbook, each with its rows."""
    path.parent.mkdir(exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        for kind, rows in kinds.items():
            sheet = book.add_worksheet(kind)
            sheet.write_row(0, 0, [column.heading for column in columns(kind)])
            for place, row in enumerate(rows, start=1):
                sheet.write_row(place, 0, [row.get(column.name, "") for column in columns(kind)])
    return path


@pytest.mark.parametrize("again", ["一", "二"])
def test_a_loan_that_names_another_right_waits_no_longer(tmp_path, again):
    """Under its own name or another: the pledge of the unknown right is no thing that a later row could bring."""
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    wrong = "CN201720999999.X；CN201720999998.1"
    take(
        data,
        workbook_of_forms(
            tmp_path / "一" / "贷款.xlsx", loans=[LOAN | {"rights": wrong}, LOAN | {"loan_id": "X2", "rights": wrong}]
        ),
    )
    assert waiting(data) == [("贷款.xlsx", 2), ("贷款.xlsx", 3)]
    first = next(waiting_rows(current(data)))
    assert first["reasons"] == ["质押权利号 CN201720999998.1 不在权利表里", "质押权利号 CN201720999999.X 不在权利表里"]
    take(
        data,
        workbook_of_forms(
            tmp_path / again / "贷款.xlsx", loans=[LOAN, LOAN | {"loan_id": "X2", "rights": f"{MARK}；99999998"}]
        ),
    )
    assert waiting(data) == [("贷款.xlsx", 3)]
    take(
        data, workbook_of_forms(tmp_path / again / "贷款.xlsx", loans=[LOAN, LOAN | {"loan_id": "X2", "rights": MARK}])
    )
    assert waiting(data) == []
    assert {(p["loan_id"], p["right_id"]) for p in table(data, "pledges")} == {("L1", "R1"), ("X1", "R1"), ("X2", "R2")}


def test_a_pledge_is_taken_when_its_right_arrives(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    take(data, workbook_of_forms(tmp_path / "一" / "贷款.xlsx", loans=[LOAN | {"rights": number(7)}]))
    assert waiting(data) == [("贷款.xlsx", 2)]
    take(data, write_workbook(tmp_path / "x.xlsx", [[number(7), "", "装置", "2014-08-20", "2016-08-17", "甲公司"]]))
    assert waiting(data) == []
    assert number(7) in {pledge["right_id"] for pledge in table(data, "pledges")}


def test_honours_whose_number_was_wrong_are_known_by_their_file(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    wrong = [HONOUR | {"right": "CN201720999999.X"}, HONOUR | {"right": "CN201720999998.1"}]
    take(data, workbook_of_forms(tmp_path / "一" / "荣誉.xlsx", honours=wrong))
    assert waiting(data) == [("荣誉.xlsx", 2), ("荣誉.xlsx", 3)]
    take(data, workbook_of_forms(tmp_path / "一" / "荣誉.xlsx", honours=[HONOUR, HONOUR | {"right": MARK}]))
    assert (waiting(data), len(table(data, "honours"))) == ([], 2)


def test_a_workbook_is_judged_by_all_of_its_sheets(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    projects = [
        {"project_id": f"X{n}", "kind": "专利导航", "party": "甲公司", "cost": 1, "completed": "2018-01-01"}
        for n in range(4)
    ]
    people = [{"region": "350823", "year": 2000 + n, "residents": 370000} for n in range(4)]
    path = tmp_path / "一" / "汇总.xlsx"
    take(data, workbook_of_forms(path, projects=projects[:2], population=[*people, {**people[0], "residents": "x"}]))
    assert len(waiting(data)) == 1
    take(data, workbook_of_forms(path, projects=projects[:2], population=[{**people[0], "year": 1990}]))
    assert len(waiting(data)) == 1, "both projects came again, the population did not"
    take(data, workbook_of_forms(path, projects=projects[2:], population=people))
    assert waiting(data) == [], "no project came again, all of the population did"


def test_the_import_says_how_what_it_refused_and_what_waits_go_together(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in", rights=[*RIGHTS, more("R3", filed="2014.13.2")]))
    rows = [LOAN, LOAN | {"loan_id": "X2", "rights": "CN201720999999.X"}, LOAN | {"loan_id": "X3", "drawn": "昨天"}]
    path = workbook_of_forms(tmp_path / "一" / "贷款.xlsx", loans=rows)
    result = take(data, path)
    assert (outcome(result, "贷款"), len(waiting(data))) == ((3, 2, 0, 1), 3)
    assert result.closing == ("待更正共 3 行：这次的文件 2 行（退回的 1 行，已收而缺一部分的 1 行），以前的文件 1 行",)
    lines = status_lines(status(data))
    assert "待更正的行 3 行：退回的 2 行，已收而缺一部分的 1 行" in lines
    assert [line for line in lines if "模板“质押贷款”" in line and line.endswith("，待更正 2 行）")]
    again = take(data, shutil.copy(path, tmp_path / "副本.xlsx"))
    assert again.closing[-1].startswith("待更正共 3 行：这次的文件 2 行"), "the very same rows wait once"
    good = workbook_of_forms(tmp_path / "贷款二.xlsx", loans=[LOAN | {"loan_id": "X3", "rights": MARK}])
    assert take(data, path, good).closing == (
        "待更正共 2 行：这次的文件 0 行（退回的 0 行，已收而缺一部分的 0 行），以前的文件 2 行",
        "退回的行里 1 行已由别的来源更正、与别的来源重复或已搁置，不列入待更正",
    )


def test_a_workbook_is_called_by_all_of_its_sheets(tmp_path):
    projects = [{"project_id": "X", "kind": "专利导航", "party": "甲公司"}]
    people = [{"region": "350823", "year": 2000, "residents": 370000}]
    result = take(tmp_path / "data", workbook_of_forms(tmp_path / "x.xlsx", projects=projects, population=people))
    assert result.files[0].format == "template_projects+template_population"
    assert any("x.xlsx（模板“项目”、模板“常住人口”，" in line for line in status_lines(status(tmp_path / "data")))


COMPANY = {"code": "91350823MA00000017", "name": "示例县新材料有限公司", "kind": "企业"}
NAMING = {
    "number": "99999999",
    "classes": "31",
    "title": "甲",
    "kind": "证明商标",
    "holder": COMPANY["name"],
    "registered": "2017-11-14",
}


def test_a_company_waits_until_a_good_row_of_it_comes_whoever_names_it_meanwhile(tmp_path):
    data = tmp_path / "data"
    take(data, workbook_of_forms(tmp_path / "主体.xlsx", parties=[COMPANY]))
    take(data, workbook_of_forms(tmp_path / "主体二.xlsx", parties=[COMPANY | {"code": "91350823MA00000018"}]))
    loan = LOAN | {"borrower": COMPANY["name"], "rights": "99999999"}
    take(data, workbook_of_forms(tmp_path / "别的.xlsx", marks=[NAMING], loans=[loan]))
    correct_rows(
        {"projects": [{"project_id": "J1", "kind": "navigation", "party": f"name:{COMPANY['name']}"}],
         "parties": [{"party_id": f"name:{COMPANY['name']}", "name": COMPANY["name"], "kind": "enterprise"}]},
        data=data, importers=importers(),
    )  # fmt: skip
    assert waiting(data) == [("主体.xlsx", 2), ("主体二.xlsx", 2)]
    take(data, workbook_of_forms(tmp_path / "主体三.xlsx", parties=[COMPANY | {"code": "91350823MA00000016"}]))
    assert waiting(data) == []
    assert [party["party_id"] for party in table(data, "parties")] == ["91350823MA00000016"]


def test_a_company_that_nobody_else_names_is_made_good_by_its_name(tmp_path):
    data = tmp_path / "data"
    take(data, workbook_of_forms(tmp_path / "主体.xlsx", parties=[COMPANY]))
    assert waiting(data) == [("主体.xlsx", 2)]
    take(data, workbook_of_forms(tmp_path / "主体二.xlsx", parties=[COMPANY | {"code": "91350823MA00000016"}]))
    assert waiting(data) == []


def test_a_row_taken_without_a_cell_waits_until_that_cell_comes(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    project = {"project_id": "J1", "kind": "专利导航", "party": "甲公司"}
    result = take(
        data, workbook_of_forms(tmp_path / "项目.xlsx", projects=[project | {"cost": "八万", "completed": "去年"}])
    )
    assert (outcome(result, "项目"), waiting(data)) == ((1, 1, 0, 0), [("项目.xlsx", 2)])
    assert "待更正的行 1 行：退回的 0 行，已收而缺一部分的 1 行" in status_lines(status(data))
    assert result.closing == ("待更正共 1 行：这次的文件 1 行（退回的 0 行，已收而缺一部分的 1 行），以前的文件 0 行",)
    take(data, workbook_of_forms(tmp_path / "费用.xlsx", projects=[project | {"cost": 80000}]))
    assert waiting(data) == [("项目.xlsx", 2)], "the day of completion is still missing"
    take(data, workbook_of_forms(tmp_path / "完成.xlsx", projects=[project | {"completed": "2018-11-30"}]))
    assert waiting(data) == []
    (found,) = table(data, "projects")
    assert (found["cost"], str(found["completed"])) == (8_000_000, "2018-11-30")


def test_a_row_of_an_export_waits_until_a_later_file_brings_its_cells(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    headings = ["申请号", "专利名称", "申请日", "授权公告日", "专利权人", "法律状态", "失效日"]
    right = [number(1), "#N/A", "2014-08-20", "2016-08-17", "甲公司", "失效", "#N/A"]

    def export(name, cells):
        (tmp_path / name).write_text("\n".join(",".join(line) for line in (headings, cells)), encoding="utf-8")
        return take(data, tmp_path / name)

    result = export("一.csv", right)
    assert outcome(result, "一") == (1, 1, 0, 0)
    assert result.closing[-1] == "待更正共 1 行：这次的文件 1 行（退回的 0 行，已收而缺一部分的 1 行），以前的文件 0 行"
    export("二.csv", [right[0], "尾矿装置", *right[2:]])
    assert waiting(data) == [("一.csv", 2), ("二.csv", 2)], "the title has come, the end has not"
    export("三.csv", [right[0], "尾矿装置", *right[2:6], "2019-08-20"])
    assert waiting(data) == []
    assert [str(event["effective"]) for event in table(data, "events") if event["event"] == "lapsed"] == ["2019-08-20"]


@pytest.mark.parametrize(
    ("kind", "cells", "waits"),
    [
        ("parties", COMPANY | {"code": "\ufffd"}, True),
        (
            "marks",
            {
                "number": MARK,
                "classes": "31",
                "title": "杭川",
                "kind": "普通商标",
                "holder": "甲公司",
                "registered": "2020-05-07",
                "status": "#N/A",
            },
            False,
        ),
        ("loans", LOAN | {"rights": "#N/A"}, True),
    ],
)
def test_a_cell_that_no_column_of_ours_is_called_by_may_be_unreadable_too(tmp_path, kind, cells, waits):
    data = tmp_path / "data"
    result = take(data, workbook_of_forms(tmp_path / "x.xlsx", **{kind: [cells]}))
    assert outcome(result, "x") == (1, 1, 0, 0)
    assert result.files[0].problems[0].reason.endswith("，没有取")
    assert waiting(data) == ([("x.xlsx", 2)] if waits else [])


def test_a_row_that_lacks_a_cell_and_points_to_nothing_waits_once(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    bad = LOAN | {"rights": f"{MARK}；99999998", "registered": "三月"}
    take(data, workbook_of_forms(tmp_path / "贷款.xlsx", loans=[bad]))
    assert waiting(data) == [("贷款.xlsx", 2)]
    assert "待更正的行 1 行：退回的 0 行，已收而缺一部分的 1 行" in status_lines(status(data))
    (row,) = waiting_rows(current(data))
    assert row["reasons"] == [
        "loans 第 2 行 质押登记日 “三月” 不是日期，应写成 2017-03-02 这样，没有取", "质押权利号 99999998 不在权利表里",
    ]  # fmt: skip
    take(data, workbook_of_forms(tmp_path / "贷款二.xlsx", loans=[LOAN | {"rights": MARK}]))
    assert waiting(data) == []


OLD = f"CN99123456.{check_digit('99123456')}"


@pytest.mark.parametrize(
    ("known", "meant", "remarks"),
    [
        ("P", "P", []),
        ("M", "M", []),
        ("PM", "M", [f"既是商标的注册号，也是专利 {OLD} 的申请号，按商标认；是专利的请写全 {OLD}（已照收，请核对）"]),
    ],
)
def test_eight_bare_digits_mean_what_the_registry_has(tmp_path, known, meant, remarks):
    data = tmp_path / "data"
    both = [
        more("P", kind="invention", number=OLD, filed="1999-08-15", registered="2002-01-02", expires="2019-08-15"),
        more("M", kind="trademark", number="99123456", classes="31"),
    ]
    rights = [right for right in both if right["right_id"] in known]
    take(data, write_folder(tmp_path / "in", rights=[*RIGHTS, *rights]))
    result = take(data, workbook_of_forms(tmp_path / "贷款.xlsx", loans=[LOAN | {"rights": "99123456"}]))
    assert [(p.column, p.reason) for p in result.files[0].problems] == [("质押权利号", reason) for reason in remarks]
    assert {pledge["right_id"] for pledge in table(data, "pledges") if pledge["loan_id"] == "X1"} == {meant}
    told = [{"table": "质押", "key": "X1；99123456", "reason": "登记有误", "day": "2019-04-02"}]
    assert outcome(take(data, workbook_of_forms(tmp_path / "撤回.xlsx", withdrawals=told)), "撤回") == (1, 1, 0, 0)
    assert {pledge["loan_id"] for pledge in table(data, "pledges")} == {"L1"}


def test_a_conflict_is_told_under_the_headings_of_the_form(tmp_path):
    people = [{"region": "350823", "year": 2017, "residents": n} for n in (370000, 380000)]
    loans = [
        LOAN | {"rights": MARK},
        LOAN | {"rights": MARK, "lender": "另一家", "drawn": "2030-01-01", "due": "2031-01-01"},
    ]
    take(tmp_path / "data", write_folder(tmp_path / "in"))
    path = workbook_of_forms(tmp_path / "x.xlsx", population=people, loans=loans)
    told = take(tmp_path / "data", path, imported_on=date(2026, 1, 1)).for_screen()["files"][0]
    assert {problem["column"] for problem in told["problems"]} == {"地区、年份", "贷款编号", "放款日"}
    assert told["source"] == "模板“常住人口”、模板“质押贷款”"


def test_what_a_refused_row_points_to_is_told_in_the_same_round(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    bad = LOAN | {"rights": f"{MARK}；99999998", "drawn": "三月"}
    result = take(data, workbook_of_forms(tmp_path / "贷款.xlsx", loans=[bad]))
    day = "不是日期，应写成 2017-03-02 这样"
    assert outcome(result, "贷款") == (1, 0, 0, 1)
    assert reasons(result, "贷款") == [(2, "放款日", day), (2, "质押权利号", "不在权利表里")]
    (row,) = waiting_rows(current(data))
    assert row["reasons"] == [f"loans 第 2 行 放款日 “三月” {day}", "质押权利号 99999998 不在权利表里"]
    take(data, workbook_of_forms(tmp_path / "贷款二.xlsx", loans=[LOAN | {"rights": MARK}]))
    assert waiting(data) == []


def test_a_refused_row_of_our_tables_is_told_whom_nobody_knows(tmp_path):
    loans = [*LOANS, {**LOANS[0], "loan_id": "L2", "borrower": "P9", "principal": "0"}]
    pledges = [
        {"loan_id": "L1", "right_id": "R1", "registered": "三月"},
        {"loan_id": "L9", "right_id": "R9", "registered": "三月"},
    ]
    result = take(tmp_path / "data", write_folder(tmp_path / "in", loans=loans, pledges=pledges))
    assert [(at, column) for at, column, _ in reasons(result, "loans")] == [
        (3, "principal"),
        (2, "loan_id"),
        (3, "borrower"),
    ]
    assert [(at, column) for at, column, _ in reasons(result, "pledges")] == [
        (2, "registered"), (3, "registered"), (3, "loan_id"), (3, "right_id"),
    ]  # fmt: skip
