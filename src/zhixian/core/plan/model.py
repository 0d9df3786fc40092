"""A loaded plan: clauses, units, targets, amounts and open norms, each tied to the words it comes from."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from zhixian.core.kernel.clauses import clause_name
from zhixian.core.plan.document_series import Kind, document_number
from zhixian.core.plan.penalty_units import PenaltyUnit
from zhixian.core.plan.place_words import PlaceWord
from zhixian.core.plan.report_desk import ReportDesk


@dataclass(frozen=True, slots=True)
class Unit:
    """责任单位. `names` are (name, valid from, valid to), half-open; a set has `members`, an office may be hosted by a unit. `official` is
    the whole name by which it signs, "" where the plan does not say it: `Plan.official_name` then makes it."""

    id: str
    name: str
    kind: str
    names: tuple[tuple[str, date | None, date | None], ...]
    parent: str | None = None
    hosted_by: str | None = None
    members: tuple[str, ...] = ()
    official: str = ""


_OF_THE_PLACE = frozenset({"leading_group", "office"})
"""Kinds of units that are named without their place."""


@dataclass(frozen=True, slots=True)
class Document:
    """Another document the text rests on or refers to; `clause` says where."""

    title: str
    number: str | None
    clause: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered task ("18") or safeguard ("S2"). `units` are unit ids in the order of the text, `lead` those in the lead.

    `carried_by` names what the software does for it (`indicator:…`, `incentive:…`, `matter:…`); targets, amounts and open
    norms of the clause count without being named.
    """

    id: str
    title: str
    section: str
    quote: str
    units: tuple[str, ...]
    units_quote: str
    text: str
    lead: tuple[str, ...] = ()
    carried_by: tuple[str, ...] = ()
    no_system_action: str | None = None
    derived: str | None = None
    """Why the leads are not those that the quote names."""


@dataclass(frozen=True, slots=True)
class Target:
    """A numeric goal. `goal` is in `unit`, the measure it is printed in (件/万人, 件, 万元, %)."""

    id: str
    clause: str
    name: str
    goal: Decimal
    unit: str
    due: date
    quote: str
    derived: str | None = None
    """Why goal and day do not stand in the quote: 翻一番, a sum."""


@dataclass(frozen=True, slots=True)
class Amount:
    """One dated value of a money rule.

    `kind` is fixed, share or cap; `value` is fen for fixed and cap, percent for share; it applies from `effective`
    (inclusive) to `until` (exclusive, None = open). `per` is the scope of a cap: year (per party and calendar year) or
    ever (per party over all years); of a fixed sum: right.
    """

    id: str
    incentive: str
    parameter: str
    clause: str
    kind: str
    value: Decimal
    per: str | None
    effective: date
    until: date | None
    quote: str
    source: str = ""
    derived: str | None = None
    """Why the value does not stand in the quote."""
    on_top_of: str | None = None
    """Words of the text that let it be had beside other support: 在享受上级补助基础上."""
    uncapped: bool = False
    """Whether the text promises this share or sum without any cap, so that the rule pays without one."""


@dataclass(frozen=True, slots=True)
class OpenNorm:
    """A promise of money without a figure. `eligible` names the rule that finds who waits for it, if the data can tell."""

    id: str
    incentive: str
    clause: str
    quote: str
    eligible: str | None = None
    why_not_counted: str | None = None


@dataclass(frozen=True, slots=True)
class RegisterHome:
    """Where a register is at home: the clauses it serves, the units that keep or oversee it, the first in the lead, and those of them
    that owe the answers of a register that is answered; without any each of them may answer. `offices` are (answer, unit): which of
    them an office is that rows of the register name."""

    clauses: tuple[str, ...]
    units: tuple[str, ...]
    answers: tuple[str, ...] = ()
    offices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ScorecardHome:
    """How a place uses a scorecard: for which clauses, in which units' hands, for which kinds of parties and which by name or
    credit code, full marks of its own, and from which day."""

    clauses: tuple[str, ...]
    units: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    weights: dict[str, Decimal] = field(default_factory=dict)
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything under plans/<place>/, checked."""

    id: str
    folder: Path
    title: str
    issuer: str
    number: str | None
    issued: date
    place: str
    region: str
    horizon: date
    text: str
    parents: tuple[Document, ...]
    references: tuple[Document, ...]
    sections: tuple[tuple[str, str], ...]
    clauses: tuple[Clause, ...]
    units: dict[str, Unit]
    targets: tuple[Target, ...]
    amounts: tuple[Amount, ...]
    open_norms: tuple[OpenNorm, ...]
    dossier_prefix: str = ""
    """代字 of dossier numbers, such as 某知办; `number_of` makes those of other documents from it."""
    matter_units: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    """Matter → step (`*`: all others) → units that handle it here, first the one in the lead."""
    matter_clauses: dict[str, str] = field(default_factory=dict)
    """Matter → its clause, where matters.yaml says it; the clause of one that pays is that of its amounts."""
    report_desk: ReportDesk | None = None
    """Who takes reports of infringement, and who handles which kind."""
    penalty_units: tuple[PenaltyUnit, ...] = ()
    """Who punishes infringements and publishes the decisions."""
    place_words: tuple[PlaceWord, ...] = ()
    """What the place is called, for the watch of look-alike marks."""
    register_homes: dict[str, RegisterHome] = field(default_factory=dict)
    """Register → its clauses and units, in the order of the file."""
    scorecard_homes: dict[str, ScorecardHome] = field(default_factory=dict)
    """Scorecard → how the place uses it, in the order of the file."""
    derived: str | None = None
    """Why title, issuer, number or place do not stand in the text."""
    lines: dict[tuple[str, str], int] = field(default_factory=dict, compare=False, repr=False)
    """The line of each key of its files, for faults that only a later check can find."""

    @property
    def begins(self) -> str:
        """The first day with what happens on it: `2017-10-23 印发`, `自 2017-01-01 起施行`."""
        since = self.in_force_since
        return f"{since} 印发" if since == self.issued else f"自 {since} 起施行"

    @property
    def in_force_since(self) -> date:
        """The first day it has anything to say of: that of its issue, or of an amount that reaches further back."""
        return min((self.issued, *(amount.effective for amount in self.amounts)))

    def clause(self, clause_id: str) -> Clause:
        """The clause of that id; KeyError when there is none."""
        for clause in self.clauses:
            if clause.id == clause_id:
                return clause
        raise KeyError(clause_id)

    def place_name(self, clause_id: str) -> str:
        """How people call a clause or section: 第18条, 保障措施（二）, 主要目标."""
        return next((title for section, title in self.sections if section == clause_id), clause_name(clause_id))

    def official_name(self, unit_id: str) -> str:
        """The whole name by which a unit signs: as the plan says it, else what it is called with the place before it (县某局 → 某某县某局); its id
        where the plan does not know it."""
        unit = self.units.get(unit_id)
        if unit is None:
            return unit_id
        if unit.official or unit.name.startswith(self.place):
            return unit.official or unit.name
        if unit.kind in _OF_THE_PLACE:
            return f"{self.place}{unit.name}"
        return f"{self.place}{unit.name[1:]}" if unit.name[:1] == self.place[-1:] else unit.name

    def number_of(self, kind: Kind, year: int, serial: str | int) -> str:
        """The number of a document of this place; no two kinds ever bear the same."""
        return document_number(self.dossier_prefix, kind, year, str(serial))

    def basis(self, clause_id: str) -> str:
        """A clause as the ground of what is done, by number and title: 方案第18条（拓展知识产权金融服务）."""
        name = self.place_name(clause_id)
        said = name if name.startswith(("第", "保障措施")) else f"“{name}”"
        return f"方案{said}（{self.clause(clause_id).title}）"

    def carriers(self, clause_id: str) -> list[str]:
        """Everything that carries a clause: what it names, its targets, amounts, open norms, kinds of reports, registers and scorecards."""
        own = list(self.clause(clause_id).carried_by)
        own += [f"target:{target.id}" for target in self.targets if target.clause == clause_id]
        own += [f"incentive:{amount.incentive}" for amount in self.amounts if amount.clause == clause_id]
        own += [f"open_norm:{norm.id}" for norm in self.open_norms if norm.clause == clause_id]
        subjects = self.report_desk.subjects if self.report_desk else ()
        own += [f"reports:{subject.id}" for subject in subjects if subject.clause == clause_id]
        own += [f"register:{name}" for name, home in self.register_homes.items() if clause_id in home.clauses]
        own += [f"scorecard:{name}" for name, home in self.scorecard_homes.items() if clause_id in home.clauses]
        return list(dict.fromkeys(own))
