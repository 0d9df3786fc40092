"""What the ledger says: pots, what a dossier holds, what a party was awarded, and the proof of the balances."""

from collections.abc import Collection, Iterator
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from zhixian.core.catalogue import matters_of
from zhixian.core.finance.year_end import YearEnd, year_end
from zhixian.web.accounts.roles import FINANCE
from zhixian.web.incentives.models import ACCOUNTS, BUDGET, Allowance, Claim, Commitment, Pot, Transfer
from zhixian.web.kit.plan import the_plan


@cache
def paying_units() -> frozenset[str]:
    """Units that pay by the plan's matters."""
    return frozenset(
        unit
        for definition in matters_of(the_plan()).values()
        for step in definition.flow.steps if step.actor == "finance"
        for unit in definition.matter.unit_of(step.id)
    )  # fmt: skip


def fills_pots(user: Any) -> bool:
    """Whether the person moves the budgets: finance of a unit that pays, or of any where no matter of the plan pays."""
    units = user.units_as(FINANCE)
    return bool(units & paying_units()) if paying_units() else bool(units)


def used_fen(*, purpose: str, scope: str, party: str) -> int:
    """What a party has used of a cap so far: decided and paid, in fen."""
    return (
        Allowance.objects.filter(purpose=purpose, scope=scope, party=party).values_list("used_fen", flat=True).first()
        or 0
    )


NOT_FOR_COMPANIES = "预算只给机关单位看，企业看不到；已经付出的钱在“资金拨付”里，人人可看"


def commitments_visible_to(user: Any) -> QuerySet[Commitment]:
    """What dossiers hold, for those who see the pot that it is held of."""
    return Commitment.objects.filter(pot__in=Pot.objects.visible_to(user)).select_related("pot")


def budgets_of(year: int) -> QuerySet[Pot]:
    """The budgets of a year with money in them, of every clause."""
    return Pot.objects.filter(kind=BUDGET, year=year, appropriated_fen__gt=0).exclude(clause="")


def by_clause(pots: Collection[Pot], *, year: int, as_of: date) -> list[tuple[str, int, YearEnd]]:
    """Clause, budget in fen, and its use now and at the end of the year, for pots of one year; in the order of the pots."""
    sums: dict[str, list[int]] = {}
    for pot in pots:
        found = sums.setdefault(pot.clause, [0, 0])
        found[0] += pot.appropriated_fen
        found[1] += pot.reserved_fen + pot.committed_fen + pot.paid_fen
    return [
        (clause, budget, year_end(budget_fen=budget, used_fen=used, year=year, as_of=as_of))
        for clause, (budget, used) in sums.items()
    ]


def reserved_fen(subjects: Collection[str]) -> int:
    """What is held for dossiers that are reviewed and not yet decided, in fen."""
    held = Commitment.objects.filter(subject__in=subjects, state="reserved")
    return int(held.aggregate(total=Sum("amount_fen", default=0))["total"])


def transfers_of(subject: str) -> QuerySet[Transfer]:
    """Every movement for a dossier, oldest first."""
    return Transfer.objects.filter(subject=subject).select_related("by").order_by("id")


def payments(*, year: int | None = None) -> QuerySet[Commitment]:
    """What was paid from the budgets of a year (of all years when None), less what was recovered: the public's list.

    What a pool pays is none of it: it goes to a bank for a loss, and who owes that is nobody else's business.
    """
    rows = (
        Commitment.objects.filter(state="paid", amount_fen__gt=0, pot__kind=BUDGET)
        .select_related("pot")
        .order_by("-id")
    )
    return rows if year is None else rows.filter(pot__year=year)


def payments_with_days() -> QuerySet[Any]:
    """The same of all years, each with `paid_at`, the moment at which it was paid."""
    paid = Transfer.objects.filter(kind="pay", subject=OuterRef("subject")).values("at")[:1]
    return payments().annotate(paid_at=Subquery(paid))


def count_payments(*, since: date, until: date, purposes: Collection[str]) -> Iterator[tuple[str, str, int, int, date]]:
    """(clause, purpose, how many, fen, last day) of what was paid in these days, both included, less what was recovered."""
    rows = payments_with_days().filter(paid_at__date__gte=since, paid_at__date__lte=until, pot__purpose__in=purposes)
    by_pot = rows.order_by().values_list("pot__clause", "pot__purpose")
    for clause, purpose, count, fen, last in by_pot.annotate(Count("id"), Sum("amount_fen"), Max("paid_at")):
        yield clause, purpose, count, fen, timezone.localtime(last).date()


def paid_for(claims: Collection[str]) -> dict[str, Commitment]:
    """What was paid for these claims, by claim: a part of the public's list."""
    held = Claim.objects.filter(key__in=claims, released=False, commitment__in=payments_with_days().order_by())
    paid = {claim.key: claim.commitment_id for claim in held}
    found = payments_with_days().in_bulk(set(paid.values()))
    return {key: found[commitment] for key, commitment in paid.items()}


def held_by_claim(purpose: str) -> dict[str, Commitment]:
    """Claim → what is reserved, decided or paid for it from the budgets of a purpose, of all years."""
    claims = Claim.objects.filter(released=False, commitment__pot__purpose=purpose, commitment__pot__kind=BUDGET)
    held = claims.exclude(commitment__state="released").select_related("commitment")
    return {claim.key: claim.commitment for claim in held}


def paid_fen(*, year: int) -> int:
    """The sum of `payments`, from the pots."""
    return sum(Pot.objects.filter(year=year, kind=BUDGET).values_list("paid_fen", flat=True))


def differences() -> Iterator[str]:
    """Every pot whose balances are not what its transfers add up to, and every dossier that holds what no transfer gave."""
    for pot in Pot.objects.all():
        for account in ("available", "reserved", "committed", "paid"):
            moved = pot.transfers.aggregate(
                into=Sum("amount_fen", filter=Q(target=account), default=0),
                out=Sum("amount_fen", filter=Q(source=account), default=0),
            )
            told, kept = moved["into"] - moved["out"], getattr(pot, f"{account}_fen")
            if told != kept:
                yield f"{pot} {ACCOUNTS[account]}：账面 {kept} 分，流水合计 {told} 分"
    for state in ("reserved", "committed", "paid"):
        held = Commitment.objects.filter(state=state).values("pot").annotate(held=Sum("amount_fen"))
        by_pot = dict(held.values_list("pot", "held"))
        for pot in Pot.objects.all():
            if getattr(pot, f"{state}_fen") != by_pot.get(pot.pk, 0):
                yield f"{pot} {ACCOUNTS[state]}：账面 {getattr(pot, f'{state}_fen')} 分，各件合计 {by_pot.get(pot.pk, 0)} 分"
