"""Turns tables that are drawn with signs (│ ─ ┼, or pipes) into rows with their cells parted by tabs, as other tables are read."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

_EDGE = "│┃┆┇┊┋║|｜"
_DRAWN = r"\u2500-\u257f|｜+"
_RULE = re.compile(rf"[\s{_DRAWN}=:—\-]*[\u2500-\u257f=—\-][\s{_DRAWN}=:—\-]*")
_RULE_IN_A_CELL = re.compile(r"\s*(?:[\u2500\u2501\u2504\u2505\u2508\u2509\u254c\u254d\u2550]+|[—\-=]{3,})\s*")
_LAST_RULE = re.compile(r"\s*[└┗╚╰]")
_PARTS = re.compile(rf"[{_EDGE}\u250c-\u254b\u2552-\u256c]")
"""What parts the cells of a line that has words: edges, and the joints of a rule that runs over some of its columns."""
_NUMBERED = re.compile(r"[\d一二三四五六七八九十]{1,3}[.、]?")
_FULL = 3
"""A cell with no more free columns than this is full: padding on both sides and half a character."""
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Cell:
    """`width` and `free` are columns of the screen, on which a Chinese character takes two."""

    words: str
    width: int
    free: int


def undrawn(text: str) -> str:
    """The text with each drawn table as lines of cells; a text without any is returned as it is."""
    if not any(sign in text for sign in _EDGE):
        return text
    done: list[str] = []
    waiting: list[str] = []
    for line in text.split("\n"):
        drawn = _is_drawn(line)
        if drawn:
            waiting.append(line)
        if not drawn or _LAST_RULE.match(line):
            done += _table(waiting)
            waiting = []
        if not drawn:
            done.append(line)
    return "\n".join(done + _table(waiting))


def _is_drawn(line: str) -> bool:
    words = line.strip()
    return bool(words) and (
        _is_rule(words)
        or (words[0] in _EDGE + "├┠╠┣" and words[-1] in _EDGE + "┤┨╣┫")
        or sum(words.count(sign) for sign in _EDGE) >= _FEWEST
    )


def _is_rule(line: str) -> bool:
    return _RULE.fullmatch(line.strip()) is not None


def _table(lines: list[str]) -> list[str]:
    """The rows of a drawn table; fewer than two lines of like cells are no table and stay as they are."""
    widths = {len(_cells(line)) for line in lines if not _is_rule(line)}
    worded = sum(not _is_rule(line) for line in lines)
    if worded < _FEWEST or max(widths) < _FEWEST or (worded == len(lines) and len(widths) > 1):
        return lines
    groups = [group for group in _groups(lines) if group]
    ruled = len(groups) > _FEWEST  # a rule below the heading alone parts no rows
    return ["\t".join(cell.words for cell in row) for group in groups for row in _rows(group, ruled=ruled)]


def _groups(lines: list[str]) -> Iterator[list[list[_Cell]]]:
    """The lines of cells between one rule and the next; a rule may run over some of the columns only."""
    group: list[list[_Cell]] = []
    for line in lines:
        cells = [] if _is_rule(line) else _cells(line)
        if not cells or any(_RULE_IN_A_CELL.fullmatch(cell.words) for cell in cells):
            yield group
            group = []
        kept = [replace(cell, words=_RULE_IN_A_CELL.sub("", cell.words)) for cell in cells]
        if any(cell.words for cell in kept):
            group.append(kept)
    yield group


def _rows(group: list[list[_Cell]], *, ruled: bool) -> Iterator[list[_Cell]]:
    row, last = group[0], group[0]
    for cells in group[1:]:
        if _goes_on(last, cells, ruled=ruled):
            row = _joined(row, cells)
        else:
            yield row
            row = cells
        last = cells
    yield row


def _goes_on(last: list[_Cell], cells: list[_Cell], *, ruled: bool) -> bool:
    """Whether a line is more of the row above it: by the rules between rows, else by the cells that ran full."""
    if _NUMBERED.fullmatch(cells[0].words) or len(cells) != len(last):
        return False
    if not cells[0].words and (ruled or all(cell.words for cell in cells[1:])):
        return ruled
    wrapped = all(_wraps(above, cell) for above, cell in zip(last, cells, strict=True) if cell.words)
    return wrapped and (ruled or not cells[0].words)


def _wraps(above: _Cell, cell: _Cell) -> bool:
    return above.free <= _FULL if above.width == cell.width else above.words.endswith(("、", "，"))


def _cells(line: str) -> list[_Cell]:
    """The cells of a line, without the outer edges."""
    words = line.strip()
    parts = _PARTS.split(words)
    first = 1 if _PARTS.match(words[0]) else 0
    return [_cell(part) for part in parts[first : len(parts) - (1 if _PARTS.match(words[-1]) else 0)]]


def _cell(part: str) -> _Cell:
    width = _width(part)
    return _Cell(" ".join(part.split()), width, width - _width(part.strip()))


def _width(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in words)


def _joined(row: list[_Cell], more: list[_Cell]) -> list[_Cell]:
    """A row with the words that its cells go on with on the next line."""
    return [replace(one, words=_put_together(one.words, other.words)) for one, other in zip(row, more, strict=True)]


def _put_together(one: str, other: str) -> str:
    return one + (" " if one and other and (one[-1] + other[0]).isascii() else "") + other
