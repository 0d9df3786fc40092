"""Claims from risk pools as a desk shows them: to check, to decide, to pay, and waited for."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from zhixian.web.finance.models import FILED, STILL_OPEN, PoolClaim
from zhixian.web.finance.queries import banks_of, claims_visible_to, claims_waiting, home_units
from zhixian.web.kit.duties import Ask, Duty
from zhixian.web.kit.plan import unit_name


def claim_duties(user: Any, ask: Ask) -> list[Duty]:
    """Claims that wait for the person, and for a bank those that are under way; they have no due day and nobody claims them."""
    if ask.whose == "mine" or (ask.unit and ask.unit not in home_units()):
        return []
    if ask.when == "undated":
        return [_duty(row) for row in _first(claims_waiting(user), ask)]
    if ask.when == "waiting" and banks_of(user):
        rows = claims_visible_to(user).filter(pool_loan__pool__bank__in=banks_of(user), state__in=STILL_OPEN)
        return [_duty(row, waits_for=_whom(row)) for row in _first(rows, ask)]
    return []


def _first(rows: QuerySet[PoolClaim], ask: Ask) -> list[PoolClaim]:
    return list(rows.order_by("stepped_on", "pk")[: ask.most])


def _whom(row: PoolClaim) -> str:
    return unit_name(home_units()[0]) if row.state == FILED else "财政部门"


def _duty(row: PoolClaim, *, waits_for: str = "") -> Duty:
    return Duty(
        sort="风险补偿",
        number=row.number,
        link=reverse("pool_claim", args=[row.pk]),
        step=row.state_name,
        party=row.pool_loan.borrower,
        about=row.pool.name,
        clause=row.pool.clause,
        since=row.stepped_on,
        waits_for=waits_for,
        amount_fen=row.amount_fen,
    )
