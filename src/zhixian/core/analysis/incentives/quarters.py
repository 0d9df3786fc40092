"""Incentives of a quarter for everybody: what the year comes to by its end, less what it came to by the end of the one before.

So four quarters add up to the year to the fen, whatever the caps and the rounding do. What a party gets never falls from one
quarter to the next; one of its loans may, when a loan drawn earlier takes up the rest of the cap: that quarter is below zero.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import ibis
import pyarrow as pa

from zhixian.core.analysis.incentives import Award, IncentivesResult, award_tables, compute
from zhixian.core.analysis.incentives.fact_tables import FactTables
from zhixian.core.engine import connect
from zhixian.core.kernel.periods import quarter_end
from zhixian.core.plan.model import Plan
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.rules.definition import Definitions

GIVEN_UP = "到季末本年额度已由先放款、先完成的用完，以前各季度算给它的退回"
"""Why something that had an award by the end of the quarter before has none by the end of this one."""


@dataclass(frozen=True, slots=True)
class QuarterAward:
    """What a quarter adds for a party and a subject. `award` is the year to the quarter's end; its sum may be 0, and
    `quarter_fen` below it."""

    award: Award
    quarter_fen: int


@dataclass(frozen=True)
class InQuarter:
    """The year to the end of a quarter, and what each subject had by the end of the quarter before."""

    quarter: int
    to_date: IncentivesResult
    before: Mapping[str, pa.Table]

    def awards(self) -> Iterator[QuarterAward]:
        """Everything that has an award by the end of the quarter or had one before it: by rule, party and subject."""
        found: dict[str, list[QuarterAward]] = {name: [] for name in self.to_date.awarded}
        before = {name: self._before(name) for name in found}
        for award in self.to_date.awards():
            had = before[award.incentive].pop((award.party, award.subject), 0)
            found[award.incentive].append(QuarterAward(award, award.amount_fen - had))
        for name, left in before.items():
            clause = self.to_date.promise(name).clause
            for (party, subject), fen in left.items():
                gone = Award(name, clause, party, subject, 0, 0, capped=True, reasons=(GIVEN_UP,))
                found[name].append(QuarterAward(gone, -fen))
            yield from sorted(found[name], key=lambda one: (one.award.party, one.award.subject))

    def _before(self, name: str) -> dict[tuple[str, str], int]:
        subject, rows = self.to_date.definitions[name].subject, self.before[name]
        return {(row["party"], row[subject]): row["amount_fen"] for row in rows.to_pylist()}

    @property
    def totals(self) -> dict[str, int]:
        """Fen of the quarter by incentive, also when 0."""
        had = replace(self.to_date, awarded=self.before).totals
        return {name: fen - had[name] for name, fen in self.to_date.totals.items()}

    def only(self, incentive: str) -> "InQuarter":
        """What it says of one rule."""
        before = {name: rows for name, rows in self.before.items() if name == incentive}
        return replace(self, to_date=self.to_date.only(incentive), before=before)

    def names(self) -> dict[str, str]:
        """Names of every party that is awarded, refused or waiting."""
        had = replace(self.to_date, awarded=self.before).names()
        return {**had, **self.to_date.names()}

    def to_json(self) -> dict[str, Any]:
        """The shape of the year, counted to the quarter's end, with the quarter's own sums beside: money in fen."""
        told, names = self.to_date.to_json(), self.names()
        awards = [
            {
                "incentive": one.award.incentive,
                "clause": one.award.clause,
                "party": one.award.party,
                "party_name": names.get(one.award.party, ""),
                "subject": one.award.subject,
                "base_fen": one.award.base_fen,
                "amount_fen": one.award.amount_fen,
                "quarter_fen": one.quarter_fen,
                "capped": one.award.capped,
                "reasons": list(one.award.reasons),
            }
            for one in self.awards()
        ]
        until = self.to_date.until
        return {
            **told,
            "awards": awards,
            "quarter": self.quarter,
            "until": until.isoformat() if until else "",
            "quarter_totals": self.totals,
        }


def compute_in_quarter(
    plan: Plan,
    definitions: Definitions,
    snapshot: Snapshot,
    *,
    year: int,
    quarter: int,
    region: str | None = None,
    engine: ibis.BaseBackend | None = None,
) -> InQuarter:
    """All awards of a quarter (1 to 4) of a calendar year in a region. Raises Refusal as `compute` does."""
    region, con = region or plan.region, engine or connect()
    to_date = compute(
        plan, definitions, snapshot, year=year, region=region, engine=con, until=quarter_end(year, quarter)
    )
    if quarter == 1:
        before = {name: rows.slice(0, 0) for name, rows in to_date.awarded.items()}
    else:
        before = award_tables(
            plan,
            definitions,
            FactTables(con, snapshot),
            year=year,
            region=region,
            only=to_date.awarded.keys(),
            until=quarter_end(year, quarter - 1),
        )
    return InQuarter(quarter, to_date, before)
