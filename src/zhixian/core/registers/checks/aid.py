"""Checks of what defending a right cost and who is to be helped."""

from collections.abc import Mapping
from typing import Any

from zhixian.core.kernel.money import yuan
from zhixian.core.registers.rights import held_by_others
from zhixian.core.registers.rows import Finding

COSTS = ("lawyers", "evidence", "court", "travel")


def aid_costs(values: Mapping[str, Any]) -> list[Finding]:
    """Whether what is asked and granted lies within what was spent and nobody else has paid, and whether the company is one to be helped."""
    spent, back = sum(values.get(name) or 0 for name in COSTS), values.get("recovered") or 0
    left, found = max(0, spent - back), []
    if values["size"] == "large":
        found.append(Finding("aid_costs", "支持的是中小微企业，这里写的是大型企业"))
    for name, word in (("asked", "申请"), ("granted", "支持")):
        wanted = values.get(name) or 0
        if wanted > left:
            words = f"费用合计 {yuan(spent)} 元，已补偿 {yuan(back)} 元，{word} {yuan(wanted)} 元，多出 {yuan(wanted - left)} 元"
            found.append(Finding("aid_costs", words))
    return found


def aid_rights(values: Mapping[str, Any], known: Mapping[str, tuple[str, bool]]) -> list[Finding]:
    """Whether a right that is defended is the applicant's and in force. `known` are (holder, whether in force) by number, of those in the
    registry. Who is sued over another's right need not hold it."""
    if values["sort"] == "defend":
        return []
    found = [
        Finding("aid_rights", f"{number} 已经失效或者还没有授权", grave=False)
        for number, (_, lives) in known.items()
        if not lives
    ]
    others = held_by_others(values["party"], {number: holder for number, (holder, _) in known.items()})
    if others:
        told = "；".join(f"{number} 的权利人是{name}" for number, name in others.items())
        found.append(Finding("aid_rights", f"{told}，不是{values['party']}"))
    if not known:
        found.append(Finding("aid_rights", f"登记数据里没有 {values['rights']}，核不了权利人和效力", grave=False))
    return found
