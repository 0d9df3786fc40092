"""The rows behind a number: each right or loan that counts, and why."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal, cast

import ibis

from zhixian.core.analysis.indicators import find
from zhixian.core.analysis.indicators.model import Measure, Quantity
from zhixian.core.analysis.tables import files, table
from zhixian.core.analysis.values import covers, region_fillings, rows_inside
from zhixian.core.engine import connect, statements
from zhixian.core.registry.snapshot import Snapshot

Part = Literal["numerator", "denominator"]
_FIELDS = (
    "subject", "right_id", "number", "title", "kind", "holder", "holder_name", "holder_kind", "region", "start", "end", "amount",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row that counts: `amount` is 1 for a right or a loan, fen for money, persons for residents; `end` is exclusive."""

    part: Part
    subject: str
    right_id: str | None
    number: str | None
    title: str | None
    kind: str | None
    holder: str | None
    holder_name: str | None
    holder_kind: str | None
    region: str | None
    start: date
    end: date | None
    amount: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a number comes from: the snapshot, the definition and its version, the day and region, and every row."""

    indicator: str
    name: str
    quantity: Quantity
    version: str
    definition: str
    snapshot: str
    as_of: date
    region: str
    rows: tuple[Row, ...]

    def total(self, part: Part = "numerator") -> int:
        """What the rows of a part add up to: the very number that was printed."""
        return sum(row.amount for row in self.rows if row.part == part)

    def to_json(self) -> dict[str, Any]:
        """Plain data; days as ISO text."""
        whole = asdict(self)
        whole["as_of"] = self.as_of.isoformat()
        for row in whole["rows"]:
            row["start"], row["end"] = row["start"].isoformat(), row["end"] and row["end"].isoformat()
        return whole


def explain(
    snapshot: Snapshot, indicator: str, *, as_of: date, region: str, engine: ibis.BaseBackend | None = None
) -> Explanation:
    """Every row behind an indicator on a day, by start and number. Raises Refusal for an indicator that does not exist."""
    chosen = find(indicator)
    con = engine or connect()
    values = {"as_of": as_of, **region_fillings(region)}
    rows = _rows(con, snapshot, chosen.numerator, values, yearly=chosen.yearly)
    if chosen.denominator is not None:
        below = _rows(con, snapshot, chosen.denominator, values, yearly=False)
        rows += [replace(row, part="denominator") for row in below]
    return Explanation(
        chosen.id,
        chosen.name,
        chosen.quantity,
        chosen.version,
        chosen.definition,
        snapshot.id,
        as_of,
        region,
        tuple(rows),
    )


def _rows(
    con: ibis.BaseBackend, snapshot: Snapshot, measure: Measure, values: dict[str, statements.Value], *, yearly: bool
) -> list[Row]:
    sql = statements.compiled(con, ("explain", measure), lambda: _expression(measure))
    filled = statements.fill(con, sql, files=files(snapshot), values=values)
    found = [Row("numerator", *cast("tuple[Any, ...]", row)) for row in statements.rows(con, filled)]
    told = [_told(row, measure, yearly=yearly) for row in found]
    return sorted(told, key=lambda row: (row.start, row.number or "", row.subject))


def _expression(measure: Measure) -> ibis.Table:
    rows = rows_inside(measure)
    rows = rows.filter(covers(rows, statements.day("as_of")))
    rights = table("rights").select(the_right="right_id", number="number", title="title")
    parties = table("parties").select(the_party="party_id", holder_name="name")
    named = rows.left_join(rights, [("right_id", "the_right")]).left_join(parties, [("holder", "the_party")])
    return named.select(*_FIELDS)


def _told(row: Row, measure: Measure, *, yearly: bool) -> Row:
    if measure.whole_region:
        reason = f"{row.start.year} 年各日按此常住人口计算"
    elif yearly:
        reason = f"发生于 {row.start}，计入 {row.start.year} 年"
    else:
        reason = f"{row.start} 起计入，" + (f"{row.end} 起不再计入" if row.end else "未见终止")
    return replace(row, reason=reason)
