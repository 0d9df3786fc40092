"""What checks looked at in a row, in words: a row of which nothing could be looked at is not said to be in order."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from zhixian.core.registers.fits import CHECK, rules_that_look
from zhixian.core.registers.model import NUMBERS, Reads, Register
from zhixian.core.registers.rights import meant, parts_of

CODES = "统一社会信用代码的校验位"
Has = Callable[[str, str], bool]
"""Whether there is something of what a text names, in the index or the snapshot of the registry or in a register."""


def looked_at(
    register: Register, values: Mapping[str, Any], checks: Mapping[str, Reads], registry: Collection[str], has: Has
) -> list[Reads]:
    """The checks of a register that found something in a row to look at, in the register's order; those of the `registry` only
    where what they look into is there. `has` is asked for what a row names that has to be found."""
    codes = any(_is_filled(values, name) for name in register.codes)
    found = [Reads(words=CODES)] if codes else []
    for name in register.checks:
        check = checks[name]
        there = not check.registry or check.registry in registry
        if there and _looks(register, values, name, check, has):
            found.append(check)
    return found


def _looks(register: Register, values: Mapping[str, Any], name: str, check: Reads, has: Has) -> bool:
    if name == CHECK:
        return bool(rules_that_look(register, values))
    if any(values.get(field) in answers for field, answers in check.never):
        return False
    known = {field.id for field in register.fields}
    asked = next((field for field in check.asks if field in known), "")
    if not asked:
        return True
    return _is_filled(values, asked) and _is_found(check.among, str(values[asked]), has)


def _is_found(among: str, text: str, has: Has) -> bool:
    if among == NUMBERS:
        return any(meant(part)[0] for part in parts_of(text))
    return not among or has(among, text)


def _is_filled(values: Mapping[str, Any], name: str) -> bool:
    return values.get(name) not in (None, "", [])
