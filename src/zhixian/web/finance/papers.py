"""A pool's year gathered from the ledger, for its statement."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils import timezone

from zhixian.core.finance.risk_pool import FIGURES, percent, rate_words, stopped, times
from zhixian.core.kernel.money import yuan
from zhixian.core.reports.risk_pool import LoanLine, Movement, PoolStatement, Share
from zhixian.web.finance.models import PAID, Contribution, Pool, PoolClaim, Recovery, Supplement
from zhixian.web.finance.queries import CLAIMS, held_as, home_units, standing_of
from zhixian.web.incentives.models import Transfer
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import unit_name
from zhixian.web.registry.queries import data_label

SIGN = {"contribute": 1, "pay": -1, "recover": 1}
"""Kinds of entries by which the balance of a pool changes, and which way."""
WORDS = {"contribute": "缴存", "pay": "补偿", "recover": "收回", "return": "清退"}


def statement_of(pool: Pool, *, year: int) -> PoolStatement:
    """The statement of a year, up to today where it is this one."""
    last = min(today(), date(year, 12, 31))
    told, parts = _parts(pool)
    entries = _by_day(pool)
    standing = standing_of(pool, as_of=today())
    why = stopped(pool.terms_on(today()), standing)
    return PoolStatement(
        pool=pool.name,
        bank=pool.bank.name,
        document=pool.document,
        unit=unit_name(home_units()[0]) if home_units() else "",
        year=year,
        as_of=last,
        shares=_shares(pool, entries, parts, year),
        movements=tuple(_movements(entries, told, year)),
        loans=tuple(_loans(pool, last)),
        standing=(f"已熔断：{why}" if why else rate_words(standing)) if year == today().year else "",
        label=data_label(),
        supplements=tuple(
            (row.effective, row.document, "；".join(f"{name} {words}" for name, words in changes_said(row)))
            for row in pool.supplements.all()
            if row.effective <= last
        ),
    )


def figures_of(pool: Pool, *, as_of: date) -> list[tuple[str, str, str, str]]:
    """Each figure that holds on a day in words, with its clause and document: of the agreement, or of the last supplement to change it."""
    terms, basis = pool.terms_on(as_of), {figure: tuple(told) for figure, told in pool.basis.items()}
    for row in pool.supplements.all():
        if row.effective <= as_of:
            basis |= {figure: (row.basis.get(figure, ""), row.document) for figure in row.changes}
    values = {"span": (terms.starts, terms.ends)}
    return [
        (
            name,
            figure_said(figure, values[figure] if figure in values else getattr(terms, figure), pool),
            *basis.get(figure, ("", "")),
        )
        for figure, name in FIGURES.items()
    ]


def changes_said(row: Supplement) -> list[tuple[str, str]]:
    """(figure, its new value in words) of what a supplement changes, in the order of the agreement."""
    return [
        (name, figure_said(figure, row.changes[figure], row.pool))
        for figure, name in FIGURES.items()
        if figure in row.changes
    ]


def figure_said(figure: str, value: Any, pool: Pool) -> str:
    """A figure of an agreement in words; `shares` by member, `span` the last day or (first, last)."""
    match figure:
        case "shares":
            return "；".join(
                f"{member} {percent(share)}" for member, share in zip(pool.members.all(), value, strict=True)
            )
        case "loss_share":
            return percent(value)
        case "leverage":
            return f"{times(value)} 倍"
        case "stop_at":
            return f"不良率 {percent(value)}"
        case "overdue_days":
            return f"{value} 天"
        case "span":
            return f"{value[0]} 起，{value[1]} 终止" if isinstance(value, tuple) else f"{value} 终止"
        case _:
            return f"{yuan(value)} 元"


def _by_day(pool: Pool) -> list[tuple[date, Transfer]]:
    """What changes the balance, by its day: of money that came in, when the bank had it, however late it was booked."""
    came = dict(Contribution.objects.filter(pool=pool).values_list("transfer", "received_on"))
    back = Recovery.objects.filter(claim__pool_loan__pool=pool).exclude(transfer=None)
    came |= dict(back.values_list("transfer", "received_on"))
    entries = Transfer.objects.filter(pot=pool.pot, kind__in=SIGN)
    found = [(came.get(entry.pk) or timezone.localtime(entry.at).date(), entry) for entry in entries]
    return sorted(found, key=lambda one: (one[0], one[1].pk))


def _parts(pool: Pool) -> tuple[dict[int, str], dict[int, list[int]]]:
    """By entry of the ledger: whom it is about, and what of it is each member's."""
    places = {member.pk: place for place, member in enumerate(pool.members.all())}
    told, parts = {}, {}
    for row in Contribution.objects.filter(pool=pool).select_related("member"):
        told[row.transfer_id] = row.payer or row.member.name
        parts[row.transfer_id] = [
            row.amount_fen if place == places[row.member_id] else 0 for place in range(len(places))
        ]
    claims = {
        held_as(claim): claim for claim in PoolClaim.objects.filter(pool_loan__pool=pool).select_related("pool_loan")
    }
    members = {place: member for member, place in ((one, one.place) for one in pool.members.all())}
    for entry in Transfer.objects.filter(pot=pool.pot, kind="pay"):
        claim = claims.get(entry.subject)
        if claim is None:  # what was left went back to a member
            place = int(entry.subject.rpartition(".")[2])
            told[entry.pk] = f"清退给{members[place]}"
            parts[entry.pk] = [entry.amount_fen if one == place else 0 for one in range(len(members))]
        else:
            told[entry.pk], parts[entry.pk] = f"{claim.number} {claim.pool_loan.borrower}", list(claim.bears[:-1])
    for back in Recovery.objects.filter(claim__pool_loan__pool=pool).select_related("claim__pool_loan"):
        if back.transfer_id:
            told[back.transfer_id] = f"{back.claim.number} {back.claim.pool_loan.borrower}"
            parts[back.transfer_id] = list(back.parts[:-1])
    return told, parts


def _kind(entry: Transfer) -> str:
    """Of what an entry is: what was paid back at the end is no compensation."""
    return "return" if entry.kind == "pay" and not entry.subject.startswith(CLAIMS) else entry.kind


def _shares(
    pool: Pool, entries: list[tuple[date, Transfer]], parts: dict[int, list[int]], year: int
) -> tuple[Share, ...]:
    found, terms = [], pool.terms_on(min(today(), date(year, 12, 31)))
    for place, member in enumerate(pool.members.all()):
        moved: dict[str, int] = defaultdict(int)
        for day, entry in entries:
            fen, when = parts[entry.pk][place], day.year
            moved["opening" if when < year else _kind(entry) if when == year else "later"] += fen * (
                SIGN[entry.kind] if when < year else 1
            )
        found.append(
            Share(
                member.name, member.kind_name, percent(terms.shares[place]), moved["opening"], moved["contribute"], moved["pay"],
                moved["recover"], moved["return"],
            )
        )  # fmt: skip
    return tuple(found)


def _movements(entries: list[tuple[date, Transfer]], told: dict[int, str], year: int) -> list[Movement]:
    balance, found = 0, []
    for day, entry in entries:
        fen = entry.amount_fen * SIGN[entry.kind]
        balance += fen
        if day.year == year:
            found.append(Movement(day, WORDS[_kind(entry)], told[entry.pk], entry.document, fen, balance))
    return found


def _loans(pool: Pool, last: date) -> list[LoanLine]:
    paid = {
        claim.pool_loan_id: claim
        for claim in PoolClaim.objects.filter(pool_loan__pool=pool, state=PAID).prefetch_related("recoveries", "events")
        if any(event.kind == "pay" and event.day <= last for event in claim.events.all())
    }
    return [
        LoanLine(
            loan.borrower, loan.loan, loan.principal_fen, loan.drawn, loan.due, loan.admitted_on,
            paid[loan.pk].amount_fen if loan.pk in paid else 0,
            _recovered(paid[loan.pk], last) if loan.pk in paid else 0,
        )
        for loan in pool.loans.filter(admitted_on__lte=last).exclude(left_on__lte=last).order_by("admitted_on", "pk")
    ]  # fmt: skip


def _recovered(claim: Any, last: date) -> int:
    """What came back to the pool by a day."""
    return sum(row.to_pool_fen for row in claim.recoveries.all() if row.received_on <= last)
