"""The registers that this place keeps, loaded once."""

from functools import cache

from zhixian.core.catalogue import registers_of
from zhixian.core.registers.model import Kept, Register
from zhixian.web.kit.plan import the_plan


@cache
def kept_registers() -> dict[str, Kept]:
    """Register → its definition and home, in the order of the plan's file. Raises Refusal when they do not hold together."""
    return registers_of(the_plan())


@cache
def parts_of(name: str) -> tuple[str, ...]:
    """The registers of which each row belongs to one of this register."""
    kept = kept_registers().values()
    return tuple(one.register.id for one in kept if one.register.of and one.register.of.register == name)


def register_of(name: str) -> Register | None:
    """The definition of a register that the place keeps."""
    kept = kept_registers().get(name)
    return kept.register if kept else None
