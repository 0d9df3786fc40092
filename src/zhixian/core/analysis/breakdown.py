"""Rows in the groups a number is broken down by."""

import ibis
from ibis.expr.types import StringValue

from zhixian.core.analysis.groups import BY_ZH, By
from zhixian.core.analysis.indicators.measures import Filed, Granted, Happened, HighValue, InForce, Moved, Pledged
from zhixian.core.analysis.indicators.model import Indicator, Measure
from zhixian.core.analysis.tables import table
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.tables import MARK_KINDS

CUBE_GROUPS: frozenset[By | None] = frozenset({None, "county", "prefecture", "province", "kind", "holder_kind"})
"""Breakdowns that the monthly cube holds."""
REGIONAL: dict[By | None, int] = {"county": 6, "prefecture": 4, "province": 2}
"""Breakdowns by region, and how many digits of the code tell the group."""
_IPC: dict[By | None, int] = {"ipc_section": 1, "ipc_class": 3, "ipc_subclass": 4}
_CLASSIFIED: dict[By | None, tuple[str, ...]] = {
    **dict.fromkeys(_IPC, ("invention", "utility_model")),
    "nice": MARK_KINDS,
}
"""The kinds of right that a classification sorts; designs have Locarno's, which is none of these."""


def refuse_foreign_group(indicator: Indicator, by: By | None) -> None:
    """Raises Refusal for a classification by which nothing that an indicator counts is classified: marks have no IPC."""
    if by is None or _sorts(indicator, by):
        return
    ways = "、".join(f"{name}（{way}）" for way, name in BY_ZH.items() if _sorts(indicator, way))
    raise Refusal(f"“{indicator.name}”没有{BY_ZH[by]}", where=f"分组 {by}", expected=ways)


def _sorts(indicator: Indicator, by: By) -> bool:
    below = indicator.denominator
    parts = [indicator.numerator, *([below] if below and not below.whole_region else [])]
    return by not in _CLASSIFIED or all(set(_kinds(part)) & set(_CLASSIFIED[by]) for part in parts)


def _kinds(measure: Measure) -> tuple[str, ...]:
    """The kinds of right whose rows a measure counts one by one; none where it counts loans, holders or residents."""
    if isinstance(measure, HighValue):
        return ("invention",)
    if isinstance(measure, InForce | Pledged | Filed | Granted | Moved | Happened):
        return measure.kinds
    return ()


def grouped(rows: ibis.Table, by: By | None) -> ibis.Table:
    """The rows with a column `group`: empty text where it is unknown. Of several classes the first, the main one, counts."""
    if by in REGIONAL:
        rows = rows.mutate(group=_place(rows.region, REGIONAL[by]))
        return rows.filter(rows.group != _place(rows.outside, REGIONAL[by])) if "outside" in rows.columns else rows
    if by == "industry":
        parties = table("parties").select("party_id", group="industry")
        rows = rows.left_join(parties, [("holder", "party_id")])
    elif by in _CLASSIFIED:
        rights = table("rights").filter(table("rights").kind.isin(_CLASSIFIED[by]))
        main = rights.classes.split(";")[0].strip()
        classes = rights.select(looked_up="right_id", group=main.left(_IPC[by]) if by in _IPC else main)
        rows = rows.left_join(classes, [("right_id", "looked_up")])
    else:
        rows = rows.mutate(group=rows[by] if by else ibis.literal(""))
    return rows.mutate(group=rows.group.fill_null(""))


def _place(code: StringValue, digits: int) -> StringValue:
    return (code.left(digits) + "0" * (6 - digits) if digits < 6 else code).fill_null("")
