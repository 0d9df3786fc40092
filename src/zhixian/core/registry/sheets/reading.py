"""Workbooks, text tables and HTML tables as sheets: their first rows, then batches of text columns with row numbers."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
from lxml import html
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, XmlError, ZipError

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.sheets.batch import Batch
from zhixian.core.registry.sheets.cells import as_text
from zhixian.core.registry.sheets.guards import WANTED, is_named_rightly, sort_of
from zhixian.core.registry.sheets.text_table import TextTable

HEAD_ROWS = 20
"""A heading row is looked for in these."""
BATCH_ROWS = 20_000
MOST_HTML = 64 << 20
_BROKEN = (CalamineError, XmlError, ZipError, OSError, ValueError)


class Sheet(Protocol):
    """One table of a file. `height` is the number of rows where it is known before reading."""

    name: str
    height: int | None
    head: list[list[str]]
    notes: list[str]
    """What the officer should know of the reading; complete once the rows are read."""

    def batches(self, first: int, width: int, wanted: Sequence[int]) -> Iterator[Batch]:
        """Rows from index `first` (the row after the headings), without those that are wholly empty."""
        ...


@dataclass
class RowSheet:
    """A sheet whose rows come as lists of typed cells, and can be read again from the start."""

    name: str
    height: int | None
    source: Any

    def __post_init__(self) -> None:
        self.notes: list[str] = []
        self.head = [[as_text(cell) or "" for cell in row] for row in islice(self._rows(), HEAD_ROWS)]

    def _rows(self) -> Iterator[list[Any]]:
        return self.source.iter_rows() if hasattr(self.source, "iter_rows") else iter(self.source)

    def batches(self, first: int, width: int, wanted: Sequence[int]) -> Iterator[Batch]:
        """See `Sheet`."""
        rows = islice(self._rows(), first, None)
        at = first + 1
        while True:
            with _no_collection():
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
                columns = _columns(kept, width, wanted) if kept else {}
            if kept:
                yield Batch(columns, numbers, kept)
            if not chunk:
                return


@contextmanager
def _no_collection() -> Iterator[None]:
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


def sheets_of(path: Path) -> Iterable[Sheet]:
    """The sheets of a file. Raises Refusal when it is empty, encrypted, damaged, unsafe or no table at all."""
    match sort_of(path):
        case "text":
            return [TextTable(path)]
        case "html":
            return _html_tables(path)
        case _:
            return _workbook(path)


def _workbook(path: Path) -> Iterator[Sheet]:
    """One sheet after the other, so that only one is in memory."""
    try:
        with _opened(path) as book:
            for entry in book.sheets_metadata:
                if entry.typ == SheetTypeEnum.WorkSheet:
                    source = book.get_sheet_by_name(entry.name)
                    yield RowSheet(entry.name, source.end[0] + 1 if source.end else 0, source)
    except PasswordError:
        raise Refusal("工作簿有打开密码", where=path.name, expected="去掉密码后另存的文件") from None
    except _BROKEN as error:
        raise Refusal(f"文件已损坏，打不开（{str(error)[:120]}）", where=path.name, expected=WANTED) from None


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
    document = html.fromstring(_decoded(data))
    found: list[Sheet] = []
    for number, table in enumerate(document.iter("table"), start=1):
        rows = [
            [" ".join("".join(map(str, cell.itertext())).split()) for cell in row.iterchildren("td", "th")]
            for row in table.iter("tr")
        ]
        if rows:
            width = max(map(len, rows))
            found.append(RowSheet(f"表{number}", len(rows), [row + [""] * (width - len(row)) for row in rows]))
    if not found:
        raise Refusal("是网页文件，里面没有表格", where=path.name, expected=WANTED)
    return found


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-16", errors="replace")
