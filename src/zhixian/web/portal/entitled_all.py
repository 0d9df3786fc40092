"""Everybody whom a rule gives money in a year or a quarter, at once: who has applied, who was paid, who has not come yet.

For the units whose matter it is: they call those who have not applied. The sums are the core's, by the registry's facts; what
a dossier or a payment says stands beside them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.urls import reverse

from zhixian.core.analysis.incentives import Award, RefusedRow, Undetermined, compute
from zhixian.core.analysis.incentives.quarters import QuarterAward, compute_in_quarter
from zhixian.core.catalogue import definitions
from zhixian.core.plan.model import Amount
from zhixian.core.registry.snapshot import Snapshot, open_snapshot
from zhixian.core.rules.definition import Incentive
from zhixian.core.workflow.model import Matter
from zhixian.web.incentives.models import BUDGET, Commitment, Pot
from zhixian.web.incentives.queries import held_by_claim
from zhixian.web.kit.plan import the_plan
from zhixian.web.matters.actions import claim_of
from zhixian.web.matters.definitions import site_matters
from zhixian.web.matters.models import Dossier
from zhixian.web.matters.queries import dossiers_visible_to, handed_in
from zhixian.web.portal.entitlement import what_it_lacks
from zhixian.web.portal.scorecards import sees_all
from zhixian.web.registry.queries import data

STATES = {"open": "还没有申请", "under_way": "在办", "paid": "已拨付", "refused": "办结，没有支持"}
"""What has become of a line."""
QUARTERS = {0: "全年", 1: "第一季度", 2: "第二季度", 3: "第三季度", 4: "第四季度"}


@dataclass(frozen=True, slots=True)
class Line:
    """One loan, right or project. `opens`: whether the reader may open the dossier."""

    award: Award
    quarter_fen: int
    dossier: Dossier | None = None
    held: Commitment | None = None
    opens: bool = False

    @property
    def state(self) -> str:
        """A key of STATES."""
        if self.held and self.held.state == "paid":
            return "paid"
        if self.dossier is None:
            return "open"
        return "under_way" if self.dossier.outcome in ("", "done") else "refused"

    @property
    def words(self) -> str:
        """Where it is, in words."""
        if self.held and self.held.state == "paid":
            return "已拨付" if self.held.amount_fen else "已追回"
        return self.dossier.now_in.name if self.dossier else STATES["open"]

    @property
    def paid_fen(self) -> int:
        """What was paid for it, less what was recovered."""
        return self.held.amount_fen if self.held and self.held.state == "paid" else 0


@dataclass(frozen=True, slots=True)
class PartyLines:
    """A party with its lines."""

    party: str
    name: str
    lines: Sequence[Line]

    @property
    def quarter_fen(self) -> int:
        """What the period gives it."""
        return sum(line.quarter_fen for line in self.lines)

    @property
    def to_date_fen(self) -> int:
        """The year to the end of the period."""
        return sum(line.award.amount_fen for line in self.lines)

    @property
    def still_fen(self) -> int:
        """What it would still take out of what is left of the budget: lines neither held for nor refused, at most what a cap leaves."""
        open_fen = sum(line.award.amount_fen for line in self.lines if line.held is None and line.state != "refused")
        held_fen = sum(line.held.amount_fen for line in self.lines if line.held)
        return max(0, min(open_fen, self.to_date_fen - held_fen)) if self.capped else open_fen

    @property
    def capped(self) -> bool:
        """Whether the cap has cut one of its lines."""
        return any(line.award.capped for line in self.lines)

    @property
    def states(self) -> list[tuple[str, str, int]]:
        """State, its words and how many lines are in it; those that nobody applied for first."""
        found = Counter(line.state for line in self.lines)
        return [(state, words, found[state]) for state, words in STATES.items() if found[state]]


@dataclass(frozen=True, slots=True)
class Everybody:
    """The whole answer for a rule and a period. `quarter` 0 is the whole year; `lacks` says what was never imported."""

    rule: Incentive
    clause: str
    year: int
    quarter: int
    parties: Sequence[PartyLines]
    refused: Sequence[tuple[str, RefusedRow]]
    undetermined: Sequence[Undetermined]
    names: Mapping[str, str]
    pot: Pot | None = None
    lacks: str = ""
    sums: Mapping[str, int] = field(default_factory=dict)
    """State → fen of the year to the end of the period."""

    @property
    def lines(self) -> list[Line]:
        """All lines, party by party."""
        return [line for party in self.parties for line in party.lines]

    @property
    def quarter_fen(self) -> int:
        """The sum of the period."""
        return sum(party.quarter_fen for party in self.parties)

    @property
    def to_date_fen(self) -> int:
        """The sum of the year to the end of the period."""
        return sum(party.to_date_fen for party in self.parties)

    @property
    def paid_fen(self) -> int:
        """What was paid for these lines."""
        return sum(line.paid_fen for line in self.lines)

    @property
    def still_fen(self) -> int:
        """What all parties would still take out of what is left of the budget."""
        return sum(party.still_fen for party in self.parties)

    @property
    def short_fen(self) -> int:
        """By how much the budget is too small for that; below 0 what would be left of it."""
        return self.still_fen - (self.pot.available_fen if self.pot else 0)

    @property
    def waiting_parties(self) -> int:
        """How many parties have something that nobody has applied for."""
        return sum(any(line.state == "open" for line in party.lines) for party in self.parties)

    def narrowed(self, state: str) -> Sequence[PartyLines]:
        """Parties with a line in that state; all without one."""
        return [one for one in self.parties if not state or any(line.state == state for line in one.lines)]


@dataclass(frozen=True, slots=True)
class _Computed:
    awards: Sequence[QuarterAward]
    refused: Sequence[RefusedRow]
    undetermined: Sequence[Undetermined]
    names: Mapping[str, str]


def rules_seen(user: Any) -> dict[str, Matter]:
    """Rules that the plan gives money to, with the matter by which one applies, whose list is this person's work: of the units
    that take it up, decide and pay, the lead office, auditors."""
    promised = {amount.incentive for amount in the_plan().amounts}
    found = {one.matter.incentive: one.matter for one in site_matters().values() if one.matter.incentive in promised}
    return {rule: matter for rule, matter in found.items() if rule and sees_all(user, _units(matter))}


def sees_a_rule(user: Any) -> bool:
    """Whether there is any list for the person."""
    return bool(rules_seen(user))


def list_address(user: Any, pot: Pot) -> str:
    """Where the list of what a pot is for stands; empty for whom it is no work of."""
    return f"{reverse('entitled_all')}?rule={pot.purpose}&year={pot.year}" if pot.purpose in rules_seen(user) else ""


def everybody(snapshot: Snapshot, matter: Matter, user: Any, *, year: int, quarter: int) -> Everybody:
    """The list of a matter's rule. Ask `rules_seen` first. The database is asked as often for one line as for thousands."""
    rule = definitions().incentives[matter.incentive or ""]
    found = _computed(str(data()), snapshot.id, the_plan().amounts, rule.id, year, quarter)
    parties = _by_party(found, _lines(found, rule, matter, user, year))
    lines = [line for party in parties for line in party.lines]
    shown = {line.award.subject for line in lines}
    return Everybody(
        rule=rule,
        clause=next(amount.clause for amount in the_plan().amounts if amount.incentive == rule.id),
        year=year,
        quarter=quarter,
        parties=parties,
        refused=[
            (found.names.get(row.party or "") or "没有登记", row) for row in found.refused if row.subject not in shown
        ],
        undetermined=found.undetermined,
        names=found.names,
        pot=Pot.objects.visible_to(user).filter(kind=BUDGET, year=year, purpose=rule.id).first(),
        lacks="" if lines else what_it_lacks(rule, snapshot),
        sums={state: sum(line.award.amount_fen for line in lines if line.state == state) for state in STATES},
    )


@lru_cache(maxsize=32)
def _computed(
    _folder: str, snapshot: str, _amounts: tuple[Amount, ...], rule: str, year: int, quarter: int
) -> _Computed:
    """What the core says, which changes with the snapshot and the plan's amounts alone."""
    opened = open_snapshot(data(), snapshot)
    if quarter:
        told = compute_in_quarter(the_plan(), definitions(), opened, year=year, quarter=quarter).only(rule)
        awards, result, names = tuple(told.awards()), told.to_date, told.names()
    else:
        result = compute(the_plan(), definitions(), opened, year=year).only(rule)
        awards, names = tuple(QuarterAward(award, award.amount_fen) for award in result.awards()), result.names()
    return _Computed(awards, result.refused, result.undetermined, names)


def _lines(found: _Computed, rule: Incentive, matter: Matter, user: Any, year: int) -> list[Line]:
    """Every award, and what was applied for or paid though the registry's facts or the order of the cap leave nothing for it."""
    of_year = year if matter.once_a_year else None
    live = ("", "done")
    dossiers: dict[str, Dossier] = {}
    for row in handed_in(matter.id, year=of_year):
        if row.outcome in live or row.claim not in dossiers or dossiers[row.claim].outcome not in live:
            dossiers[row.claim] = row
    opened = set(dossiers_visible_to(user).filter(matter=matter.id).values_list("pk", flat=True))
    held = held_by_claim(matter.incentive or "")
    lines = []
    for one in (*found.awards, *_without_award(found, rule)):
        claim = claim_of(matter, one.award.subject, year)
        dossier = dossiers.get(claim)
        if not (one.award.amount_fen or one.quarter_fen or dossier or claim in held):
            continue
        opens = dossier is not None and dossier.pk in opened
        lines.append(Line(one.award, one.quarter_fen, dossier, held.get(claim), opens))
    return lines


def _without_award(found: _Computed, rule: Incentive) -> Iterator[QuarterAward]:
    known = {one.award.subject for one in found.awards}
    for row in found.refused:
        if row.party and row.subject not in known:
            yield QuarterAward(Award(rule.id, "", row.party, row.subject, 0, 0, capped=False, reasons=row.reasons), 0)


def _by_party(found: _Computed, lines: Sequence[Line]) -> list[PartyLines]:
    """Those with something that nobody has applied for first, the largest sums first."""
    by_party: dict[str, list[Line]] = {}
    for line in lines:
        by_party.setdefault(line.award.party, []).append(line)
    parties = [PartyLines(party, found.names.get(party) or party, own) for party, own in by_party.items()]
    return sorted(
        parties,
        key=lambda one: (
            all(line.state != "open" for line in one.lines),
            -one.quarter_fen,
            -one.to_date_fen,
            one.party,
        ),
    )


def _units(matter: Matter) -> tuple[str, ...]:
    return tuple(sorted({unit for units in matter.units.values() for unit in units}))
