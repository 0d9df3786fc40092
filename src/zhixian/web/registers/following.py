"""What a row leads to: a row of another register begun with what it says, each naming the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from zhixian.core.registers.model import Becomes, Kept
from zhixian.web.accounts.models import Organisation
from zhixian.web.kit.lists import key_asked
from zhixian.web.registers.actions import check_with_tied, hold, put_in, write_over
from zhixian.web.registers.checking import must_be_checkable
from zhixian.web.registers.models import Row
from zhixian.web.registers.queries.visibility import enters_as, fields_open_to, registers_visible_to, rows_visible_to

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Follow:
    """What may follow on a row: the register, the rows that are there, and whether the person may begin one."""

    kept: Kept
    rows: tuple[Row, ...]
    begins: bool


def after(user: Any, row: Row, kept: Kept) -> Follow | None:
    """What a row has led to and may lead to, as far as the person sees it; None where its register leads to none that the person sees."""
    leads = kept.register.becomes
    there = registers_visible_to(user).get(leads.register) if leads else None
    if leads is None or there is None:
        return None
    told, back = leads.told, leads.back
    rows = rows_visible_to(user, there).filter(struck_on=None).order_by("pk")
    found = {one.pk: one for one in rows.filter(**{f"values__{told[0]}": row.values.get(told[1])})[:MOST_SHOWN]}
    if said := row.values.get(back[0]):
        found |= {one.pk: one for one in rows.filter(**{f"values__{back[1]}": said})[:MOST_SHOWN]}
    return Follow(there, tuple(found.values()), begins=row.is_open and bool(enters_as(user, there)))


def before(user: Any, row: Row) -> list[tuple[Kept, Row]]:
    """The rows of other registers that led to a row, as far as the person sees them."""
    return _led(user, row.register, row.values)


def _led(user: Any, register: str, values: Mapping[str, Any]) -> list[tuple[Kept, Row]]:
    """The same of a row of the register with these values, in the order of their numbers."""
    found = []
    for kept in _leading_to(user, register):
        leads = kept.register.becomes
        if leads is None or not values.get(leads.told[0]):
            continue
        rows = rows_visible_to(user, kept).filter(struck_on=None, **{f"values__{leads.told[1]}": values[leads.told[0]]})
        found += [(kept, one) for one in rows.order_by("pk")[:MOST_SHOWN]]
    return sorted(found, key=lambda one: one[1].pk)


def _leading_to(user: Any, register: str) -> list[Kept]:
    """Registers that the person sees and whose rows may lead to rows of this one."""
    every = registers_visible_to(user).values()
    return [kept for kept in every if kept.register.becomes and kept.register.becomes.register == register]


def begun_from(user: Any, kept: Kept, asked: str) -> dict[str, Any]:
    """What a new row says of the one that leads to it, where the address names one that the person sees and that may: `register:number`.

    Answers that the other register does not know are left out.
    """
    name, _, number = asked.partition(":")
    from_ = registers_visible_to(user).get(name)
    leads = from_.register.becomes if from_ else None
    if from_ is None or leads is None or leads.register != kept.register.id or (key := key_asked(number)) is None:
        return {}
    row = rows_visible_to(user, from_).filter(pk=key, struck_on=None).first()
    return _given(kept, leads, row.values) if row else {}


def _given(kept: Kept, leads: Becomes, values: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for there, here in (*leads.fills, leads.told):
        field, said = kept.register.field(there), values.get(here)
        if said not in (None, "") and (not field.choices or said in dict(field.choices)):
            found[there] = said
    return found


def enter_tied(
    kept: Kept, values: Mapping[str, Any], *, by: Any, unit: str = "", organisation: Organisation | None = None
) -> Row:
    """Enter a row, and write its number into the rows that led to it and name none yet, as far as the person may: both or neither.

    Raises what `enter_row` and `change_row` do. What was written is checked once it is there, and nothing is locked meanwhile.
    """
    for one in (kept, *_leading_to(by, kept.register.id)):
        must_be_checkable(one.register)
    row = _enter_and_tie(kept, values, by=by, unit=unit, organisation=organisation)
    check_with_tied([row])
    return row


@transaction.atomic
def _enter_and_tie(
    kept: Kept, values: Mapping[str, Any], *, by: Any, unit: str, organisation: Organisation | None
) -> Row:
    """The row. Those that led to it are locked before anything is written, as `write_over` does."""
    leads = [(above, _held(above, one)) for above, one in _led(by, kept.register.id, values)]
    row = put_in(kept, [values], by=by, unit=unit, organisation=organisation)[0]
    for above, one in leads:
        becomes = above.register.becomes
        if becomes is None or not one.is_open or one.values.get(becomes.told[1]) != values.get(becomes.told[0]):
            continue
        if not one.values.get(becomes.back[0]) and becomes.back[0] in fields_open_to(by, one, above):
            said = {**one.values, becomes.back[0]: row.values[becomes.back[1]]}
            write_over(one, above, said, by=by, version=one.version)
    return row


def _held(kept: Kept, row: Row) -> Row:
    """The row as it is now, locked until the end of the transaction, after the row that it belongs to."""
    hold(kept, [row.values], [row.pk])
    return Row.objects.select_for_update().get(pk=row.pk)
