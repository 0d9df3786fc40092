"""What checks looked at in a row, in words: a row of which nothing could be looked at is not said to be in order."""

from collections.abc import Collection, Mapping
from typing import Any

from zhixian.core.registers.fits import CHECK, rules_that_look
from zhixian.core.registers.model import Reads, Register

CODES = "统一社会信用代码的校验位"


def looked_at(
    register: Register, values: Mapping[str, Any], checks: Mapping[str, Reads], registry: Collection[str]
) -> list[Reads]:
    """The checks of a register that found something in a row to look at, in the register's order; those of the `registry` only
    where what they look into is there."""
    codes = any(_is_filled(values, name) for name in register.codes)
    found = [Reads(words=CODES)] if codes else []
    for name in register.checks:
        check = checks[name]
        there = not check.registry or check.registry in registry
        looks = rules_that_look(register, values) if name == CHECK else _has_what_it_asks(register, values, check)
        if there and looks:
            found.append(check)
    return found


def _has_what_it_asks(register: Register, values: Mapping[str, Any], check: Reads) -> bool:
    known = {field.id for field in register.fields}
    asked = next((name for name in check.asks if name in known), "")
    return not asked or _is_filled(values, asked)


def _is_filled(values: Mapping[str, Any], name: str) -> bool:
    return values.get(name) not in (None, "", [])
