"""A scorecard: who is scored, by which figures, for how many points; and one in the hands of a place."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

Scored = Literal["parties", "groups"]
"""Parties of the registry one by one, or groups of them such as parks, whose members stand in a register."""
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
    """The register that says who belongs to which group."""

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

    def full(self, item: Item) -> Fraction:
        """The full mark of an item here."""
        return (self.weights or {}).get(item.id, item.full)
