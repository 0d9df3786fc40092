"""One batch seen through its layout: each field as one column, and what was found wrong, row by row."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhixian.core.kernel.refusal import Problem
from zhixian.core.registry.checks import LONGEST_TEXT
from zhixian.core.registry.sheets.batch import Batch
from zhixian.core.registry.sheets.cells import BROKEN, LOST, NOT_A_DAY, bytes_of, days, filled, shown
from zhixian.core.registry.sheets.headings import IDENTITY, Layout
from zhixian.core.registry.staging import Stage

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


WHOLE_ROW = "整行"
"""Stands for the column where a row as a whole cannot be read; nothing else is said of its cells."""


@dataclass
class Fields:
    """A batch, its layout, and the problems found so far (by the row's index in the batch)."""

    batch: Batch
    layout: Layout
    sheet: str
    columns: dict[str, pa.Array] = field(default_factory=dict)
    problems: dict[int, list[Problem]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.batch)

    def has(self, name: str) -> bool:
        """Whether the sheet has that column."""
        return name in self.layout.places

    def text(self, name: str) -> pa.Array:
        """The first cell that is not empty among the columns of a field; null where there is none."""
        if name not in self.columns:
            cells = [filled(self.batch.columns[at], self.layout.map.empty) for at in self.layout.places.get(name, ())]
            nothing = [pa.nulls(len(self), pa.string())]
            column = cells[0] if len(cells) == 1 else pc.coalesce(*(cells or nothing))
            self.columns[name] = column
            self.columns[name] = self._without_giants(name, self._without_lost(name, column))
        return self.columns[name]

    def _without_lost(self, name: str, column: pa.Array) -> pa.Array:
        """Half a word never takes the place of a whole one: of these a cell without its text is as good as empty."""
        if not (data := bytes_of(column)) or LOST.encode() not in data:
            return column
        lost = pc.fill_null(pc.match_substring(column, LOST), fill_value=False)
        names = name in IDENTITY
        self.find(lost.to_numpy(zero_copy_only=False), name, BROKEN if names else f"{BROKEN}，没有取", refused=names)
        return pc.if_else(lost, pa.scalar(None, pa.string()), column)

    def _without_giants(self, name: str, column: pa.Array) -> pa.Array:
        widths = pc.binary_length(column)
        if (pc.max(widths).as_py() or 0) <= LONGEST_TEXT:
            return column
        giant = pc.fill_null(pc.greater(widths, LONGEST_TEXT), fill_value=False)
        self.find(giant.to_numpy(zero_copy_only=False), name, f"单元格超过 {LONGEST_TEXT} 字节，没有取", refused=False)
        return pc.if_else(giant, pa.scalar(None, pa.string()), column)

    def day(self, name: str, *, refused: bool | Mask = False) -> pa.Array:
        """A field of days. A cell that is none is a problem: its row is refused where `refused`, else it stays empty."""
        taken, wrong = days(self.text(name))
        if wrong.any():
            refusing = np.broadcast_to(refused, len(self))
            self.find(wrong & refusing, name, NOT_A_DAY)
            self.find(wrong & ~refusing, name, f"{NOT_A_DAY}，没有取", refused=False)
        return taken

    def find(self, where: Mask, name: str, reason: str | pa.Array, *, refused: bool = True) -> None:
        """Note a problem of the cells of a field in these rows; `reason` may be a column."""
        at = np.flatnonzero(where)
        if self.batch.faults and name != WHOLE_ROW:
            at = at[~np.isin(at, list(self.batch.faults))]
        if not len(at):
            return
        cells = (
            self.text(name).take(pa.array(at)).to_pylist()
            if name in self.columns or self.has(name)
            else [None] * len(at)
        )
        reasons = (
            reason.take(pa.array(at)).to_pylist()
            if isinstance(reason, (pa.Array, pa.ChunkedArray))
            else [reason] * len(at)
        )
        heading = self.layout.heading(name)
        for index, cell, why in zip(at.tolist(), cells, reasons, strict=True):
            row = int(self.batch.rows[index])
            self.problems.setdefault(index, []).append(Problem(self.sheet, row, heading, shown(cell), why, refused))

    def refused(self) -> Mask:
        """Rows that have a problem for which they are refused."""
        mask = np.zeros(len(self), bool)
        for index, found in self.problems.items():
            mask[index] = any(problem.refused for problem in found)
        return mask

    def report(self, table: str, stage: Stage, *, rights: pa.Array | None = None) -> None:
        """Hand the refused rows, as received, and the remarks to the stage; `rights` are references to what they are about."""
        headings = _distinct(self.layout.headings)
        for index in sorted(self.problems):
            found = self.problems[index]
            if any(problem.refused for problem in found):
                raw = dict(zip(headings, self.batch.raw(index), strict=False))
                right = None if rights is None else rights[index].as_py()
                about = {"right_id": right} if right else None
                stage.refuse(table, self.sheet, int(self.batch.rows[index]), raw, found, about=about)
            else:
                for problem in found:
                    stage.report.add(problem)


def _distinct(headings: tuple[str, ...]) -> list[str]:
    """A heading that repeats is told apart by its column's place."""
    seen: dict[str, int] = {}
    named = []
    for place, heading in enumerate(headings, start=1):
        name = heading.strip() or f"第 {place} 列"
        named.append(f"{name}（第 {place} 列）" if name in seen else name)
        seen[name] = place
    return named
