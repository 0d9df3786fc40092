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
    """Rows go by the cells that are no counted numbers, such as the year, the name, the class."""
    keys = _keys(after)
    old, new = (_by_key(figure, keys) for figure in (before, after))
    found = []
    for key in dict.fromkeys([*new, *old]):
        for column in after.columns:
            if column.name in keys:
                continue
            was, now = (rows.get(key, {}).get(column.name) for rows in (old, new))
            if was != now and (_is_number(was) or _is_number(now)):
                found.append(Change("，".join(map(str, key)), column.zh, was, now))
    return found


def _keys(figure: Figure) -> set[str]:
    """Columns that name a row: the first, and others of texts; a year names a row where it stands first or beside a name."""
    names = {figure.columns[0].name}
    for at, column in enumerate(figure.columns[1:3], 1):
        if all(isinstance(row[at], str) for row in figure.rows) and figure.rows:
            names.add(column.name)
    if len({tuple(row[at] for at, c in enumerate(figure.columns) if c.name in names) for row in figure.rows}) < len(
        figure.rows
    ):
        names |= {column.name for column in figure.columns if column.unit == "年"}
    return names


def _by_key(figure: Figure, keys: set[str]) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {tuple(row[name] for name in row if name in keys): row for row in figure.as_dicts()}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _size(change: Change) -> float:
    return abs(_number(change.after) - _number(change.before))


def _number(value: Any) -> float:
    return float(value) if _is_number(value) else 0.0
