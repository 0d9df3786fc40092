"""An indicator at the end of each month, quarter or year, for one region or for every group of a breakdown.

+1 where a row starts to count, −1 where it ends, and a running sum: one pass over the rows gives any number of periods.
Counts of rights in force come from the monthly cube when it holds what the breakdown asks for.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import ibis
import pyarrow as pa
from ibis.expr.types import DateValue, IntegerValue

from zhixian.core.analysis.breakdown import CUBE_GROUPS, REGIONAL, grouped, refuse_foreign_group
from zhixian.core.analysis.groups import By
from zhixian.core.analysis.indicators import Indicator
from zhixian.core.analysis.indicators.measures import InForce, each_once
from zhixian.core.analysis.indicators.model import Measure
from zhixian.core.analysis.tables import files, table
from zhixian.core.analysis.values import inside, region_fillings
from zhixian.core.engine import connect, statements
from zhixian.core.kernel.periods import next_day, period_ends
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.snapshot import Snapshot

Every = Literal[1, 3, 12]


@dataclass(frozen=True, slots=True)
class _Shape:
    """What decides the SQL; days, region and files fill it."""

    indicator: Indicator
    every: Every
    by: By | None
    everywhere: bool
    from_cube: bool


def series(
    snapshot: Snapshot,
    indicator: Indicator,
    *,
    first: date,
    last: date,
    every: Every,
    region: str | None = None,
    by: By | None = None,
    from_cube: bool = True,
    engine: ibis.BaseBackend | None = None,
) -> pa.Table:
    """Columns group, day, numerator, denominator, value, in no order; a group is there for every period or for none.

    Days are the last days of the months (`every` 1), quarters (3) or years (12) that end within [first, last]. `region`
    None counts everywhere. Without `by` the one group is empty text. A right whose region, holder or class is unknown
    counts in the group of empty text. `value` is a float for charts, null where the denominator is 0 or unknown.
    Residents belong to a region: other breakdowns of a per-10k indicator take the residents of the region asked for.
    Raises Refusal for a classification that sorts nothing of the indicator, and where nobody says whose residents divide.
    """
    refuse_foreign_group(indicator, by)
    if region is None and by not in REGIONAL and indicator.denominator and indicator.denominator.whole_region:
        raise Refusal(
            f"“{indicator.name}”要除以一个地区的数，没有给出地区", where="地区", expected="行政区划代码，或者按地区分组"
        )
    days = period_ends(first, last, every=every)
    shape = _Shape(indicator, every, by, everywhere=region is None, from_cube=from_cube)
    con = engine or connect()
    if not days:
        return _EMPTY.empty_table()
    sql = statements.compiled(con, shape, lambda: _cells(shape))
    values = {
        **(region_fillings(region) if region else {}),
        "first_period": _number(days[0], every),
        "after": next_day(days[-1]),
    }
    filled = statements.fill(con, sql, files=files(snapshot), values=values, days=days)
    return statements.arrow(con, filled).cast(_EMPTY)


_EMPTY = pa.schema(
    [
        ("group", pa.string()),
        ("day", pa.date32()),
        ("numerator", pa.int64()),
        ("denominator", pa.int64()),
        ("value", pa.float64()),
    ]
)


def _cells(shape: _Shape) -> ibis.Table:
    indicator = shape.indicator
    below = indicator.denominator
    if below is None or below.whole_region:
        cells = _running(indicator.numerator, shape, below).rename(numerator="total")
        cells = cells if below else cells.mutate(denominator=ibis.null("int64"))
    else:
        cells = _running(indicator.numerator, shape).rename(numerator="total")
        both = cells.outer_join(_running(below, shape), ["group", "day"])
        cells = both.select(
            group=ibis.coalesce(both.group, both.group_right),
            day=ibis.coalesce(both.day, both.day_right),
            numerator=both.numerator.fill_null(0),
            denominator=both.total,
        )
    value = cells.numerator.cast("float64") * float(indicator.factor())
    value = value if below is None else value / cells.denominator.nullif(0)
    return cells.select("group", "day", "numerator", "denominator", value=value)


def _running(measure: Measure, shape: _Shape, below: Measure | None = None) -> ibis.Table:
    """Columns group, day, total: the running sum of the changes, at every period for every group.

    And `denominator`, when what is `below` the line belongs to a whole region.
    """
    changes = _changes(measure, shape)
    cells = _grid(changes, shape, below)
    kept = ["group", "day", *(["denominator"] if below else [])]
    cells = cells.left_join(changes, ["group", "period"])
    cells = cells.select(*kept, change=cells.change.fill_null(0))
    order = ibis.cumulative_window(group_by=cells.group, order_by=cells.day)
    return cells.select(*kept, total=cells.change.sum().over(order))


def _grid(changes: ibis.Table, shape: _Shape, below: Measure | None) -> ibis.Table:
    """Every group on every day, with the period's number and, when it is asked for, what is below the line.

    Residents are looked up once for each group and year, before the days spread out: most of the cells share them.
    """
    days = statements.days()
    days = days.mutate(period=_period(days.day, shape.every), year=days.day.year())
    if below is not None and shape.by not in REGIONAL:
        days = days.left_join(_by_year(inside(below.rows(), whole_region=True)).drop("group"), "year")
    if shape.by is None:
        return days.mutate(group=ibis.literal(""))
    groups = changes.select("group").distinct()
    if below is None or shape.by not in REGIONAL:
        return groups.cross_join(days)
    yearly = groups.cross_join(days.select("year").distinct())
    yearly = yearly.left_join(_by_year(below.rows()), ["group", "year"])
    return yearly.select("group", "year", "denominator").inner_join(days, "year")


def _by_year(rows: ibis.Table) -> ibis.Table:
    """What belongs to a whole region, for whole calendar years."""
    return rows.select(group="region", year=rows.start.year(), denominator="amount")


def _changes(measure: Measure, shape: _Shape) -> ibis.Table:
    """Columns group, period, change: what came minus what went in each period; everything earlier in the first."""
    if shape.from_cube and isinstance(measure, InForce) and shape.by in CUBE_GROUPS:
        by_holder = bool(measure.holder_kinds) or shape.by == "holder_kind"
        cube = measure.chosen(table("holder_cube" if by_holder else "cube"))
        cube = cube if shape.everywhere else inside(cube, whole_region=False)
        known = cube.filter(cube.month < statements.day("after"))
        known = grouped(known, shape.by).select(
            "group", period=_period(known.month, shape.every), change=known.starts - known.ends
        )
        return known.group_by("group", "period").agg(change=known.change.sum())
    rows = measure.rows() if shape.everywhere else inside(measure.rows(), whole_region=measure.whole_region)
    rows = each_once(measure, grouped(rows, shape.by), "group")
    come, gone = (_per_period(rows, side, shape.every) for side in ("start", "end"))
    both = ibis.union(come, gone.mutate(change=-gone.change))
    return both.group_by("group", "period").agg(change=both.change.sum())


def _per_period(rows: ibis.Table, side: str, every: Every) -> ibis.Table:
    dated = rows.filter(rows[side].notnull(), rows[side] < statements.day("after"))
    dated = dated.select("group", "amount", period=_period(dated[side], every))
    return dated.group_by("group", "period").agg(change=dated.amount.sum())


def _period(day: DateValue, every: Every) -> IntegerValue:
    """Number of the period a day lies in; those before the first one asked for become the first. Short keys group faster.

    Counted from a day before all rights, where an engine that counts whole periods agrees with one that counts their ends:
    a difference costs half of what taking a day apart does.
    """
    number = day.delta(ibis.date(_DAY_ONE.isoformat()), unit=_UNITS[every]).cast("int32")
    return ibis.greatest(number, statements.integer("first_period").cast("int32"))


def _number(day: date, every: Every) -> int:
    """The same for a day of ours."""
    return ((day.year - _DAY_ONE.year) * 12 + day.month - 1) // every


_DAY_ONE = date(1800, 1, 1)
_UNITS: dict[Every, Literal["month", "quarter", "year"]] = {1: "month", 3: "quarter", 12: "year"}
