"""Rows as pages show them: values in words, private ones masked until they are asked for, changes field by field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from zhixian.core.disclosure.patterns import hidden
from zhixian.core.disclosure.rows import WRITTEN, masked, without_numbers
from zhixian.core.kernel.money import plain_yuan
from zhixian.core.registers.model import Column, Kept
from zhixian.core.registers.rows import cells_of
from zhixian.core.registry.places import full_name_of, regions_named
from zhixian.core.workflow.answers import said
from zhixian.core.workflow.model import FormField
from zhixian.web.registers.definitions import register_of
from zhixian.web.registers.models import Row, RowEvent

NOTHING = "—"
LINKS: dict[str, dict[tuple[str, str], Callable[[Row], bool]]] = {}
"""By register, (words, name of an address that takes a row's key): what rooms above show of a row on pages of their own, and whether
they show that row."""


def add_link(register: str, words: str, address: str, *, shows: Callable[[Row], bool] = lambda _: True) -> None:
    """Called by a room above once Django has loaded it."""
    LINKS.setdefault(register, {})[words, address] = shows


def links_of(row: Row) -> list[tuple[str, str]]:
    """(words, name of an address) of the pages of rooms above that show a row."""
    return [link for link, shows in LINKS.get(row.register, {}).items() if shows(row)]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a list under its heading; `whole` for one of whole numbers."""

    words: str
    heading: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A field's name and value in words; `hidden` when it is masked."""

    field: FormField
    words: str
    hidden: bool = False
    headings: tuple[Column, ...] = ()
    lines: tuple[tuple[Cell, ...], ...] = ()
    """Of a field that is a list."""

    @property
    def is_number(self) -> bool:
        """Whether it stands to the right."""
        return self.field.kind in {"money", "integer", "decimal", "percent"}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list: the row and its columns. `as_named`: to somebody who reads it only because it names them."""

    row: Row
    cells: tuple[Shown, ...]
    as_named: bool = False


def values_told(row: Row, kept: Kept, *, own: bool = False) -> Mapping[str, Any]:
    """What a row says to a reader: whoever keeps it reads what was written, everybody else no number of a person.

    Pages, lists, sheets and searches take it from here.
    """
    return row.values if own else without_numbers(kept.register, row.values)


def values_shown(row: Row, kept: Kept, *, clear: bool, own: bool = False) -> list[Shown]:
    """Every field of a row; private ones in the clear only when asked for. `own`: to whoever keeps it."""
    values = values_told(row, kept, own=own)
    return [_with_lines(_shown(field, values, clear=clear), kept) for field in kept.register.fields]


def _with_lines(shown: Shown, kept: Kept) -> Shown:
    headings = kept.register.columns_of(shown.field.id)
    if not headings or shown.hidden or shown.words == NOTHING:
        return shown
    lines = (
        tuple(Cell(words, heading.name, heading.whole) for words, heading in zip(cells, headings, strict=False))
        for cells in cells_of(shown.words)
    )
    return replace(shown, headings=headings, lines=tuple(lines))


def _shown(field: FormField, values: Mapping[str, Any], *, clear: bool) -> Shown:
    words = _said(field, values.get(field.id))
    hidden = field.is_private and not clear and words != NOTHING
    return Shown(field, "••••••" if hidden else words, hidden=hidden)


def _said(field: FormField, value: Any) -> str:
    """A value in words for a page; a region by its name, where sheets that come back keep its code."""
    words = said(field, value)
    return ((full_name_of(words) or words) if field.kind == "region" else words) or NOTHING


def state_of(row: Row, kept: Kept) -> str:
    """Where a row stands: that it is done with, and since when; else what it says in the first field by which its register is narrowed.
    "" for nothing, or without one."""
    if kept.register.is_done_with(row.values):
        done = kept.register.field(kept.register.done_with)
        return f"{done.name} {said(done, row.values[done.id])}"
    fields = kept.register.filters[:1]
    return said(kept.register.field(fields[0]), row.values.get(fields[0])) if fields else ""


def line_of(row: Row, kept: Kept, *, columns: tuple[str, ...] = (), own: bool = False, as_named: bool = False) -> Line:
    """A row as a list shows it: in the register's columns unless others are named. `own`: to whoever keeps it."""
    fields = [kept.register.field(name) for name in columns or kept.register.columns]
    values = values_told(row, kept, own=own)
    return Line(row, tuple(_shown(field, values, clear=False) for field in fields), as_named)


def public_line_of(row: Row, kept: Kept) -> Line:
    """A row as everybody may read it: its public columns, and in what somebody wrote nothing that looks personal."""
    line = line_of(row, kept, columns=kept.register.public)
    return Line(row, tuple(_masked(one) for one in line.cells))


def _masked(one: Shown) -> Shown:
    return replace(one, words=hidden(one.words)) if one.field.kind in WRITTEN else one


def findings_shown(row: Row, *, inside: bool) -> list[dict[str, Any]]:
    """What was found of a row; what tells of another's row only to those who read for the office."""
    return [{**found, "words": masked((inside and found.get("inside")) or found["words"])} for found in row.findings]


def changes_said(event: RowEvent, *, own: bool = False) -> list[tuple[str, str, str]]:
    """(field, before, after) in words, in the register's order; both empty for a private field. `own`: to whoever keeps the row."""
    register = register_of(event.row.register)
    fields = {field.id: field for field in register.fields} if register else {}
    order = [name for name in fields if name in event.changes] + [name for name in event.changes if name not in fields]
    found = []
    for name in order:
        pair, field = event.changes[name], fields.get(name)
        if not pair or field is None:
            found.append((field.name if field else name, "", ""))
        else:
            words = [_said(field, one) for one in pair]
            before, after = words if own or field.kind not in WRITTEN else map(masked, words)
            found.append((field.name, before, after))
    return found


def typed_of(row: Row, kept: Kept) -> dict[str, Any]:
    """A row's values as its form shows them: sums in yuan, places by name."""
    return {
        field.id: _typed(field, row.values[field.id])
        for field in kept.register.fields
        if row.values.get(field.id) not in (None, "")
    }


def _typed(field: FormField, value: Any) -> Any:
    if field.kind == "region":
        name = full_name_of(value) or ""
        return name if regions_named(name) == [value] else value  # a place of before may share its name
    return plain_yuan(value) if field.kind == "money" else value
