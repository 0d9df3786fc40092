"""A batch of rows of one sheet: the wanted columns as text, and every cell for those that must be shown or kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhixian.core.registry.sheets.cells import as_text


@dataclass(frozen=True)
class Batch:
    """`columns` holds the wanted columns by place; `rows` their numbers as the user's program shows them, from 1.

    `faults` says of a row (by its index here) why it cannot be read at all.
    """

    columns: dict[int, pa.Array]
    rows: npt.NDArray[np.int64]
    cells: Sequence[Sequence[Any]] | pa.Table
    faults: dict[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def raw(self, index: int) -> list[str]:
        """All cells of one row as text."""
        if isinstance(self.cells, pa.Table):
            return [column[index].as_py() or "" for column in self.cells.columns]
        return [as_text(cell) or "" for cell in self.cells[index]]
