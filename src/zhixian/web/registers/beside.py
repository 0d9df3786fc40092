"""Rows of registers that are looked at beside a row: those that come near, and which of them may be told of."""

from collections.abc import Collection, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from zhixian.core.kernel.folding import folded
from zhixian.web.kit.plan import companies
from zhixian.web.kit.sealed import as_stored
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row, kept_rows
from zhixian.web.registers.queries import is_of_company

FEW = 20
"""Rows that are looked at by their words; a whole lot is compared with the whole register."""


def near(rows: Sequence[Row], words: Collection[str]) -> QuerySet[Row]:
    """Rows of the register in which one of the words stands; all of them where many rows are looked at together."""
    every = kept_rows(rows[0].register).order_by("pk")
    if len(rows) > FEW:
        return every
    return every.filter(reduce(or_, (Q(search__contains=word) for word in sorted(words)), Q(pk__in=())))


def told_beside(other: Row, row: Row) -> bool:
    """Whether what is told beside a row may come from another: units read all rows, an organisation its own, a company that is a unit
    those of its own business."""
    if not row.unit:
        return other.organisation_id == row.organisation_id
    kept = kept_registers().get(other.register)
    if row.unit not in companies() or kept is None or not kept.register.business:
        return True
    return is_of_company(row.unit, other, kept)


def saying(rows: QuerySet[Row], field: str, wanted: Collection[str]) -> list[Row]:
    """Rows that say one of these in a field that is not sealed, as texts are compared; only those are opened."""
    with as_stored():
        told = [(key, folded(str(values.get(field) or ""))) for key, values in rows.values_list("pk", "values")]
    return list(rows.filter(pk__in=[key for key, said in told if said in wanted]).order_by("pk"))
