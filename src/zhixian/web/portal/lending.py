"""A bank's own loans on pledged rights: what the registry knows of them, what is to be done, and what became of their subsidy."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from zhixian.core.analysis.lending import Loan, loans_of
from zhixian.core.catalogue import definitions
from zhixian.web.accounts.roles import BANK
from zhixian.web.kit.clock import today
from zhixian.web.kit.duties import LATELY, Ask, Duty
from zhixian.web.kit.plan import unit_name
from zhixian.web.matters.definitions import site_matters
from zhixian.web.matters.models import Dossier
from zhixian.web.matters.queries import dossiers_on_loans
from zhixian.web.registers.queries.figures import answers_in
from zhixian.web.registry.queries import current_snapshot

REGISTER = "pledge_loans"
"""The register in which banks keep their loans themselves, where the place has it."""
SOON = timedelta(days=90)
"""A loan that falls due within this time is on the desk."""


@dataclass(frozen=True, slots=True)
class OwnLoan:
    """A loan as its bank sees it, with the dossiers that apply for a subsidy on it."""

    loan: Loan
    dossiers: Sequence[Dossier]

    @property
    def to_do(self) -> str:
        """What waits for the bank; empty when nothing does."""
        loan = self.loan
        if loan.repaid and loan.still_pledged:
            return f"已还清，还有 {loan.still_pledged} 件质押没有注销"
        if loan.repaid is None and loan.due and loan.due < today():
            return "已到期，没有还清的记录"
        if not loan.pledges:
            return "没有质押登记的记录"
        return ""


def banks_of(user: Any) -> list[str]:
    """Names of the confirmed banks that the person acts for."""
    seats = (seat for seat in user.held if seat.role == BANK and seat.organisation and seat.counts)
    return sorted({seat.organisation.name for seat in seats})


def own_loans(user: Any) -> list[OwnLoan]:
    """The loans that the registry says these banks gave."""
    banks, snapshot = banks_of(user), current_snapshot()
    if not banks or snapshot is None:
        return []
    loans = loans_of(snapshot, banks, as_of=today())
    dossiers: dict[str, list[Dossier]] = defaultdict(list)
    for row in dossiers_on_loans([loan.id for loan in loans], matters=_about_loans()):
        dossiers[row.subject].append(row)
    return [OwnLoan(loan, dossiers[loan.id]) for loan in loans]


def _about_loans() -> list[str]:
    """The matters whose money rule looks at loans."""
    rules = definitions().incentives
    found = ((name, rules.get(known.matter.incentive or "")) for name, known in site_matters().items())
    return [name for name, rule in found if rule is not None and rule.per == "loan"]


def loan_duties(user: Any, ask: Ask) -> list[Duty]:
    """What is due to a bank, what it has to deregister, and which of its customers' subsidies are under way."""
    if ask.unit or ask.whose != "all" or not banks_of(user):
        return []
    loans = own_loans(user)
    if ask.when == "waiting":
        rows = [(row, loan) for loan in loans for row in loan.dossiers if not row.outcome]
        found = [_subsidy(row, loan, row.entered_on, waits_for=_whom(row)) for row, loan in rows]
        return sorted(found, key=lambda duty: duty.since or date.max)[: ask.most]
    if ask.when == "lately":
        rows = [(row, loan) for loan in loans for row in loan.dossiers if _ended_lately(row, ask.day)]
        found = [_subsidy(row, loan, row.closed_on) for row, loan in rows]
        return sorted(found, key=lambda duty: duty.since or date.min, reverse=True)[: ask.most]
    if ask.when == "undated":
        left = [
            _duty(loan, loan.to_do, since=loan.loan.repaid) for loan in loans if loan.to_do and not _falls_due(loan)
        ]
        return sorted(left, key=lambda duty: duty.since or date.max)[: ask.most]
    kept = answers_in(REGISTER, "loan", organisations=user.organisations)
    due = [loan for loan in loans if _falls_due(loan) and ask.holds(loan.loan.due)]
    steps = [(loan, _step(loan, *kept.get(loan.loan.id, ({}, None)))) for loan in due]
    found = [_duty(loan, step, due=loan.loan.due) for loan, step in steps if step]
    return sorted(found, key=lambda duty: duty.due or date.max)[: ask.most]


def _falls_due(loan: OwnLoan) -> bool:
    due = loan.loan.due
    return loan.loan.repaid is None and due is not None and due <= today() + SOON


def _step(loan: OwnLoan, values: Mapping[str, Any], told: date | None) -> str:
    """What to do by the registry's day; nothing where the register's row tells of that day itself, or of an earlier one."""
    if not values:
        return loan.to_do or "贷款到期"
    if values.get("repaid") or told is None or (loan.loan.due and told <= loan.loan.due):
        return ""
    return f"登记数据里的到期日，台账里写的是 {told}"


def _ended_lately(row: Dossier, day: date) -> bool:
    return bool(row.outcome and row.closed_on and row.closed_on >= day - LATELY)


def _whom(row: Dossier) -> str:
    return unit_name(row.unit) if row.unit else "申请人"


def _duty(loan: OwnLoan, step: str, *, due: date | None = None, since: date | None = None) -> Duty:
    return Duty(
        sort="质押贷款",
        number=loan.loan.id,
        link=f"{reverse('bank_loans')}?show=all#{loan.loan.id}",
        step=step,
        party=loan.loan.borrower,
        amount_fen=loan.loan.principal_fen,
        due=due,
        since=since,
    )


def _subsidy(row: Dossier, loan: OwnLoan, since: date | None, *, waits_for: str = "") -> Duty:
    return Duty(
        sort=f"{row.its_matter.name}（{row.year} 年）",
        number=row.number or "",
        link=f"{reverse('bank_loans')}?show=all#{loan.loan.id}",
        step=row.now_in.name,
        party=loan.loan.borrower,
        about=loan.loan.id,
        clause=row.clause,
        since=since,
        waits_for=waits_for,
    )
