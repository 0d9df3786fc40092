"""A batch of rows of one sheet: the wanted columns as text, and every cell for those that must be shown or kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhixian.core.registry.sheets.cells import as_text

HEAD_ROWS = 20
"""Rows at the beginning in which headings are looked for."""

LONGEST_ROW = 32 << 20
"""Bytes of UTF-8 that a row may hold with all of its cells, in whatever sort of file it stands."""


def too_long() -> str:
    """What to say of a longer one."""
    return f"有一行超过 {LONGEST_ROW >> 20} MB"


class Unheaded:
    """Counts rows with something in a column that no heading names: nothing of it is taken, and that is said."""

    def __init__(self, headings: Sequence[str]) -> None:
        self.width = max((at + 1 for at, heading in enumerate(headings) if heading.strip()), default=0)
        """Columns up to the last that is headed."""
        self.inside = [at for at, heading in enumerate(headings[: self.width]) if not heading.strip()]
        self._rows: dict[int, tuple[int, int]] = {}

    def has(self, place: int) -> bool:
        """Whether a column has no heading."""
        return place >= self.width or place in self.inside

    def count(self, place: int, rows: npt.NDArray[np.int64]) -> None:
        """Rows, by their number, with something in the column."""
        if len(rows):
            times, first = self._rows.get(place, (0, int(rows[0])))
            self._rows[place] = (times + len(rows), first)

    def notes(self, sheet: str) -> list[str]:
        """What to say of it."""
        return [
            f"{sheet} 第 {place + 1} 列没有表头，{times} 行有内容（第 {first} 行起），没有取"
            for place, (times, first) in sorted(self._rows.items())
        ]


class Cells(Protocol):
    """All cells of the rows of a batch, converted only when asked for."""

    def row(self, index: int) -> list[str]:
        """The cells of one row as text."""
        ...


@dataclass(frozen=True)
class Batch:
    """`columns` holds the wanted columns by place; `rows` their numbers as the user's program shows them, from 1.

    `faults` says of a row (by its index here) why it cannot be read at all.
    """

    columns: dict[int, pa.Array]
    rows: npt.NDArray[np.int64]
    cells: Sequence[Sequence[Any]] | Cells
    faults: dict[int, str] = field(default_factory=dict)
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    """By row and column what a formula in error shows (#REF!); as a cell it is empty."""

    def __len__(self) -> int:
        return len(self.rows)

    def raw(self, index: int) -> list[str]:
        """All cells of one row as text."""
        if isinstance(self.cells, Sequence):
            return [as_text(cell) or "" for cell in self.cells[index]]
        return self.cells.row(index)

    def as_shown(self, index: int) -> list[str]:
        """The same, with what a formula in error shows."""
        cells = self.raw(index)
        for place, error in self.errors.get(index, {}).items():
            cells += [""] * (place + 1 - len(cells))
            cells[place] = error
        return cells

    def where(self, keep: npt.NDArray[np.bool_]) -> "Batch":
        """The same with only some rows."""
        at = np.flatnonzero(keep)
        mask = pa.array(keep)
        columns = {place: column.filter(mask) for place, column in self.columns.items()}
        place_of = {int(old): new for new, old in enumerate(at)} if self.faults or self.errors else {}
        faults = {place_of[index]: why for index, why in self.faults.items() if index in place_of}
        errors = {place_of[index]: cells for index, cells in self.errors.items() if index in place_of}
        return Batch(columns, self.rows[keep], _Chosen(self, at), faults, errors)


@dataclass(frozen=True)
class _Chosen:
    """Cells of some rows of a batch."""

    batch: Batch
    at: npt.NDArray[np.int64]

    def row(self, index: int) -> list[str]:
        """See `Cells`."""
        return self.batch.raw(int(self.at[index]))
