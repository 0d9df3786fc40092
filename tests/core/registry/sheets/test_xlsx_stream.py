"""The stream of a workbook's XML gives what calamine, which reads it whole, gives: cell by cell, however it is written."""

import io
import os
import zipfile
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from random import Random

import numpy as np
import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from python_calamine import CalamineWorkbook

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.sheets.cells import as_text
from zhixian.core.registry.sheets.reading import sheets_of
from zhixian.core.registry.sheets.xlsx import pieces as xlsx_pieces
from zhixian.core.registry.sheets.xlsx import workbook as xlsx_workbook
from zhixian.core.registry.sheets.xlsx.formats import kind_of_format

EXAMPLES = int(os.environ.get("ZHIXIAN_EXAMPLES", "60"))
TEXTS = [
    "甲", "装置；方法", " 前后有空 ", "a&b<c>\"d'", "第一行\n第二行", "_x000D_", "_x4E00_", "x_x0009_y", "😀 表情", "0012", "12345678901234567890",
    "\u3000全角\u3000", "tab\there", "", "长" * 3000, "&amp;", "#N/A", "=1+1", "]]>", "--",
]  # fmt: skip
NUMBERS = [0, 1, -1, 7.5, 0.1, 1e15, 123456789012345678, -0.0, 1e-7, 201410408762, 3.0, 1e300, 2**53, 99999999999999.9]
SERIALS = [0, 0.5, 0.999999999, 1, 59, 60, 61, 42737, 42737.5, 42737.123456, 73415, 2958465.4]
FORMATS = ["yyyy-mm-dd", "yyyy年m月d日", "[h]:mm:ss", "h:mm", "0.00", "@", '"d"0', "[$-804]yyyy/m/d;@", "0;yyyy", "A/P", "[s].00",
           "General", "\\d0", "*y0", "[Red]0", "[Red]d", "_d0", '0"年"']  # fmt: skip


def by_calamine(path) -> dict[str, dict[int, list[str]]]:
    """Sheet → row number → texts, without rows that hold nothing."""
    found = {}
    with CalamineWorkbook.from_path(str(path)) as book:
        for entry in book.sheets_metadata:
            sheet = book.get_sheet_by_name(entry.name)
            left = [""] * (
                sheet.start[1] if sheet.start else 0
            )  # it leaves out empty columns at the left, not rows above
            found[entry.name] = {
                number: left + [as_text(cell) or "" for cell in row]
                for number, row in enumerate(sheet.iter_rows(), start=1)
                if any(cell != "" for cell in row)
            }
    return found


def by_stream(path) -> dict[str, dict[int, list[str]]]:
    found = {}
    for sheet in sheets_of(path):
        widest = max((len(row) for row in sheet.head), default=0)
        rows, last = {}, 0
        for batch in sheet.batches(0, ["列"] * widest, list(range(40))):
            columns = [column.to_pylist() for column in batch.columns.values()]
            for index, number in enumerate(batch.rows.tolist()):
                last = number
                if index in batch.faults and not any(batch.raw(index)):
                    continue  # formulas that nobody computed are no value to anybody else
                rows[number] = [column[index] or "" for column in columns]
                raw = batch.raw(index)
                assert all(a == b for a, b in zip_longest(raw, rows[number], fillvalue=""))
        found[sheet.name] = rows
        head = {number: row for number, row in enumerate(sheet.head, start=1) if any(row)}
        assert set(head) == {number for number in rows if number <= xlsx_workbook.HEAD_ROWS}
        for number, row in head.items():
            assert trimmed(row) == trimmed(rows[number])
        assert sheet.last_row() == last
    return found


def trimmed(row: list[str]) -> list[str]:
    return row[: max((place for place, cell in enumerate(row, start=1) if cell), default=0)]


def assert_same(path) -> None:
    ours, theirs = by_stream(path), by_calamine(path)
    assert list(ours) == list(theirs)
    for name, rows in theirs.items():
        assert {n: trimmed(row) for n, row in ours[name].items()} == {n: trimmed(row) for n, row in rows.items()}


@pytest.fixture(params=[300, 5_000, 12 << 20])
def block(request, monkeypatch) -> int:
    monkeypatch.setattr(xlsx_pieces, "BLOCK_BYTES", request.param)
    monkeypatch.setattr(xlsx_workbook, "BLOCK_BYTES", request.param)
    monkeypatch.setattr(xlsx_workbook, "_HEAD_BLOCK", min(request.param, 64 << 10))
    return request.param


def places(rng: Random):
    """Rows and columns of a sheet with gaps before and between."""
    row = rng.choice([0, 0, 1, 30])
    for _ in range(rng.randint(0, 40)):
        for column in sorted(rng.sample(range(35), rng.randint(0, 12))):
            yield row, column
        row += rng.choice([1, 1, 1, 2, 9])


def written_by_xlsxwriter(rng: Random, path) -> None:
    options = {"constant_memory": rng.random() < 0.5, "strings_to_formulas": False, "date_1904": rng.random() < 0.2}
    with xlsxwriter.Workbook(str(path), options) as book:
        formats = [book.add_format({"num_format": code}) for code in FORMATS]
        bold = book.add_format({"bold": True})
        for name in ("甲", "乙 & <丙>"):
            sheet = book.add_worksheet(name)
            for row, column in places(rng):
                match rng.randint(0, 7):
                    case 0 | 1 | 2:
                        sheet.write_string(row, column, rng.choice(TEXTS))
                    case 3:
                        sheet.write_number(row, column, rng.choice(NUMBERS))
                    case 4:
                        sheet.write_number(row, column, rng.choice(SERIALS), rng.choice(formats))
                    case 5:
                        sheet.write_boolean(row, column, rng.random() < 0.5)
                    case 6:
                        value = rng.choice(["", "算出", 12.5, True, "#N/A", "#DIV/0!", "a&b"])
                        sheet.write_formula(row, column, '=A1&"<"', None, value)
                    case _:
                        sheet.write_rich_string(row, column, "甲 ", bold, rng.choice(TEXTS[:8]), " 乙")


def written_by_openpyxl(rng: Random, path) -> None:
    book = openpyxl.Workbook(write_only=False)
    for sheet in (book.active, book.create_sheet("二")):
        for row, column in places(rng):
            value = rng.choice([
                *TEXTS[:7], True, False, 12, 0.5, date(2017, 1, 2), datetime(2017, 1, 2, 3, 4, 5), time(3, 4, 5), timedelta(days=1.5),
                "#N/A", "=1+1", CellRichText("前", TextBlock(InlineFont(b=True), " 中 "), "后"), None,
            ])  # fmt: skip
            sheet.cell(row + 1, column + 1).value = value
        sheet.merge_cells("A50:C51")
    book.save(path)


@pytest.mark.parametrize("write", [written_by_xlsxwriter, written_by_openpyxl])
@pytest.mark.parametrize("seed", sorted({*range(max(1, EXAMPLES // 6)), 53}))
def test_random_workbooks(tmp_path, block, write, seed) -> None:
    path = tmp_path / "w.xlsx"
    write(Random(seed), path)
    assert_same(path)


def workbook_of(
    path,
    rows: str,
    *,
    strings: str = "",
    styles: str = "",
    head: str = "",
    book: str = "",
    prolog: str = "",
    encoding="utf-8",
):
    """A workbook of one sheet from its XML as it would stand there."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    sheet = f"{prolog}<worksheet {main}>{head}<sheetData>{rows}</sheetData><pageMargins left='1'/></worksheet>"
    parts = {
        "_rels/.rels": f'<Relationships {package}><Relationship Id="r" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{relations}">{book}<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships {package}><Relationship Id="rId1" Type="{relations}/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId3" Type="{relations}/styles" Target="styles.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<sst {main}>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet {main}>{styles}</styleSheet>",
    }  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
        archive.writestr("xl/worksheets/sheet1.xml", sheet.encode(encoding))
    return path


STRINGS = (
    "<si><t>a</t></si><si><r><t>b</t></r><r><rPr><b/></rPr><t xml:space='preserve'> c</t></r></si><si><t/></si><si/>"
    "<si><t>&amp;_x000D_&#x4e00;</t><rPh sb='0' eb='1'><t>pin</t></rPh><phoneticPr fontId='1'/></si><si><t> d </t></si><si><t>e\r\nf</t></si>"
)
WRITINGS = {
    "shared": '<row r="1">' + "".join(f'<c r="{c}1" t="s"><v>{i}</v></c>' for i, c in enumerate("ABCDEFG")) + "</row>",
    "no references": "<row><c><v>1</v></c><c r='D1' t='str'><v>2</v></c><c t='s'><v>1</v></c></row><row><c><v>3</v></c></row>"
    "<row r='9'><c><v>4</v></c></row><row/><row><c><v>5</v></c></row>",
    "references in cells only": '<row><c r="B3"><v>1</v></c><c r="C3"><v>2</v></c></row><row><c r="A5"><v>3</v></c></row>',
    "attributes in another order": "<row spans='1:3' r='12' x='1'><c s='0' t='s' r='B12'><v>0</v></c><c  t = \"s\"  r = \"C12\" ><v>1</v></c></row>",
    "small letters": '<row r="1"><c r="a1"><v>1</v></c><c r="ab1"><v>2</v></c></row>',
    "a cell twice": '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c><c r="C1"><v>3</v></c><c r="B1"><v>4</v></c></row>',
    "white space between": '\n <row r="1">\n  <c r="A1" t="s">\n   <v>0</v>\n  </c>\n\t<c r="B1"/>\n <c r="C1" t="inlineStr">\n<is>\n<t>x</t>\n</is>\n</c></row>\n',
    "asides": '<row r="1"><!-- <row r="2"><c> --><c r="A1" t="inlineStr"><is><t><![CDATA[x<y&]]>z</t></is></c><?p <c?><c r="B1" t="str"><v>a<!-- c -->b</v></c></row>',
    "phonetic runs": '<row r="1"><c r="A1" t="inlineStr"><is><t>漢</t><rPh sb="0" eb="1"><t>han</t></rPh></is></c><c r="B1" t="inlineStr"><is><r><t>x</t></r>'
    '<rPh sb="0" eb="1"><t>q</t></rPh><r><t>y</t></r></is></c></row>',
    "values of every type": '<row r="2"><c r="A2" t="b"><v>1</v></c><c r="B2" t="b"><v>0</v></c><c r="C2" t="e"><v>#REF!</v></c><c r="D2" t="d"><v>2017-01-02</v></c>'
    '<c r="E2" t="d"><v>2017-01-02T03:04:05</v></c><c r="F2" t="n"><v>1.50</v></c><c r="G2" t="str"><f>A1&amp;"&lt;"</f><v> x </v></c><c r="H2"><f>1</f></c>'
    '<c r="I2"><v>abc</v></c><c r="J2"><v>1E3</v></c><c r="K2" t="str"><v></v></c><c r="L2" t="inlineStr"><v>x</v></c><c r="M2" t="n"><is><t>y</t></is></c>'
    '<c r="N2"><v>007</v></c><c r="O2"><v> 1</v></c><c r="P2"><v>1_0</v></c><c r="Q2"><v>+5</v></c><c r="R2" t="d"><v>xx</v></c></row>',
    "only errors": '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row><row r="3"><c r="B3" s="1"/></row>',
    "rows of empty texts": '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="3"><c r="U3" t="s"><v>2</v></c><c r="V3" t="s"><v>3</v></c></row>'
    '<row r="4"><c r="A4" t="inlineStr"><is><t></t></is></c></row><row r="5"><c r="A5" t="str"><v></v></c></row><row r="6"><c r="A6" t="s"><v>0</v></c></row>'
    '<row r="8"><c r="B8" t="s"><v>3</v></c></row>',
    "nothing": "",
    "empty cells alone": '<row r="1"><c r="A1"/></row><row r="2"><c r="B2" s="1"/></row>',
    "far columns": '<row r="1048576"><c r="A1048576"><v>1</v></c><c r="Z1048576"><v>2</v></c><c r="AA1048576"><v>3</v></c></row>',
    "other children": '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" ht="3"></row><row r="3" hidden="1"/><row r="4"><c r="B4" cm="1" vm="1" ph="1"><v>2</v></c></row>',
    "carriage returns": '<row r="1">\r\n<c r="A1" t="inlineStr"><is><t xml:space="preserve">a\r\nb\rc</t></is></c>\r\n</row>',
}  # fmt: skip


@pytest.mark.parametrize("name", WRITINGS)
def test_every_way_of_writing(tmp_path, block, name) -> None:
    assert_same(workbook_of(tmp_path / "w.xlsx", WRITINGS[name], strings=STRINGS))


def test_with_a_prefix_or_in_another_encoding(tmp_path, block) -> None:
    plain = workbook_of(tmp_path / "plain.xlsx", WRITINGS["values of every type"], strings=STRINGS)
    expected = by_stream(plain)
    prefixed = tmp_path / "prefixed.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(prefixed, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if "worksheets/" in name:
                text = (
                    text.replace("</", "\0")
                    .replace("<", "<x:")
                    .replace("\0", "</x:")
                    .replace("xmlns=", "xmlns:x=")
                    .replace("<x:?", "<?")
                )
            new.writestr(name, text)
    assert by_stream(prefixed) == expected == by_stream(
        workbook_of(tmp_path / "w16.xlsx", WRITINGS["values of every type"], strings=STRINGS, encoding="utf-16")
    )  # fmt: skip
    assert_same(prefixed)


def test_days_and_spans_by_every_format(tmp_path) -> None:
    codes = [*FORMATS, "dd", "[mm]", "[hh]:mm", "[Blue][h]", "0.0E+00", "# ?/?", "yy;[Red]0", "AM/PM", "[<1]0;d"]
    own = "".join(
        f'<numFmt numFmtId="{300 + at}" formatCode="{code.replace(chr(34), "&quot;").replace("<", "&lt;")}"/>'
        for at, code in enumerate(codes)
    )
    ids = [*range(164), *range(300, 300 + len(codes))]
    styles = (
        f"<numFmts>{own}</numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs>"
        + "".join(f'<xf numFmtId="{i}"/>' for i in ids)
        + "</cellXfs>"
    )
    for book in ("", "<workbookPr date1904='1'/>"):
        rows = "".join(
            f'<row r="{at}">' + "".join(f'<c s="{style}"><v>{serial}</v></c>' for serial in SERIALS) + "</row>"
            for at, style in enumerate([*range(len(ids)), 9999], start=1)
        )
        assert_same(workbook_of(tmp_path / "w.xlsx", rows, styles=styles, book=book))


@pytest.mark.parametrize(
    ("code", "kind"), [("yyyy", "day"), ("[h]", "span"), ("0", "number"), ("上午/下午h", "day"), ('"年"0', "number")]
)
def test_what_a_format_shows(code, kind) -> None:
    assert kind_of_format("164", code) == kind


def test_a_serial_number_beyond_all_days_stays_a_number(tmp_path) -> None:
    styles = "<cellXfs><xf numFmtId='14'/><xf numFmtId='46'/></cellXfs>"
    rows = "<row><c s='0'><v>1e300</v></c><c s='1'><v>-1e300</v></c><c s='0'><v>3000000</v></c><c s='0'><v>nan</v></c></row>"
    assert by_stream(workbook_of(tmp_path / "w.xlsx", rows, styles=styles)) == {
        "表": {1: ["1e+300", "-1e+300", "3000000", "nan"] + [""] * 36}
    }


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ('<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>', "行号不是从小到大"),
        ('<row r="1"><c r="B7"><v>1</v></c></row>', "第 1 行里有别处的单元格"),
        ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "不在共享字符串里"),
        ('<row r="1"><c r="A1" t="zz"><v>7</v></c></row>', "认不出"),
        ('<row r="1"><c r="A1"><v>1</v></row>', "内容不完整"),
        ('<row r="1"><c r="ZZZ1"><v>1</v></c></row>', "16,384"),
        ('<c r="A1"><v>1</v></c>', "内容不完整"),
    ],
)
def test_what_no_workbook_holds_is_refused(tmp_path, rows, words) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        by_stream(workbook_of(tmp_path / "w.xlsx", rows, strings=STRINGS))
    assert "w.xlsx" in str(refused.value)


def test_a_document_type_is_refused(tmp_path) -> None:
    path = workbook_of(tmp_path / "w.xlsx", "<row><c><v>&a;</v></c></row>", prolog='<!DOCTYPE x [<!ENTITY a "b">]>')
    with pytest.raises(Refusal, match="文档类型声明"):
        by_stream(path)


def test_a_giant_cell_is_read(tmp_path) -> None:
    giant = "长" * (4 << 20)
    path = workbook_of(
        tmp_path / "w.xlsx", f"<row><c t='inlineStr'><is><t>{giant}</t></is></c><c><v>1</v></c></row>" * 2
    )
    ((sheet),) = sheets_of(path)
    batches = list(sheet.batches(0, ["列"] * 2, [0, 1]))
    assert [cell for batch in batches for cell in batch.columns[0].to_pylist()] == [giant, giant]
    assert [cell for batch in batches for cell in batch.columns[1].to_pylist()] == ["1", "1"]


@pytest.mark.parametrize("seed", range(max(4, EXAMPLES)))
def test_broken_bytes_are_refused_or_read_but_never_break_the_reader(tmp_path, seed) -> None:
    rng = Random(seed)
    good = tmp_path / "good.xlsx"
    workbook_of(good, WRITINGS[rng.choice(list(WRITINGS))], strings=STRINGS)
    changed = io.BytesIO()
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = bytearray(old.read(name))
            if name.startswith("xl/"):
                for _ in range(rng.randint(0, 3)):
                    at = rng.randrange(len(data))
                    match rng.randint(0, 2):
                        case 0:
                            data[at] = rng.choice(b'<>/"= &;cvtrs0\xff\0')
                        case 1:
                            del data[at : at + rng.randint(1, 30)]
                        case _:
                            data[at:at] = rng.choice(
                                [b"<c>", b"</c>", b"<v>", b"<row>", b"<!--", b"<![CDATA[", b"<t>", b"\xff"]
                            )
            new.writestr(name, bytes(data))
    path = tmp_path / "bad.xlsx"
    path.write_bytes(changed.getvalue())
    try:
        for sheet in sheets_of(path):
            for batch in sheet.batches(0, ["列"], range(5)):
                assert all(len(column) == len(batch) for column in batch.columns.values())
                assert np.all(np.diff(batch.rows) > 0)
    except Refusal as refused:
        assert "bad.xlsx" in str(refused)  # noqa: PT017 -- reading it is as good
