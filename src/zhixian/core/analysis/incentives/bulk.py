"""One definition for everybody at once: the same rule as the scalar evaluator, compiled to Ibis."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, reduce
from operator import and_, or_

import ibis
import ibis.expr.types as ir

from zhixian.core.analysis.incentives.fact_tables import FactTable, FactTables
from zhixian.core.kernel.money import LARGEST_FEN
from zhixian.core.kernel.periods import counted_span, year_span
from zhixian.core.plan.model import Amount
from zhixian.core.rules.bases import bases
from zhixian.core.rules.conditions import Condition, Many
from zhixian.core.rules.definition import Incentive
from zhixian.core.rules.evaluation import gaps
from zhixian.core.rules.exact import share_column
from zhixian.core.rules.parameters import Parameters, Stretch, fraction

AWARD = ("party", "raw_fen", "already_fen", "amount_fen", "capped")
"""Columns of every award, beside the subject and the facts and workings of the base.

`already_fen` is known only for parties that the cap touches; nobody else's award depends on it. What the share is taken
of is left to the reader of a row: `base_fen` of the rules works it out from the facts and workings.
"""


@dataclass(frozen=True)
class Compiled:
    """A definition as expressions on one snapshot: what is awarded in a year, and what is refused and why."""

    definition: Incentive
    table: FactTable
    parameters: Parameters
    year: int
    region: str
    until: date | None = None
    """The day to which the year is counted, itself excluded; None for the whole year."""

    @cached_property
    def worked(self) -> ir.Table:
        """Every row that meets all conditions, with the award before the cap and the award."""
        rows = _filtered(self.table, self.definition.conditions, self.region)
        rows = rows.filter(rows.party.notnull(), rows[self.definition.subject].notnull())
        return _worked(self.definition, rows, self.parameters, self.year, self.until)

    @cached_property
    def refused(self) -> ir.Table:
        """Rows of the year that fail a condition, and which."""
        return _refused(self)

    @property
    def not_begun(self) -> bool:
        """Whether the first of its amounts begins after the year."""
        return self.year < self.parameters.effective.year

    @property
    def unpaid(self) -> list[Stretch]:
        """Stretches of the year, from the first day of effect, in which the rule lacks one of its amounts.

        The whole year when none has begun by its end.
        """
        opening, closing = year_span(self.year)
        if self.not_begun:
            return [Stretch(opening, closing, {})]
        day = self.parameters.day_of(self.year)
        if self.definition.day is None:
            return [Stretch(opening, closing, {})] if gaps(self.definition, self.parameters, day) else []
        stretches = self.parameters.stretches(day, closing)
        return [stretch for stretch in stretches if gaps(self.definition, self.parameters, stretch.start)]

    @property
    def awards(self) -> ir.Table:
        """One row per award above 0."""
        return self.worked.filter(self.worked.amount_fen > 0)


def compile_incentive(
    definition: Incentive,
    amounts: Iterable[Amount],
    tables: FactTables,
    *,
    year: int,
    region: str,
    until: date | None = None,
) -> Compiled:
    """Compile a rule for a calendar year, or for its days before `until`."""
    table = tables.of(definition.per, [condition.fact for condition in definition.conditions])
    return Compiled(definition, table, Parameters(definition.id, amounts), year, region, until)


def _filtered(table: FactTable, conditions: Iterable[Condition], region: str) -> ir.Table:
    facts = table.facts()
    tests = [condition.column(facts, region=region) for condition in conditions]
    return table.rows.filter(*tests) if tests else table.rows


def _worked(definition: Incentive, rows: ir.Table, parameters: Parameters, year: int, until: date | None) -> ir.Table:
    """Rows with the award before the cap and the award, for every stretch of constant parameters."""
    opening, closing = counted_span(year, until)
    if definition.base:
        base = bases()[definition.base]
        rows = base.columns(rows.filter(rows[base.money].between(1, LARGEST_FEN)), year, until)
    stretches = _stretches(definition, parameters, year, until)
    parts: list[ir.Table] = []
    for stretch in stretches:
        part = rows
        if definition.day:
            day = rows[definition.day]
            part = rows.filter(day >= stretch.start, day < stretch.end)
        part = _summed(definition, part, stretch)
        cap = stretch.values.get(definition.cap.parameter) if definition.cap else None
        if cap is None or definition.cap is None:
            part = part.mutate(already_fen=ibis.null("int64"), amount_fen=part.raw_fen, capped=False)
        else:
            order = [*definition.cap.order, definition.subject]
            part = _capped(part, int(cap.value), order, _spent(parts))
        parts.append(part)
    worked = ibis.union(*parts) if len(parts) > 1 else parts[0]
    if definition.day:
        worked = worked.filter(worked[definition.day] >= opening, worked[definition.day] < closing)
    return _chosen(definition, worked)


def _stretches(definition: Incentive, parameters: Parameters, year: int, until: date | None) -> list[Stretch]:
    """Stretches whose rows matter for the year: from the first day of effect when the cap counts all years."""
    opening, closing = counted_span(year, until)
    if definition.day is None:
        whole = Stretch(parameters.day_of(year), closing, parameters.for_year(year))
        return [_payable(definition, parameters, whole)]
    ever = definition.cap is not None and any(
        a.parameter == definition.cap.parameter and a.per == "ever" for a in parameters.amounts
    )
    first = parameters.effective if ever else max(opening, parameters.effective)
    stretches = parameters.stretches(first, closing) or [Stretch(closing, closing, {})]
    return [_payable(definition, parameters, stretch) for stretch in stretches]


def _payable(definition: Incentive, parameters: Parameters, stretch: Stretch) -> Stretch:
    """The stretch, without values where one that the rule needs is not in force: then nothing is paid."""
    return replace(stretch, values={}) if gaps(definition, parameters, stretch.start) else stretch


def _summed(definition: Incentive, rows: ir.Table, stretch: Stretch) -> ir.Table:
    """Award before the cap; no row where the parameter is not in force.

    Nothing filters on the award here: an engine would push the filter down and compute every award twice.
    """
    amount = stretch.values.get(definition.share or definition.fixed or "")
    if amount is None:
        return rows.filter(ibis.literal(False)).mutate(raw_fen=ibis.literal(0, "int64"))
    if definition.base is None:
        return rows.mutate(raw_fen=ibis.literal(int(amount.value), "int64"))
    base = bases()[definition.base]
    factor = rows.factor if "factor" in base.workings else 1
    return rows.mutate(raw_fen=share_column(rows[base.money], factor, base.divisor, fraction(amount)))


def _spent(parts: list[ir.Table]) -> ir.Table | None:
    """What each party was awarded in the stretches before."""
    if not parts:
        return None
    before = ibis.union(*[part.select("party", "amount_fen") for part in parts]) if len(parts) > 1 else parts[0]
    return before.group_by("party").aggregate(spent_fen=before.amount_fen.sum())


def _capped(rows: ir.Table, cap: int, order: list[str], spent: ir.Table | None) -> ir.Table:
    """Cut each party's awards at the cap, in order. Only parties that reach it are sorted: most never do."""
    rows = rows.mutate(each_fen=ibis.least(rows.raw_fen, cap + 1))  # one fen over is as good as any; sums stay small
    sums = rows.group_by("party").aggregate(sum_fen=rows.each_fen.sum())
    if spent is None:
        sums = sums.mutate(spent_fen=ibis.literal(0, "int64"))
    else:
        joined = sums.left_join(spent, "party")
        sums = joined.select("party", "sum_fen", spent_fen=joined.spent_fen.coalesce(0))
    loud = sums.filter(sums.sum_fen + sums.spent_fen > cap).select("party", "spent_fen")
    calm = rows.anti_join(
        loud.select("party"), "party"
    )  # a second use of `loud` in itself, so that Ibis computes it once
    calm = calm.mutate(already_fen=ibis.null("int64"), amount_fen=calm.raw_fen).drop("each_fen")
    touched = rows.inner_join(loud, "party")
    so_far = touched.each_fen.sum().over(
        ibis.cumulative_window(group_by=touched.party, order_by=[touched[o] for o in order])
    )
    before = so_far - touched.each_fen + touched.spent_fen
    touched = touched.mutate(already_fen=ibis.greatest(ibis.least(before, cap), touched.spent_fen))
    left = ibis.greatest(cap - touched.already_fen, 0)
    touched = touched.mutate(amount_fen=ibis.least(touched.raw_fen, left)).drop("each_fen", "spent_fen")
    both = calm.union(touched.select(*calm.columns))
    return both.mutate(capped=both.amount_fen < both.raw_fen)


def _chosen(definition: Incentive, worked: ir.Table) -> ir.Table:
    base = bases()[definition.base] if definition.base else None
    extra = (*base.needs, *base.optional, *base.workings) if base else ()
    day = (definition.day,) if definition.day else ()
    names = dict.fromkeys((definition.subject, *AWARD, *day, *extra))
    return worked.select(*names)


def _refused(compiled: Compiled) -> ir.Table:
    """Rows of the year that fail a condition, cannot be worked out or lie where the rule lacks an amount.

    One flag per thing to meet, null where unknown.
    """
    definition, table, region = compiled.definition, compiled.table, compiled.region
    opening, closing = counted_span(compiled.year, compiled.until)
    rows, facts = table.rows, table.facts()
    tests = [(condition, condition.column(facts, region=region)) for condition in definition.consider]
    rows = rows.filter(*[test.fill_null(True) if condition.unknown else test for condition, test in tests])
    facts = FactTable(rows, {n: Many(rows[m.key], m.rows, m.key) for n, m in table.many.items()}).facts()
    rows = rows.mutate(
        **{
            f"met_{number}": condition.column(facts, region=region)
            for number, condition in enumerate(definition.conditions)
        }
    )
    if definition.base:
        base = bases()[definition.base]
        rows = base.within(rows, compiled.year, compiled.until)
        rows = rows.mutate(met_money=rows[base.money].between(1, LARGEST_FEN), met_base=base.workable(rows))
    if definition.day:
        rows = rows.filter(rows[definition.day] >= opening, rows[definition.day] < closing)
    rows = rows.mutate(met_party=rows.party.notnull(), met_amounts=_outside(rows, definition.day, compiled.unpaid))
    flags = [name for name in rows.columns if name.startswith("met_")]
    met_all = reduce(and_, [rows[name].fill_null(False) for name in flags])
    needs = bases()[definition.base].needs if definition.base else ()
    day = (definition.day,) if definition.day else ()
    return rows.filter(~met_all).select(*dict.fromkeys((definition.subject, "party", *flags, *day, *needs)))


def _outside(rows: ir.Table, day: str | None, stretches: list[Stretch]) -> ir.BooleanValue:
    """Whether a row's day lies in none of the stretches; without a day a stretch is the whole year."""
    if day is None or not stretches:
        return ibis.literal(not stretches)
    return ~reduce(or_, [(rows[day] >= stretch.start) & (rows[day] < stretch.end) for stretch in stretches])
