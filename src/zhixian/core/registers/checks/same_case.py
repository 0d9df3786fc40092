"""Checks of what a case cost to defend a right: the same costs are supported once."""

from collections.abc import Mapping, Sequence
from typing import Any

from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.money import yuan
from zhixian.core.registers.rights import parts_of
from zhixian.core.registers.rows import Finding

CHECK = "aid_same_case"
COSTS = ("lawyers", "evidence", "court", "travel")
SHOWN = 3
"""Applications that are named."""


def aid_same_case(values: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Other applications for the same case: by its number, or by the right, the other side and the day on which it began.

    It is to be put right where one applicant names the same sum for the same costs twice, else to be known. `others` are the other
    applications that may be known, in the order in which they were entered.
    """
    found = []
    same = [one for one in others if _is_same(values, one)]
    for grave in (True, False):
        told = [one for one in same if _counts_twice(values, one) == grave]
        if told:
            case = f" {values['case']} " if values.get("case") else ""
            why = "写了同样的费用" if grave else "核对有没有重复的费用"
            more = f"等 {len(told)} 件" if len(told) > SHOWN else ""
            words = f"同一案件{case}还有申请 {'、'.join(map(_said, told[:SHOWN]))}{more}：{why}，同一笔费用只支持一次"
            found.append(Finding(CHECK, words, grave=grave))
    return found


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if one.get("case") and other.get("case"):
        return folded(one["case"]) == folded(other["case"])
    rights = [{folded(part) for part in parts_of(row["rights"])} for row in (one, other)]
    alike = all(folded(str(one[name])) == folded(str(other[name])) for name in ("party", "against", "begun_on"))
    return alike and bool(rights[0] & rights[1])


def _counts_twice(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    same = any(one.get(name) and one.get(name) == other.get(name) for name in COSTS)
    return same and folded(one["party"]) == folded(other["party"])


def _said(row: Mapping[str, Any]) -> str:
    granted = f"，支持 {yuan(row['granted'])} 元" if row.get("granted") else ""
    return f"{row['number']}（{row['party']}，{row['filed_on']}，申请 {yuan(row['asked'])} 元{granted}）"
