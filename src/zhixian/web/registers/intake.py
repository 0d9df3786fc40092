"""A sheet taken into a register: each row entered, written over its own earlier one, found unchanged, or refused with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from zhixian.core.disclosure.rows import given_away
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.model import Kept
from zhixian.core.registers.rows import key_of, read_row
from zhixian.core.registers.sheet import SheetRow, read_sheet
from zhixian.web.accounts.models import Organisation
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.registers.actions import check_with_tied, hold, put_in, write_over
from zhixian.web.registers.checking import must_be_checkable
from zhixian.web.registers.models import Row, kept_rows
from zhixian.web.registers.placing import misplaced, unfit
from zhixian.web.registers.queries.visibility import rows_above

Readable = dict[str, tuple[SheetRow, dict[str, Any]]]
"""Rows with their values, by key."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken: where it stands, what it says, and per column why."""

    row: SheetRow
    reasons: tuple[tuple[str, str], ...]
    """(column or "", sentence)."""


@dataclass
class Taken:
    """What became of a sheet; entered, changed, same and refused add up to its rows."""

    entered: int = 0
    changed: int = 0
    same: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    strange: tuple[str, ...] = ()
    """Headings that belong to no field."""
    notes: tuple[str, ...] = ()
    """What else its sender should know."""

    @property
    def rows(self) -> int:
        """How many rows the sheet had."""
        return self.entered + self.changed + self.same + len(self.refused)


def take_sheet(
    path: Path, kept: Kept, *, name: str, by: Any, unit: str = "", organisation: Organisation | None = None
) -> Taken:
    """Take what can be taken, and refuse the rest row by row. Raises Refusal when the file is none of this register.

    The sheet is read before anything is locked, and what was written is checked afterwards.
    """
    read = read_sheet(path, kept.register, name=name)
    taken = Taken(strange=read.strange, notes=read.notes)
    good = _readable(read.rows, kept, taken, unit, organisation)
    must_be_checkable(kept.register)
    if written := _write(taken, good, kept, by=by, unit=unit, organisation=organisation):
        check_with_tied(written)
    taken.refused.sort(key=lambda one: (one.row.sheet, one.row.number))
    return taken


@transaction.atomic
def _write(
    taken: Taken, good: Readable, kept: Kept, *, by: Any, unit: str, organisation: Organisation | None
) -> list[Row]:
    """The rows that were entered or changed, and on `taken` how many."""
    stands = kept_rows(kept.register.id).filter(key__in=good)
    hold(kept, [values for _, values in good.values()], list(stands.values_list("pk", flat=True)))
    known = {row.key: row for row in stands.select_related("organisation").order_by("pk")}
    fresh = {key: one for key, one in good.items() if key not in known}
    names = {one.id: one.name for one in kept.register.fields}
    new = []
    wrongs = unfit(kept, [values for _, values in fresh.values()], unit, organisation)
    for (typed, values), wrong in zip(fresh.values(), wrongs, strict=True):
        if wrong:
            taken.refused.append(RefusedRow(typed, tuple((names[name], why) for name, why in wrong.items())))
        else:
            new.append(values)
    entered = put_in(kept, new, by=by, unit=unit, organisation=organisation) if new else []
    taken.entered = len(entered)
    changed = [row for key, there in known.items() if (row := _write_over(taken, there, kept, good[key], by=by))]
    record.write(
        "sheet_taken", f"registers.register:{kept.register.id}", by=by, entered=taken.entered, changed=taken.changed,
        refused=len(taken.refused),
    )  # fmt: skip
    return [*entered, *changed]


def _readable(
    rows: Iterable[SheetRow], kept: Kept, taken: Taken, unit: str, organisation: Organisation | None
) -> Readable:
    """The rows that can be read, with their values, by key; the others are noted as refused."""
    names = {one.id: one.name for one in kept.register.fields}
    good: Readable = {}
    read = [(row, *read_row(kept.register, row.typed, today=today())) for row in rows]
    above = rows_above(kept, (values for _, values, _ in read))
    for row, values, unread in read:
        told = {**given_away(kept.register, values), **unread}
        wrong = {**told, **misplaced(kept, values, unit, organisation, above), **dict(row.trouble)}
        key = key_of(kept.register, values)
        if wrong:
            taken.refused.append(RefusedRow(row, tuple((names.get(name, ""), why) for name, why in wrong.items())))
        elif key in good:
            taken.refused.append(
                RefusedRow(row, (("", f"与{_where(good[key][0], row)}第 {good[key][0].number} 行是同一行"),))
            )
        else:
            good[key] = (row, values)
    return good


def _where(first: SheetRow, row: SheetRow) -> str:
    return "" if first.sheet == row.sheet else f"工作表“{first.sheet}”"


def _write_over(taken: Taken, there: Row, kept: Kept, new: tuple[SheetRow, dict[str, Any]], *, by: Any) -> Row | None:
    """The row as it is now, where it was changed. What the sheet has no column for stays, and where the cell is empty so does a sealed
    answer, which leaves with no export, and what the units answered an organisation."""
    row, values = new
    sealed = kept.register.sealed.union(kept.register.answered if there.organisation_id else ())
    stays = {
        name: value
        for name, value in there.values.items()
        if name not in row.typed or (name in sealed and not row.typed[name])
    }
    try:
        after = write_over(there, kept, {**stays, **values}, by=by, version=there.version)
    except Refusal as refused:
        taken.refused.append(RefusedRow(row, (("", str(refused)),)))
        return None
    if after.version == there.version:
        taken.same += 1
        return None
    taken.changed += 1
    return after
