"""A workbook's parts: its worksheets in order, which styles are days, and each sheet as batches of rows."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from posixpath import join, normpath

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from lxml import etree
from xlsxwriter.utility import xl_rowcol_to_cell

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.sheets.batch import HEAD_ROWS, Batch, Unheaded
from zhixian.core.registry.sheets.guards import WANTED
from zhixian.core.registry.sheets.xlsx.cells import DAY, ERROR, NUMBER, PENDING, SPAN, Cells, Kinds, cells_of
from zhixian.core.registry.sheets.xlsx.formats import kind_of_format
from zhixian.core.registry.sheets.xlsx.pieces import BLOCK_BYTES, Damaged, pieces
from zhixian.core.registry.sheets.xlsx.shared import shared_strings
from zhixian.core.registry.sheets.xlsx.values import Values

_HEAD_BLOCK = 64 << 10
_NOT_COMPUTED = "是公式，尚未计算；请在 Excel 中打开并保存后再导入"
_ROWS_TOGETHER = 256
_WORKBOOK = "xl/workbook.xml"
_WORKSHEET = "/worksheet"
_CALC_CHAIN = "xl/calcchain.xml"
"""The order in which formulas are computed: programs that compute them keep it."""
_PROGRAM = "docprops/app.xml"
_COMPUTING = ("libreoffice", "wps", "et")
"""Programs that compute formulas and need not keep the order."""
_BROKEN = (Damaged, zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, RuntimeError, etree.LxmlError)


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """What is wrong with the parts of a workbook, in the officer's words."""
    try:
        yield
    except _BROKEN as error:
        why = f"（{str(error)[:120]}）" if isinstance(error, Damaged) else ""
        raise Refusal(f"文件已损坏，打不开{why}", where=path.name, expected=WANTED) from None


def hidden(name: str) -> str:
    """What to say of a sheet that nobody sees in the program: it is read, for what is in a file counts."""
    return f"工作表“{name}”是隐藏的，也已导入；不该导入的请从文件里删去"


class Workbook:
    """Raises Refusal for a damaged one, also while its rows are read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with refusing(path), zipfile.ZipFile(path) as archive:
            self._names = {name.lower().replace("\\", "/"): name for name in archive.namelist()}
            book = _tree(archive, self._names[_WORKBOOK])
            self._parts = self._relations(archive)
            self.styles = self._styles(archive)
            self.is_computed = self._is_computed(archive, book)
        entries = list(_all(book, "sheet"))
        self._sheets = [(entry.get("name", ""), _relation_of(entry)) for entry in entries]
        self._hidden = {entry.get("name", "") for entry in entries if entry.get("state", "visible") != "visible"}
        self._is_1904 = any(entry.get("date1904") in ("1", "true") for entry in _all(book, "workbookPr"))

    def sheets(self) -> Iterator["XmlSheet"]:
        """The worksheets in their order; charts have a sheet too, but no cells."""
        for name, relation in self._sheets:
            kind, target = self._parts.get(relation, ("", ""))
            if kind.endswith(_WORKSHEET):
                with refusing(self.path):
                    sheet = XmlSheet(self, name, self._names[target.lower()])
                    sheet.notes += [hidden(name)] if name in self._hidden else []
                    yield sheet

    @cached_property
    def values(self) -> Values:
        """Reads the cells of all sheets."""
        name = next((target for kind, target in self._parts.values() if kind.endswith("/sharedStrings")), "")
        if name.lower() not in self._names:
            return Values(pa.array([], pa.string()), is_1904=self._is_1904)
        with zipfile.ZipFile(self.path) as archive, archive.open(self._names[name.lower()]) as file:
            return Values(shared_strings(file), is_1904=self._is_1904)

    def _is_computed(self, archive: zipfile.ZipFile, book: etree._Element) -> bool:
        """Whether the values of formulas are what a spreadsheet made of them, and not what a program put there to be computed later."""
        if any(entry.get("fullCalcOnLoad") in ("1", "true") for entry in _all(book, "calcPr")):
            return False
        if _CALC_CHAIN in self._names:
            return True
        if _PROGRAM not in self._names:
            return False
        program = next((entry.text or "" for entry in _all(_tree(archive, self._names[_PROGRAM]), "Application")), "")
        return re.split(r"[^a-z]", program.strip().lower())[0] in _COMPUTING

    def _relations(self, archive: zipfile.ZipFile) -> dict[str, tuple[str, str]]:
        """Relation → (its type, the name of its part)."""
        tree = _tree(archive, self._names["xl/_rels/workbook.xml.rels"])
        return {
            entry.get("Id", ""): (entry.get("Type", ""), normpath(join("/xl", entry.get("Target", "").replace("\\", "/"))).lstrip("/"))
            for entry in _all(tree, "Relationship")
        }  # fmt: skip

    def _styles(self, archive: zipfile.ZipFile) -> Kinds:
        """The kind of a number by its style."""
        name = next((target for kind, target in self._parts.values() if kind.endswith("/styles")), "")
        if name.lower() not in self._names:
            return np.zeros(0, np.uint8)
        tree = _tree(archive, self._names[name.lower()])
        own = {entry.get("numFmtId", ""): entry.get("formatCode", "") for entry in _all(tree, "numFmt")}
        used = [entry.get("numFmtId", "0") for list_ in _all(tree, "cellXfs") for entry in _all(list_, "xf")]
        return np.array(
            [{"day": DAY, "span": SPAN}.get(kind_of_format(id_, own.get(id_)), NUMBER) for id_ in used], np.uint8
        )


@dataclass
class XmlSheet:
    """One worksheet, read anew each time: its first rows, then all of them in batches."""

    book: Workbook
    name: str
    part: str

    def __post_init__(self) -> None:
        self.notes: list[str] = []
        self.head = self._head()

    def _head(self) -> list[list[str]]:
        """The first rows as far as there are any; all as wide as the widest near the beginning."""
        found: dict[int, list[str]] = {}
        for cells in self._cells(_HEAD_BLOCK):
            rows = _Rows(self.book, cells, np.arange(len(cells.rows)), 0)
            for index in range(int(np.searchsorted(cells.rows, HEAD_ROWS, side="right"))):
                found[int(cells.rows[index])] = rows.row(index)
            if len(cells.rows) and cells.rows[-1] >= HEAD_ROWS:
                break
        last = max((number for number, row in found.items() if any(row)), default=0)
        width = max(map(len, found.values()), default=0)
        return [(row := found.get(number, [])) + [""] * (width - len(row)) for number in range(1, last + 1)]

    def _cells(self, block: int) -> Iterator[Cells]:
        before = 0
        with zipfile.ZipFile(self.book.path) as archive, archive.open(self.part) as file:
            for piece in pieces(file, inside=b"sheetData", element=b"row", block=block):
                cells = cells_of(piece, before=before, styles=self.book.styles, computed=self.book.is_computed)
                before = int(cells.rows[-1]) if len(cells.rows) else before
                yield cells

    def _full(self, cells: Cells) -> npt.NDArray[np.int64]:
        """Indexes of the rows that hold anything; an error is nothing, nor is a text without a letter."""
        holds = (cells.place >= 0) & (cells.kind != ERROR)
        holds[holds] = ~self.book.values.empty(cells)[holds]
        return np.flatnonzero(np.bincount(cells.row[holds | (cells.kind == PENDING)], minlength=1))

    def last_row(self) -> int | None:
        """Number of the last row that holds something."""
        with refusing(self.book.path):
            return max(
                (int(cells.rows[full[-1]]) for cells in self._cells(BLOCK_BYTES) if len(full := self._full(cells))),
                default=0,
            )

    def batches(self, first: int, headings: Sequence[str], wanted: Sequence[int]) -> Iterator[Batch]:
        """See `Sheet`."""
        unheaded = Unheaded(headings)
        with refusing(self.book.path):
            for cells in self._cells(BLOCK_BYTES):
                full = self._full(cells)
                kept = full[cells.rows[full] > first]
                if len(kept):
                    self._count(cells, kept, unheaded)
                    rows = _Rows(self.book, cells, kept, len(headings))
                    columns = {place: rows.column(place) for place in wanted}
                    yield Batch(columns, cells.rows[kept], rows, _faults(cells, kept, wanted), _errors(cells, kept))
        self.notes += unheaded.notes(self.name)

    def _count(self, cells: Cells, kept: npt.NDArray[np.int64], unheaded: Unheaded) -> None:
        """Cells of these rows that no heading names."""
        outside = (cells.column >= unheaded.width) & (cells.place >= 0)
        if unheaded.inside:
            outside |= np.isin(cells.column, unheaded.inside) & (cells.place >= 0)
        if not outside.any():
            return
        outside &= np.isin(cells.row, kept)
        outside[outside] = ~self.book.values.empty(cells)[outside]
        for place in np.unique(cells.column[outside]).tolist():
            unheaded.count(place, cells.rows[np.unique(cells.row[outside & (cells.column == place)])])


def _faults(cells: Cells, kept: npt.NDArray[np.int64], wanted: Sequence[int]) -> dict[int, str]:
    """Rows with a formula that was never computed where we need a value: what it would come to, nobody has said."""
    pending = np.flatnonzero(cells.kind == PENDING)
    pending = pending[np.isin(cells.column[pending], wanted)]
    places: dict[int, list[str]] = {}
    for row, column in zip(cells.row[pending].tolist(), cells.column[pending].tolist(), strict=True):
        places.setdefault(row, []).append(xl_rowcol_to_cell(int(cells.rows[row]) - 1, column))
    told = {row: f"单元格 {'、'.join(named)} {_NOT_COMPUTED}" for row, named in places.items()}
    return {index: told[row] for index, row in enumerate(kept.tolist()) if row in told} if told else {}


def _errors(cells: Cells, kept: npt.NDArray[np.int64]) -> dict[int, dict[int, str]]:
    """What stands in place of values that formulas could not reach: by row and column."""
    wrong = np.flatnonzero((cells.kind == ERROR) & (cells.place >= 0))
    if not len(wrong):
        return {}
    index = {row: at for at, row in enumerate(kept.tolist())}
    found: dict[int, dict[int, str]] = {}
    for row, column, place in zip(
        *(each[wrong].tolist() for each in (cells.row, cells.column, cells.place)), strict=True
    ):
        if row in index:
            found.setdefault(index[row], {})[column] = str(cells.texts[place])
    return found


class _Rows:
    """Chosen rows of a piece, at least so wide; texts are made when asked for."""

    def __init__(self, book: Workbook, cells: Cells, kept: npt.NDArray[np.int64], width: int) -> None:
        self._book, self._cells, self._height, self._width = book, cells, len(kept), width
        to = np.full(len(cells.rows), -1, np.int64)
        to[kept] = np.arange(len(kept))
        self._row = to[cells.row]
        self._near: tuple[int, list[list[str]]] = (-1, [])

    def column(self, place: int) -> pa.Array:
        """The texts of one column."""
        chosen = np.flatnonzero((self._cells.column == place) & (self._row >= 0))
        return self._book.values.column(self._cells, chosen, self._row[chosen], self._height)

    def row(self, index: int) -> list[str]:
        """All cells of one row, made together with those of the rows around it."""
        window, place = divmod(index, _ROWS_TOGETHER)
        if self._near[0] != window:
            self._near = (window, self._together(window * _ROWS_TOGETHER))
        return self._near[1][place]

    def _together(self, first: int) -> list[list[str]]:
        chosen = np.flatnonzero((self._row >= first) & (self._row < first + _ROWS_TOGETHER))
        texts = self._book.values.column(self._cells, chosen, np.arange(len(chosen)), len(chosen)).to_pylist()
        rows: list[list[str]] = [[""] * self._width for _ in range(min(_ROWS_TOGETHER, self._height - first))]
        where = zip((self._row[chosen] - first).tolist(), self._cells.column[chosen].tolist(), texts, strict=True)
        for row, column, text in where:
            cells = rows[row]
            if column >= len(cells):
                cells += [""] * (column + 1 - len(cells))
            cells[column] = text or cells[column]
        return rows


def _tree(archive: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    with archive.open(name) as file:
        return etree.parse(file, parser).getroot()


def _all(tree: etree._Element, name: str) -> Iterator[etree._Element]:
    """Elements by their name in any namespace: the strict form of the standard has other ones."""
    return tree.iter(f"{{*}}{name}")


def _relation_of(sheet: etree._Element) -> str:
    return next(
        (str(value) for key, value in sheet.attrib.items() if re.fullmatch(r"\{.*[rR]elationships\}id", str(key))), ""
    )
