"""What changed between two landscapes of one topic: figure by figure, row by row, number by number."""

from dataclasses import dataclass
from typing import Any

from zhixian.core.landscape.figure import Figure, Landscape

MOST = 12
"""Changes of one figure that are told one by one, the largest first."""


@dataclass(frozen=True, slots=True)
class Change:
    """One number of one row: what it was and what it is; None where the row was or is not there."""

    row: str
    column: str
    before: Any
    after: Any
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that says something else now. `more` changes stand beside those that are told."""

    id: str
    title: str
    sentence_before: str
    sentence: str
    changes: tuple[Change, ...]
    more: int = 0


def compare(before: Landscape, after: Landscape) -> list[Changed]:
    """The figures that differ, in the order of the later one; those that only one of them has are told by their title alone."""
    old = {figure.id: figure for figure in before.figures}
    told = [_changed(old.pop(figure.id, None), figure) for figure in after.figures]
    return [one for one in told if one is not None] + [
        Changed(figure.id, figure.title, _said(figure), "", ()) for figure in old.values()
    ]


def _changed(before: Figure | None, after: Figure) -> Changed | None:
    if before is None:
        return Changed(after.id, after.title, "", _said(after), ())
    changes = sorted(_changes(before, after), key=_size, reverse=True)
    if not changes and _said(before) == _said(after):
        return None
    return Changed(
        after.id, after.title, _said(before), _said(after), tuple(changes[:MOST]), max(0, len(changes) - MOST)
    )


def _said(figure: Figure) -> str:
    return figure.sentence or figure.silence


def _changes(before: Figure, after: Figure) -> list[Change]:
    keys = _keys(before, after)
    old, new = (_by_key(figure, keys) for figure in (before, after))
    found = []
    for key in dict.fromkeys([*new, *old]):
        for column in after.columns[keys:]:
            was, now = (rows.get(key, {}).get(column.name) for rows in (old, new))
            if str(was) != str(now) and was != now and (_is_number(was) or _is_number(now)):
                found.append(Change(_called(key, new.get(key) or old[key]), column.zh, was, now, column.unit))
    return found


def _keys(*figures: Figure) -> int:
    """How many of the first columns it takes to tell every row from the others, in each of the figures."""
    widest = min(len(figure.columns) for figure in figures)
    for width in range(1, widest):
        if all(len({row[:width] for row in figure.rows}) == len(figure.rows) for figure in figures):
            return width
    return widest


def _by_key(figure: Figure, keys: int) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {tuple(row.values())[:keys]: row for row in figure.as_dicts()}


def _called(key: tuple[Any, ...], row: dict[str, Any]) -> str:
    """What a row is called: its key, with the name that a code has."""
    name = row.get("name")
    told = [*map(str, key), *([str(name)] if name and name not in key else [])]
    return "，".join(told)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _size(change: Change) -> float:
    return abs(_number(change.after) - _number(change.before))


def _number(value: Any) -> float:
    return float(value) if _is_number(value) else 0.0
