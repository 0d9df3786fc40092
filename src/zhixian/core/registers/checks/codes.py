"""What is looked at in every register that asks for a credit code: that each is one."""

from collections.abc import Mapping
from typing import Any

from zhixian.core.registers.model import Register
from zhixian.core.registers.rows import Finding
from zhixian.core.registry.numbers import credit_code

CHECK = "credit_codes"


def credit_codes(register: Register, values: Mapping[str, Any]) -> list[Finding]:
    """Codes of a row that are none: their check character is not what the other seventeen give (GB 32100-2015)."""
    found = []
    for name in register.codes:
        problem = credit_code(str(values[name]))[1] if values.get(name) else None
        if problem:
            found.append(Finding(CHECK, f"{register.field(name).name}“{values[name]}”{problem}：核对写错的一位"))
    return found
