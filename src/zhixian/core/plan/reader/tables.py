"""Parts the rows of tables into cells, empty ones included, and finds the column under a heading."""

import re
from collections.abc import Callable, Iterator
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


def table_rows(page: Page, is_heading: Callable[[list[Cell]], bool]) -> Iterator[list[Cell]]:
    """As `rows`, with a table whose cells only blanks part: from such a heading on, lines of about as many words are its rows."""
    width = 0
    for cells in rows(page):
        parts = _spaced(page, cells[0]) if len(cells) == 1 else []
        if len(parts) >= _FEWEST and is_heading(parts):
            width = len(parts)
            yield parts
        elif width and len(parts) >= max(_FEWEST, width - _MERGED) and not _REMARK.match(parts[0].words):
            yield _fitted(parts, width)
        else:
            width = width if len(cells) == 1 and not cells[0].words else 0
            yield cells


_FEWEST = 3
"""A heading of fewer words is as well a title."""
_REMARK = re.compile(r"(?:备?注|说明|来源)(?:：|$)")
_MERGED = 2
"""So many cells to the left may be merged with those above."""


def _spaced(page: Page, cell: Cell) -> list[Cell]:
    found = re.finditer(r"\S+", page.flat[cell.start : cell.end])
    return [Cell(match[0], cell.start + match.start(), cell.start + match.end()) for match in found]


def _fitted(parts: list[Cell], width: int) -> list[Cell]:
    """Surplus words belong to the name, the first cell that is no number of the row."""
    surplus = len(parts) - width
    first = 1 if re.fullmatch(r"[\d.、一二三四五六七八九十]+", parts[0].words) else 0
    if surplus <= 0:
        return parts
    name = parts[first : first + surplus + 1]
    joined = Cell("".join(cell.words for cell in name), name[0].start, name[-1].end)
    return [*parts[:first], joined, *parts[first + surplus + 1 :]]


def cell_under(cells: list[Cell], index: int, width: int) -> Cell | None:
    """The cell of a column; a row that is shorter than its heading, as below a merged cell, is counted from the right."""
    at = index if len(cells) >= width else len(cells) - (width - index)
    return cells[at] if 0 <= at < len(cells) and cells[at].words else None
