"""The lists as workbooks: exact sums, no formulas, same bytes."""

import zipfile

import pytest
from openpyxl import load_workbook
from report_reading import assert_golden, text_of_workbook
from report_samples import HOSTILE

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.reports.xlsx import workbook
from zhixian.core.reports.xlsx.lists import write_incentives_xlsx, write_targets_xlsx

INCENTIVES = {
    "plan": "shanghang",
    "region": "350823",
    "year": 2019,
    "snapshot": "3f9a2c41d07be885",
    "awards": [
        {"incentive": "gi_mark", "clause": "9", "party": "p1", "subject": "26543210", "base_fen": None, "amount_fen": 15_000_000,
         "capped": False, "reasons": ["第9条：每件奖励150,000元"]},
        {"incentive": "pledge_interest", "clause": "18", "party": "p2", "subject": "DK-7", "base_fen": 43_500_001,
         "amount_fen": 10_000_000, "capped": True, "reasons": ["按30%贴息", "每家企业每年最高10万元"]},
        {"incentive": "pledge_interest", "clause": "18", "party": "p3", "party_name": "上杭蓝天机械有限公司", "subject": "DK-9", "base_fen": 1_111, "amount_fen": 333,
         "capped": False, "reasons": "按30%贴息"},
    ],
    "undetermined": [
        {"incentive": "demonstration", "clause": "4", "quote": "县给予一次性资金奖励", "parties": ["p1", "p2"], "who": "当年列入优势企业的企业"},
        {"incentive": "patent_award", "clause": "11", "quote": "对获奖专利给予配套奖励", "parties": [], "why": "没有专利奖数据"},
    ],
    "refused": [{"incentive": "gi_mark", "party": "p2", "subject": "26543211", "reason": "不是地理标志；不是集体商标"}],
    "totals": {"gi_mark": 15_000_000, "navigation": 0, "pledge_interest": 10_000_333},
}  # fmt: skip
TARGETS = {
    "plan": "shanghang",
    "region": "350823",
    "as_of": "2019-12-31",
    "snapshot": "3f9a2c41d07be885",
    "targets": [
        {"id": "inventions_per_10k", "clause": "goal", "value": "3.9627659574", "goal": "4.5", "unit": "件/万人",
         "due": "2020-12-31", "met": False, "numerator": 149, "denominator": 376_000},
        {"id": "enterprise_invention_share", "clause": "8", "value": None, "goal": "80", "unit": "%", "due": "2020-12-31", "met": None},
    ],
}  # fmt: skip
NAMES = {"p1": "上杭县萝卜干协会", "p2": "紫江新材料股份有限公司"}
TITLES = {"gi_mark": "地理标志商标奖励", "pledge_interest": "质押贷款贴息", "navigation": "专利导航资助"}


def _lists(path, result=INCENTIVES, **more):
    write_incentives_xlsx(result, path, plan_title="某方案", titles=TITLES, parties=NAMES, **more)
    return path


def test_the_text_of_both_workbooks(tmp_path):
    assert_golden("incentives_xlsx.txt", text_of_workbook(_lists(tmp_path / "a.xlsx", targets=TARGETS, synthetic=True)))
    write_targets_xlsx(
        TARGETS, tmp_path / "t.xlsx", plan_title="某方案", forecasts={"inventions_per_10k": "还差21件"},
        definitions={"inventions_per_10k": "有效发明专利除以上年末常住人口"},
    )  # fmt: skip
    assert_golden("targets_xlsx.txt", text_of_workbook(tmp_path / "t.xlsx"))


def test_sums_are_exact_numbers_in_yuan(tmp_path):
    sheet = load_workbook(_lists(tmp_path / "a.xlsx"))["奖补明细"]
    assert [row[7].value for row in sheet.iter_rows(min_row=2)] == [150_000, 100_000, 3.33]
    assert sheet["G3"].value == 435_000.01
    assert sheet["H4"].number_format == "#,##0.00"
    assert sheet["G2"].value is None


def test_a_sum_too_long_for_a_spreadsheet_is_text_with_every_digit(tmp_path):
    award = {**INCENTIVES["awards"][0], "amount_fen": 12_345_678_901_234_567}
    sheet = load_workbook(_lists(tmp_path / "a.xlsx", {**INCENTIVES, "awards": [award]}))["奖补明细"]
    assert sheet["H2"].value == "123,456,789,012,345.67"


def test_sheets_are_ready_to_print_and_to_sort(tmp_path):
    for sheet in load_workbook(_lists(tmp_path / "a.xlsx", targets=TARGETS)).worksheets:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == "9" or sheet.page_setup.paperSize == 9
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.column_dimensions["A"].width > 5


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1"])
def test_text_that_looks_like_a_formula_stays_text(tmp_path, start):
    award = {**INCENTIVES["awards"][0], "party": start, "subject": start}
    path = _lists(tmp_path / "a.xlsx", {**INCENTIVES, "awards": [award]})
    cell = load_workbook(path)["奖补明细"]["D2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (start, "s", True)
    with zipfile.ZipFile(path) as package:
        assert not [n for n in package.namelist() if "worksheets" in n and b"<f>" in package.read(n)]


def test_hostile_text_is_kept_as_far_as_a_cell_can_hold_it(tmp_path):
    award = {**INCENTIVES["awards"][0], "party": HOSTILE, "subject": "😀" * 40_000, "reasons": [HOSTILE]}
    norm = {**INCENTIVES["undetermined"][0], "parties": [HOSTILE] * 9}
    path = _lists(tmp_path / "a.xlsx", {**INCENTIVES, "awards": [award], "undetermined": [norm]})
    book = load_workbook(path)
    sheet = book["奖补明细"]
    assert "<&>\"'\ufffd" in sheet["D2"].value
    assert "_x0041_" in sheet["D2"].value
    assert sheet["D2"].value.endswith("长" * 9000)
    assert sheet["F2"].value == "😀" * 16_383 + "…"
    assert book["待定标准"]["C2"].value == 9


def test_no_awards_and_no_open_norms(tmp_path):
    empty = {**INCENTIVES, "awards": [], "undetermined": [], "totals": {}}
    text = text_of_workbook(_lists(tmp_path / "a.xlsx", empty))
    assert "[待定标准]\n依据 | 《方案》原文" in text
    assert "合计 |  | 0 | 0 | 0" in text


def test_the_same_result_is_the_same_file(tmp_path):
    assert _lists(tmp_path / "a.xlsx").read_bytes() == _lists(tmp_path / "b.xlsx").read_bytes()


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    book = load_workbook(_lists(tmp_path / "a.xlsx"))
    assert [s for s in book.sheetnames if s.startswith("奖补明细")] == ["奖补明细", "奖补明细2"]
    assert book["奖补明细2"]["A2"].value == 3
    assert book["奖补明细2"]["A1"].value == "序号"


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refusal, match="所在文件夹不存在"):
        _lists(tmp_path / "none" / "a.xlsx")
