"""Questions about risk pools. `pools_visible_to` is the only way one, its loans, claims and files reach a page, a list or a file."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from zhixian.core.finance.risk_pool import GOOD, PooledLoan, Standing
from zhixian.core.kernel.folding import folded
from zhixian.core.registers.model import Kept
from zhixian.core.workflow.answers import said
from zhixian.web.accounts.models import Organisation
from zhixian.web.accounts.roles import AUDITOR, BANK, CHIEF, FINANCE, HANDLER, LEAD
from zhixian.web.finance.models import CHECKED, DECIDED, FILED, PAID, ClaimFile, Pool, PoolClaim, PoolLoan
from zhixian.web.incentives.models import Commitment, Pot
from zhixian.web.kit.record import name_of
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row, kept_rows

REGISTER = "pledge_loans"
"""The register of the loans that a pool may take; its clause and its units are those of the pools."""
SEES_ALL = frozenset({LEAD, AUDITOR})
UNIT_PEOPLE = (HANDLER, CHIEF, FINANCE)


def home() -> Kept | None:
    """The register of loans in this place; None where it keeps none, which has no pools either."""
    return kept_registers().get(REGISTER)


def home_units() -> tuple[str, ...]:
    """Units that keep or oversee the loans, the one in the lead first."""
    kept = home()
    return kept.units if kept else ()


def pools_visible_to(user: Any) -> QuerySet[Pool]:
    """The lead office, auditors and the units of the loans see every pool, a bank its own; nobody else sees any."""
    rows = Pool.objects.select_related("bank", "pot").prefetch_related("members")
    if not user.is_authenticated:
        return rows.none()
    if user.roles & SEES_ALL or user.units_as(*UNIT_PEOPLE) & set(home_units()):
        return rows
    return rows.filter(bank__in=banks_of(user))


def claims_visible_to(user: Any) -> QuerySet[PoolClaim]:
    """Claims from the pools that the person sees."""
    pools = pools_visible_to(user).prefetch_related(None).order_by()
    return PoolClaim.objects.filter(pool_loan__pool__in=pools).select_related("pool_loan__pool__bank")


def files_visible_to(user: Any) -> QuerySet[ClaimFile]:
    """Files of the claims that the person sees."""
    return ClaimFile.objects.filter(claim__in=claims_visible_to(user).order_by()).select_related("claim")


def banks_of(user: Any) -> frozenset[int]:
    """Keys of the confirmed banks that the person acts for."""
    return frozenset(seat.organisation_id for seat in user.held if seat.role == BANK and seat.counts)


def keeps(user: Any) -> bool:
    """Whether the person enters agreements and takes loans in: who handles or heads the unit in the lead."""
    return bool(set(home_units()[:1]) & user.units_as(HANDLER, CHIEF))


def pays(user: Any) -> bool:
    """Whether the person keeps the pools' money: the finance seats of the units of the loans."""
    return bool(set(home_units()) & user.units_as(FINANCE))


def banks() -> QuerySet[Organisation]:
    """Banks with which an agreement can be made."""
    return Organisation.objects.filter(kind="bank").exclude(confirmed_at=None).order_by("name", "pk")


def held_as(claim: PoolClaim) -> str:
    """What the ledger calls a claim."""
    return name_of(claim)


def loan_told(row: Row) -> PooledLoan:
    """A row of the register as the rules read it."""
    values, register = row.values, row.its_register
    quality = str(values.get("quality", ""))
    return PooledLoan(
        principal_fen=values["principal"],
        drawn=date.fromisoformat(values["drawn"]),
        due=date.fromisoformat(values["due"]),
        quality=quality,
        quality_name=said(register.field("quality"), quality) if register else quality,
        repaid=bool(values.get("repaid")),
        pledged=bool(values.get("pledged_on")) and not values.get("released_on"),
        faults=tuple(found["words"] for found in row.findings if found["grave"]),
    )


def current_row(loan: PoolLoan) -> Row | None:
    """The register's row of a loan, also where it was struck and entered anew; None where it is struck."""
    return loan.row if loan.row.is_open else kept_rows(REGISTER).filter(key=loan.key).first()


def loans_told(pool: Pool) -> list[tuple[PoolLoan, PooledLoan]]:
    """The loans of a pool, each as the register tells it now: of one that was struck, what it was when the pool took it."""
    loans = list(pool.loans.select_related("row"))
    rows = {row.key: row for row in kept_rows(REGISTER).filter(key__in=[loan.key for loan in loans])}
    return [(loan, loan_told(rows[loan.key]) if loan.key in rows else _as_taken(loan)) for loan in loans]


def _as_taken(loan: PoolLoan) -> PooledLoan:
    return PooledLoan(loan.principal_fen, loan.drawn, loan.due, GOOD[0], faults=("台账里的这一行已经注销",))


def standing_of(pool: Pool, *, as_of: date) -> Standing:
    """Where a pool stands on a day, by the ledger and the register."""
    terms, lent, bad = pool.terms, 0, 0
    losses = losses_by_loan(pool)
    for loan, told in loans_told(pool):
        if loan.pk in losses:  # paid for: what has not come back is lent, and lost
            lent, bad = lent + losses[loan.pk], bad + losses[loan.pk]
        elif not told.repaid:
            lent += loan.principal_fen
            bad += loan.principal_fen if told.is_bad(terms, as_of=as_of) else 0
    held = Commitment.objects.filter(pot=pool.pot_id).exclude(state="released")
    free = Pot.objects.filter(pk__in=[pool.pot_id]).aggregate(free=Sum("available_fen", default=0))["free"]
    return Standing(int(free), lent, bad, int(held.aggregate(total=Sum("amount_fen", default=0))["total"]))


def losses_by_loan(pool: Pool) -> dict[int, int]:
    """By loan that was paid for, what of the principal outstanding has not come back."""
    rows = PoolClaim.objects.filter(pool_loan__pool=pool, state=PAID).order_by()
    told = rows.annotate(back=Sum("recoveries__amount_fen", default=0))
    return {loan: lost - back for loan, lost, back in told.values_list("pool_loan", "outstanding_fen", "back")}


def loans_of_bank(pool: Pool) -> Iterable[Row]:
    """Loans of the register that this bank gave, as it or a unit has entered them, and that no pool has yet; the latest first."""
    taken = set(PoolLoan.objects.filter(pool__bank=pool.bank_id).values_list("key", flat=True))
    rows = kept_rows(REGISTER).filter(Q(organisation=pool.bank_id) | ~Q(unit="")).order_by("-day", "-pk")
    return [row for row in rows if row.key not in taken and is_of_bank(row, pool) and not row.values.get("repaid")]


def is_of_bank(row: Row, pool: Pool) -> bool:
    """Whether the pool's bank gave the loan."""
    if row.organisation_id:
        return row.organisation_id == pool.bank_id
    return folded(str(row.values.get("lender", ""))) == folded(pool.bank.name)


def claims_waiting(user: Any) -> QuerySet[PoolClaim]:
    """Claims that wait for the person: to be checked, to be decided or to be paid; nobody decides what they filed or checked."""
    steps = Q(pk__in=())
    if keeps(user):
        steps |= Q(state=FILED) & ~Q(filed_by=user.pk)
    if pays(user):
        steps |= Q(state=CHECKED) & ~Q(filed_by=user.pk) & ~Q(checked_by=user.pk)
        steps |= Q(state=DECIDED)
    return claims_visible_to(user).filter(steps)


def all_pools() -> QuerySet[Pool]:
    """Every pool, whoever may see it: for what the warnings look at, never for a page."""
    return Pool.objects.select_related("bank", "pot").prefetch_related("members").order_by("pk")
