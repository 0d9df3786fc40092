"""Rows of registers that are looked at beside a row: those that come near, and which of them may be told of."""

from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from zhixian.web.kit.plan import companies
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import COMPARED, Row, Said, in_one_spelling, kept_rows
from zhixian.web.registers.queries.named import is_named
from zhixian.web.registers.queries.visibility import is_of_company

FEW = 20
"""Rows that are looked at by their words; a whole lot is compared with the whole register."""


def near(rows: Sequence[Row], words: Collection[str]) -> QuerySet[Row]:
    """Rows of the register in which one of the words stands; all of them where many rows are looked at together."""
    every = kept_rows(rows[0].register).order_by("pk")
    if len(rows) > FEW:
        return every
    return every.filter(reduce(or_, (Q(search__contains=word) for word in sorted(words)), Q(pk__in=())))


def told_beside(other: Row, row: Row) -> bool:
    """Whether what is told beside a row may come from another: units read all rows, an organisation its own and those that units have
    entered of it, a company that is a unit those of its own business."""
    if row.organisation:
        return other.organisation_id == row.organisation_id or is_named(other, row.organisation)
    kept = kept_registers().get(other.register)
    if row.unit not in companies() or kept is None or not kept.register.business:
        return True
    return is_of_company(row.unit, other, kept)


def tied_to(register: str, many: Sequence[Mapping[str, Any]]) -> list[Row]:
    """The open rows that led to rows of a register with these values or came of them, and those that came of the same, by what each
    names the other."""
    found: dict[int, Row] = {}
    for kept in kept_registers().values():
        leads = kept.register.becomes
        if (
            leads is None
            or leads.register not in kept_registers()
            or register not in (kept.register.id, leads.register)
        ):
            continue
        here = leads.told[1] if register == kept.register.id else leads.told[0]
        named = {str(values[here]) for values in many if values.get(here)}
        for name, field in ((kept.register.id, leads.told[1]), (leads.register, leads.told[0])):
            found |= {row.pk: row for row in (saying(name, field, named) if named else ())}
    return [found[key] for key in sorted(found)]


def saying(register: str, field: str, wanted: Collection[str]) -> list[Row]:
    """Rows of a register that say one of these, as texts are compared, in one of its fields `COMPARED`; no other is opened."""
    if field not in COMPARED[register]:
        raise KeyError(field)
    told = Said.objects.filter(field=field, said__in={in_one_spelling(word) for word in wanted})
    keys = set(told.values_list("row", flat=True))
    return list(kept_rows(register).filter(pk__in=keys).order_by("pk"))
