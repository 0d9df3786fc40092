"""CSV and tab-separated text of any encoding as one sheet: ragged rows are mended where that loses nothing."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pacsv

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.csv_batches import text_of
from zhixian.core.registry.sheets.batch import Batch

HEAD_ROWS = 20
_SAMPLE_ROWS = 200
_SAMPLE_CHARACTERS = 4 << 20
_DELIMITERS = (",", "\t", ";", "|")
BLOCK_BYTES = 16 << 20
"""Read at a time; one record must fit into it."""
_WANTED = "UTF-8、GB18030 或 UTF-16 编码的 CSV"


class TextTable:
    """`width` is the number of cells most rows have; a shorter row is filled up, a longer one is cut only if its end is empty."""

    height: int | None = None

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        text = text_of(path)
        self.encoding = text.encoding
        self._quotes_pair = text.quotes_pair
        with self._open() as lines:
            sample = lines.read(_SAMPLE_CHARACTERS)
        self.delimiter = _delimiter(sample)
        rows = list(islice(_parsed(sample, self.delimiter), _SAMPLE_ROWS))
        if not any(any(cell.strip() for cell in row) for row in rows):
            raise Refusal("文件里没有内容", where=path.name, expected=_WANTED)
        self.head = rows[:HEAD_ROWS]
        self._sample = rows

    def _open(self) -> IO[str]:
        encoding = "utf-8-sig" if self.encoding == "utf-8" else self.encoding
        return self.path.open(encoding=encoding, newline="")

    def batches(self, first: int, width: int, wanted: Sequence[int]) -> Iterator[Batch]:
        """Rows from index `first`, then those with another number of cells, mended."""
        width = max(width, self._usual_width(first))
        names = [str(place) for place in range(width)]
        odd: list[pacsv.InvalidRow] = []

        def keep(row: pacsv.InvalidRow) -> str:
            odd.append(row)
            return "skip"

        try:
            following = 1
            last_cells: list[str] = []
            for batch in self._arrow(names, keep):
                if not len(batch):
                    continue
                rows = _numbers(following, len(batch), odd)
                following = int(rows[-1]) + 1
                table = pa.Table.from_batches([batch])
                if rows[0] <= first:
                    skipped = int(np.searchsorted(rows, first + 1))
                    table, rows = table.slice(skipped), rows[skipped:]
                last_cells = [column[-1].as_py() or "" for column in batch.columns]
                if len(rows):
                    yield Batch(_chosen(table, wanted), rows, table)
        except pa.ArrowInvalid as error:
            raise Refusal(_why(str(error)), where=self.name, expected=f"{_WANTED}，引号成对") from None
        self._check_quotes([odd[-1].text] if odd and odd[-1].number >= following else last_cells)
        late = [row for row in odd if row.number > first and row.text.strip(f' "{self.delimiter}')]
        if late:
            yield self._mended(late, width, wanted)

    def _arrow(self, names: list[str], keep: object) -> pacsv.CSVStreamingReader:
        return pacsv.open_csv(
            str(self.path),
            read_options=pacsv.ReadOptions(
                use_threads=False,  # rows are numbered only then
                block_size=BLOCK_BYTES,
                encoding=self.encoding,
                column_names=names,
            ),
            parse_options=pacsv.ParseOptions(
                delimiter=self.delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=keep
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True
            ),
        )

    def _check_quotes(self, last: list[str]) -> None:
        """A quotation that nothing closes has swallowed all that follows it."""
        if not self._quotes_pair and any("\n" in cell for cell in last):
            raise Refusal("有一个引号没有配对，其后的行读不出来", where=self.name, expected="成对的英文双引号")

    def _usual_width(self, first: int) -> int:
        """Some sources end every row, but not the headings, with a delimiter."""
        widths = Counter(len(row) for row in self._sample[first:] if row)
        return widths.most_common(1)[0][0] if widths else 1

    def _mended(self, odd: list[pacsv.InvalidRow], width: int, wanted: Sequence[int]) -> Batch:
        cells, faults = [], {}
        for index, row in enumerate(odd):
            found = next(_parsed(row.text, self.delimiter), [])
            if any(found[width:]):
                faults[index] = f"有 {len(found)} 格，表头有 {width} 格；单元格里的分隔符要用英文双引号括住"
            cells.append((found + [""] * width)[: max(width, len(found) if index in faults else 0)])
        widest = max(map(len, cells))
        columns = [
            pa.array([(line + [""] * widest)[place] or None for line in cells], pa.string()) for place in range(widest)
        ]
        table = pa.table(columns, names=[str(place) for place in range(widest)])
        return Batch(_chosen(table, wanted), np.array([row.number for row in odd], dtype=np.int64), table, faults)


def _chosen(table: pa.Table, wanted: Sequence[int]) -> dict[int, pa.Array]:
    return {place: table.column(place).combine_chunks() for place in wanted}


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


def _numbers(first: int, rows: int, odd: list[pacsv.InvalidRow]) -> npt.NDArray[np.int64]:
    """Numbers of the next rows: those kept aside are passed over."""
    aside = np.array([row.number for row in odd if row.number >= first], dtype=np.int64)
    candidates = np.arange(first, first + rows + len(aside), dtype=np.int64)
    return candidates[~np.isin(candidates, aside)][:rows]


def _why(message: str) -> str:
    if "straddl" in message:
        return f"有一行超过 {BLOCK_BYTES >> 20} MB，或有一个引号没有配对"
    return f"读不下去（{message.splitlines()[0][:160]}）"
