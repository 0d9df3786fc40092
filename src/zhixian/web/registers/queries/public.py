"""The public's only way to rows: `public_rows`, of which pages show the public fields and nothing else."""

from typing import Any

from django.db.models import Q, QuerySet

from zhixian.core.catalogue import HOLDS_BACK
from zhixian.core.registers.model import Kept, Register
from zhixian.web.kit.clock import today
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row
from zhixian.web.registers.queries.visibility import MOST_CHOICES, in_order, rows_visible_to


def public_registers() -> dict[str, Kept]:
    """Registers of which everybody may read something."""
    return {name: kept for name, kept in kept_registers().items() if kept.register.public}


def held_back(kept: Kept) -> frozenset[int]:
    """Rows that everybody is not to read until what a check found has been put right."""
    if not HOLDS_BACK.intersection(kept.register.checks) and not kept.register.surnamed:
        return frozenset()
    told = Row.objects.filter(register=kept.register.id, struck_on=None, grave=True).values_list("pk", "findings")
    return frozenset(pk for pk, found in told if any(one["grave"] and one["check"] in HOLDS_BACK for one in found))


def public_rows(kept: Kept) -> QuerySet[Row]:
    """Rows that everybody may read in part."""
    register = kept.register
    rows = Row.objects.filter(register=register.id, struck_on=None) if register.public else Row.objects.none()
    rows = rows.exclude(pk__in=held_back(kept)).exclude(pk__in=_over(register))
    return (
        rows.filter(**{f"values__{register.public_when[0]}": register.public_when[1]}) if register.public_when else rows
    )


def _over(register: Register) -> QuerySet[Row]:
    """Rows whose time on the public list is over today."""
    ends, day, over = register.public_ends, today().isoformat(), Q(pk__in=())
    if ends and ends.last:
        over |= Q(**{f"values__{ends.last}__gt": "", f"values__{ends.last}__lt": day})
    if ends and ends.since:
        over |= Q(**{f"values__{ends.since}__gt": "", f"values__{ends.since}__lte": day})
    if ends and ends.over:
        over |= Q(**{f"values__{ends.over[0]}__in": list(ends.over[1:])})
    return Row.objects.filter(over, register=register.id)


def above_choices(user: Any, kept: Kept) -> list[tuple[str, str]]:
    """(what a row says of the row that it belongs to, what that row is called) of the newest rows that the person may read and that a new
    row may belong to; nothing where rows belong to none."""
    tie = kept.register.of
    above = kept_registers().get(tie.register) if tie else None
    if tie is None or above is None:
        return []
    rows = rows_visible_to(user, above).filter(struck_on=None)
    if {*above.register.title, tie.matches} <= set(above.register.public):
        rows = rows | public_rows(above).select_related("organisation")
    return [(row.values[tie.matches], str(row)) for row in in_order(rows)[:MOST_CHOICES]]
