"""Dated versions of a rule: which one is in force on a day."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    """Anything in force from a day on."""

    @property
    def effective(self) -> date:
        """Its first day."""


Version = TypeVar("Version", bound=Dated)


def in_force(versions: Sequence[Version], day: date) -> Version:
    """The latest that has begun by the day; before the first, the first. `versions` in the order of their days, at least one."""
    return next((one for one in reversed(versions) if one.effective <= day), versions[0])
