"""Questions about risk pools. `pools_visible_to` is the only way one, its loans, claims and files reach a page, a list or a file."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from zhixian.core.finance.risk_pool import GOOD, PooledLoan, Standing
from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.model import Kept
from zhixian.core.workflow.answers import said
from zhixian.web.accounts.models import Organisation
from zhixian.web.accounts.roles import AUDITOR, BANK, CHIEF, FINANCE, HANDLER, LEAD
from zhixian.web.finance.models import (
    CHECKED,
    DECIDED,
    FILED,
    PAID,
    REFUSED,
    WITHDRAWN,
    ClaimFile,
    Contribution,
    Member,
    Payback,
    Pool,
    PoolClaim,
    PoolLoan,
    PoolPaper,
    Recovery,
    Supplement,
)
from zhixian.web.incentives.models import Commitment, Pot, Transfer
from zhixian.web.kit.plan import unit_name
from zhixian.web.kit.record import name_of
from zhixian.web.kit.sealed import as_stored
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
    rows = Pool.objects.select_related("bank", "pot").prefetch_related("members", "supplements")
    if not user.is_authenticated:
        return rows.none()
    kept = home()
    if user.roles & SEES_ALL or (kept and user.authorities_as(*UNIT_PEOPLE) & set(kept.units)):
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


def supplements_visible_to(user: Any) -> QuerySet[Supplement]:
    """Supplements to the pools that the person sees."""
    pools = pools_visible_to(user).prefetch_related(None).order_by()
    return Supplement.objects.filter(pool__in=pools).select_related("pool__bank", "withdrawal")


def papers_visible_to(user: Any) -> QuerySet[PoolPaper]:
    """Papers of the pools that the person sees."""
    pools = pools_visible_to(user).prefetch_related(None).order_by()
    return PoolPaper.objects.filter(pool__in=pools).select_related("pool")


def contributions_visible_to(user: Any) -> QuerySet[Contribution]:
    """What was paid into the pools that the person sees."""
    pools = pools_visible_to(user).prefetch_related(None).order_by()
    return Contribution.objects.filter(pool__in=pools).select_related("pool__bank", "pool__pot", "member", "transfer")


def paybacks_visible_to(user: Any) -> QuerySet[Payback]:
    """What is paid back at the end of the pools that the person sees."""
    pools = pools_visible_to(user).prefetch_related(None).order_by()
    return Payback.objects.filter(pool__in=pools).select_related("pool__bank", "pool__pot")


def balances_of(pool: Pool) -> list[int]:
    """What of a pool is each member's by the books, in fen: paid in, less what it bore and got back at the end, and what was recovered."""
    members = list(pool.members.all())
    own = dict(pool.contributions.filter(reversal=None).order_by().values_list("member").annotate(n=Sum("amount_fen")))
    found = [own.get(member.pk, 0) for member in members]
    moved = [
        (-1, parts[:-1]) for parts in _of_pool(PoolClaim.objects.filter(state=PAID), pool, "pool_loan__pool", "bears")
    ]
    moved += [(1, parts[:-1]) for parts in _of_pool(Recovery.objects.all(), pool, "claim__pool_loan__pool", "parts")]
    moved += [(-1, parts) for parts in _of_pool(Payback.objects.filter(state=PAID), pool, "pool", "parts")]
    for sign, parts in moved:
        found = [fen + sign * part for fen, part in zip(found, whole(parts, len(found)), strict=True)]
    return found


def whole(parts: Sequence[int], many: int) -> tuple[int, ...]:
    """What is each member's of a sum, 0 for who joined after it was shared out."""
    return (*parts, *(0,) * (many - len(parts)))


def _of_pool(rows: QuerySet[Any], pool: Pool, way: str, what: str) -> list[list[int]]:
    return list(rows.filter(**{way: pool}).order_by().values_list(what, flat=True))


def ending_of(pool: Pool) -> Payback | None:
    """The payback that is asked for, approved or paid; None while the pool goes on."""
    return pool.paybacks.filter(state__in=[FILED, DECIDED, PAID]).first()


def claims_fixed_since(pool: Pool, day: date) -> QuerySet[PoolClaim]:
    """Claims whose sum was fixed on a day or later, by the figures that held then, and that were not refused or taken back."""
    fixed = PoolClaim.objects.filter(pool_loan__pool=pool, state__in=[CHECKED, DECIDED, PAID])
    return fixed.filter(events__kind="check", events__day__gte=day).distinct()


def held_as(claim: PoolClaim) -> str:
    """What the ledger calls a claim."""
    return name_of(claim)


def parts_held(row: Payback) -> list[tuple[Member, str, int]]:
    """Each member that gets something of what is left, what the ledger calls its part, and the part in fen."""
    members = zip(row.pool.members.all(), row.parts, strict=False)  # who joined later has no part of it
    return [(member, f"{name_of(row)}.{member.place}", fen) for member, fen in members if fen]


def paid_back(pools: Sequence[Pool]) -> QuerySet[Payback]:
    """What is paid back of pools, with their members."""
    return Payback.objects.filter(pool__in=pools).select_related("pool").prefetch_related("pool__members")


def claims_of(loans: Sequence[PoolLoan]) -> dict[int, PoolClaim]:
    """By loan its latest claim."""
    return {claim.pool_loan_id: claim for claim in PoolClaim.objects.filter(pool_loan__in=loans).order_by("pk")}


def entries_of(pool: Pool) -> QuerySet[Transfer]:
    """Everything that the ledger has of a pool, the latest first."""
    return Transfer.objects.filter(pot=pool.pot).select_related("by")


def paid_fen(pool: Pool) -> int:
    """What was paid for losses."""
    return int(
        PoolClaim.objects.filter(pool_loan__pool=pool, state=PAID).aggregate(n=Sum("amount_fen", default=0))["n"]
    )


def recovered_fen(pool: Pool) -> int:
    """What of it came back to the pool."""
    rows = Recovery.objects.filter(claim__pool_loan__pool=pool)
    return int(rows.aggregate(n=Sum("transfer__amount_fen", default=0))["n"])


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


def loans_told(loans: Sequence[PoolLoan]) -> list[tuple[PoolLoan, PooledLoan]]:
    """Loans of pools, each as the register tells it now: of one that was struck, what it was when the pool took it. Their rows have been
    read with them; one question for all that were struck."""
    struck = [loan.key for loan in loans if not loan.row.is_open]
    again = {row.key: row for row in kept_rows(REGISTER).filter(key__in=struck)} if struck else {}
    found = ((loan, loan.row if loan.row.is_open else again.get(loan.key)) for loan in loans)
    return [(loan, loan_told(row) if row else _as_taken(loan)) for loan, row in found]


def _as_taken(loan: PoolLoan) -> PooledLoan:
    return PooledLoan(loan.principal_fen, loan.drawn, loan.due, GOOD[0], faults=("台账里的这一行已经注销",))


def standing_of(pool: Pool, *, as_of: date) -> Standing:
    """Where a pool stands on a day, by the ledger and the register."""
    return standings_of([pool], as_of=as_of)[pool.pk]


def standings_of(pools: Sequence[Pool], *, as_of: date) -> dict[int, Standing]:
    """The same of several pools, in as many questions as for one. Nothing sealed of the loans is opened."""
    lent: dict[int, int] = defaultdict(int)
    bad: dict[int, int] = defaultdict(int)
    losses = losses_by_loan(pools)
    by_key = {pool.pk: pool for pool in pools}
    with as_stored():
        loans = list(PoolLoan.objects.filter(pool__in=pools, left_on=None).select_related("row"))
        told = loans_told(loans)
    for loan, now in told:
        if loan.pk in losses:  # paid for: what has not come back is lent, and lost
            lent[loan.pool_id] += losses[loan.pk]
            bad[loan.pool_id] += losses[loan.pk]
        elif not now.repaid:
            lent[loan.pool_id] += loan.principal_fen
            terms = by_key[loan.pool_id].terms_on(as_of, taken=loan.admitted_on)
            bad[loan.pool_id] += loan.principal_fen if now.is_bad(terms, as_of=as_of) else 0
    pots = [pool.pot_id for pool in pools if pool.pot_id]
    back = [held for row in paid_back(pools) for _, held, _ in parts_held(row)]  # is no compensation
    held = Commitment.objects.filter(pot__in=pots).exclude(state="released").exclude(subject__in=back).order_by()
    paid = dict(held.values_list("pot").annotate(n=Sum("amount_fen")).values_list("pot", "n"))
    free = dict(Pot.objects.filter(pk__in=pots).values_list("pk", "available_fen"))
    return {
        pool.pk: Standing(free.get(pool.pot_id or 0, 0), lent[pool.pk], bad[pool.pk], paid.get(pool.pot_id or 0, 0))
        for pool in pools
    }


def losses_by_loan(pools: Sequence[Pool]) -> dict[int, int]:
    """By loan that was paid for, what of the principal outstanding has not come back."""
    rows = PoolClaim.objects.filter(pool_loan__pool__in=pools, state=PAID).order_by()
    told = rows.annotate(back=Sum("recoveries__amount_fen", default=0))
    return {loan: lost - back for loan, lost, back in told.values_list("pool_loan", "outstanding_fen", "back")}


def loans_of_bank(pool: Pool) -> QuerySet[Row]:
    """Loans of the register that may be this bank's, as it or a unit has entered them, that are not repaid and that no pool has; the
    latest first. Among those that units entered are some that only speak of it."""
    taken = PoolLoan.objects.filter(left_on=None)
    own = Q(organisation=pool.bank_id) | ~Q(unit="") & Q(search__contains=folded(pool.bank.name))
    repaid = Q(values__repaid__isnull=False) & ~Q(values__repaid="") & ~Q(values__repaid=None)
    rows = kept_rows(REGISTER).filter(own).exclude(repaid).order_by("-day", "-pk")
    return rows.exclude(key__in=taken.values("key")).exclude(pk__in=taken.values("row"))


def rests_in_a_pool(row: Row) -> Refusal | None:
    """What keeps a loan's row in the register: the pool that has it, and a claim for it. In the order in which it is undone."""
    loan = PoolLoan.objects.filter(Q(row=row.pk) | Q(key=row.key), left_on=None).select_related("pool").first()
    if loan is None:
        return None
    claim = loan.claims.exclude(state__in=[REFUSED, WITHDRAWN]).first()
    if claim is None:
        return Refusal(
            f"这笔贷款在风险资金池“{loan.pool}”里", where=str(loan),
            expected=f"写错的，改这一行；不该入池的，先由{unit_name(home_units()[0])}移出资金池，再注销",
        )  # fmt: skip
    first = "已经补偿的贷款，台账里的这一行要留着" if claim.state == PAID else "先撤回补偿申请，再移出资金池，然后注销"
    return Refusal(
        f"这笔贷款在风险资金池“{loan.pool}”里，补偿{claim.state_name}（{claim}）", where=str(loan), expected=first
    )


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
    return Pool.objects.select_related("bank", "pot").prefetch_related("members", "supplements").order_by("pk")
