"""What a visitor may see of an enterprise's entitlements: business secrets only for its own people and the office.

Rights, their transfers and honours are published by the state, so what follows from them is shown to everybody. Loans and
projects tell of an enterprise's money; lines that rest on them are shown to confirmed members of the organisation and to
staff of the units, whose look is recorded. Persons are not shown to the public at all.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import ibis

from zhixian.core.analysis.finding import MOST_FOUND, Party, find_parties, party_of
from zhixian.core.analysis.incentives.one_party import Entitlement, Entitlements, Waiting, entitlements
from zhixian.core.analysis.received import lacking, sorts_of_rows, sorts_received
from zhixian.core.catalogue import definitions
from zhixian.core.engine import connect
from zhixian.core.registry.numbers import credit_code
from zhixian.core.registry.snapshot import Snapshot, open_snapshot
from zhixian.core.rules.definition import Incentive
from zhixian.web.accounts.models import Organisation
from zhixian.web.incentives.models import Commitment
from zhixian.web.incentives.queries import paid_for
from zhixian.web.indicators.lacks import lacked
from zhixian.web.indicators.openness import is_person, rows_are_open
from zhixian.web.kit.plan import the_plan
from zhixian.web.matters.actions import claim_of
from zhixian.web.matters.definitions import site_matters
from zhixian.web.matters.models import Dossier
from zhixian.web.matters.queries import BULKY, dossiers_visible_to

CODE_LENGTHS = range(15, 21)
"""What is about as long as a credit code and has no Chinese in it was meant as one."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to: parties, or in `problem` why the text is no name and no code."""

    parties: Sequence[Party] = ()
    problem: str = ""
    is_code: bool = False
    more: int = 0
    """How many beside the parties that are named."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What has become of one line already: paid, or in a dossier that goes on. A dossier only for whoever may see it."""

    paid: Commitment | None
    dossier: Dossier | None

    @property
    def settled_fen(self) -> int | None:
        """What was paid, or what the office has worked out by the facts of the dossier; None before that."""
        if self.paid:
            return self.paid.amount_fen
        return self.dossier.award_fen if self.dossier else None


@dataclass(frozen=True, slots=True)
class RuleShown:
    """One rule for one party. `open` false: the visitor is not shown its lines, nor whether there are any. `standing` is by
    the subject of a line."""

    entitlement: Entitlement
    open: bool
    standing: Mapping[str, Standing] = field(default_factory=dict)
    lacks: str = ""
    """What was never imported without which its sum is not known, and where to bring it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole answer for one party as one visitor may see it."""

    party: Party
    year: int
    full: bool
    rules: Sequence[RuleShown]
    waiting: Sequence[Waiting]
    others: Sequence[Waiting]
    """Promises without a figure for which the party does not wait, or where nobody can tell."""

    @property
    def total_fen(self) -> int:
        """The sum of what is shown."""
        return sum(rule.entitlement.total_fen for rule in self.rules if rule.open)

    @property
    def lacks(self) -> int:
        """How many of the rules that are shown lack their data."""
        return sum(bool(rule.open and rule.lacks) for rule in self.rules)

    @property
    def paid_fen(self) -> int:
        """What of it has been paid already: of the lines of this year, not of what the party was paid for in others."""
        lines = [(rule, line) for rule in self.rules if rule.open for line in rule.entitlement.lines]
        stood = [rule.standing.get(line.subject) for rule, line in lines]
        return sum(standing.paid.amount_fen for standing in stood if standing and standing.paid)

    @property
    def rights(self) -> list[str]:
        """The rights that lines are about."""
        rules = [rule.entitlement for rule in self.rules if rule.open]
        return [line.subject for rule in rules if rule.definition.per == "right" for line in rule.lines]


@cache
def _engine() -> ibis.BaseBackend:
    """One engine a process: opening it costs more than asking it."""
    return connect(threads=1, memory_limit="512MB")


def look_for(snapshot: Snapshot, text: str, user: Any) -> Found:
    """Parties that a name or credit code may mean; persons only for staff."""
    text, code = text.strip(), None
    if len(text) in CODE_LENGTHS and text.isascii():
        code, problem = credit_code(text)
        if code is None:
            return Found(problem=problem or "", is_code=True)
        found: Sequence[Party] = _by_code(snapshot, code)
    else:
        found = find_parties(snapshot, text)
    shown = [party for party in found if may_look_at(party, user)]
    return Found(shown[:MOST_FOUND], is_code=code is not None, more=max(0, len(shown) - MOST_FOUND))


def _by_code(snapshot: Snapshot, code: str) -> Sequence[Party]:
    """The party whose id is the code, or that a confirmed organisation with this code is."""
    names = [
        code,
        *Organisation.objects.filter(credit_code=code).exclude(confirmed_at=None).values_list("party", flat=True),
    ]
    return [party for name in names if name and (party := party_of(snapshot, name))]


def may_look_at(party: Party, user: Any) -> bool:
    """Whether a visitor may know that the registry has this party."""
    return not is_person(party.kind) or sees_all(party, user)


def sees_all(party: Party, user: Any) -> bool:
    """Whether the visitor is of the office, second factor included, or acts for the organisation."""
    if not user.is_authenticated:
        return False
    return user.is_proven_office or party.id in {
        seat.organisation.party for seat in user.held if seat.organisation and seat.counts
    }


def shown_to(party: Party, snapshot: Snapshot, user: Any, *, year: int, full: bool) -> Shown:
    """The entitlements of a year, cut down to what the visitor may see, with what has become of each."""
    standings: dict[str, dict[str, Standing]] = {}

    def settled(definition: Incentive, subjects: Collection[str]) -> dict[str, int]:
        is_open = full or rows_are_open(definition.per)
        standings[definition.id] = _standing(definition, subjects, year, user) if is_open else {}
        stood = standings[definition.id].items()
        return {subject: one.settled_fen for subject, one in stood if one.settled_fen is not None}

    found: Entitlements = entitlements(
        _engine(), the_plan(), definitions(), snapshot, party.id, year=year, region=the_plan().region, settled=settled
    )
    rules = [
        RuleShown(
            rule,
            full or rows_are_open(rule.definition.per),
            standings[rule.definition.id],
            "" if rule.lines else what_it_lacks(rule.definition, snapshot),
        )
        for rule in found.rules
    ]
    known = [wait for wait in found.waiting if wait.eligibility and (full or rows_are_open(wait.eligibility.rows))]
    waits = [wait for wait in known if wait.waits]
    return Shown(party, year, full, rules, waits, [wait for wait in found.waiting if wait not in waits])


def what_it_lacks(definition: Incentive, snapshot: Snapshot) -> str:
    """What was never imported without which a rule finds nothing, and where to bring it; empty where all was."""
    read_as = tuple(source["read_as"] for source in snapshot.manifest.get("of_sources", ()))
    received = _received(snapshot.folder.parent.parent, snapshot.id, read_as)
    return lacked(lacking(sorts_of_rows(definition.per, definition.conditions), received))


@lru_cache(maxsize=8)
def _received(data: Path, snapshot: str, read_as: tuple[str, ...]) -> frozenset[str]:
    """The rows of a snapshot never change; forms without rows may join its sources."""
    return sorts_received(open_snapshot(data, snapshot))


def _standing(definition: Incentive, subjects: Collection[str], year: int, user: Any) -> dict[str, Standing]:
    """By subject, what is paid already and the dossier under way, as far as the visitor may see it."""
    matter = next((m.matter for m in site_matters().values() if m.matter.incentive == definition.id), None)
    if matter is None or not subjects:
        return {}
    claims = {subject: claim_of(matter, subject, year) for subject in subjects}
    paid = paid_for(claims.values())
    rows = dossiers_visible_to(user).filter(claim__in=claims.values(), outcome__in=["", "done"]).defer(*BULKY)
    dossiers = {row.claim: row for row in rows}
    return {
        subject: Standing(paid.get(claim), dossiers.get(claim))
        for subject, claim in claims.items()
        if claim in paid or claim in dossiers
    }


def years_to_choose(this_year: int) -> list[int]:
    """Years since the plan, the latest first."""
    return list(range(this_year, the_plan().issued.year - 1, -1))
