"""A register: what a row of it says, what makes two rows the same, which days fall due, who keeps it and who reads it."""

from dataclasses import dataclass
from typing import Literal, get_args

from zhixian.core.workflow.model import FormField

Keeper = Literal["unit", "bank", "enterprise"]
"""Who enters rows: handlers of the register's units, or an organisation of that kind, each its own."""
KEEPERS: tuple[str, ...] = get_args(Keeper)
Seen = Literal["keepers", "units"]
"""Who of the office reads rows besides the lead office and auditors: the register's units, or every unit of the plan."""
SEEN: tuple[str, ...] = get_args(Seen)
FILTERED = ("choice", "yes_no")
"""Kinds of fields that a list may be narrowed by."""


@dataclass(frozen=True, slots=True)
class Due:
    """A day of a row by which something is to be done, told so many days before: a field's day, and `months` and `days` after it.

    Filling one of `unless` ends it; `only` is (field, answer) of the rows that have it.
    """

    id: str
    name: str
    day: str
    before: int = 30
    unless: tuple[str, ...] = ()
    months: int = 0
    days: int = 0
    only: tuple[str, str] | None = None
    rolls: bool = False
    """Whether it is a statutory period, whose last day moves off a day off to the next working day; a day that a contract
    fixes does not."""
    theirs: bool = False
    """Whether somebody else owes it, such as an answer: who keeps the row is reminded to press for it, and is not late."""


@dataclass(frozen=True, slots=True)
class Register:
    """A register as its file defines it. Field ids in `key`, `title`, `columns`, `filters` and `public` are those of `fields`."""

    id: str
    name: str
    row: str
    """What one row is called: 一笔贷款, 一个案件."""
    summary: str
    keepers: tuple[str, ...]
    seen: str
    fields: tuple[FormField, ...]
    key: tuple[str, ...]
    """Fields in which no two rows are alike."""
    title: tuple[str, ...]
    columns: tuple[str, ...]
    filters: tuple[str, ...] = ()
    day: str = ""
    """The day by which rows are put in order, newest first."""
    dues: tuple[Due, ...] = ()
    checks: tuple[str, ...] = ()
    """Names of checks against the registry; what each of them says stands beside the row."""
    public: tuple[str, ...] = ()
    """Fields that everybody may read; none keeps the register inside."""
    public_when: tuple[str, str] | None = None
    """(field, answer) of the rows that everybody may read; without it all of them."""
    owner: str = ""
    """The field that says who keeps the row, where organisations do: it holds their own name and no other."""
    legal_basis: tuple[str, ...] = ()
    shown_facts: tuple[tuple[str, str], ...] = ()
    """Always empty: a row is asked for whole, nothing of it is known before."""

    def field(self, field: str) -> FormField:
        """The field of that id; KeyError when there is none."""
        for found in self.fields:
            if found.id == field:
                return found
        raise KeyError(field)

    @property
    def sealed(self) -> frozenset[str]:
        """Fields that lie sealed at rest and are found by nothing: the personal ones."""
        return frozenset(field.id for field in self.fields if field.is_private)


@dataclass(frozen=True, slots=True)
class Kept:
    """A register in the hands of a place: the clauses it serves, and the units that keep or oversee it, the first in the lead."""

    register: Register
    clauses: tuple[str, ...]
    units: tuple[str, ...]
