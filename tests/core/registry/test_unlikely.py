"""What cannot be is refused, what hardly is is remarked, in our own tables and in the forms alike."""

from datetime import date

import pytest
import xlsxwriter
from small_registry import LOANS, PLEDGES, RIGHTS, outcome, reasons, take, write_csv, write_folder

from zhixian.core.analysis.incentives import compute
from zhixian.core.catalogue import definitions
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.load import load_plan
from zhixian.core.registry.sheets.templates import columns
from zhixian.core.registry.snapshot import current
from zhixian.core.registry.status import status, status_lines

TODAY = date(2020, 6, 30)
ANYWAY = "（已照收，请核对）"


def form(path, kind, *rows):
    """A filled form; rows by the columns' names."""
    names = [column.name for column in columns(kind)]
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [column.heading for column in columns(kind)])
        for place, row in enumerate(rows, 1):
            sheet.write_row(place, 0, [row.get(name, "") for name in names])
    return path


LOAN = {
    "loan_id": "X1", "borrower": "甲公司", "lender": "银行", "principal": "5000000", "drawn": "2018-03-15", "due": "2019-03-15",
    "rights": "12345678", "registered": "2018-03-12",
}  # fmt: skip
MARK = {
    "number": "12345678", "classes": "31", "title": "杭川", "kind": "普通商标", "gi": "否", "holder": "甲公司",
    "region": "350823", "registered": "2016-01-02", "filed": "2014-08-15",
}  # fmt: skip


def told(result, name):
    return {reason for _, _, reason in reasons(result, name)}


def test_a_pledge_released_before_it_was_registered_is_refused(tmp_path):
    folder = write_folder(tmp_path / "in", pledges=[{**PLEDGES[0], "released": "2018-01-01"}])
    result = take(tmp_path / "data", folder)
    assert outcome(result, "pledges") == (1, 0, 0, 1)
    assert told(result, "pledges") == {"早于质押登记日"}
    result = take(tmp_path / "other", form(tmp_path / "贷款.xlsx", "loans", {**LOAN, "released": "2018-03-11"}))
    assert outcome(result, "贷款") == (1, 0, 0, 1)
    assert any(reason.startswith("早于质押登记日") for reason in told(result, "贷款"))


def test_an_honour_that_ends_before_it_begins_is_refused(tmp_path):
    honour = {"party": "P1", "honour": "gbt29490", "awarded": "2018-05-01", "until": "2018-04-30"}
    result = take(tmp_path / "data", write_folder(tmp_path / "in", honours=[honour]))
    assert (outcome(result, "honours"), told(result, "honours")) == ((1, 0, 0, 1), {"早于授予日"})
    row = {"party": "甲公司", "honour": "贯标认证", "awarded": "2018-05-01", "until": "2018-04-30"}
    result = take(tmp_path / "other", form(tmp_path / "荣誉.xlsx", "honours", row))
    assert outcome(result, "荣誉") == (1, 0, 0, 1)
    assert any(reason.startswith("早于授予") for reason in told(result, "荣誉"))


@pytest.mark.parametrize(
    ("due", "reason"),
    [
        ("2018-03-15", f"与放款日是同一天，这笔贷款没有计息的日子{ANYWAY}"),
        ("2118-03-15", f"晚于放款日 30 年以上{ANYWAY}"),
    ],
)
def test_a_loan_of_no_day_or_of_a_lifetime_is_remarked(tmp_path, due, reason):
    path = form(tmp_path / "贷款.xlsx", "loans", {**LOAN, "due": due})
    result = take(tmp_path / "data", form(tmp_path / "商标.xlsx", "marks", MARK), path)
    assert outcome(result, "贷款") == (1, 1, 0, 0)
    assert told(result, "贷款") == {reason}
    loans = [{**LOANS[0], "drawn": "2018-03-15", "due": due}]
    result = take(tmp_path / "other", write_folder(tmp_path / "in", loans=loans))
    assert (outcome(result, "loans"), told(result, "loans")) == ((1, 1, 0, 0), {reason})


@pytest.mark.parametrize(
    ("last", "begins"),
    [
        ("2026-01-01", None),
        ("2026-06-30", None),
        ("2029-01-01", "商标专用权一期 10 年"),
        ("2036-01-01", "晚于导入之日 11 年以上"),
    ],
)
def test_a_mark_runs_for_ten_years_and_is_renewed_for_ten(tmp_path, last, begins):
    path = form(tmp_path / "商标.xlsx", "marks", {**MARK, "expires": last})
    result = take(tmp_path / "data", path, imported_on=TODAY)
    assert outcome(result, "商标") == (1, 1, 0, 0)
    assert [reason.startswith(begins or "") for reason in told(result, "商标")] == [True] * bool(begins)


def test_a_mark_that_was_renewed_is_not_remarked(tmp_path):
    row = {**MARK, "filed": "1995-01-01", "registered": "1996-01-02", "expires": "2026-01-01"}
    assert told(take(tmp_path / "data", form(tmp_path / "商标.xlsx", "marks", row), imported_on=TODAY), "商标") == set()


def test_a_county_of_a_few_hundred_is_remarked(tmp_path):
    result = take(
        tmp_path / "data",
        write_csv(tmp_path / "population.csv", [{"region": "350823", "year": "2018", "residents": "37"}]),
    )
    assert outcome(result, "population") == (1, 1, 0, 0)
    assert told(result, "population") == {f"不到 1,000 人，单位是“人”，不是“万人”{ANYWAY}"}


@pytest.mark.parametrize(
    ("region", "residents", "remarked"),
    [
        ("350823", 20_000_000, False),
        ("350823", 20_000_001, True),
        ("350000", 199_000_000, False),
        ("350800", 200_000_001, True),
    ],
)
def test_more_people_than_any_such_place_has_are_remarked(tmp_path, region, residents, remarked):
    row = {"region": region, "year": "2018", "residents": str(residents)}
    result = take(tmp_path / "data", write_csv(tmp_path / "population.csv", [row]))
    assert outcome(result, "population") == (1, 1, 0, 0)
    assert told(result, "population") == ({f"多于任何一个这样的地区{ANYWAY}"} if remarked else set())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"principal": "100000000001"}, "超过 10 亿元"),
        ({"annual_rate": "0.0522"}, "不在 0.5 至 36 之间，单位是百分之几，例如 4.35"),
        ({"annual_rate": "36.5"}, "不在 0.5 至 36 之间，单位是百分之几，例如 4.35"),
        ({"principal": "100000000000", "annual_rate": "0.5"}, None),
    ],
)
def test_sums_and_rates_that_no_such_loan_has_are_remarked(tmp_path, changes, said):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    result = take(data, write_csv(tmp_path / "loans.csv", [{**LOANS[0], "loan_id": "L9", **changes}]))
    remarks = {reason for reason in told(result, "loans") if "质押" not in reason}
    assert remarks == (set() if said is None else {f"{said}{ANYWAY}"})


def test_a_pledge_without_its_day_is_remarked(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    pledge = {"loan_id": LOANS[0]["loan_id"], "right_id": RIGHTS[1]["right_id"], "registered": "", "released": ""}
    result = take(data, write_csv(tmp_path / "pledges.csv", [pledge]))
    assert f"没有质押登记日，不计入质押融资额{ANYWAY}" in told(result, "pledges")


def test_the_day_of_a_withdrawal_is_called_as_its_form_does(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    row = {"table": "贷款", "key": "L1", "action": "撤回", "reason": "录错", "day": "2099-01-01"}
    [report] = take(data, form(tmp_path / "撤回.xlsx", "withdrawals", row), imported_on=TODAY).files
    assert [problem.column for problem in report.problems if "晚于导入之日" in problem.reason] == ["决定日期"]


def test_a_withdrawal_decided_in_years_to_come_is_remarked(tmp_path):
    data = tmp_path / "data"
    take(data, write_folder(tmp_path / "in"))
    row = {"table": "贷款", "key": "L1", "action": "撤回", "reason": "录错", "day": "2099-01-01"}
    result = take(data, form(tmp_path / "撤回.xlsx", "withdrawals", row), imported_on=TODAY)
    assert f"晚于导入之日 2020-06-30{ANYWAY}" in told(result, "撤回")


def test_rights_of_other_countries_do_not_wait_and_come_last(tmp_path):
    heads = ["申请号", "公开号", "标题", "申请日", "授权公告日", "申请人", "法律状态", "地址"]
    abroad = [
        ["", f"US987654{n}B2", "装置", "2014-08-20", "2016-08-17", "甲公司", "有效", "福建省上杭县"] for n in range(3)
    ]
    wrong = ["CN201410408762.5", "", "装置", "2014-13-20", "2016-08-17", "甲公司", "有效", "福建省上杭县"]
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        for place, cells in enumerate([heads, *abroad, wrong]):
            sheet.write_row(place, 0, cells)
    result = take(tmp_path / "data", path)
    state = status(tmp_path / "data")
    assert state["refused"]["abroad"] == 3
    assert [row["row"] for row in state["refused"]["first"]] == [5]
    assert any(line.startswith("外国的权利 3 行，不属于登记范围") for line in status_lines(state))
    assert reasons(result, "x")[0][0] == 5
    assert "退回的行里 3 行是外国的权利，不属于登记范围，不必更正" in result.closing[0]
    assert any(line.startswith("待更正共 1 行") for line in result.closing)


def test_a_form_that_is_forced_to_be_an_export_is_told_so(tmp_path):
    path = form(tmp_path / "贷款.xlsx", "loans", LOAN)
    with pytest.raises(Refusal, match=r"表头齐全，与 --kind 指定的来源不符.*去掉 --kind"):
        take(tmp_path / "data", path, kind="incopat")


def test_a_loan_on_a_right_that_nobody_knows_is_not_called_one_without_pledge(tmp_path, shanghang):
    folder = write_folder(
        tmp_path / "in", rights=RIGHTS[1:], events=[], loans=[LOANS[0], {**LOANS[0], "loan_id": "L2"}]
    )
    take(tmp_path / "data", folder)
    found = compute(load_plan(shanghang), definitions(), current(tmp_path / "data"), year=2018)
    assert {row.subject: row.reasons for row in found.refused if row.incentive == "pledge_interest"} == {
        "L1": ("所列质押权利不在登记数据里",),
        "L2": ("没有以专利权或注册商标专用权质押",),
    }


def test_a_loan_of_a_form_without_pledge_is_remarked_once_and_where_the_form_says(tmp_path):
    rows = (
        {**LOAN, "rights": "", "registered": ""},
        {**LOAN, "loan_id": "X2", "rights": "", "registered": "", "principal": "x"},
    )
    result = take(tmp_path / "data", form(tmp_path / "loans.xlsx", "loans", *rows))
    problems = result.files[0].problems
    about_pledges = [p.reason for p in problems if p.row == 2 and "地区" not in p.reason]
    assert about_pledges == [f"没有质押记录，不计入质押融资{ANYWAY}"]
    assert {p.sheet for p in problems} == {"Sheet1"}
