"""Finds the tables of a printed page by the lines that rule them, and puts its characters into their cells."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pdfminer.layout import LTAnno, LTChar, LTCurve, LTTextLine

_NEAR = 3.0
"""Points within which two lines meet."""
_THIN = 4.0
_SHORTEST = 6.0
_FEWEST_EDGES = 3
_MOST_LINES = 2000
_MOST_FIELDS = 4000
"""A page with more lines, or a grid with more fields, is a drawing."""
_MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class _Segment:
    """A ruled line: at `at` across, from `start` to `end` along."""

    at: float
    start: float
    end: float

    def covers(self, place: float) -> bool:
        return self.start - _NEAR <= place <= self.end + _NEAR


@dataclass(slots=True)
class Table:
    """A grid: `xs` from the left and `ys` from the bottom are its edges; a cell may span several fields of it."""

    xs: list[float]
    ys: list[float]
    owners: dict[tuple[int, int], tuple[int, int]]
    words: dict[tuple[int, int], dict[float, str]] = field(default_factory=dict)

    @property
    def top(self) -> float:
        """Where it begins on the page."""
        return self.ys[-1]

    def takes(self, line: Any) -> bool:
        """Whether a line of text stands in the table; if so its characters are put into their cells."""
        signs = [sign for sign in line if isinstance(sign, LTChar)]
        inside = [sign for sign in signs if self._holds(*_middle(sign))]
        if not signs or len(inside) < _MOSTLY * len(signs):
            return False
        last: tuple[int, int] | None = None
        gap = False
        for sign in line:
            if isinstance(sign, LTAnno):
                gap = True
                continue
            x, y = _middle(sign)
            owner = self.owners[_field(self.xs, x), _field(self.ys, y)]
            lines = self.words.setdefault(owner, {})
            key = next((other for other in lines if abs(other - line.y1) < _NEAR), line.y1)
            apart = " " if gap and owner == last and (lines.get(key, "")[-1:] + sign.get_text()).isascii() else ""
            lines[key] = lines.get(key, "") + apart + sign.get_text()
            last, gap = owner, False
        return True

    def rows(self) -> Iterator[str]:
        """Each row from the top as one line, its cells parted by tabs; the other fields of a spanning cell are empty."""
        for y in range(len(self.ys) - 2, -1, -1):
            cells = [self._words((x, y)) for x in range(len(self.xs) - 1)]
            if any(cells):
                yield "\t".join(cells)

    def _words(self, place: tuple[int, int]) -> str:
        lines = self.words.get(place, {})
        words = ""
        for at in sorted(lines, reverse=True):
            following = " ".join(lines[at].split())
            words += (" " if words and (words[-1] + following[:1]).isascii() else "") + following
        return words

    def _holds(self, x: float, y: float) -> bool:
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]


def tables_of(page: Any) -> list[Table]:
    """The tables of a page with at least two columns and two rows, from the top."""
    across, upright = _segments(page)
    if len(across) + len(upright) > _MOST_LINES:
        return []
    tables = []
    for horizontals, verticals in _grids(across, upright):
        xs, ys = _edges(verticals), _edges(horizontals)
        if len(xs) >= _FEWEST_EDGES and len(ys) >= _FEWEST_EDGES and len(xs) * len(ys) <= _MOST_FIELDS:
            tables.append(Table(xs, ys, _owners(xs, ys, horizontals, verticals)))
    return sorted(tables, key=lambda table: -table.top)


def lines_in(box: Any) -> Iterator[Any]:
    """The lines of a box of text."""
    return (line for line in box if isinstance(line, LTTextLine))


def _segments(page: Any) -> tuple[list[_Segment], list[_Segment]]:
    """Lines across and upright lines; a rectangle gives its four sides, a thin one is a line."""
    across: list[_Segment] = []
    upright: list[_Segment] = []
    for shape in page:
        if not isinstance(shape, LTCurve):
            continue
        x0, y0, x1, y1 = shape.bbox
        wide, high = x1 - x0, y1 - y0
        if wide >= _SHORTEST and (high <= _THIN or high >= _SHORTEST):
            across += [_Segment(y, x0, x1) for y in ([y0] if high <= _THIN else [y0, y1])]
        if high >= _SHORTEST and (wide <= _THIN or wide >= _SHORTEST):
            upright += [_Segment(x, y0, y1) for x in ([x0] if wide <= _THIN else [x0, x1])]
    return across, upright


def _grids(across: list[_Segment], upright: list[_Segment]) -> Iterator[tuple[list[_Segment], list[_Segment]]]:
    """Lines that meet, directly or through others."""
    meets = [
        [v for v, other in enumerate(upright) if line.covers(other.at) and other.covers(line.at)] for line in across
    ]
    crossed: dict[int, list[int]] = {}
    for h, others in enumerate(meets):
        for v in others:
            crossed.setdefault(v, []).append(h)
    seen: set[int] = set()
    for first in range(len(across)):
        if first in seen or not meets[first]:
            continue
        seen.add(first)
        lines, columns, steps = [first], set[int](), [first]
        while steps:
            for v in meets[steps.pop()]:
                if v not in columns:
                    columns.add(v)
                    new = [h for h in crossed[v] if h not in seen]
                    seen.update(new)
                    lines += new
                    steps += new
        yield [across[h] for h in lines], [upright[v] for v in sorted(columns)]


def _edges(segments: list[_Segment]) -> list[float]:
    """The places of lines, those close to each other as one."""
    places = sorted(segment.at for segment in segments)
    return places[:1] + [place for before, place in pairwise(places) if place - before > _NEAR]


def _owners(
    xs: list[float], ys: list[float], across: list[_Segment], upright: list[_Segment]
) -> dict[tuple[int, int], tuple[int, int]]:
    """For each field of the grid, that of the upper left corner of its cell."""
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for y in range(len(ys) - 2, -1, -1):
        for x in range(len(xs) - 1):
            middle_x, middle_y = (xs[x] + xs[x + 1]) / 2, (ys[y] + ys[y + 1]) / 2
            left, above = (x - 1, y), (x, y + 1)
            if above in owners and not _ruled(across, ys[y + 1], middle_x):
                owners[x, y] = owners[above]
            elif left in owners and not _ruled(upright, xs[x], middle_y):
                owners[x, y] = owners[left]
            else:
                owners[x, y] = (x, y)
    return owners


def _ruled(segments: list[_Segment], at: float, along: float) -> bool:
    return any(abs(segment.at - at) <= _NEAR and segment.covers(along) for segment in segments)


def _middle(sign: Any) -> tuple[float, float]:
    return (sign.x0 + sign.x1) / 2, (sign.y0 + sign.y1) / 2


def _field(edges: list[float], place: float) -> int:
    return min(max(bisect_right(edges, place) - 1, 0), len(edges) - 2)
