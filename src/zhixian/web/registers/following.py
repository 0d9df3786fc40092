"""What a row leads to: a row of another register begun with what it says, each naming the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhixian.core.registers.model import Becomes, Kept
from zhixian.web.registers.actions import change_row
from zhixian.web.registers.models import Row
from zhixian.web.registers.queries import enters_as, fields_open_to, registers_visible_to, rows_visible_to

MOST_DIGITS = 18
"""Of a row's number in an address."""
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
    found = []
    for kept in registers_visible_to(user).values():
        leads = kept.register.becomes
        if leads is None or leads.register != row.register or not row.values.get(leads.told[0]):
            continue
        rows = rows_visible_to(user, kept).filter(
            struck_on=None, **{f"values__{leads.told[1]}": row.values[leads.told[0]]}
        )
        found += [(kept, one) for one in rows.order_by("pk")[:MOST_SHOWN]]
    return found


def begun_from(user: Any, kept: Kept, asked: str) -> dict[str, Any]:
    """What a new row says of the one that leads to it, where the address names one that the person sees and that may: `register:number`.

    Answers that the other register does not know are left out.
    """
    name, _, number = asked.partition(":")
    from_ = registers_visible_to(user).get(name)
    leads = from_.register.becomes if from_ else None
    if from_ is None or leads is None or leads.register != kept.register.id or not _is_number(number):
        return {}
    row = rows_visible_to(user, from_).filter(pk=int(number), struck_on=None).first()
    return _given(kept, leads, row.values) if row else {}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < MOST_DIGITS


def _given(kept: Kept, leads: Becomes, values: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for there, here in (*leads.fills, leads.told):
        field, said = kept.register.field(there), values.get(here)
        if said not in (None, "") and (not field.choices or said in dict(field.choices)):
            found[there] = said
    return found


def tie_back(row: Row, *, by: Any) -> None:
    """Write a new row's number into the rows that led to it and name none yet, as far as the person may. Raises what `change_row` does."""
    for above, one in before(by, row):
        leads = above.register.becomes
        if leads and not one.values.get(leads.back[0]) and leads.back[0] in fields_open_to(by, one, above):
            said = {**one.values, leads.back[0]: row.values[leads.back[1]]}
            change_row(one, above, said, by=by, version=one.version)
