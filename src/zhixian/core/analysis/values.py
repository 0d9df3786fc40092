"""What measures come to on given days in one region: one statement for all of them, exact integers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import ibis

from zhixian.core.analysis.indicators.measures import each_once
from zhixian.core.analysis.indicators.model import Indicator, Measure
from zhixian.core.analysis.tables import files
from zhixian.core.engine import statements
from zhixian.core.kernel.regions import region_range
from zhixian.core.registry.snapshot import Snapshot

Values = Mapping[Measure, tuple[int | None, ...]]
"""Measure → its total on each day; None where no row of the registry counts on that day."""
Totals = Mapping[Measure, Mapping[str, int]]
"""Measure → holder → its total; a measure that no row of the registry ever counts for is not there."""


def measures_of(indicators: Iterable[Indicator]) -> tuple[Measure, ...]:
    """Numerators and denominators, each once."""
    both = (m for i in indicators for m in (i.numerator, i.denominator) if m is not None)
    return tuple(dict.fromkeys(both))


def values_on(
    con: ibis.BaseBackend, snapshot: Snapshot, measures: Sequence[Measure], days: Sequence[date], region: str
) -> Values:
    """Totals of the measures on the days, for rows inside `region` (GB/T 2260)."""
    if not measures or not days:
        return {measure: (None,) * len(days) for measure in measures}
    parts = [_total_sql(con, measure) for measure in measures]
    sql = " UNION ALL ".join(
        f"SELECT {n} AS measure, * FROM ({part}) AS part_{n}"  # noqa: S608 -- made of our own expressions
        for n, part in enumerate(parts)
    )
    filled = statements.fill(con, sql, files=files(snapshot), values=region_fillings(region), days=days)
    found = {(row[0], row[1]): int(str(row[2])) for row in statements.rows(con, filled) if row[2] is not None}
    return {measure: tuple(found.get((n, day)) for day in days) for n, measure in enumerate(measures)}


def totals_by_holder(con: ibis.BaseBackend, snapshot: Snapshot, measures: Sequence[Measure], day: date) -> Totals:
    """What measures come to on a day for each holder, wherever the right is counted."""
    if not measures:
        return {}
    parts = [statements.compiled(con, ("by holder", measure), _by_holder(measure)) for measure in measures]
    sql = " UNION ALL ".join(
        f"SELECT {n} AS measure, * FROM ({part}) AS part_{n}"  # noqa: S608 -- made of our own expressions
        for n, part in enumerate(parts)
    )
    filled = statements.fill(con, sql, files=files(snapshot), values={"as_of": day})
    found: dict[Measure, dict[str, int]] = {}
    for number, holder, total in statements.rows(con, filled):
        own = found.setdefault(measures[int(str(number))], {})
        if holder is not None:
            own[str(holder)] = int(str(total))
    return found


def _by_holder(measure: Measure) -> Callable[[], ibis.Table]:
    def build() -> ibis.Table:
        rows = each_once(measure, measure.rows())
        amount = ibis.cases((covers(rows, statements.day("as_of")), rows.amount), else_=ibis.literal(0, "int64"))
        return rows.mutate(counted=amount).group_by("holder").agg(total=lambda own: own.counted.sum())

    return build


def parts_of(indicator: Indicator, totals: Values, place: int = 0) -> tuple[int, int | None]:
    """Numerator and denominator on the day of that place; None where there is no denominator, or no row of residents to be one."""
    above = totals[indicator.numerator][place] or 0
    if indicator.denominator is None:
        return above, None
    below = totals[indicator.denominator][place]
    return above, below if indicator.denominator.whole_region else below or 0


def covers(rows: ibis.Table, day: ibis.expr.types.DateValue) -> ibis.expr.types.BooleanValue:
    """start ≤ day < end, an absent end being open."""
    return (rows.start <= day) & (rows.end.isnull() | (day < rows.end))


def inside(rows: ibis.Table, *, whole_region: bool) -> ibis.Table:
    """Rows that count for the region asked for."""
    if whole_region:
        return rows.filter(rows.region == statements.text("region"))
    rows = rows.filter(_within(rows.region))
    return rows.filter(~_within(rows.outside)) if "outside" in rows.columns else rows


def rows_inside(measure: Measure) -> ibis.Table:
    """Rows of a measure that count for the region asked for, on any day each subject once."""
    return each_once(measure, inside(measure.rows(), whole_region=measure.whole_region))


def region_fillings(region: str) -> dict[str, statements.Value]:
    """Fillings that `inside` asks for."""
    first, end = region_range(region)
    return {"region": region, "region_from": first, "region_to": end}


def _within(code: ibis.expr.types.StringValue) -> ibis.expr.types.BooleanValue:
    """A range rather than starts-with: Parquet row groups outside it are skipped."""
    return (code >= statements.text("region_from")) & (code < statements.text("region_to"))


def _total_sql(con: ibis.BaseBackend, measure: Measure) -> str:
    return statements.compiled(con, ("total", measure), lambda: _totals(measure))


def _totals(measure: Measure) -> ibis.Table:
    rows = rows_inside(measure).select("start", "end", "amount")
    days = statements.days()
    counted = rows.join(days, covers(rows, days.day))
    return counted.group_by("day").agg(total=counted.amount.sum())
