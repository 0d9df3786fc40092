"""One batch seen through its layout: each field as one column, and what was found wrong, row by row."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhixian.core.kernel.refusal import Problem
from zhixian.core.registry.checks import LONGEST_TEXT
from zhixian.core.registry.encodings import BROKEN, LOST
from zhixian.core.registry.sheets.batch import Batch
from zhixian.core.registry.sheets.cells import (
    ERRORS,
    NO_VALUE,
    NOT_A_DAY,
    NOT_TAKEN,
    bytes_of,
    days,
    filled,
    shown,
    without_controls,
)
from zhixian.core.registry.sheets.headings import IDENTITY, Layout
from zhixian.core.registry.staging import Stage

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


WHOLE_ROW = "整行"
"""Stands for the column where a row as a whole cannot be read; nothing else is said of its cells."""
_DAYS = ("filed", "granted", "published", "event_date")
"""Whether a cell of these that cannot be read refuses its row is said where the day is asked for."""
_FILLS = {
    "title": "rights.title", "classes_main": "rights.classes", "classes": "rights.classes", "locarno": "rights.classes",
    "applicants": "rights.holder", "current_holders": "events.party",
    "address": "rights.region", "province": "rights.region", "city": "rights.region", "county": "rights.region",
    "region_code": "rights.region", "history": "events.event", "inpadoc": "events.event", "ended": "events.event",
    "transferred": "events.event", "licensed": "events.event", "pledged": "events.event", "transferee": "events.party",
    "licensee": "events.party", "pledgee": "events.party", "invalid_decided": "events.event",
}  # fmt: skip
"""The column of ours that waits where the cell of a field could not be taken; the other fields are only compared."""


@dataclass
class Fields:
    """A batch, its layout, and the problems found so far (by the row's index in the batch)."""

    batch: Batch
    layout: Layout
    sheet: str
    columns: dict[str, pa.Array] = field(default_factory=dict)
    problems: dict[int, list[Problem]] = field(default_factory=dict)
    lacks: dict[int, list[str]] = field(default_factory=dict)
    errors: dict[str, dict[int, str]] = field(default_factory=dict)
    """By field and row what stands there in place of a value that a formula could not reach."""
    unread: dict[str, Mask] = field(default_factory=dict)
    """By field the cells without which their rows are taken."""

    def __len__(self) -> int:
        return len(self.batch)

    def has(self, name: str) -> bool:
        """Whether the sheet has that column."""
        return name in self.layout.places

    def text(self, name: str) -> pa.Array:
        """The first cell that is not empty among the columns of a field; null where there is none."""
        if name not in self.columns:
            cells = [self._cells(name, at) for at in self.layout.places.get(name, ())]
            nothing = [pa.nulls(len(self), pa.string())]
            column = cells[0] if len(cells) == 1 else pc.coalesce(*(cells or nothing))
            self.columns[name] = column
            self._find_errors(name, column)
            self.columns[name] = self._without_giants(name, self._without_lost(name, column))
        return self.columns[name]

    def _cells(self, name: str, at: int) -> pa.Array:
        """One column; what a formula in error shows is noted, and no value."""
        column = filled(without_controls(self.batch.columns[at]), self.layout.map.empty)
        noted = {index: told[at] for index, told in self.batch.errors.items() if at in told}
        if (data := bytes_of(column)) and b"#" in data:
            wrong = pc.fill_null(pc.is_in(pc.utf8_upper(column), pa.array(ERRORS)), fill_value=False)
            noted |= {
                int(index): column[index].as_py() for index in np.flatnonzero(wrong.to_numpy(zero_copy_only=False))
            }
            column = pc.if_else(wrong, pa.scalar(None, pa.string()), column)
        if noted:
            self.errors[name] = noted | self.errors.get(name, {})
        return column

    def _find_errors(self, name: str, column: pa.Array) -> None:
        """An error beside a cell that says the same in words takes nothing away."""
        noted = {index: told for index, told in self.errors.pop(name, {}).items() if not column[index].is_valid}
        if not noted:
            return
        self.errors[name] = noted
        if name not in _DAYS:
            self._find_unread(self._in_error(name), name, NO_VALUE, refused=name in IDENTITY)

    def _in_error(self, name: str) -> Mask:
        mask = np.zeros(len(self), bool)
        mask[list(self.errors.get(name, ()))] = True
        return mask

    def _find_unread(self, where: Mask, name: str, reason: str, *, refused: bool) -> None:
        """Note cells that cannot be read: their rows are refused, or taken without them and wait for them."""
        if refused:
            self.find(where, name, reason)
            return
        self.find(where, name, reason + NOT_TAKEN, refused=False)
        self.unread[name] = where | self.unread.get(name, False)
        if name in _FILLS:
            self.lack(where, name, _FILLS[name])

    def lack(self, where: Mask, name: str, part: str) -> None:
        """Have rows wait for a column of ours (`rights.title`), where the cell of this field could not be taken."""
        for index in np.flatnonzero(where & self.unread.get(name, False)).tolist():
            self.lacks.setdefault(index, []).append(part)

    def _without_lost(self, name: str, column: pa.Array) -> pa.Array:
        """Half a word never takes the place of a whole one: of these a cell without its text is as good as empty."""
        if not (data := bytes_of(column)) or LOST.encode() not in data:
            return column
        lost = pc.fill_null(pc.match_substring(column, LOST), fill_value=False)
        self._find_unread(lost.to_numpy(zero_copy_only=False), name, BROKEN, refused=name in IDENTITY)
        return pc.if_else(lost, pa.scalar(None, pa.string()), column)

    def _without_giants(self, name: str, column: pa.Array) -> pa.Array:
        widths = pc.binary_length(column)
        if (pc.max(widths).as_py() or 0) <= LONGEST_TEXT:
            return column
        giant = pc.fill_null(pc.greater(widths, LONGEST_TEXT), fill_value=False)
        self._find_unread(giant.to_numpy(zero_copy_only=False), name, f"单元格超过 {LONGEST_TEXT} 字节", refused=False)
        return pc.if_else(giant, pa.scalar(None, pa.string()), column)

    def day(self, name: str, *, refused: bool | Mask = False) -> pa.Array:
        """A field of days. A cell that is none is a problem: its row is refused where `refused`, else it stays empty."""
        taken, wrong = days(self.text(name))
        refusing = np.broadcast_to(refused, len(self))
        for where, reason in ((wrong, NOT_A_DAY), (self._in_error(name), NO_VALUE)):
            if where.any():
                self._find_unread(where & refusing, name, reason, refused=True)
                self._find_unread(where & ~refusing, name, reason, refused=False)
        return taken

    def find(self, where: Mask, name: str, reason: str | pa.Array, *, refused: bool = True) -> None:
        """Note a problem of the cells of a field in these rows; `reason` may be a column."""
        at = np.flatnonzero(where)
        if self.batch.faults and name != WHOLE_ROW:
            at = at[~np.isin(at, list(self.batch.faults))]
        in_error = self.errors.get(name, {})
        if in_error and not (isinstance(reason, str) and reason.startswith(NO_VALUE)):
            at = at[~np.isin(at, list(in_error))]  # what is wrong with the cell is said
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
            self.problems.setdefault(index, []).append(
                Problem(self.sheet, row, heading, shown(in_error.get(index, cell)), why, refused)
            )

    def refused(self) -> Mask:
        """Rows that have a problem for which they are refused."""
        mask = np.zeros(len(self), bool)
        for index, found in self.problems.items():
            mask[index] = any(problem.refused for problem in found)
        return mask

    def report(self, table: str, stage: Stage, *, rights: pa.Array, offset: int, taken: pa.Table | None = None) -> None:
        """Hand the stage the refused rows and those taken in part, as received, and the remarks.

        `rights` are references to what the rows are about; `offset` is added to the numbers they are staged under; what
        other cells filled in `taken` all the same is not waited for.
        """
        headings = _distinct(self.layout.headings)
        for index in sorted(self.problems):
            found, row = self.problems[index], int(self.batch.rows[index])
            lacks = [part for part in dict.fromkeys(self.lacks.get(index, ())) if not _filled(taken, part, index)]
            refused = any(problem.refused for problem in found)
            if not refused and not lacks:
                for problem in found:
                    stage.report.add(problem)
                continue
            raw = dict(zip(headings, self.batch.as_shown(index), strict=False))
            right = rights[index].as_py()
            about = {"right_id": right} if right else {}
            if refused:
                stage.refuse(table, self.sheet, row, raw, found, about=about)
            else:
                stage.take_in_part(table, self.sheet, row, raw, found, lacks=lacks, at=row + offset, about=about)


def _filled(taken: pa.Table | None, part: str, index: int) -> bool:
    column = part.removeprefix("rights.")
    return taken is not None and column in taken.column_names and taken[column][index].is_valid


def _distinct(headings: tuple[str, ...]) -> list[str]:
    """A heading that repeats is told apart by its column's place."""
    seen: dict[str, int] = {}
    named = []
    for place, heading in enumerate(headings, start=1):
        name = heading.strip() or f"第 {place} 列"
        named.append(f"{name}（第 {place} 列）" if name in seen else name)
        seen[name] = place
    return named
