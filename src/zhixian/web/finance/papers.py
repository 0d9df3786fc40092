"""A pool's year gathered from the ledger, for its statement."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from zhixian.core.finance.pool_terms import FIGURES, MEMBER_KINDS, percent, times
from zhixian.core.finance.risk_pool import rate_words, stopped
from zhixian.core.kernel.money import yuan
from zhixian.core.reports.risk_pool import LoanLine, Movement, PoolStatement, Share
from zhixian.web.finance.books import SIGN, Moved, loans_by, moved_in
from zhixian.web.finance.models import Pool, PoolClaim, Supplement
from zhixian.web.finance.queries import home_units, standing_of
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import official_name
from zhixian.web.registry.queries import data_label


def statement_of(pool: Pool, *, year: int) -> PoolStatement:
    """The statement of a year, up to today where it is this one."""
    last = min(today(), date(year, 12, 31))
    moves = moved_in(pool)
    standing = standing_of(pool, as_of=today())
    why = stopped(pool.terms_on(today()), standing)
    return PoolStatement(
        pool=pool.name,
        bank=pool.bank.name,
        document=pool.document,
        unit=official_name(home_units()[0]) if home_units() else "",
        year=year,
        as_of=last,
        shares=_shares(pool, moves, year),
        movements=tuple(_movements(moves, year)),
        loans=tuple(_loans(pool, last)),
        standing=(f"已熔断：{why}" if why else rate_words(standing)) if year == today().year else "",
        label=data_label(),
        supplements=tuple(
            (row.effective, row.document, "；".join(f"{name} {words}" for name, words in changes_said(row)))
            for row in pool.kept_supplements
            if row.effective <= last
        ),
    )


def figures_of(pool: Pool, *, as_of: date) -> list[tuple[str, str, str, str]]:
    """Each figure that holds on a day in words, with its clause and document: of the agreement, or of the last supplement to change it."""
    terms, basis = pool.terms_on(as_of), {figure: tuple(told) for figure, told in pool.basis.items()}
    for row in pool.kept_supplements:
        if row.effective <= as_of:
            basis |= {figure: (row.basis.get(figure, ""), row.document) for figure in row.changes}
    members = pool.members_on(as_of)
    values = {"span": (terms.starts, terms.ends), "shares": [terms.shares[member.place] for member in members]}
    names = [member.name for member in members]
    return [
        (
            name,
            figure_said(figure, values[figure] if figure in values else getattr(terms, figure), names),
            *basis.get(figure, ("", "")),
        )
        for figure, name in FIGURES.items()
    ]


def changes_said(row: Supplement) -> list[tuple[str, str]]:
    """(figure, its new value in words) of what a supplement changes, in the order of the agreement; who joins first. Of one that was
    withdrawn too, whose members are no more."""
    there = len(row.changes.get("shares", ())) - len(row.joins)
    members = [member.name for member in row.pool.members.all() if member.place < there]
    members += [name for _, name in row.joins]
    joined = (
        [("新增出资方", "；".join(f"{name}（{MEMBER_KINDS[kind]}）" for kind, name in row.joins))] if row.joins else []
    )
    return joined + [
        (name, figure_said(figure, row.changes[figure], members))
        for figure, name in FIGURES.items()
        if figure in row.changes
    ]


def figure_said(figure: str, value: Any, members: Sequence[str]) -> str:
    """A figure of an agreement in words; `shares` by member, of as many as there are, `span` the last day or (first, last)."""
    match figure:
        case "shares":
            return "；".join(f"{member} {percent(share)}" for member, share in zip(members, value, strict=False))
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


def _shares(pool: Pool, moves: list[Moved], year: int) -> tuple[Share, ...]:
    last = min(today(), date(year, 12, 31))
    found, terms = [], pool.terms_on(last)
    for member in pool.members_on(last):
        sums: dict[str, int] = defaultdict(int)
        for one in moves:
            if one.day.year < year:
                sums["opening"] += SIGN[one.kind] * one.parts[member.place]
            elif one.day.year == year:
                sums[one.kind] += one.parts[member.place]
        found.append(
            Share(
                member.name, member.kind_name, percent(terms.shares[member.place]), sums["opening"], sums["contribute"], sums["pay"],
                sums["recover"], sums["return"], sums["reverse"],
            )
        )  # fmt: skip
    return tuple(found)


def _movements(moves: list[Moved], year: int) -> list[Movement]:
    balance, found = 0, []
    for one in moves:
        balance += one.fen
        if one.day.year == year:
            found.append(Movement(one.received, one.booked, one.what, one.about, one.document, one.fen, balance))
    return found


def _loans(pool: Pool, last: date) -> list[LoanLine]:
    return [
        LoanLine(
            loan.borrower, loan.loan, loan.principal_fen, loan.drawn, loan.due, loan.admitted_on,
            claim.amount_fen if claim else 0, _recovered(claim, last) if claim else 0,
        )
        for loan, claim in loans_by(pool, day=last)
    ]  # fmt: skip


def _recovered(claim: PoolClaim, last: date) -> int:
    """What came back to the pool by a day."""
    return sum(row.to_pool_fen for row in claim.recoveries.all() if row.received_on <= last)
