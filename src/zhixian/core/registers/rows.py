"""A row of a register: what was typed read into values, its key, its due days, the text it is found by."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.periods import add_months
from zhixian.core.kernel.working_days import working_days
from zhixian.core.registers.model import Due, Register
from zhixian.core.registers.rights import wrong_numbers
from zhixian.core.workflow.answers import plain, read_answers


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check against the registry says of a row: grave ones forbid or endanger it, others are to be known."""

    check: str
    words: str
    basis: str = ""
    """The article it follows from."""
    grave: bool = True
    inside: str = ""
    """The words for the register's units, where they tell more than whoever keeps the row may read."""

    def as_plain(self) -> dict[str, Any]:
        """For keeping beside the row."""
        plain = {"check": self.check, "words": self.words, "basis": self.basis, "grave": self.grave}
        return {**plain, "inside": self.inside} if self.inside else plain


def read_row(register: Register, typed: Mapping[str, Any], *, today: date) -> tuple[dict[str, Any], dict[str, str]]:
    """Values by field as they are kept (days as ISO text, sums in fen), and what is wrong by field."""
    values, wrong = read_answers(register, typed, {}, today=today)
    return {name: plain(value) for name, value in values.items()}, {**wrong_numbers(register, values), **wrong}


def key_of(register: Register, values: Mapping[str, Any]) -> str:
    """What no other row of the register may have: SHA-256 of the answers, each in one spelling, so that none runs into another."""
    parts = [folded(str(values.get(field, ""))) for field in register.key]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def text_of(register: Register, values: Mapping[str, Any]) -> str:
    """What a row is found by: every answer that is nobody's private matter, in one spelling."""
    private = register.sealed
    said = (str(value) for name, value in values.items() if name not in private and isinstance(value, str | list))
    return " ".join(map(folded, said))


def day_of(register: Register, values: Mapping[str, Any]) -> date | None:
    """The day by which the row is put in order."""
    return _day(values, register.day) if register.day else None


def dues_of(register: Register, values: Mapping[str, Any]) -> list[tuple[date, Due]]:
    """What of a row falls due and when, the soonest first; what is done already is not among it."""
    dated = (
        (_after(day, due), due) for due in register.dues if _is_open(due, values) and (day := _day(values, due.day))
    )
    return sorted(dated, key=lambda one: (one[0], one[1].id))


def _is_open(due: Due, values: Mapping[str, Any]) -> bool:
    if due.only and values.get(due.only[0]) != due.only[1]:
        return False
    return not any(values.get(field) not in (None, "") for field in due.unless)


def _after(day: date, due: Due) -> date:
    """So many calendar months, then days after; the 31st and a month is the last of the next. A statutory period that ends on a day
    off ends on the next working day (民法典第203条)."""
    last = add_months(day, due.months) + timedelta(days=due.days)
    return working_days().working_day(1, since=last) if due.rolls else last


def first_told(dues: Sequence[tuple[date, Due]]) -> tuple[date, date, Due] | None:
    """Of the due days of a row the one that is spoken of first: from which day, the day itself, and what is due."""
    told = [(day - timedelta(days=due.before), day, due) for day, due in dues]
    return min(told, key=lambda one: (one[0], one[1], one[2].id), default=None)


def _day(values: Mapping[str, Any], field: str) -> date | None:
    return date.fromisoformat(values[field]) if values.get(field) else None


def differences(register: Register, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """By field what it was and what it is; of private fields only that they changed."""
    changed = [field.id for field in register.fields if before.get(field.id) != after.get(field.id)]
    private = register.sealed
    return {name: [] if name in private else [before.get(name), after.get(name)] for name in changed}
