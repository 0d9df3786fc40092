"""Files of any sort as sheets: their first rows, then batches of text columns with row numbers."""

import codecs
import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
import pyarrow as pa
from lxml import html
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.encodings import LOST
from zhixian.core.registry.sheets.batch import HEAD_ROWS, Batch, Unheaded
from zhixian.core.registry.sheets.cells import as_text
from zhixian.core.registry.sheets.guards import WANTED, is_named_rightly, sort_of
from zhixian.core.registry.sheets.text_table import TextTable
from zhixian.core.registry.sheets.xlsx.workbook import Workbook, hidden

BATCH_ROWS = 20_000
MOST_HTML = 64 << 20
MOST_SPANNED = 1_000
"""Columns or rows that one cell may span; a page may claim any number."""
_BROKEN = (CalamineError, XmlError, ZipError, OSError, ValueError)


Result = TypeVar("Result")


class Sheet(Protocol):
    """One table of a file."""

    name: str
    head: list[list[str]]
    notes: list[str]
    """What the officer should know of the reading; complete once the rows are read."""

    def last_row(self) -> int | None:
        """Number of the last row that holds something, where that can be told."""
        ...

    def batches(self, first: int, headings: Sequence[str], wanted: Sequence[int]) -> Iterator[Batch]:
        """Rows from index `first` (the row after the headings), without those that are wholly empty.

        What stands under no heading is noted.
        """
        ...


@dataclass
class RowSheet:
    """A sheet whose rows come as lists of typed cells, and can be read again from the start."""

    name: str
    height: int
    source: Any

    def __post_init__(self) -> None:
        self.notes: list[str] = []
        self.head = [[as_text(cell) or "" for cell in row] for row in islice(self._rows(), HEAD_ROWS)]

    def last_row(self) -> int | None:
        """See `Sheet`."""
        return self.height

    def _rows(self) -> Iterator[list[Any]]:
        return self.source.iter_rows() if hasattr(self.source, "iter_rows") else iter(self.source)

    def batches(self, first: int, headings: Sequence[str], wanted: Sequence[int]) -> Iterator[Batch]:
        """See `Sheet`."""
        unheaded = Unheaded(headings)
        rows = islice(self._rows(), first, None)
        at = first + 1
        while True:
            with no_collection():
                chunk = list(islice(rows, BATCH_ROWS))
                numbers = np.arange(at, at + len(chunk), dtype=np.int64)
                at += len(chunk)
                full = [
                    place for place, row in enumerate(chunk) if any(cell != "" and cell is not None for cell in row)
                ]
                if len(full) < len(chunk):
                    kept, numbers = [chunk[place] for place in full], numbers[full]
                else:
                    kept = chunk
                columns = _columns(kept, len(headings), wanted) if kept else {}
            if kept:
                for place in (place for place in range(max(map(len, kept))) if unheaded.has(place)):
                    unheaded.count(place, numbers[[len(row) > place and row[place] not in ("", None) for row in kept]])
                yield Batch(columns, numbers, kept)
            if not chunk:
                self.notes += unheaded.notes(self.name)
                return


@contextmanager
def no_collection() -> Iterator[None]:
    """Rows are millions of small objects without circles: looking for circles among them takes half the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _columns(chunk: list[list[Any]], width: int, wanted: Sequence[int]) -> dict[int, pa.Array]:
    if any(len(row) < width for row in chunk):
        chunk = [row + [""] * (width - len(row)) for row in chunk]
    columns = list(zip(*chunk, strict=False))
    return {place: _text_column(columns[place]) for place in wanted}


def _text_column(cells: Sequence[Any]) -> pa.Array:
    if set(map(type, cells)) == {str}:
        return pa.array(cells, pa.string())
    return pa.array([as_text(cell) for cell in cells], pa.string())


def ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same batches, each read while the one before is worked on; at most two are in memory."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="sheet") as reader:
        coming = reader.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            yield batch


def two_at_a_time(work: Callable[[Batch], Result], batches: Iterable[Batch]) -> Iterator[Result]:
    """`work` of each batch, in their order, done on two threads: what it asks of Arrow and NumPy runs on both cores."""
    with ThreadPoolExecutor(max_workers=2, thread_name_prefix="check") as checkers:
        working: deque[Future[Result]] = deque()
        for batch in batches:
            working.append(checkers.submit(work, batch))
            if len(working) == 2:
                yield working.popleft().result()
        while working:
            yield working.popleft().result()


def sheets_of(path: Path) -> Iterable[Sheet]:
    """The sheets of a file. Raises Refusal when it is empty, encrypted, damaged, unsafe or no table at all."""
    match sort_of(path):
        case "text":
            return [TextTable(path)]
        case "html":
            return _html_tables(path)
        case "workbook":
            return Workbook(path).sheets()
        case _:
            return _binary_workbook(path)


def _binary_workbook(path: Path) -> Iterator[Sheet]:
    """Workbooks from before 2007 (`.xls`) and `.xlsb`: one sheet after the other, so that only one is in memory."""
    try:
        with _opened(path) as book:
            for entry in book.sheets_metadata:
                if entry.typ == SheetTypeEnum.WorkSheet:
                    source = book.get_sheet_by_name(entry.name)
                    sheet = RowSheet(entry.name, source.end[0] + 1 if source.end else 0, source)
                    sheet.notes += [] if entry.visible == SheetVisibleEnum.Visible else [hidden(entry.name)]
                    yield sheet
    except PasswordError:
        raise Refusal("工作簿有打开密码", where=path.name, expected="去掉密码后另存的文件") from None
    except _BROKEN:  # what the reader says of it is English, and nothing that an officer could mend
        raise Refusal("文件已损坏，打不开", where=path.name, expected=WANTED) from None


def _opened(path: Path) -> CalamineWorkbook:
    """By the contents where the name says something else: a reader told by the name calls such a file damaged."""
    if is_named_rightly(path):
        return CalamineWorkbook.from_path(str(path))
    with path.open("rb") as file:
        return CalamineWorkbook.from_filelike(file)


def _html_tables(path: Path) -> list[Sheet]:
    """Some systems save an HTML table under the name `.xls`."""
    data = path.read_bytes() if path.stat().st_size <= MOST_HTML else b""
    if not data:
        raise Refusal(f"网页表格超过 {MOST_HTML >> 20} MB", where=path.name, expected="用表格软件另存为 xlsx 的文件")
    text, lost = _decoded(data)
    document = html.fromstring(text)
    found: list[Sheet] = []
    for number, table in enumerate(document.iter("table"), start=1):
        rows = _laid_out(table)
        if rows:
            width = max(map(len, rows))
            found.append(RowSheet(f"表{number}", len(rows), [row + [""] * (width - len(row)) for row in rows]))
    if lost and found:
        found[0].notes.append(f"有 {lost} 处字节不是文字，已写作 {LOST}")
    if not found:
        raise Refusal("是网页文件，里面没有表格", where=path.name, expected=WANTED)
    return found


def _laid_out(table: html.HtmlElement) -> list[list[str]]:
    """Rows of a table, each cell in its column: one that spans several stands in the first, the others are empty."""
    rows: list[list[str]] = []
    taken: dict[int, int] = {}
    for row in table.iter("tr"):
        cells: list[str] = []
        below: dict[int, int] = {}
        for cell in row.iterchildren("td", "th"):
            while len(cells) in taken:
                cells.append("")
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            below |= {len(cells) + nth: high for nth in range(wide) if high > 1}
            cells += [" ".join("".join(map(str, cell.itertext())).split()), *[""] * (wide - 1)]
        rows.append(cells)
        taken = {place: left - 1 for place, left in (taken | below).items() if left > 1}
    return rows


def _span(cell: html.HtmlElement, name: str) -> int:
    told = cell.get(name, "1")
    return min(max(int(told), 1), MOST_SPANNED) if told.isascii() and told.isdigit() and len(told) < 5 else 1


def _decoded(data: bytes) -> tuple[str, int]:
    """The text, and how many of its signs are lost: a page in GB18030 with a few broken bytes is still one."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:4]:
        encoding = "utf-16"
    else:
        try:
            return data.decode("utf-8-sig"), 0
        except UnicodeDecodeError:
            encoding = "gb18030"
    text = data.decode(encoding, errors="replace")
    return text, text.count(LOST)
