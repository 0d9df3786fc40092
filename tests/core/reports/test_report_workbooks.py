"""The lists as workbooks: exact sums, no formulas, same bytes."""

import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from report_reading import assert_golden, text_of_workbook
from report_samples import AWARDED, HOSTILE, LISTED

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.reports.data import AwardList
from zhixian.core.reports.xlsx import workbook
from zhixian.core.reports.xlsx.lists import write_incentives_xlsx, write_targets_xlsx


def _lists(path, awards=AWARDED, **more):
    write_incentives_xlsx(awards, path, plan_title="某方案", **more)
    return path


def _one_award(**more):
    return replace(AWARDED, rows=(replace(AWARDED.rows[0], **more),))


def test_the_text_of_both_workbooks(tmp_path):
    labelled = replace(AWARDED, labels=("合成数据",))
    assert_golden("incentives_xlsx.txt", text_of_workbook(_lists(tmp_path / "a.xlsx", labelled, targets=LISTED)))
    write_targets_xlsx(LISTED, tmp_path / "t.xlsx", plan_title="某方案")
    assert_golden("targets_xlsx.txt", text_of_workbook(tmp_path / "t.xlsx"))


def test_sums_are_exact_numbers_in_yuan(tmp_path):
    sheet = load_workbook(_lists(tmp_path / "a.xlsx"))["奖补明细"]
    assert [row[7].value for row in sheet.iter_rows(min_row=2)] == [150_000, 100_000, 3.33]
    assert sheet["G3"].value == 435_000.01
    assert sheet["H4"].number_format == "#,##0.00"
    assert sheet["G2"].value is None


def test_sums_of_targets_are_exact_and_shown_to_two_decimals(tmp_path):
    line = replace(LISTED.lines[0], unit="万元", goal=Decimal(2000), value=Decimal("2607.407402"))
    near = replace(line, value=Decimal("1999.999999"))
    write_targets_xlsx(replace(LISTED, lines=(line, near)), tmp_path / "t.xlsx", plan_title="某方案")
    sheet = load_workbook(tmp_path / "t.xlsx")["目标"]
    assert [(sheet[cell].value, sheet[cell].number_format) for cell in ("D2", "E2", "F2", "E3")] == [
        (2000, "#,##0.00"),
        (2607.407402, "#,##0.00"),
        (607.407402, "#,##0.00"),
        (1999.999999, "#,##0.00####"),
    ]


def test_a_sheet_without_rows_says_so(tmp_path):
    book = load_workbook(_lists(tmp_path / "a.xlsx", replace(AWARDED, refused=(), rows=())))
    assert [cell.value for cell in book["未兑现及原因"]["A"]] == ["奖补项目", "无"]
    assert [cell.value for cell in book["奖补明细"]["A"]] == ["序号", "无"]


def test_a_sum_too_long_for_a_spreadsheet_is_text_with_every_digit(tmp_path):
    sheet = load_workbook(_lists(tmp_path / "a.xlsx", _one_award(amount_fen=12_345_678_901_234_567)))["奖补明细"]
    assert sheet["H2"].value == "123,456,789,012,345.67"


def test_sheets_are_ready_to_print_and_to_sort(tmp_path):
    for sheet in load_workbook(_lists(tmp_path / "a.xlsx", targets=LISTED)).worksheets:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == "9" or sheet.page_setup.paperSize == 9
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.column_dimensions["A"].width > 5


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1"])
def test_text_that_looks_like_a_formula_stays_text(tmp_path, start):
    path = _lists(tmp_path / "a.xlsx", _one_award(party=start, subject=start))
    cell = load_workbook(path)["奖补明细"]["D2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (start, "s", True)
    with zipfile.ZipFile(path) as package:
        assert not [n for n in package.namelist() if "worksheets" in n and b"<f>" in package.read(n)]


def test_hostile_text_is_kept_as_far_as_a_cell_can_hold_it(tmp_path):
    norm = replace(AWARDED.open_norms[0], waiting=9, names=(HOSTILE,) * 9)
    awards = replace(_one_award(party=HOSTILE, subject="😀" * 40_000, reasons=HOSTILE), open_norms=(norm,))
    path = _lists(tmp_path / "a.xlsx", awards)
    book = load_workbook(path)
    sheet = book["奖补明细"]
    assert "<&>\"'\ufffd" in sheet["D2"].value
    assert "_x0041_" in sheet["D2"].value
    assert sheet["D2"].value.endswith("长" * 9000)
    assert sheet["F2"].value == "😀" * 16_383 + "…"
    assert book["待定标准"]["C2"].value == 9


def test_no_awards_and_no_open_norms(tmp_path):
    empty = AwardList(2019, "350823", "s")
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
