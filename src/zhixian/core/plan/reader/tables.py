"""Parts the rows of tables into cells, empty ones included, and finds the column under a heading."""

from collections.abc import Iterator
from dataclasses import dataclass

from zhixian.core.plan.reader.page import Page


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its even words without white space, and where it stands in the text."""

    words: str
    start: int
    end: int


def rows(page: Page) -> Iterator[list[Cell]]:
    """Every line as its cells; a line without a tab is one cell."""
    place = 0
    for line in page.flat.split("\n"):
        cells = []
        start = place
        for part in line.split("\t"):
            inner = part.strip()
            first = start + len(part) - len(part.lstrip())
            cells.append(Cell("".join(inner.split()), first, first + len(inner)))
            start += len(part) + 1
        yield cells
        place += len(line) + 1


def cell_under(cells: list[Cell], index: int, width: int) -> Cell | None:
    """The cell of a column; a row that is shorter than its heading, as below a merged cell, is counted from the right."""
    at = index if len(cells) >= width else len(cells) - (width - index)
    return cells[at] if 0 <= at < len(cells) and cells[at].words else None
