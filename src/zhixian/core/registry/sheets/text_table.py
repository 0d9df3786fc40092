"""CSV and tab-separated text of any encoding as one sheet: ragged rows are mended where that loses nothing.

The text is decoded here, block by block, and parsed as UTF-8: Arrow's own decoding calls Python from its threads, and a
reader that is given up half-way then keeps the process from ending.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.csv_batches import ends_quoted
from zhixian.core.registry.encodings import CUT_OFF, FEW_BROKEN, LOOKED_AT, LOST, MOST_BROKEN, unmarked_utf16
from zhixian.core.registry.sheets.batch import HEAD_ROWS, LONGEST_ROW, Batch, Unheaded, too_long

_LONGEST_CUT = 1 << 20
"""Characters of a row that was cut off within a cell of several lines; beyond it the mark that opens the cell is a stray one."""
_SAMPLE_ROWS = 200
_SAMPLE_CHARACTERS = 4 << 20
_DELIMITERS = (",", "\t", ";", "|")
BLOCK_BYTES = 4 << 20
"""Read at a time."""
_DIGITS = re.compile(r"[0-9]{5}")
_WANTED = "UTF-8、GB18030 或 UTF-16 编码的 CSV"


class TextTable:
    """A row that is shorter than most is filled up; one that goes on beyond the headings is cut if its end is empty, else it
    is at fault: an unquoted delimiter has moved its cells.

    A last row that stops within a quotation or a character, or without a line end before its headings do where no other row does, is
    where the file was cut off: it is at fault too. A quotation over lines that could be rows of their own is no such end but a stray mark,
    and refuses the file. Bytes that are no text of the encoding become `�`; `notes` says how many once the rows
    are read, and that a file was cut off.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        self.notes: list[str] = []
        self.encoding = _encoding_of(path)
        sample = "".join(islice(self._blocks(), 1))[:_SAMPLE_CHARACTERS]
        if sample.count(LOST) > max(FEW_BROKEN, MOST_BROKEN * len(sample)):
            raise Refusal("不是文本文件，或编码认不出", where=path.name, expected=_WANTED)
        self.delimiter = _delimiter(sample)
        rows = list(islice(_parsed(sample, self.delimiter), _SAMPLE_ROWS))
        if not any(any(cell.strip() for cell in row) for row in rows):
            raise Refusal("文件里没有内容", where=path.name, expected=_WANTED)
        self.head = rows[:HEAD_ROWS]
        self._sample = rows

    def _blocks(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(self.encoding)(errors="replace")
        with self.path.open("rb") as file:
            while block := file.read(BLOCK_BYTES):
                yield decoder.decode(block)
            yield decoder.decode(b"", final=True)

    def last_row(self) -> int | None:
        """Not told: lines are not rows."""
        return None

    def batches(self, first: int, headings: Sequence[str], wanted: Sequence[int]) -> Iterator[Batch]:
        """Rows from index `first`; those of another width come last in their block."""
        unheaded = Unheaded(headings)
        width = max(len(headings), self._usual_width(first))
        bare = [*unheaded.inside, *range(unheaded.width, width)]
        following, lost, short = 1, 0, False
        for text in self._whole_rows(width):
            lost += text.count(LOST)
            if following > first and (torn := _torn(text, self.delimiter, unheaded.width, others_short=short)):
                yield self._cut_off(*torn, following, width, wanted)
                break
            block = _Block(text, self.delimiter, width)
            table, odd = block.parse([*wanted, *(place for place in bare if place not in wanted)])
            aside = np.array([row.number for row in odd], dtype=np.int64)
            rows = np.setdiff1d(np.arange(1, len(table) + len(odd) + 1, dtype=np.int64), aside, assume_unique=True)
            columns = {int(place): _flat(table[place]) for place in table.column_names}
            for batch in _from_row(first + 1, columns, rows + following - 1, block):
                yield _with_what_is_unheaded(batch, unheaded, bare, wanted)
            if late := [
                row for row in odd if row.number + following - 1 > first and _says_something(row, self.delimiter)
            ]:
                yield self._mended(late, following - 1, width, unheaded.width, wanted)
            following += len(table) + len(odd)
            short = short or any(row.actual_columns < unheaded.width for row in late)
        self.notes += unheaded.notes(self.name)
        if lost:
            self.notes.append(f"有 {lost} 处字节不是 {self.encoding.upper()} 文字，已写作 {LOST}")

    def _whole_rows(self, width: int) -> Iterator[str]:
        """The text in pieces that end where a row of `width` cells ends: at a line break outside quotations."""
        left, row = "", 1
        for block in self._blocks():
            text = left + block
            end = _last_row_end(text)
            if end:
                row += text.count("\n", 0, end)
                yield text[:end]
            left = text[end:]
            if len(left.encode("utf-8", errors="replace")) > LONGEST_ROW:
                raise Refusal(
                    f"第 {row} 行附近{too_long()}，或有一个引号没有配对", where=self.name, expected="成对的英文双引号"
                )
        if left.count('"') % 2 and self._swallows_rows(left, width):
            raise self._unclosed(row)
        if left:
            yield left

    def _swallows_rows(self, text: str, width: int) -> bool:
        """Whether what follows in an open quotation is more than one cell holds, or has lines with so many delimiters that they are rows."""
        _, *following = text.rstrip("\r\n").split("\n")
        if following and len(text) > _LONGEST_CUT:
            return True
        return any(line.count(self.delimiter) >= max(1, (width - 1) // 2) for line in following)

    def _unclosed(self, line: int) -> Refusal:
        return Refusal(
            f"第 {line} 行附近有一个引号没有配对，其后的行读不出来", where=self.name, expected="成对的英文双引号"
        )

    def _usual_width(self, first: int) -> int:
        """Some sources end every row, but not the headings, with a delimiter."""
        widths = Counter(len(row) for row in self._sample[first:] if row)
        return widths.most_common(1)[0][0] if widths else 1

    def _cut_off(self, cells: list[str], why: str, row: int, width: int, wanted: Sequence[int]) -> Batch:
        """The row in which the file was cut off."""
        self.notes.append(f"第 {row} 行{CUT_OFF}，后面的行可能都没有传来，请重新导出或下载")
        whole = cells + [""] * (width - len(cells))
        columns = {place: pa.array([whole[place] or None], pa.string()) for place in wanted}
        return Batch(columns, np.array([row], dtype=np.int64), [cells], {0: why})

    def _mended(
        self, odd: list[pacsv.InvalidRow], before: int, width: int, headed: int, wanted: Sequence[int]
    ) -> Batch:
        cells: list[list[str]] = []
        faults = {}
        for index, row in enumerate(odd):
            found = next(_parsed(row.text, self.delimiter), [])
            if any(cell.strip() for cell in found[headed:]):
                faults[index] = _beyond(found, headed)
            cells.append((found + [""] * width)[: max(width, len(found) if index in faults else 0)])
        columns = {place: pa.array([line[place] or None for line in cells], pa.string()) for place in wanted}
        return Batch(columns, np.array([row.number + before for row in odd], dtype=np.int64), cells, faults)


def _encoding_of(path: Path) -> str:
    """UTF-16 if it says so, UTF-8 if all of it decodes so but for a last character that was cut off (Chinese in another encoding fails
    soon), else GB18030."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        head = file.read(4)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        file.seek(0)
        if unmarked := unmarked_utf16(file.read(LOOKED_AT)):
            return unmarked
        file.seek(0)
        try:
            while block := file.read(BLOCK_BYTES):
                decoder.decode(block)
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8-sig"


def _last_row_end(text: str) -> int:
    """Length of the beginning of `text` that holds whole rows only; 0 when there is none."""
    end = text.rfind("\n") + 1
    quotes = text.count('"', 0, end)
    while end and quotes % 2:
        earlier = text.rfind('"', 0, end)
        end = text.rfind("\n", 0, earlier) + 1
        quotes = text.count('"', 0, end)
    return end


class _Block:
    """Whole rows of text. Only the wanted columns are converted; all of them when a row must be shown."""

    def __init__(self, text: str, delimiter: str, width: int) -> None:
        self._data = pa.py_buffer(text.encode("utf-8", errors="replace"))
        self._delimiter = delimiter
        self._names = [str(place) for place in range(width)]
        self._all: pa.Table | None = None

    def parse(self, wanted: Sequence[int]) -> tuple[pa.Table, list[pacsv.InvalidRow]]:
        """(columns named by their place, rows of another width). Rows are numbered only by a single thread."""
        odd: list[pacsv.InvalidRow] = []
        names = [str(place) for place in wanted]
        table = self._read(names, odd, threads=True)
        if odd:
            odd.clear()
            table = self._read(names, odd, threads=False)
        return table, odd

    def row(self, index: int) -> list[str]:
        """All cells of one row."""
        if self._all is None:
            self._all = self._read(self._names, [], threads=False)
        return [column[index].as_py() or "" for column in self._all.columns]

    def _read(self, names: list[str], odd: list[pacsv.InvalidRow], *, threads: bool) -> pa.Table:
        def keep(row: pacsv.InvalidRow) -> str:
            odd.append(row)
            return "skip"

        try:
            return pacsv.read_csv(
                pa.BufferReader(self._data),
                read_options=pacsv.ReadOptions(
                    use_threads=threads, block_size=max(self._data.size, 1), column_names=self._names
                ),
                parse_options=pacsv.ParseOptions(
                    delimiter=self._delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=keep
                ),
                convert_options=pacsv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()), include_columns=names, null_values=[""],
                    strings_can_be_null=True, check_utf8=False,
                ),
            )  # fmt: skip
        except pa.ArrowInvalid as error:
            if "Empty CSV" in str(error):
                return pa.table([pa.nulls(0, pa.string())] * len(names), names=names)
            raise


@dataclass(frozen=True)
class _Rows:
    """Cells of the rows of a block from a certain one on."""

    block: _Block
    first: int

    def row(self, index: int) -> list[str]:
        """See `_Block.row`."""
        return self.block.row(self.first + index)


def _from_row(first: int, columns: dict[int, pa.Array], rows: npt.NDArray[np.int64], block: _Block) -> Iterator[Batch]:
    skipped = int(np.searchsorted(rows, first))
    if skipped < len(rows):
        yield Batch(
            {place: column.slice(skipped) for place, column in columns.items()}, rows[skipped:], _Rows(block, skipped)
        )


def _with_what_is_unheaded(batch: Batch, unheaded: Unheaded, bare: Sequence[int], wanted: Sequence[int]) -> Batch:
    """The batch as it was asked for: rows that go on beyond the headings are at fault, what stands under none of them is counted."""
    faults: dict[int, str] = {}
    for place in bare:
        column = batch.columns[place]
        said = pc.not_equal(pc.utf8_trim_whitespace(column), "")
        rows = np.flatnonzero(pc.fill_null(said, fill_value=False).to_numpy(zero_copy_only=False))
        if place < unheaded.width:
            unheaded.count(place, batch.rows[rows])
        else:
            faults |= {int(row): _beyond(batch.raw(int(row)), unheaded.width) for row in rows if int(row) not in faults}
    columns = {place: batch.columns[place] for place in wanted}
    return Batch(columns, batch.rows, batch.cells, faults)


def _beyond(cells: Sequence[str], headed: int) -> str:
    told = max(at + 1 for at, cell in enumerate(cells) if cell.strip())
    return f"有 {told} 格，表头有 {headed} 格；单元格里的分隔符要用英文双引号括住"


def _torn(text: str, delimiter: str, headed: int, *, others_short: bool) -> tuple[list[str], str] | None:
    """(cells of a last row in which the file was cut off, why that is seen); None where it is whole. A single cell
    without a number is no row but a notice."""
    rows = list(islice(_parsed(text, delimiter), 2))
    if len(rows) != 1:
        return None
    (cells,) = rows
    if text.count('"') % 2 and ends_quoted(text, delimiter):
        return cells, "文件到这一行断了：最后一格的英文双引号没有配对"
    if text.endswith(("\n", "\r")):
        return None
    if text.endswith(LOST):
        return cells, "文件到这一行断了：最后一个字不全"
    said = [cell for cell in cells if cell.strip()]
    if not others_short and len(cells) < headed and (len(said) > 1 or _DIGITS.search("".join(said))):
        return cells, f"文件到这一行断了：只有 {len(cells)} 格，表头有 {headed} 格，也没有换行"
    return None


def _says_something(row: pacsv.InvalidRow, delimiter: str) -> bool:
    return bool(row.text.strip(f' "{delimiter}\r\n'))


def _flat(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            continue
        if row is None:
            return
        yield row


def _delimiter(sample: str) -> str:
    lines = [line for line in sample.splitlines()[:HEAD_ROWS] if line.strip()]
    return max(
        _DELIMITERS, key=lambda mark: (max((line.count(mark) for line in lines), default=0), -_DELIMITERS.index(mark))
    )
