"""A scorecard: who is scored, by which figures, for how many points; and one in the hands of a place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, get_args

Scored = Literal["parties", "groups", "rows"]
"""Parties of the registry one by one, groups of them such as parks, whose members stand in a register, or whom the rows of a register name."""
SCORED: tuple[str, ...] = get_args(Scored)
LEVELS = ("national", "provincial", "city", "county")
"""Who gave an honour, the highest first."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows of a register that count for whom they name: from `day` (or in its year) until one of `until` and `unless` has come."""

    register: str
    party: str
    """The field with the party's name."""
    code: str = ""
    """The field with its credit code; where a row has one, it decides."""
    only: tuple[str, str] | None = None
    day: str = ""
    until: str = ""
    unless: tuple[str, ...] = ()
    yearly: bool = False
    group: str = ""
    """Of a register of members, the field with the group's name."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line: a figure and what it brings. Exactly one of `indicator`, `counted` and `honours` says which figure.

    Either `points` for each whole `each`, or `steps` (from which value, how many points); never above `full`. `deduct`: what
    it brings is taken off, `full` at most.
    """

    id: str
    name: str
    full: Fraction
    indicator: str = ""
    counted: Counted | None = None
    honours: tuple[str, ...] = ()
    """Honours in force of these levels."""
    unit: str = "件"
    each: Fraction = Fraction(0)
    points: Fraction = Fraction(0)
    steps: tuple[tuple[Fraction, Fraction], ...] = ()
    deduct: bool = False
    note: str = ""
    tells: tuple[str, ...] = ()
    """Of an item that counts rows: the fields by which the rows behind the figure are told."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade (信用等级), and from how many points."""

    name: str
    start: Fraction


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A scorecard as its file defines it."""

    id: str
    name: str
    summary: str
    scored: str
    items: tuple[Item, ...]
    source: tuple[str, ...]
    """What figures and marks rest on."""
    members: Counted | None = None
    """The register that says who belongs to which group, or whose rows name who is scored."""
    base: Fraction = Fraction(0)
    """Points that everybody begins with."""
    grades: tuple[Grade, ...] = ()
    """The highest first; the last begins at 0. None for a scorecard that grades nobody."""
    public: bool = False
    """Whether everybody may read scores and the rows behind them."""

    def item(self, item: str) -> Item:
        """The item of that id; KeyError when there is none."""
        for found in self.items:
            if found.id == item:
                return found
        raise KeyError(item)


@dataclass(frozen=True, slots=True)
class Kept:
    """A scorecard as a place uses it: for which clauses, in whose hands, who is scored, and full marks of its own."""

    card: Scorecard
    clauses: tuple[str, ...]
    units: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    """Kinds of parties of the place that are scored."""
    named: tuple[str, ...] = ()
    """Names or credit codes of parties scored besides."""
    weights: Mapping[str, Fraction] | None = None
    since: date | None = None
    """The first day of which it says anything here."""

    def full(self, item: Item) -> Fraction:
        """The full mark of an item here."""
        return (self.weights or {}).get(item.id, item.full)
