"""Questions about cases, their hand-overs and mediations together. Rows come only as the registers show them to a person."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from zhixian.core.analysis.cases import CASES, MEDIATIONS, STEPS, TRANSFERS, Dispute, Held, disputes
from zhixian.core.kernel.folding import folded
from zhixian.core.registers.model import Kept
from zhixian.web.registers.definitions import kept_registers, parts_of
from zhixian.web.registers.models import Row
from zhixian.web.registers.queries import registers_visible_to, rows_visible_to


def cases_kept() -> Kept | None:
    """The register of cases of this place."""
    return kept_registers().get(CASES)


def sees_cases(user: Any) -> bool:
    """Whether the person reads the register of cases."""
    return CASES in registers_visible_to(user)


def held_rows(user: Any, register: str) -> list[Held]:
    """Every row of one of the registers that the person sees and that has not been struck."""
    kept = registers_visible_to(user).get(register)
    return _held(rows_visible_to(user, kept).filter(struck_on=None), kept) if kept else []


def _held(rows: QuerySet[Row], kept: Kept) -> list[Held]:
    found = list(rows.order_by("pk"))
    holding: dict[int, set[str]] = defaultdict(set)
    if parts_of(kept.register.id):
        for part in Row.objects.filter(of__in=[row.pk for row in found], struck_on=None):
            if part.of_id and part.holds:
                holding[part.of_id].add(part.register)
    return [Held(row.pk, kept.register, row.values, frozenset(holding[row.pk])) for row in found]


def disputes_of(user: Any) -> list[Dispute]:
    """Disputes as far as the person sees their rows."""
    return disputes(held_rows(user, CASES), held_rows(user, MEDIATIONS))


def rows_of_dispute(user: Any, pk: int) -> tuple[str, list[Held]] | None:
    """The name of the dispute of a case, hand-over or mediation, and every row of it that the person sees; a row without a dispute
    stands with what belongs to it. None where the person sees no such row."""
    seen = registers_visible_to(user)
    row = Row.objects.filter(pk=pk, register__in=[name for name in STEPS if name in seen], struck_on=None).first()
    if row is None or not rows_visible_to(user, seen[row.register]).filter(pk=pk).exists():
        return None
    head = row.of if row.register == TRANSFERS and row.of else row
    name = str(head.values.get("dispute") or "")
    found: list[Held] = []
    for register in (CASES, MEDIATIONS):
        if register in seen:
            rows = rows_visible_to(user, seen[register]).filter(struck_on=None)
            near = rows.filter(search__contains=folded(name)) if name else rows.filter(pk=head.pk)
            found += [
                one for one in _held(near, seen[register]) if folded(one.values.get("dispute") or "") == folded(name)
            ]
    cases = [one.key for one in found if one.register.id == CASES]
    if TRANSFERS in seen:
        found += _held(rows_visible_to(user, seen[TRANSFERS]).filter(of__in=cases, struck_on=None), seen[TRANSFERS])
    return name or str(head), found
