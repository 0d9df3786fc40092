"""Incentives of a year for everybody: awards by rule, who was refused and why, and who waits for a figure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zhixian.core.analysis.incentives.bulk import Compiled, compile_incentive
from zhixian.core.analysis.incentives.fact_tables import FactTables
from zhixian.core.analysis.incentives.open_norms import waiting
from zhixian.core.engine import connect
from zhixian.core.kernel.periods import counted_span, year_span
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.model import Amount, Plan
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.status import waiting_rows
from zhixian.core.rules.bases import bases
from zhixian.core.rules.definition import Definitions, Incentive
from zhixian.core.rules.evaluation import (
    LESS_THAN_A_FEN,
    NO_MONEY_LEFT,
    NO_PARTY,
    base_fen,
    gaps,
    not_begun,
)
from zhixian.core.rules.parameters import KINDS, Parameters
from zhixian.core.rules.promises import prove_amounts
from zhixian.core.rules.sentences import clause_of, promise_of, reasons

RIGHT_NOT_REGISTERED = "所列质押权利不在登记数据里"

__all__ = ["Award", "IncentivesResult", "RefusedRow", "Undetermined", "award_tables", "compute", "party_names"]


@dataclass(frozen=True, slots=True)
class Award:
    """One payment of a rule to a party for a subject (a loan, right or project)."""

    incentive: str
    clause: str
    party: str
    subject: str
    base_fen: int
    amount_fen: int
    capped: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row of the year that a rule looks at and awards nothing, with every reason."""

    incentive: str
    party: str | None
    subject: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undetermined:
    """An open norm and who waits for its figure; `why` says why nobody can be counted."""

    incentive: str
    clause: str
    quote: str
    parties: tuple[str, ...]
    who: str = ""
    why: str = ""


@dataclass(frozen=True)
class IncentivesResult:
    """Awards as Arrow tables by incentive, in the catalogue's order; sentences are made when somebody reads them."""

    plan: Plan
    definitions: Mapping[str, Incentive]
    region: str
    year: int
    snapshot: Snapshot
    awarded: Mapping[str, pa.Table]
    refused: tuple[RefusedRow, ...]
    undetermined: tuple[Undetermined, ...]
    until: date | None = None
    """The day to which the year is counted, itself excluded; None for the whole year."""

    @property
    def totals(self) -> dict[str, int]:
        """Fen by incentive, also when 0."""
        return {name: pc.sum(rows["amount_fen"]).as_py() or 0 for name, rows in self.awarded.items()}

    def promise(self, incentive: str) -> Amount:
        """The amount whose clause and words promise the money of a rule."""
        return promise_of(self.definitions[incentive], self.plan.amounts)

    def awards(self) -> Iterator[Award]:
        """Every award with its sentences: incentives in the catalogue's order, then by party and subject."""
        for name, rows in self.awarded.items():
            definition = self.definitions[name]
            parameters = Parameters(name, self.plan.amounts)
            for row in rows.sort_by([("party", "ascending"), (definition.subject, "ascending")]).to_pylist():
                day = row[definition.day] if definition.day else None
                values = parameters.on(day) if day else parameters.for_year(self.year)
                whole_fen = base_fen(definition, row, values)
                yield Award(
                    incentive=name,
                    clause=clause_of(definition, values.values()),
                    party=row["party"],
                    subject=row[definition.subject],
                    base_fen=whole_fen,
                    amount_fen=row["amount_fen"],
                    capped=row["capped"],
                    reasons=reasons(
                        definition,
                        {**row, "base_fen": whole_fen, "year": self.year, "counted_to": self.until},
                        values,
                    ),
                )

    def only(self, incentive: str) -> "IncentivesResult":
        """What it says of one rule."""
        return replace(
            self,
            awarded={name: rows for name, rows in self.awarded.items() if name == incentive},
            refused=tuple(row for row in self.refused if row.incentive == incentive),
            undetermined=tuple(norm for norm in self.undetermined if norm.incentive == incentive),
        )

    def names(self) -> dict[str, str]:
        """Names of every party that is awarded, refused or waiting."""
        named = {party for rows in self.awarded.values() for party in rows["party"].to_pylist()}
        named |= {row.party for row in self.refused if row.party}
        named |= {party for norm in self.undetermined for party in norm.parties}
        return party_names(self.snapshot, named)

    def to_json(self) -> dict[str, Any]:
        """The shape scripts rely on; money in fen."""
        names = self.names()
        return {
            "plan": self.plan.id,
            "region": self.region,
            "year": self.year,
            "snapshot": self.snapshot.id,
            **({"labels": list(self.snapshot.labels)} if self.snapshot.labels else {}),
            "awards": [
                {
                    "incentive": award.incentive,
                    "clause": award.clause,
                    "party": award.party,
                    "party_name": names.get(award.party, ""),
                    "subject": award.subject,
                    "base_fen": award.base_fen,
                    "amount_fen": award.amount_fen,
                    "capped": award.capped,
                    "reasons": list(award.reasons),
                }
                for award in self.awards()
            ],
            "refused": [
                {
                    "incentive": row.incentive,
                    "party": row.party,
                    "party_name": names.get(row.party or "", ""),
                    "subject": row.subject,
                    "reason": "；".join(row.reasons),
                }
                for row in self.refused
            ],
            "undetermined": [
                {
                    "incentive": norm.incentive,
                    "clause": norm.clause,
                    "quote": norm.quote,
                    "parties": list(norm.parties),
                    "party_names": [names.get(party, "") for party in norm.parties],
                    **({"who": norm.who} if norm.who else {}),
                    **({"why": norm.why} if norm.why else {}),
                }
                for norm in self.undetermined
            ],
            "totals": self.totals,
        }


def compute(
    plan: Plan,
    definitions: Definitions,
    snapshot: Snapshot,
    *,
    year: int,
    region: str | None = None,
    engine: ibis.BaseBackend | None = None,
    until: date | None = None,
) -> IncentivesResult:
    """All awards of a calendar year in a region (the plan's when None); none by a rule whose amounts begin later.

    With `until`, a day of the year or the next 1 January, the year is counted to that day, itself excluded: interest as if every
    loan had been repaid then, other rules what happened before it, all of it after the caps. Raises Refusal for a year before the
    plan, for a day that does not lie in the year, and when the plan promises what its rules cannot pay (PlanRefused).
    """
    _must_be_in_force(plan, year)
    _must_lie_in(year, until)
    region = region or plan.region
    tables = FactTables(engine or connect(), snapshot)
    awarded: dict[str, pa.Table] = {}
    refused: list[RefusedRow] = []
    ended: list[Undetermined] = []
    for definition in _defined(plan, definitions):
        compiled = compile_incentive(definition, plan.amounts, tables, year=year, region=region, until=until)
        awarded[definition.id], reached = _one(compiled)
        refused += _telling_of_unknown_rights(definition, reached, snapshot)
        ended += _ended(compiled, reached)
    undetermined = [*_undetermined(plan, definitions, tables, year=year, region=region, until=until), *ended]
    return IncentivesResult(
        plan=plan,
        definitions=definitions.incentives,
        region=region,
        year=year,
        snapshot=snapshot,
        awarded=awarded,
        refused=tuple(refused),
        undetermined=tuple(undetermined),
        until=until,
    )


def award_tables(
    plan: Plan,
    definitions: Definitions,
    tables: FactTables,
    *,
    year: int,
    region: str,
    only: Collection[str],
    until: date | None = None,
) -> dict[str, pa.Table]:
    """Just the awards of some rules, as `compute` has them."""
    _must_be_in_force(plan, year)
    _must_lie_in(year, until)
    chosen = [definition for definition in _defined(plan, definitions) if definition.id in only]
    return {
        definition.id: compile_incentive(
            definition, plan.amounts, tables, year=year, region=region, until=until
        ).awards.to_pyarrow()
        for definition in chosen
    }


def party_names(snapshot: Snapshot, parties: Collection[str]) -> dict[str, str]:
    """Party id → name."""
    rows = pq.read_table(snapshot.path("parties"), columns=["party_id", "name"])
    rows = rows.filter(pc.is_in(rows["party_id"], pa.array(sorted(parties), pa.string())))
    return dict(zip(rows["party_id"].to_pylist(), rows["name"].to_pylist(), strict=True))


def _must_be_in_force(plan: Plan, year: int) -> None:
    since = plan.in_force_since
    if year < since.year:
        raise Refusal(
            f"{year} 年方案还没有施行（{plan.begins}）",
            where="--year",
            expected=f"{since.year} 年或以后",
        )


def _must_lie_in(year: int, until: date | None) -> None:
    opening, closing = year_span(year)
    if until is not None and not opening < until <= closing:
        raise Refusal(f"{until} 不在 {year} 年里", where="until", expected=f"{opening} 之后，最晚 {closing}")


def _defined(plan: Plan, definitions: Definitions) -> list[Incentive]:
    """The rules that the plan has amounts for, in the catalogue's order. Raises PlanRefused when a rule cannot use them."""
    prove_amounts(plan, definitions)
    promised = {amount.incentive for amount in plan.amounts}
    return [definition for name, definition in definitions.incentives.items() if name in promised]


def _one(compiled: Compiled) -> tuple[pa.Table, list[RefusedRow]]:
    definition = compiled.definition
    worked = compiled.worked.to_pyarrow()
    nothing = worked.filter(pc.equal(worked["amount_fen"], 0)).to_pylist()
    refused = [
        RefusedRow(
            definition.id,
            row["party"],
            row[definition.subject],
            (NO_MONEY_LEFT if row["raw_fen"] else LESS_THAN_A_FEN,),
        )
        for row in nothing
    ]
    refused += [_refusal(compiled, row) for row in compiled.refused.to_pyarrow().to_pylist()]
    refused.sort(key=lambda row: (row.party or "", row.subject))
    return worked.filter(pc.greater(worked["amount_fen"], 0)), refused


def _refusal(compiled: Compiled, row: Mapping[str, Any]) -> RefusedRow:
    definition = compiled.definition
    said: list[str | None] = [
        condition.reason(row[f"met_{number}"]) for number, condition in enumerate(definition.conditions)
    ]
    if compiled.not_begun:
        said.append(not_begun(f"{compiled.year} 年", compiled.parameters))
    elif not row["met_amounts"]:
        day = row[definition.day] if definition.day else compiled.parameters.day_of(compiled.year)
        said += [gap.sentence for gap in gaps(definition, compiled.parameters, day)]
    base = bases()[definition.base] if definition.base else None
    said.append(base.missing(row) or base.unworkable(row) if base else None)
    said.append(None if row["met_party"] else NO_PARTY)
    return RefusedRow(definition.id, row["party"], row[definition.subject], tuple(reason for reason in said if reason))


def _telling_of_unknown_rights(
    definition: Incentive, refused: Sequence[RefusedRow], snapshot: Snapshot
) -> Iterator[RefusedRow]:
    """A loan whose pledge waits because nobody knows the right is not one without a pledge: the reason says so."""
    unpledged = {condition.refuse for condition in definition.conditions if condition.fact == "pledged_kinds"}
    if not any(unpledged & set(row.reasons) for row in refused):
        yield from refused
        return
    unknown = {line["raw"].get("loan_id") for line in waiting_rows(snapshot) if line["table"] == "pledges"}
    for row in refused:
        reasons = tuple(
            RIGHT_NOT_REGISTERED if reason in unpledged and row.subject in unknown else reason for reason in row.reasons
        )
        yield replace(row, reasons=reasons)


def _ended(compiled: Compiled, refused: list[RefusedRow]) -> Iterator[Undetermined]:
    """Amounts that ended in the year or before it without a successor, or begin too late: open norms, with whom only that holds back."""
    definition, parameters = compiled.definition, compiled.parameters
    if compiled.not_begun:
        yield _not_begun(compiled, refused)
        return
    lacking = (gap for stretch in compiled.unpaid for gap in gaps(definition, parameters, stretch.start))
    for gap in {gap.sentence: gap for gap in lacking}.values():
        if (amount := gap.nearest) is None:
            continue
        parties = _held_back_by(gap.sentence, refused)
        since = f"自 {amount.until} 起失效，等待新标准" if gap.ended else f"自 {amount.effective} 起才施行"
        who = f"{definition.name}：{KINDS[amount.kind]}{since}"
        yield Undetermined(definition.id, amount.clause, amount.quote or amount.source, parties, who=who)


def _not_begun(compiled: Compiled, refused: list[RefusedRow]) -> Undetermined:
    definition, parameters = compiled.definition, compiled.parameters
    parties = _held_back_by(not_begun(f"{compiled.year} 年", parameters), refused)
    amount = promise_of(definition, parameters.amounts)
    who = f"{definition.name}：标准自 {parameters.effective} 起才施行"
    return Undetermined(definition.id, amount.clause, amount.quote or amount.source, parties, who=who)


def _held_back_by(reason: str, refused: list[RefusedRow]) -> tuple[str, ...]:
    """Parties of rows that nothing else refuses."""
    return tuple(sorted({row.party for row in refused if row.party and row.reasons == (reason,)}))


def _undetermined(
    plan: Plan, definitions: Definitions, tables: FactTables, *, year: int, region: str, until: date | None
) -> Iterator[Undetermined]:
    """Every open norm; who waits is looked for from the plan's first day."""
    first, end = counted_span(year, until)
    first = max(first, plan.issued)
    found: dict[str, tuple[str, ...]] = {}
    for norm in plan.open_norms:
        if norm.eligible is None:
            yield Undetermined(norm.incentive, norm.clause, norm.quote, (), why=norm.why_not_counted or "")
            continue
        eligibility = definitions.eligibilities[norm.eligible]
        if eligibility.id not in found:
            found[eligibility.id] = tuple(waiting(eligibility, tables, first=first, end=end, region=region))
        yield Undetermined(norm.incentive, norm.clause, norm.quote, found[eligibility.id], who=eligibility.name)
