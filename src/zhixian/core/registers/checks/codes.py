"""Codes and numbers: that each credit code of a register is one, and that a right is named by a whole number."""

from collections.abc import Mapping
from typing import Any

from zhixian.core.registers.model import Register
from zhixian.core.registers.rights import parts_of
from zhixian.core.registers.rows import Finding
from zhixian.core.registry.numbers import credit_code

FEWEST = 4
"""Digits without which a bare number says nothing of which right is meant."""
CHECK = "credit_codes"


def credit_codes(register: Register, values: Mapping[str, Any]) -> list[Finding]:
    """Codes of a row that are none: their check character is not what the other seventeen give (GB 32100-2015)."""
    found = []
    for name in register.codes:
        problem = credit_code(str(values[name]))[1] if values.get(name) else None
        if problem:
            found.append(Finding(CHECK, f"{register.field(name).name}“{values[name]}”{problem}：核对写错的一位"))
    return found


def right_said(register: Register, values: Mapping[str, Any]) -> list[Finding]:
    """Bare numbers of rights that are too short to be a mark's, a patent's or an announcement's; words are not looked at. They stand in
    `right`, in a register without it in `number`."""
    field = "right" if "right" in {one.id for one in register.fields} else "number"
    short = [part for part in parts_of(values.get(field) or "") if part.isdecimal() and len(part) < FEWEST]
    return [
        Finding("right_said", f"权利号写的是“{part}”，不是完整的号码：写注册号、专利号或者公告号") for part in short
    ]
