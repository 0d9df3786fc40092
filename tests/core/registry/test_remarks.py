"""What is odd and taken anyway: days ahead, rights that count nowhere; and what no other day or number can make right."""

from datetime import date

import xlsxwriter
from small_registry import EVENTS, LOANS, PARTIES, RIGHTS, WHOLE, outcome, reasons, table, take, write_csv, write_folder

from zhixian.core.registry.numbers import check_digit, last_year_filed
from zhixian.core.registry.status import status

TODAY = date(2020, 6, 30)
AHEAD = "晚于导入之日 2020-06-30（已照收，请核对）"
HEADINGS = ["申请号", "公开号", "标题", "申请日", "授权公告日", "申请人", "法律状态", "地址"]


def number(serial, year=2014):
    digits = f"{year}1{serial:07d}"
    return f"CN{digits}.{check_digit(digits)}"


def export(path, *rows):
    """A patent export; short rows are filled up."""
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        for place, cells in enumerate([HEADINGS, *rows]):
            sheet.write_row(place, 0, cells)
    return path


def test_days_ahead_are_remarked_and_taken(tmp_path):
    folder = write_folder(
        tmp_path / "in",
        parties=[{**PARTIES[0], "founded": "2099-01-01"}, {**PARTIES[1], "founded": "2020-06-30"}],
        rights=[{**RIGHTS[0], "kind": "software", "number": "x", "registered": "2029-01-02"}, RIGHTS[1]],
        events=[*EVENTS, {"right_id": "R2", "event": "renewed", "gazetted": "2020-07-01", "until": "2036-01-02"}],
        loans=[{**LOANS[0], "due": "2024-01-01", "repaid": "2023-01-01"}],
        population=[{"region": "350823", "year": year, "residents": "370000"} for year in ("2020", "2021")],
    )
    result = take(tmp_path / "data", folder, imported_on=TODAY)
    assert {name: reasons(result, name) for name in (*WHOLE, "population")} == {
        "parties": [(2, "founded", AHEAD)],
        "rights": [(2, "registered", AHEAD)],
        "events": [(3, "gazetted", AHEAD)],
        "loans": [(2, "repaid", AHEAD)],
        "pledges": [],
        "population": [(3, "year", "还没有过完的年份（已照收，请核对）")],
    }
    assert all(report.refused == 0 for report in result.files)
    assert take(tmp_path / "data", folder).snapshot == result.snapshot


def test_a_day_ahead_is_not_the_day_on_which_a_source_speaks(tmp_path):
    good = [number(1), "", "装置", "2014-08-20", "2016-08-17", "甲公司", "有效", "福建省上杭县"]
    slip = [number(2), "", "装置", "2014-08-20", "2030-08-17", "甲公司", "", "福建省上杭县"]
    design = ["CN201430000001.X", "", "包装", "2014-08-20", "2015-08-17", "甲公司", "有效", "福建省上杭县"]
    design[0] = f"CN201430000001.{check_digit('201430000001')}"
    path = export(tmp_path / "x.xlsx", good, slip, design)
    take(tmp_path / "data", path, imported_on=TODAY)
    assert status(tmp_path / "data")["disagreements"]["count"] == 0
    take(tmp_path / "other", path)
    assert [case["as_of"] for case in status(tmp_path / "other")["disagreements"]["first"]] == ["2030-08-17"]


def test_a_filing_later_than_the_year_of_its_number_is_refused(tmp_path):
    rows = [
        [number(1), "", "次年重新确定申请日", "2015-01-05", "2016-08-17", "甲公司"],
        [number(2), "", "笔误", "2016-01-01", "2016-08-17", "甲公司"],
        [number(3), "", "分案", "2009-01-01", "2016-08-17", "甲公司"],
        ["CN99122288.1", "", "笔误", "2099-08-20", "", "甲公司"],
        [number(4), "", "授权在届满之后", "2014-01-01", "2099-08-17", "甲公司"],
    ]
    result = take(tmp_path / "data", export(tmp_path / "x.xlsx", *rows))
    assert [(row, column, why) for row, column, why in reasons(result, "x")] == [
        (3, "申请日", "晚于申请号里的年份"),
        (5, "申请日", "晚于申请号里的年份"),
        (6, "授权公告日", "晚于保护期届满日 2034-01-01"),
    ]
    assert outcome(result, "x") == (5, 2, 0, 3)
    ours = [*RIGHTS, {**RIGHTS[0], "right_id": "R3", "number": number(5), "filed": "2099-01-01", "registered": ""}]
    result = take(tmp_path / "ours", write_folder(tmp_path / "in", rights=ours))
    assert reasons(result, "rights") == [(4, "filed", "晚于申请号里的年份（已照收，请核对）")]
    assert [last_year_filed(n) for n in (number(1), "CN99122288.1", "CN03100001.9", "CN104223352", "12345678/31")] == [
        2015, 2000, 2004, None, None,
    ]  # fmt: skip


def test_rights_without_region_are_told(tmp_path):
    data = tmp_path / "data"
    result = take(data, write_folder(tmp_path / "in", rights=[RIGHTS[0], {**RIGHTS[1], "region": ""}]))
    assert reasons(result, "rights") == [(3, "region", "没有地区，不计入任何地区（已照收，请核对）")]
    assert outcome(result, "rights") == (2, 2, 0, 0)
    later = take(data, write_csv(tmp_path / "后" / "rights.csv", [{**RIGHTS[1], "region": "350823"}]))
    assert reasons(later, "rights") == []
    update = take(data, write_csv(tmp_path / "改" / "rights.csv", [{**RIGHTS[1], "title": "改", "region": ""}]))
    assert reasons(update, "rights") == []
    rows = [
        [number(1), "", "有地址", "2014-08-20", "2016-08-17", "甲公司", "", "福建省上杭县"],
        [number(2), "", "权利人已知", "2014-08-20", "2016-08-17", PARTIES[0]["name"]],
        [number(3), "", "无从知道", "2014-08-20", "2016-08-17", "乙公司"],
        [number(4), "", "境外", "2014-08-20", "2016-08-17", "ACME INC"],
    ]
    told = take(data, export(tmp_path / "x.xlsx", *rows)).files[0]
    assert (told.problems, told.notes) == (
        [], ["1 件权利没有地址，主体表里也没有权利人所在的地区，不计入任何地区"]
    )  # fmt: skip


ALONE = "只有公开（公告）号，没有一个来源说明它的申请号；别的来源若也有这件专利，会重复计数（已照收，请核对）"


def test_a_right_known_by_its_publication_is_the_one_that_another_source_numbers(tmp_path):
    data = tmp_path / "data"
    bare = export(
        tmp_path / "甲.xlsx",
        ["", "CN104223352A", "公开", "2014-08-20", "", "甲公司"],
        ["", "CN104223352B", "授权", "2014-08-20", "2016-08-17", "甲公司"],
        ["", "CN1234567C", "老号", "1999-08-20", "2004-08-17", "甲公司"],
        ["", "CN105000001B", "别处没有", "2014-08-20", "2016-08-17", "甲公司"],
    )
    first = take(data, bare)
    assert reasons(first, "甲") == [(row, "申请号/注册号", ALONE) for row in (2, 3, 4, 5)]
    assert (outcome(first, "甲"), first.tables["rights"]) == ((4, 3, 1, 0), 3)
    numbered = export(
        tmp_path / "乙.xlsx",
        [number(1), "CN104223352A", "公开", "2014-08-20", "", "甲公司"],
        ["CN99122288.1", "CN1234567C", "老号", "1999-08-20", "2004-08-17", "甲公司"],
    )
    second = take(data, numbered)
    assert (outcome(second, "乙"), reasons(second, "乙")) == ((2, 0, 2, 0), [])
    rights = {right["number"]: (right["right_id"], right["registered"]) for right in table(data, "rights")}
    assert rights == {
        number(1): (number(1), date(2016, 8, 17)),
        "CN99122288.1": ("CN99122288.1", date(2004, 8, 17)),
        "CN105000001": ("CN105000001", date(2016, 8, 17)),
    }
    other = take(tmp_path / "other", numbered, bare)
    assert (other.tables, reasons(other, "甲")) == (second.tables, [(5, "申请号/注册号", ALONE)])
    assert reasons(take(data, bare), "甲") == [(5, "申请号/注册号", ALONE)]
    ours = take(data, write_folder(tmp_path / "in", rights=[{**RIGHTS[0], "number": number(1)}, RIGHTS[1]]))
    assert ours.tables["rights"] == 4
    assert {right["right_id"] for right in table(data, "rights")} == {"R1", "R2", "CN99122288.1", "CN105000001"}


def test_a_publication_that_two_sources_give_to_two_applications_matches_neither(tmp_path):
    bare = export(tmp_path / "甲.xlsx", ["", "CN104223352B", "装置", "2014-08-20", "2016-08-17", "甲公司"])
    one = export(tmp_path / "乙.xlsx", [number(1), "CN104223352B", "装置", "2014-08-20", "2016-08-17", "甲公司"])
    two = export(tmp_path / "丙.xlsx", [number(2), "CN104223352B", "装置", "2014-08-20", "2016-08-17", "甲公司"])
    result = take(tmp_path / "data", bare, one, two)
    assert (reasons(result, "甲"), result.tables["rights"]) == ([(2, "申请号/注册号", ALONE)], 3)


def test_an_import_of_nothing_that_counts_says_so(tmp_path):
    data = tmp_path / "data"
    ours = [number(1), "", "装置", "2014-08-20", "2016-08-17", "甲公司", "", "福建省上杭县"]
    abroad = [number(2), "", "装置", "2014-08-20", "2016-08-17", "SIEMENS AG", "", "德国慕尼黑"]
    german = ["", "DE102014000001A1", "装置", "2014-08-20", "", "SIEMENS AG", "", "德国慕尼黑"]
    assert take(data, export(tmp_path / "一.xlsx", ours)).closing == ()
    result = take(data, export(tmp_path / "二.xlsx", abroad, german))
    assert (outcome(result, "二"), table(data, "rights")[1]["region"]) == ((2, 1, 0, 1), None)
    assert result.closing[:2] == (
        "退回的行里 1 行是外国的权利，不属于登记范围，不必更正",
        "这次收下的权利没有一件计入地区的件数：1 件的权利人在境外",
    )
    result = take(data, export(tmp_path / "三.xlsx", german))
    assert result.closing[0] == (
        "这次没有新采用一行：读取 1 行，0 行并入已有的，退回 1 行；退回的行里 1 行是外国的权利，不属于登记范围，不必更正"
    )
    mixed = take(data, export(tmp_path / "四.xlsx", ours, [number(3), *abroad[1:]]))
    assert mixed.closing[0] == "收下而不计入任何地区的权利：1 件的权利人在境外"


def test_a_loan_or_project_of_a_party_of_no_region_is_told(tmp_path):
    """It is taken, and no county's financing or award has it: nobody would see that from the counts."""
    loans = [*LOANS, LOANS[0] | {"loan_id": "L2", "borrower": "P3"}]
    projects = [
        {"project_id": f"J{party}", "kind": "navigation", "party": party, "cost": "100", "completed": "2018-01-01"}
        for party in ("P1", "P3")
    ]
    parties = [*PARTIES, {"party_id": "P3", "name": "不认识的公司"}]
    result = take(tmp_path / "data", write_folder(tmp_path / "in", loans=loans, projects=projects, parties=parties))
    why = "主体名录里没有它的地区，不计入任何地区（已照收，请核对）"
    told = [
        (problem.sheet, problem.row, problem.value)
        for report in result.files
        for problem in report.problems
        if problem.reason == why
    ]
    assert sorted(told) == [("loans.csv", 3, "不认识的公司"), ("projects.csv", 3, "不认识的公司")]
    assert outcome(result, "loans.csv") == (2, 2, 0, 0)
