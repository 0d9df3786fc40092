"""Registers as sheets: the form that is given out is the one that is read back."""

import openpyxl
import pytest

from zhixian.core.catalogue import registers
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.sheet import MOST_ROWS, read_sheet, write_form
from zhixian.core.reports.xlsx.register import write_register_xlsx

LOANS = registers()["pledge_loans"]
CELLS = {
    "贷款编号": "JH-1", "贷款银行": "某银行", "借款企业": "甲公司", "质押的权利": "CN201510000001.0", "贷款本金（元）": 1000000,
    "放款日": "2020-01-03", "到期日": "2021-01-03", "贷款质量": "正常",
}  # fmt: skip


def filled(folder, *rows, extra=()):
    path = folder / "form.xlsx"
    write_form(LOANS, path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    places = {str(cell.value).rstrip("*"): cell.column for cell in sheet[1]}
    for offset, name in enumerate(extra, start=1):
        places[name] = len(LOANS.fields) + offset
        sheet.cell(1, places[name], name)
    for at, row in enumerate(rows, start=2):
        for name, cell in row.items():
            sheet.cell(at, places[name], cell)
    book.save(path)
    return path


def test_the_form_that_was_given_out_is_read_back(tmp_path):
    read = read_sheet(filled(tmp_path, CELLS), LOANS, name="表.xlsx")
    [row] = read.rows
    assert (row.number, row.typed["loan"], row.typed["principal"], row.typed["quality"]) == (
        2,
        "JH-1",
        "1000000",
        "normal",
    )
    assert row.typed["repaid"] == ""


def test_a_strange_column_is_told_and_not_read(tmp_path):
    read = read_sheet(filled(tmp_path, {**CELLS, "心情": "好"}, extra=["心情"]), LOANS, name="表.xlsx")
    assert read.strange == ("心情",)
    assert read.rows[0].cells["心情"] == "好"


def test_a_csv_with_the_columns_in_another_order_is_read(tmp_path):
    path = tmp_path / "rows.csv"
    names = list(reversed(CELLS))
    path.write_bytes("\n".join([",".join(names), ",".join(str(CELLS[n]) for n in names)]).encode("gb18030"))
    assert read_sheet(path, LOANS, name="rows.csv").rows[0].typed["borrower"] == "甲公司"


def test_rows_that_left_come_back_the_same(tmp_path):
    values = {"loan": "=1+1", "lender": "某银行", "principal": 100_000_050, "drawn": "2020-01-03", "quality": "loss"}
    path = tmp_path / "out.xlsx"
    write_register_xlsx(LOANS, [{**values, "borrower": "甲", "rights": "1；2", "due": "2021-01-03"}], path, note="")
    typed = read_sheet(path, LOANS, name="out.xlsx").rows[0].typed
    assert (typed["loan"], typed["principal"], typed["drawn"], typed["quality"]) == (
        "=1+1",
        "1000000.5",
        "2020-01-03",
        "loss",
    )


def test_a_sheet_of_something_else_is_refused_with_the_headings_that_it_lacks(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("甲,乙\n1,2\n", "utf-8")
    with pytest.raises(Refusal, match="表头里有：贷款编号、贷款银行"):
        read_sheet(path, LOANS, name="别的.csv")


def test_a_form_without_rows_is_refused(tmp_path):
    with pytest.raises(Refusal, match="表头下面没有内容"):
        read_sheet(filled(tmp_path), LOANS, name="空.xlsx")


def test_too_many_rows_are_refused_whole(tmp_path):
    path = tmp_path / "long.csv"
    line = ",".join(map(str, CELLS.values()))
    path.write_text(",".join(CELLS) + "\n" + f"{line}\n" * (MOST_ROWS + 1), "utf-8")
    with pytest.raises(Refusal, match=f"一次最多收 {MOST_ROWS} 行"):
        read_sheet(path, LOANS, name="长.csv")
