"""What one party is entitled to in a year: its own rows of the registry, each decided with its trace.

The rows are those of the bulk evaluator's fact tables, asked for one party; the decisions are the scalar evaluator's.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import ibis

from zhixian.core.analysis.incentives.fact_tables import FactTable, UnboundFactTables
from zhixian.core.analysis.tables import files
from zhixian.core.engine import statements
from zhixian.core.kernel.periods import year_span
from zhixian.core.plan.model import Amount, OpenNorm, Plan
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.rules.bases import bases
from zhixian.core.rules.definition import Definitions, Eligibility, Incentive
from zhixian.core.rules.evaluation import Outcome, evaluate_all
from zhixian.core.rules.parameters import Parameters
from zhixian.core.rules.sentences import clause_of

PARTY_FACTS = ("party_kind", "party_region")


@dataclass(frozen=True, slots=True)
class Line:
    """One loan, right or project of the party, and what the rule makes of it."""

    subject: str
    facts: Mapping[str, Any]
    outcome: Outcome
    settled_fen: int | None = None
    """What has been decided for it already, perhaps by facts that the registry does not have."""

    @property
    def amount_fen(self) -> int:
        """What was decided, else what the rule gives."""
        return self.outcome.amount_fen if self.settled_fen is None else self.settled_fen


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What one rule gives the party in the year. `values` are the parameters at the year's end, or as long as they lasted."""

    definition: Incentive
    clause: str
    values: Mapping[str, Amount]
    lines: tuple[Line, ...]
    settled_fen: int = 0
    """What has been decided already in the scope of the cap."""

    @property
    def total_fen(self) -> int:
        """The sum of the year."""
        return sum(line.amount_fen for line in self.lines)

    @property
    def cap(self) -> Amount | None:
        """The cap in force, if the rule has one."""
        return self.values.get(self.definition.cap.parameter) if self.definition.cap else None

    @property
    def used_fen(self) -> int:
        """How much of the cap all lines use, earlier years included where the cap counts them."""
        spent = [line.outcome.workings["already_fen"] + line.amount_fen for line in self.lines if line.outcome.workings]
        return int(max([self.settled_fen, *spent]))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A promise without a figure, and whether the party waits for it; None where the registry cannot tell."""

    norm: OpenNorm
    eligibility: Eligibility | None
    waits: bool | None


@dataclass(frozen=True, slots=True)
class Entitlements:
    """All rules of a plan for one party and year."""

    party: str
    year: int
    rules: tuple[Entitlement, ...]
    waiting: tuple[Waiting, ...]

    @property
    def total_fen(self) -> int:
        """The sum of all rules."""
        return sum(rule.total_fen for rule in self.rules)


Settled = Callable[[Incentive, Collection[str]], Mapping[str, int]]
"""Asks what has been decided already, in fen, of these subjects of a rule."""


def nothing_settled(_definition: Incentive, _subjects: Collection[str]) -> Mapping[str, int]:
    """Nothing has been decided yet."""
    return {}


def facts_of_party(
    con: ibis.BaseBackend, snapshot: Snapshot, definition: Incentive, party: str
) -> list[dict[str, Any]]:
    """The party's rows that a rule may look at, of all years, with their facts by name."""
    rows = _party_rows(con, snapshot, definition, party)
    for row in rows:
        for name in [name for name in row if name.startswith(MANY)]:
            words = row.pop(name)
            row[name.removeprefix(MANY)] = [] if words is None else words.split(";")
    return rows


MANY = "many_"
"""Prefix of a column that joins the many values of a fact with semicolons."""


def _party_rows(con: ibis.BaseBackend, snapshot: Snapshot, definition: Incentive, party: str) -> list[dict[str, Any]]:
    names, sql = _statement(con, definition)
    filled = statements.fill(con, sql, files=files(snapshot), values={"party": statements.Text(party)})
    return [dict(zip(names, row, strict=True)) for row in statements.rows(con, filled)]


def _statement(con: ibis.BaseBackend, definition: Incentive) -> tuple[tuple[str, ...], str]:
    expression = _of_party(definition)
    return tuple(expression.columns), statements.compiled(con, ("one party", definition), lambda: expression)


@cache
def _of_party(definition: Incentive) -> ibis.Table:
    tables = UnboundFactTables()
    asked = (*(condition.fact for condition in definition.conditions), *PARTY_FACTS)
    found = tables.of(definition.per, asked)
    rows = found.rows.filter(found.rows.party == statements.text("party"))
    for name, many in found.many.items():
        joined = many.rows.group_by(many.key).agg(**{MANY + name: many.rows["value"].group_concat(";")})
        rows = rows.left_join(joined, many.key).drop(f"{many.key}_right")
    return rows


def entitlements(
    con: ibis.BaseBackend,
    plan: Plan,
    definitions: Definitions,
    snapshot: Snapshot,
    party: str,
    *,
    year: int,
    region: str,
    settled: Settled = nothing_settled,
) -> Entitlements:
    """Everything the plan gives a party in a calendar year; sums are those of the bulk evaluator to the fen, but for what has
    been decided otherwise."""
    promised = {amount.incentive for amount in plan.amounts}
    rules = tuple(
        entitlement(
            definition,
            plan,
            facts_of_party(con, snapshot, definition, party),
            year=year,
            region=region,
            settled=settled,
        )
        for name, definition in definitions.incentives.items()
        if name in promised
    )
    return Entitlements(
        party, year, rules, tuple(_waiting(con, plan, definitions, snapshot, party, year=year, region=region))
    )


def entitlement(
    definition: Incentive,
    plan: Plan,
    rows: list[dict[str, Any]],
    *,
    year: int,
    region: str,
    settled: Settled = nothing_settled,
) -> Entitlement:
    """What a rule makes of rows, all of one party: decided in the order of the cap, those of the year kept."""
    own = [row for row in rows if _is_considered(definition, row, region)]
    known = settled(definition, [str(row[definition.subject]) for row in own])
    decided = evaluate_all(definition, own, plan.amounts, year=year, region=region, settled=known)
    lines = [
        Line(str(row[definition.subject]), row, outcome, known.get(str(row[definition.subject])))
        for row, outcome in decided
        if _in_year(definition, row, year)
    ]
    parameters = Parameters(definition.id, plan.amounts)
    values = parameters.on(date(year, 12, 31)) if definition.day else parameters.for_year(year)
    clause = clause_of(definition, (*values.values(), *parameters.amounts))
    return Entitlement(definition, clause, values, tuple(lines), sum(known.values()))


def _is_considered(definition: Incentive, row: Mapping[str, Any], region: str) -> bool:
    """Whether the row is this rule's business; an unknown fact is when the rule has a word for it."""
    held = ((condition, condition.holds(row, region=region)) for condition in definition.consider)
    return all(bool(condition.unknown) if met is None else met for condition, met in held)


def _in_year(definition: Incentive, row: Mapping[str, Any], year: int) -> bool:
    """Whether the row has anything to do with the year: its day lies in it, or its base counts days of it."""
    if definition.day:
        day: date | None = row.get(definition.day)
        return day is not None and day.year == year
    if definition.base is None:
        return True
    base = bases()[definition.base]
    return base.missing(row) is not None or base.outside(row, year) is None


def _waiting(
    con: ibis.BaseBackend,
    plan: Plan,
    definitions: Definitions,
    snapshot: Snapshot,
    party: str,
    *,
    year: int,
    region: str,
) -> Iterator[Waiting]:
    first, end = year_span(year)
    asked = {norm.eligible for norm in plan.open_norms if norm.eligible}
    eligible = {name: definitions.eligibilities[name] for name in sorted(asked)}
    found = _waits_for(con, snapshot, eligible, party, first=max(first, plan.issued), end=end, region=region)
    for norm in plan.open_norms:
        if norm.eligible is None:
            yield Waiting(norm, None, None)
        else:
            yield Waiting(norm, eligible[norm.eligible], norm.eligible in found)


def _waits_for(
    con: ibis.BaseBackend,
    snapshot: Snapshot,
    eligible: Mapping[str, Eligibility],
    party: str,
    *,
    first: date,
    end: date,
    region: str,
) -> set[str]:
    """Which eligibilities the party meets: one statement for all of them."""
    if not eligible:
        return set()
    parts = [
        f"SELECT '{name}' AS name WHERE EXISTS ({_eligible_sql(con, eligibility, region)})"
        for name, eligibility in eligible.items()
    ]
    values: dict[str, statements.Value] = {"party": statements.Text(party), "first": first, "end": end}
    filled = statements.fill(con, " UNION ALL ".join(parts), files=files(snapshot), values=values)
    return {str(row[0]) for row in statements.rows(con, filled)}


def _eligible_sql(con: ibis.BaseBackend, eligibility: Eligibility, region: str) -> str:
    def build() -> ibis.Table:
        found: FactTable = UnboundFactTables().of(eligibility.rows, [condition.fact for condition in eligibility.when])
        day = found.rows[eligibility.day]
        tests = [condition.column(found.facts(), region=region) for condition in eligibility.when]
        own = found.rows.party == statements.text("party")
        rows = found.rows.filter(*tests, own, day >= statements.day("first"), day < statements.day("end"))
        return rows.select("party")

    return statements.compiled(con, ("waits", eligibility, region), build)
