"""Rows of the registers of cases, hand-overs and mediations, as the questions about them need them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhixian.core.registers.model import Register
from zhixian.core.registers.rows import title_of
from zhixian.core.workflow.answers import said

CASES, TRANSFERS, MEDIATIONS = "ip_cases", "case_transfers", "mediations"


@dataclass(frozen=True, slots=True)
class Held:
    """A row of one of the registers: its key on the site, and which registers hold its days up."""

    key: int
    register: Register
    values: Mapping[str, Any]
    held_by: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """As its register calls it."""
        return title_of(self.register, self.values)

    def said(self, *fields: str) -> str:
        """What it says in these fields."""
        words = (said(self.register.field(name), self.values.get(name)) for name in fields)
        return "，".join(word for word in words if word)


def by_day(rows: Sequence[Held]) -> list[Held]:
    """In the order of the day of their register."""
    return sorted(rows, key=lambda row: (row.values[row.register.day], row.key))


def case_day(case: Held) -> date:
    """The day on which a case was opened."""
    return date.fromisoformat(case.values["opened_on"])


def day_in(values: Mapping[str, Any], field: str) -> date | None:
    """The day that a field says; None where it says none."""
    return date.fromisoformat(values[field]) if values.get(field) else None
