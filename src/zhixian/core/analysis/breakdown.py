"""Rows in the groups a number is broken down by."""

import ibis
from ibis.expr.types import StringValue

from zhixian.core.analysis.groups import By
from zhixian.core.analysis.tables import table

CUBE_GROUPS: frozenset[By | None] = frozenset({None, "county", "prefecture", "province", "kind", "holder_kind"})
"""Breakdowns that the monthly cube holds."""
REGIONAL: dict[By | None, int] = {"county": 6, "prefecture": 4, "province": 2}
"""Breakdowns by region, and how many digits of the code tell the group."""
_IPC = {"ipc_section": 1, "ipc_class": 3, "ipc_subclass": 4}


def grouped(rows: ibis.Table, by: By | None) -> ibis.Table:
    """The rows with a column `group`: empty text where it is unknown. Of several classes the first, the main one, counts."""
    if by in REGIONAL:
        rows = rows.mutate(group=_place(rows.region, REGIONAL[by]))
        return rows.filter(rows.group != _place(rows.outside, REGIONAL[by])) if "outside" in rows.columns else rows
    if by == "industry":
        parties = table("parties").select("party_id", group="industry")
        rows = rows.left_join(parties, [("holder", "party_id")])
    elif by in _IPC or by == "nice":
        rights = table("rights")
        main = rights.classes.split(";")[0].strip()
        classes = rights.select(looked_up="right_id", group=main.left(_IPC[by]) if by in _IPC else main)
        rows = rows.left_join(classes, [("right_id", "looked_up")])
    else:
        rows = rows.mutate(group=rows[by] if by else ibis.literal(""))
    return rows.mutate(group=rows.group.fill_null(""))


def _place(code: StringValue, digits: int) -> StringValue:
    return (code.left(digits) + "0" * (6 - digits) if digits < 6 else code).fill_null("")
