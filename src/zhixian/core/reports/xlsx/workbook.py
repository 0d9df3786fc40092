"""Workbooks that print well, sort well and take no text for a formula."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from zhixian.core.kernel.files import write_whole
from zhixian.core.reports.text import clean, clean_lines

MOST_ROWS = 1_048_576
"""Rows a sheet can hold, heading included."""
_MOST_UNITS = 32_767
"""UTF-16 units a cell can hold."""
_MOST_DIGITS = 10**15
"""A spreadsheet keeps 15 digits; a larger sum is written as text rather than changed."""
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "\uff20")
_FONT = "宋体"
_CREATED = datetime(1980, 1, 1)
_NUMBER_FORMATS = {
    "text": "@",
    "long": "@",
    "lines": "@",
    "count": "#,##0",
    "decimal": "#,##0.00####",
    "sum": "#,##0.00",
    "money": "#,##0.00",
    "day": "yyyy-mm-dd",
}
_WRAPPED = ("long", "lines")

NOTHING = "无"
"""Stands in the first cell of a sheet without rows, so that nobody takes it for one that failed."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum in 万元 or the like in a column of decimals: exact in the cell, shown to two decimals."""

    value: Decimal


Cell = str | int | Decimal | Sum | date | None


@dataclass(frozen=True, slots=True)
class Field:
    """A column: heading, width in characters, and kind: text, long (wrapped, on one line), lines (wrapped as it
    was written, with its line breaks), count, decimal, sum (in 万元), money (integer fen), day."""

    heading: str
    width: float
    kind: str = "text"


class Book:
    """A workbook in the making, written row by row in constant memory. The same rows give the same bytes."""

    def __init__(self, path: Path, *, title: str, note: str) -> None:
        """`title` is printed at the head of each page, `note` at its foot."""
        self._book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._book.set_properties({"title": clean(title)[:255], "created": _CREATED})
        self._title, self._note = title, note
        base: dict[str, Any] = {
            "font_name": _FONT,
            "font_size": 10.5,
            "valign": "top",
            "border": 1,
            "border_color": "#BFBFBF",
        }
        self._head = self._book.add_format(
            {**base, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "bg_color": "#F2F2F2"}
        )
        self._formats: dict[str, Format] = {
            kind: self._book.add_format({**base, "num_format": number, "text_wrap": kind in _WRAPPED})
            for kind, number in _NUMBER_FORMATS.items()
        }
        self._quoted = {
            kind: self._book.add_format(
                {**base, "num_format": "@", "quote_prefix": True, "text_wrap": kind in _WRAPPED}
            )
            for kind in ("text", *_WRAPPED)
        }

    def sheet(self, name: str, fields: Sequence[Field], rows: Iterable[Sequence[Cell]]) -> int:
        """Add a sheet, and as many more of the same heading as the rows need. Returns the number of rows written."""
        total, part, row = 0, 1, 0
        sheet = self._open(name, fields)
        for cells in rows:
            row += 1
            if row == MOST_ROWS:
                self._close(sheet, fields, row - 1)
                part, row = part + 1, 1
                sheet = self._open(f"{name}{part}", fields)
            for column, (cell, field) in enumerate(zip(cells, fields, strict=True)):
                self._write(sheet, row, column, cell, field.kind)
            total += 1
        if not total:
            self._write(sheet, 1, 0, NOTHING, fields[0].kind)
        self._close(sheet, fields, row)
        return total

    def close(self) -> None:
        """Finish the file. Raises OSError when the disk does not take it."""
        try:
            self._book.close()
        except FileCreateError as error:
            raise OSError(str(error)) from error

    def _open(self, name: str, fields: Sequence[Field]) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.7)
        sheet.set_header(f"&C&14{_for_page(self._title)}（{name}）")
        sheet.set_footer(f"&L{_for_page(self._note)}&R第 &P 页，共 &N 页")
        sheet.set_row(0, 30)
        for column, field in enumerate(fields):
            sheet.set_column(column, column, field.width)
            sheet.write_string(0, column, field.heading, self._head)
        return sheet

    @staticmethod
    def _close(sheet: Worksheet, fields: Sequence[Field], last: int) -> None:
        sheet.autofilter(0, 0, last, len(fields) - 1)

    def _write(self, sheet: Worksheet, row: int, column: int, cell: Cell, kind: str) -> None:
        if isinstance(cell, Sum):
            cell, kind = cell.value, "sum"
        style = self._formats[kind]
        if cell is None or cell == "":
            sheet.write_blank(row, column, None, style)
        elif isinstance(cell, str):
            text = _cut(clean_lines(cell)) if kind == "lines" else fitting(cell)
            words = kind if kind in _WRAPPED else "text"
            style = self._quoted[words] if text.startswith(_FORMULA_STARTS) else self._formats[words]
            sheet.write_string(row, column, text, style)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), style)
        elif not -_MOST_DIGITS < cell < _MOST_DIGITS:
            sheet.write_string(
                row, column, f"{Decimal(cell) / 100 if kind == 'money' else cell:,f}", self._formats["text"]
            )
        else:
            sheet.write_number(row, column, float(cell / 100 if kind == "money" else cell), style)


def write_book(path: Path, *, title: str, note: str, fill: Callable[[Book], None]) -> None:
    """Let `fill` add the sheets, and put the file in place whole. Refuses a path that cannot be written."""

    def write(temporary: Path) -> None:
        book = Book(temporary, title=title, note=note)
        try:
            fill(book)
        finally:
            book.close()  # also of one that breaks off: it has files of its own

    write_whole(path, write)


def fitting(text: str) -> str:
    """Clean text that a cell can hold; “…” where it had to be cut."""
    return _cut(clean(text))


def _cut(text: str) -> str:
    if len(text) * 2 <= _MOST_UNITS:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= _MOST_UNITS * 2:
        return text
    return units[: (_MOST_UNITS - 1) * 2].decode("utf-16-le", "ignore") + "…"


def _for_page(text: str) -> str:
    """For a page's head or foot, where & gives orders and there is room for 255 characters with them."""
    return clean(text)[:80].replace("&", "&&")
