"""CSV files as batches of text columns with the row numbers a spreadsheet shows, in bounded memory."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pacsv

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.encodings import FEW_BROKEN, LOOKED_AT, LOST, MOST_BROKEN, unmarked_utf16

BLOCK_BYTES = 12 << 20
"""Read at a time; a record must fit into it."""
ROWS_AT_A_TIME = 50_000
"""Handed on at a time: what is computed of them takes several times their space."""
_READ_BYTES = 1 << 20
_WIDE_TO_BROKEN = 10
"""Chinese in another encoding has more broken places than characters."""
_WIDE = re.compile(f"[^\\x00-\\x7f{LOST}]+")


Batch = tuple[pa.Table, npt.NDArray[np.int64]]
"""Columns as text with empty cells null, and the number of each row."""


@dataclass(frozen=True, slots=True)
class Text:
    """How a text file is written. `quotes_pair` is False when a quotation mark opens and nothing closes it; `broken` counts
    the places whose bytes are no text of the encoding."""

    encoding: str
    has_nul: bool
    quotes_pair: bool
    broken: int = 0


@dataclass(frozen=True, slots=True)
class Ragged:
    """A record with another number of cells than the heading."""

    row: int
    expected: int
    found: int
    text: str


@dataclass
class Batches:
    """`ragged` grows while the batches are read; it is complete when they are."""

    text: Text
    headings: list[str]
    path: Path
    ragged: list[Ragged] = field(default_factory=list)

    def read(self, columns: list[str]) -> Iterator[Batch]:
        """The columns, batch by batch. Raises Refusal when it cannot go on."""
        try:
            with _readable(self.path, self.text) as path:
                yield from _one_ahead(self._read(path, columns))
        except pa.ArrowInvalid as error:
            raise Refusal(
                _why(str(error)), where=self.path.name, expected="UTF-8 或 GB18030 编码、逗号分隔的 CSV"
            ) from None

    def _read(self, path: Path, columns: list[str]) -> Iterator[Batch]:
        names = [f"{place}" for place in range(len(self.headings))]
        wanted = {names[self.headings.index(column)]: column for column in columns}
        reader = pacsv.open_csv(
            str(path),
            read_options=pacsv.ReadOptions(
                use_threads=False,  # rows are numbered only then
                block_size=BLOCK_BYTES,
                encoding="utf-8" if self.text.broken else self.text.encoding,
                column_names=names,
            ),
            parse_options=pacsv.ParseOptions(
                newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=self._keep_ragged
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                include_columns=list(wanted),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
        following = 1
        last: pa.RecordBatch | None = None
        for batch in reader:
            if not len(batch):
                continue
            rows = self._number(following, len(batch))
            following = int(rows[-1]) + 1
            table = pa.table(batch.columns, names=list(wanted.values()))
            if rows[0] == 1:
                table, rows = table.slice(1), rows[1:]
            last = batch
            for start in range(0, len(rows), ROWS_AT_A_TIME):
                yield table.slice(start, ROWS_AT_A_TIME), rows[start : start + ROWS_AT_A_TIME]
        for ragged in self.ragged:
            self._check_quotations(ragged)
        if not self.text.quotes_pair and _is_cut_off(self.path, self.text.encoding):
            row = max([following - 1, *(ragged.row for ragged in self.ragged)])
            raise Refusal(
                f"文件在第 {row} 行的引号里断了，整个文件没有收", where=self.path.name, expected="完整的文件，请重新导出或下载"
            )  # fmt: skip
        if last is not None and not self.text.quotes_pair and _ends_inside_a_quotation(last):
            raise Refusal("有一个引号没有配对，其后的行读不出来", where=self.path.name, expected="成对的英文双引号")

    def _keep_ragged(self, row: pacsv.InvalidRow) -> str:
        self.ragged.append(Ragged(row.number, row.expected_columns, row.actual_columns, row.text))
        return "skip"

    def _check_quotations(self, ragged: Ragged) -> None:
        """A record over several lines whose quotation marks do not pair has swallowed the rows after it: nobody would count them."""
        text = ragged.text.strip("\r\n")
        if "\n" in text and not _is_well_quoted(text):
            last = ragged.row + text.count("\n")
            raise Refusal(
                f"第 {ragged.row} 行有一个英文双引号，引号没有配对，第 {ragged.row}—{last} 行都读不出来，整个文件没有收",
                where=self.path.name, expected="成对的英文双引号",
            )  # fmt: skip

    def _number(self, first: int, rows: int) -> npt.NDArray[np.int64]:
        """Numbers of the next rows: those of ragged records are passed over."""
        ragged = np.array([r.row for r in self.ragged if r.row >= first], dtype=np.int64)
        candidates = np.arange(first, first + rows + len(ragged), dtype=np.int64)
        return candidates[~np.isin(candidates, ragged)][:rows]


def open_batches(path: Path) -> Batches:
    """Look at the whole text once for its encoding, then at the heading. Raises Refusal for an empty or binary file."""
    text = text_of(path)
    encoding = "utf-8-sig" if text.encoding == "utf-8" else text.encoding
    with path.open(encoding=encoding, errors="replace" if text.broken else "strict", newline="") as lines:
        headings = _headings(lines, path)
    return Batches(text, headings, path)


def _headings(lines: IO[str], path: Path) -> list[str]:
    try:
        first = next(csv.reader(lines), [])
    except csv.Error:
        raise Refusal("表头读不出", where=path.name, expected="第 1 行为各列的名称") from None
    headings = [cell.strip() for cell in first]
    if not any(headings):
        raise Refusal(
            "文件是空的" if path.stat().st_size == 0 else "第 1 行是空的",
            where=path.name,
            expected="第 1 行为各列的名称",
        )
    for heading, times in Counter(headings).items():
        if heading and times > 1:
            raise Refusal(f"表头里“{heading}”出现了两次", where=path.name, expected="每列名称各不相同")
    return headings


def text_of(path: Path) -> Text:
    """UTF-8 if all of it decodes so, or all but a little; else GB18030, UTF-16 when it says so; Refusal for anything else."""
    with path.open("rb") as file:
        head = file.read(LOOKED_AT)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _scan(path, "utf-16") or _unreadable(path)
    if unmarked := unmarked_utf16(head):
        return _scan(path, unmarked) or _unreadable(path)
    return (
        _scan(path, "utf-8")
        or _scan(path, "utf-8", least_wide=_WIDE_TO_BROKEN)  # such a text may be some other one in GB18030
        or _scan(path, "gb18030")
        or _scan(path, "gb18030", least_wide=_WIDE_TO_BROKEN)
        or _scan(path, "utf-8", least_wide=0)
        or _unreadable(path)
    )


def _unreadable(path: Path) -> Text:
    raise Refusal("不是文本文件，或编码认不出", where=path.name, expected="UTF-8 或 GB18030 编码的 CSV")


def _scan(path: Path, encoding: str, *, least_wide: int | None = None) -> Text | None:
    """How the file is written if all of it decodes, or with `least_wide` so many characters beyond ASCII for each broken place."""
    decoder = codecs.getincrementaldecoder(encoding)("strict" if least_wide is None else "replace")
    quotes = broken = wide = size = 0
    has_nul = False
    for text in _decoded(path, decoder):
        if text is None:
            return None
        quotes += text.count('"')
        has_nul = has_nul or "\0" in text
        if least_wide is not None:
            size += len(text)
            broken += text.count(LOST)
            wide += sum(map(len, _WIDE.findall(text)))
            if wide < least_wide * broken or broken > max(FEW_BROKEN, MOST_BROKEN * size):
                return None
    return Text(encoding, has_nul, quotes % 2 == 0, broken)


def _decoded(path: Path, decoder: codecs.IncrementalDecoder) -> Iterator[str | None]:
    """The text block by block; None where a strict decoder cannot go on."""
    with path.open("rb") as file:
        try:
            while block := file.read(_READ_BYTES):
                yield decoder.decode(block)
            yield decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            yield None


@contextmanager
def _readable(path: Path, text: Text) -> Iterator[Path]:
    """The file, or a copy in UTF-8 in which each broken place is one �: Arrow gives up a whole file for a single byte."""
    if not text.broken:
        yield path
        return
    decoder = codecs.getincrementaldecoder(text.encoding)("replace")
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "readable.csv"
        with copy.open("w", encoding="utf-8", newline="") as out:
            out.writelines(words or "" for words in _decoded(path, decoder))
        yield copy


def _one_ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """Read the next batch while this one is worked on: two cores are kept busy."""
    with ThreadPoolExecutor(1) as reader:
        following = reader.submit(next, batches, None)
        while (batch := following.result()) is not None:
            following = reader.submit(next, batches, None)
            yield batch


def _ends_inside_a_quotation(batch: pa.RecordBatch) -> bool:
    return any("\n" in (column[-1].as_py() or "") for column in batch.columns)


def _is_cut_off(path: Path, encoding: str) -> bool:
    """Whether the last line has no end and stops within a quotation."""
    left = ""
    for text in _decoded(path, codecs.getincrementaldecoder(encoding)("replace")):
        left = (left + (text or "")).rpartition("\n")[2]
    return bool(left) and ends_quoted(left)


def ends_quoted(text: str, delimiter: str = ",") -> bool:
    """Whether a text ends within a quotation."""
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _is_well_quoted(text: str) -> bool:
    try:
        return all(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return False


def _why(message: str) -> str:
    """Arrow's reason in the user's words."""
    if "straddl" in message:
        return f"有一个单元格超过 {BLOCK_BYTES >> 20} MB，或引号没有配对"
    if "Empty CSV" in message:
        return "文件是空的"
    return f"读不下去（{message.splitlines()[0][:200]}）"
