"""A row of a register: what was typed read into values, its key, its due days, the text it is found by."""

import hashlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.numerals import FULL_WIDTH
from zhixian.core.kernel.periods import add_months, turn_of
from zhixian.core.kernel.working_days import rolled
from zhixian.core.registers.model import Column, Due, Register
from zhixian.core.registers.rights import wrong_numbers
from zhixian.core.registry.places import region_named
from zhixian.core.workflow.answers import plain, read_answers, said

_BETWEEN = re.compile(r"[;；\t]")
_DAY = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})(?![0-9])")
MOST_LINES = 200
"""Of one list; a longer one is handed over as a file of its own."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of a row: grave ones forbid or endanger it, others are to be known."""

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
    coded, unknown = _read_places(register, typed)
    values, wrong = read_answers(register, {**typed, **coded}, {}, today=today)
    lists, unread = _read_lists(register, values, today)
    kept = {name: plain(value) for name, value in {**values, **lists}.items()}
    return kept, {**wrong_numbers(register, values), **unread, **wrong, **unknown}


def _read_places(register: Register, typed: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """The codes of places that were typed by name, by field; and by field why a name is that of none, or of several."""
    found, wrong = {}, {}
    for field in register.fields:
        text = str(typed.get(field.id) or "").translate(FULL_WIDTH).strip()
        if field.kind == "region" and text:
            try:
                found[field.id] = region_named(text)
            except ValueError as error:
                wrong[field.id] = str(error)
    return found, wrong


def cells_of(text: str) -> list[list[str]]:
    """A list that was read, line by line, cell by cell."""
    return [[cell.strip() for cell in _BETWEEN.split(line)] for line in text.splitlines() if line.strip()]


def _read_lists(register: Register, values: Mapping[str, Any], today: date) -> tuple[dict[str, str], dict[str, str]]:
    """The lists of a row, each line in one spelling; and by field what is wrong with the first line that is none."""
    found, wrong = {}, {}
    for lines in register.lists:
        if not values.get(lines.field):
            continue
        rows = cells_of(values[lines.field])
        faults = [
            fault for number, cells in enumerate(rows, 1) if (fault := _wrong_line(lines.columns, number, cells, today))
        ]
        if len(rows) > MOST_LINES:
            faults.insert(0, f"有 {len(rows)} 行，不超过 {MOST_LINES} 行；更多的另附文件，这里写一行")
        if faults:
            wrong[lines.field] = faults[0]
        found[lines.field] = "\n".join("；".join(cells) for cells in rows)
    return found, wrong


def _wrong_line(columns: Sequence[Column], number: int, cells: Sequence[str], today: date) -> str:
    expected = "；".join(column.name for column in columns)
    if len(cells) != len(columns):
        return f"第 {number} 行有 {len(cells)} 项，应为 {len(columns)} 项，用分号隔开：{expected}"
    for column, cell in zip(columns, cells, strict=True):
        if not cell:
            return f"第 {number} 行没有写{column.name}，应为：{expected}"
        plain_cell = cell.translate(FULL_WIDTH)
        if column.whole and not (plain_cell.isascii() and plain_cell.isdigit()):
            return f"第 {number} 行的{column.name}是“{cell}”，应为整数，例如 2"
        if column.past and (day := _day_in(plain_cell)) and day > today:
            return f"第 {number} 行的{column.name}是“{cell}”，晚于今天（{today}），应为已经过去的日期"
    return ""


def _day_in(text: str) -> date | None:
    """The day with which a moment begins; None where it begins with none."""
    parts = _DAY.match(text)
    try:
        return date(*map(int, parts.groups())) if parts else None
    except ValueError:
        return None


def title_of(register: Register, values: Mapping[str, Any]) -> str:
    """What a row is called: the fields of the register's title, in words."""
    return "，".join(said(register.field(name), values.get(name)) or "—" for name in register.title)


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


def dues_of(
    register: Register, values: Mapping[str, Any], *, held_by: Collection[str] = (), as_of: date | None = None
) -> list[tuple[date, Due]]:
    """What of a row falls due and when, the soonest first; what is done already is not among it, nor what rows of the registers
    `held_by` hold up, nor on the day `as_of` what was over by itself before."""
    found = [
        (day, due)
        for due in register.dues
        if due.held_by not in held_by
        and _is_open(due, values)
        and (day := day_due(due, values))
        and not (due.lapses and as_of and day < as_of)
    ]
    return sorted(found, key=lambda one: (one[0], one[1].id))


def held_up(register: Register, values: Mapping[str, Any], held_by: Collection[str]) -> list[Due]:
    """What of a row would fall due and does not while rows of the registers `held_by` hold it up."""
    return [due for due in register.dues if due.held_by in held_by and _is_open(due, values) and day_due(due, values)]


def day_due(due: Due, values: Mapping[str, Any]) -> date | None:
    """The day itself, whether it was kept, held up, or is still to come; None where the row does not say from when it runs."""
    day, end, last = (_day(values, field) for field in (due.day, due.ends, due.at_latest))
    if day is None or not _applies(due, values) or (end and day >= end):
        return None
    first = _day(values, due.turns)
    return min(_after(turn_of(first, day, due.months) if first else day, due), last or date.max)


def holds(register: Register, values: Mapping[str, Any]) -> bool:
    """Whether a row that belongs to another holds up what falls due there."""
    go = register.of.lets_go if register.of else ()
    return not go or values.get(go[0]) not in go[1:]


def _applies(due: Due, values: Mapping[str, Any]) -> bool:
    return not due.only or values.get(due.only[0]) == due.only[1]


def _is_open(due: Due, values: Mapping[str, Any]) -> bool:
    if due.over and values.get(due.over[0]) in due.over[1:]:
        return False
    return not any(values.get(field) not in (None, "") for field in due.unless)


def _after(day: date, due: Due) -> date:
    """So many calendar months, then days after; the 31st and a month is the last of the next. A statutory period that ends on a day
    off ends on the next working day (民法典第203条)."""
    last = add_months(day, due.months) + timedelta(days=due.days)
    return rolled(last) if due.rolls else last


def first_told(dues: Sequence[tuple[date, Due]]) -> tuple[date, date, Due] | None:
    """Of the due days of a row the one that is spoken of first: from which day, the day itself, and what is due."""
    told = [(day - timedelta(days=due.before), day, due) for day, due in dues]
    return min(told, key=lambda one: (one[0], one[1], one[2].id), default=None)


def _day(values: Mapping[str, Any], field: str) -> date | None:
    return date.fromisoformat(values[field]) if field and values.get(field) else None


def differences(register: Register, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """By field what it was and what it is; of private fields only that they changed."""
    changed = [field.id for field in register.fields if before.get(field.id) != after.get(field.id)]
    private = register.sealed
    return {name: [] if name in private else [before.get(name), after.get(name)] for name in changed}
