"""Files as officers send them: merged headings, headings again, wrong formulas, giant cells, pages saved as workbooks."""

import zipfile

import pytest
import xlsxwriter

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.finding_files import choose_importer, expand
from zhixian.core.registry.formats import importers
from zhixian.core.registry.sheets.templates import columns

HEADS = [column.heading for column in columns("loans")]
ROW = ["X1", "甲公司", "银行", "5000000", "2018-03-15", "2019-03-15", "", "5.22", "12345678", "2018-03-12", ""]
WRONG = "是算错的公式，里面没有值；请改正公式再导入"


def loan(name="X1", **cells):
    at = {column.name: place for place, column in enumerate(columns("loans"))}
    row = [name, *ROW[1:]]
    for column, cell in cells.items():
        row[at[column]] = cell
    return row


@pytest.fixture
def book(tmp_path):
    def write(rows, more=None):
        path = tmp_path / "贷款.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("贷款")
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
            if more:
                more(book, sheet)
        return path

    return write


def ids(result):
    return [row["loan_id"] for row in result.table("loans")]


def test_headings_in_two_rows_count_by_the_lower_one(book, imported):
    def merge(book, sheet):
        for place in range(9):
            sheet.merge_range(1, place, 2, place, HEADS[place])
        sheet.merge_range(1, 9, 1, 10, "质押登记")
        sheet.write_row(2, 9, HEADS[9:])

    result = imported(book([["质押贷款登记表"], [], [], ROW], merge))
    assert (ids(result), result.report.refused, result.report.unknown_headings) == (["X1"], 0, [])
    assert str(result.table("pledges")[0]["registered"]) == "2018-03-12"


def test_headings_again_and_lines_under_the_table_are_no_data(book, imported):
    result = imported(book([HEADS, ROW, HEADS, loan("X2"), [], ["填表人：张三"]]))
    assert (ids(result), result.report.rows, result.report.refused) == (["X1", "X2"], 2, 0)
    assert result.report.notes == ["贷款 第 3 行又是表头，已跳过", "贷款 第 6 行只有一格文字，不是数据：填表人：张三"]


def test_a_formula_in_error_is_called_so_and_is_no_empty_cell(book, imported, text_file):
    def errors(book, sheet):
        sheet.write_formula(1, 3, "=#REF!", None, "#REF!")
        sheet.write_formula(2, 6, "=1/0", None, "#DIV/0!")

    result = imported(book([HEADS, ROW, loan("X2")], errors))
    assert [(p.row, p.column, p.value, p.reason) for p in result.report.problems] == [
        (2, "本金（元）", "#REF!", WRONG), (3, "还清日", "#DIV/0!", f"{WRONG}，没有取"),
    ]  # fmt: skip
    result = imported(text_file("\n".join(",".join(row) for row in (HEADS, loan(lender="#N/A")))))
    assert [(p.column, p.reason) for p in result.report.problems] == [("贷款人", WRONG)]


def test_a_giant_cell_is_refused_alone(text_file, imported):
    rows = (HEADS, loan("编" * 3_500_000), loan("X2", lender="银" * 20_000), loan("X3"))
    result = imported(text_file("\n".join(",".join(row) for row in rows)))
    assert (ids(result), result.report.refused) == (["X3"], 2)
    assert {p.reason for p in result.report.problems} == {"单元格超过 32767 字节"}


def test_full_width_signs_are_those_that_they_look_like(book, imported):
    odd = loan(
        "Ｘ１",
        principal="５，０００，０００",
        drawn="２０１８年３月１５日",
        annual_rate="５．２２％",
        rights="１２３４５６７８",
    )
    result = imported(book([HEADS, odd]))
    (found,) = result.table("loans")
    assert (found["loan_id"], found["principal"], str(found["drawn"]), str(found["annual_rate"])) == (
        "X1", 500_000_000, "2018-03-15", "5.220000",
    )  # fmt: skip
    assert (result.table("pledges")[0]["right_id"], result.report.problems) == ("no:12345678", [])


def test_a_hidden_sheet_is_read_and_told_of(book, imported):
    def hide(book, sheet):
        old = book.add_worksheet("旧表")
        old.write_row(0, 0, HEADS)
        old.write_row(1, 0, loan("X9"))
        old.hide()

    result = imported(book([HEADS, ROW], hide))
    assert ids(result) == ["X1", "X9"]
    assert "工作表“旧表”是隐藏的，也已导入；不该导入的请从文件里删去" in result.report.notes


def page(*rows):
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><meta charset=gbk><table><tr><td colspan=11>贷款</td></tr>{cells}</table></html>"


def test_a_page_with_a_broken_byte_is_still_one(tmp_path, imported):
    path = tmp_path / "网页.xls"
    rows = page(HEADS, ROW, loan("X2", borrower="乙农场"))
    path.write_bytes(rows.encode("gb18030").replace("公司".encode("gb18030"), b"\xff"))
    result = imported(path)
    assert (ids(result), [(p.row, p.column) for p in result.report.problems]) == (["X2"], [(3, "借款人")])
    assert result.report.notes == ["有 1 处字节不是文字，已写作 \N{REPLACEMENT CHARACTER}"]


def test_cells_of_a_page_that_span_several_leave_the_others_in_their_columns(tmp_path, imported):
    path = tmp_path / "网页.xls"
    first = "".join(f"<td{' rowspan=2' if at == 2 else ''}>{cell}</td>" for at, cell in enumerate(ROW))
    second = "".join(f"<td>{cell}</td>" for at, cell in enumerate(loan("X2")) if at != 2)
    text = page(HEADS).replace("</table>", f"<tr>{first}</tr><tr>{second}</tr></table>")
    path.write_text(text.replace("gbk", "utf-8"), encoding="utf-8")
    result = imported(path)
    assert ids(result) == ["X1"]
    assert [(p.row, p.column, p.reason) for p in result.report.problems] == [(4, "贷款人", "不能为空")]


def test_tables_that_we_do_not_read_are_called_by_their_name(tmp_path):
    old = tmp_path / "表.xls"
    old.write_text(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', encoding="utf-8"
    )
    with zipfile.ZipFile(tmp_path / "表.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content xmlns:office='urn:oasis'/>")
    for path, words in ((old, "Excel 2003"), (tmp_path / "表.ods", "OpenDocument")):
        with pytest.raises(Refusal, match=f"{words}.*另存为 xlsx"):
            choose_importer(path, "auto", importers())


def test_links_that_lead_round_are_called_so_and_what_office_lays_beside_a_file_is_passed_over(tmp_path):
    (tmp_path / "a.xlsx").symlink_to("b.xlsx")
    (tmp_path / "b.xlsx").symlink_to("a.xlsx")
    (tmp_path / "~$c.xlsx").write_bytes(b"\x05user")
    (tmp_path / "c.xlsx").write_bytes(b"x")
    given, skipped = expand([tmp_path])
    assert [file.path.name for file in given] == ["c.xlsx"]
    assert {skip.why for skip in skipped} == {"是链接，绕成了圈，没有文件"}


@pytest.mark.parametrize("word", ["合计", "总 计"])
def test_a_total_is_no_data(book, imported, word):
    total = [word, "", "", 5000000, *[""] * 7]
    result = imported(book([HEADS, ROW, total]))
    assert (ids(result), result.report.rows, result.report.refused) == (["X1"], 1, 0)
    assert result.report.notes == [f"贷款 第 3 行是{word}，不是数据，已跳过"]


def test_a_spoiled_form_is_named_with_what_it_lacks(book, imported):
    heads = ["本金（千元）" if head.startswith("本金") else head for head in HEADS]
    with pytest.raises(Refusal) as refused:
        imported(book([heads, ROW]))
    assert refused.value.why == "像是质押贷款模板，表头缺“本金（元）”；认不出的列：本金（千元）"
    assert refused.value.expected.startswith("质押贷款模板的表头，一字不改：贷款编号、借款人、")
