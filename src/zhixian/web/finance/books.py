"""A pool's books: how its money moved by the ledger, and what of each movement is whose."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from zhixian.web.finance.models import PAID, Member, Pool, PoolClaim, PoolLoan, Recovery, Reversal
from zhixian.web.finance.queries import held_as, paid_back, parts_held, whole
from zhixian.web.incentives.models import Transfer

SIGN = {"contribute": 1, "reverse": -1, "pay": -1, "recover": 1, "return": -1}
"""How a pool's money moves, and which way its balance changes by it."""
WORDS = {"contribute": "缴存", "reverse": "冲正", "pay": "补偿", "recover": "收回", "return": "清退"}


@dataclass(frozen=True, slots=True)
class Moved:
    """One entry of the ledger by which the balance of a pool changes."""

    booked: date
    """When the ledger was told."""
    received: date | None
    """When the bank had what came in, however late it was booked, and of a counter-entry that day of what it undoes; None where money
    went out."""
    kind: str
    """contribute, reverse (a sum booked wrongly), pay (for a claim), recover, or return (what was left, to a member)."""
    about: str
    """Whom it is about, in words."""
    parts: tuple[int, ...]
    """What of it is each member's, in fen, in their order."""
    document: str
    amount_fen: int
    entry: int
    """The key of the entry."""

    @property
    def day(self) -> date:
        """On which it counts."""
        return self.received or self.booked

    @property
    def what(self) -> str:
        """The kind in words."""
        return WORDS[self.kind]

    @property
    def fen(self) -> int:
        """By how much the balance changes, below zero where money went out or was not there."""
        return SIGN[self.kind] * self.amount_fen


def moved_in(pool: Pool) -> list[Moved]:
    """Every such entry by its day, within a day as they were booked."""
    members = list(pool.members.all())
    came, went = (
        {**_contributed(pool, members), **_reversed(pool, members), **_recovered(pool)},
        {**_paid_for_claims(pool), **_returned(pool, members)},
    )
    found = []
    for entry in Transfer.objects.filter(pot=pool.pot, kind__in=("contribute", "reverse", "pay", "recover")).order_by(
        "pk"
    ):
        received: date | None = None
        if entry.kind == "pay":
            kind, about, parts = went[entry.subject]
        else:
            (received, about, parts), kind = came[entry.pk], entry.kind
        booked = timezone.localtime(entry.at).date()
        found.append(
            Moved(booked, received, kind, about, whole(parts, len(members)), entry.document, entry.amount_fen, entry.pk)
        )
    return sorted(found, key=lambda one: one.day)


def _contributed(pool: Pool, members: list[Member]) -> dict[int, tuple[date, str, tuple[int, ...]]]:
    """By entry of the ledger: when it came in, of whom, and what is each member's."""
    rows = pool.contributions.select_related("member")
    return {
        row.transfer_id: (row.received_on, row.payer or row.member.name, _alone(members, row.member, row.amount_fen))
        for row in rows
    }


def _reversed(pool: Pool, members: list[Member]) -> dict[int, tuple[date, str, tuple[int, ...]]]:
    """The same of each counter-entry, on the day of the sum that it undoes, with the reason."""
    rows = Reversal.objects.filter(contribution__pool=pool).select_related("contribution__member")
    return {
        row.transfer_id: (
            row.contribution.received_on, f"{row.contribution.payer or row.contribution.member.name}：{row.reason}",
            _alone(members, row.contribution.member, row.contribution.amount_fen),
        )
        for row in rows
    }  # fmt: skip


def _recovered(pool: Pool) -> dict[int, tuple[date, str, tuple[int, ...]]]:
    rows = Recovery.objects.filter(claim__pool_loan__pool=pool).exclude(transfer=None)
    return {
        row.transfer_id: (row.received_on, _said(row.claim), tuple(row.parts[:-1]))
        for row in rows.select_related("claim__pool_loan")
        if row.transfer_id
    }


def _paid_for_claims(pool: Pool) -> dict[str, tuple[str, str, tuple[int, ...]]]:
    """By what the ledger calls it: pay, about whom, and what each member bears."""
    rows = PoolClaim.objects.filter(pool_loan__pool=pool).select_related("pool_loan")
    return {held_as(row): ("pay", _said(row), tuple(row.bears[:-1])) for row in rows}


def _returned(pool: Pool, members: list[Member]) -> dict[str, tuple[str, str, tuple[int, ...]]]:
    parts = [part for row in paid_back([pool]) for part in parts_held(row)]
    return {held: ("return", f"清退给{member}", _alone(members, member, fen)) for member, held, fen in parts}


def _alone(members: list[Member], member: Member, fen: int) -> tuple[int, ...]:
    return tuple(fen if one.pk == member.pk else 0 for one in members)


def _said(claim: PoolClaim) -> str:
    return f"{claim.number} {claim.pool_loan.borrower}"


def loans_by(pool: Pool, *, day: date) -> list[tuple[PoolLoan, PoolClaim | None]]:
    """The loans in a pool at the end of a day, each with the claim that was paid by then, what came back read with it."""
    claims = PoolClaim.objects.filter(pool_loan__pool=pool, state=PAID).prefetch_related("recoveries", "events")
    paid = {
        claim.pool_loan_id: claim
        for claim in claims
        if any(event.kind == "pay" and event.day <= day for event in claim.events.all())
    }
    loans = pool.loans.filter(admitted_on__lte=day).exclude(left_on__lte=day).order_by("admitted_on", "pk")
    return [(loan, paid.get(loan.pk)) for loan in loans]
