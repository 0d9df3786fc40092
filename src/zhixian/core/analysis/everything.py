"""All indicators on a day, and one over time, as plain data."""

from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow.parquet as pq

from zhixian.core.analysis.groups import BY_ZH, By
from zhixian.core.analysis.indicators import INDICATORS, NOT_COMPUTABLE, find
from zhixian.core.analysis.missing import missing, nothing_known
from zhixian.core.analysis.series import Every, series
from zhixian.core.analysis.values import measures_of, parts_of, values_on
from zhixian.core.engine import connect
from zhixian.core.registry.snapshot import Snapshot


def all_indicators(snapshot: Snapshot, *, as_of: date, region: str) -> dict[str, Any]:
    """Every indicator with its value on the day: exact to four decimals, money to the fen, None where a part is missing.

    Where nothing at all is known of the region, numerator and denominator are None as well.
    """
    totals = values_on(connect(), snapshot, measures_of(INDICATORS.values()), [as_of], region)
    nothing = None if any(total[0] for total in totals.values()) else nothing_known(snapshot, region)
    found = []
    for indicator in INDICATORS.values():
        numerator, denominator = parts_of(indicator, totals)
        why = nothing or missing(indicator, denominator, day=as_of, region=region)
        exact = None if nothing else indicator.exact(numerator, denominator)
        value = None if exact is None else indicator.printed(exact)
        found.append(
            {
                "id": indicator.id,
                "name": indicator.name,
                "value": value,
                "unit": indicator.unit,
                "version": indicator.version,
                "definition": indicator.definition,
                "numerator": None if nothing else numerator,
                "denominator": None if nothing else denominator,
                **({"reason": why.why} if why else {}),
            }
        )
    beyond = [{"id": key, "name": name, "why": why} for key, (name, why) in NOT_COMPUTABLE.items()]
    return {**_about(snapshot, as_of, region), "indicators": found, "not_computable": beyond}


def one_indicator(
    snapshot: Snapshot, indicator: str, *, first: date, as_of: date, every: Every, by: By | None, region: str
) -> dict[str, Any]:
    """One indicator at the end of each period from `first` to `as_of`, whole or broken down, points by group and day."""
    chosen = find(indicator)
    table = series(snapshot, chosen, first=first, last=as_of, every=every, region=region, by=by)
    points = []
    for row in table.sort_by([("group", "ascending"), ("day", "ascending")]).to_pylist():
        exact = chosen.exact(row["numerator"] or 0, row["denominator"])
        value: Decimal | None = None
        if exact is not None and row["numerator"] is not None:
            value = chosen.printed(exact)
        points.append({**row, "day": row["day"].isoformat(), "value": value})
    return {
        **_about(snapshot, as_of, region),
        "id": chosen.id,
        "name": chosen.name,
        "unit": chosen.unit,
        "definition": chosen.definition,
        "by": by,
        "by_name": BY_ZH[by] if by else None,
        "groups": _names(snapshot, {point["group"] for point in points}) if by == "holder" else {},
        "points": points,
    }


def _about(snapshot: Snapshot, as_of: date, region: str) -> dict[str, Any]:
    return {"as_of": as_of.isoformat(), "region": region, "snapshot": snapshot.id, "labels": snapshot.labels}


def _names(snapshot: Snapshot, wanted: set[str]) -> dict[str, str]:
    parties = pq.read_table(snapshot.path("parties"), columns=["party_id", "name"]).to_pylist()
    return {party["party_id"]: party["name"] for party in parties if party["party_id"] in wanted}
