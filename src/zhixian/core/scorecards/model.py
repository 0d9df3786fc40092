"""A scorecard: who is scored, by which figures, for how many points; and one in the hands of a place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, get_args

Scored = Literal["parties", "groups", "rows", "projects"]
"""Parties of the registry one by one, groups of them such as parks, whose members stand in a register, whom the rows of a register name,
or the rows themselves: projects that rely on rights."""
SCORED: tuple[str, ...] = get_args(Scored)
LEVELS = ("national", "provincial", "city", "county")
"""Who gave an honour, the highest first."""
RELIED = {
    "in_force": "依托的权利里当日有效的件数。",
    "owned": "依托的权利里当日有效、归申请人的件数。",
    "inventions": "依托的权利里当日有效、归申请人的发明专利件数。",
    "term_left": "依托的、归申请人的有效权利里，期限最长的一件还剩几整年。",
    "brought_in": "依托的、归申请人的有效权利里，由本地以外转让进来的件数。",
    "pledged": "依托的有效权利里，质押登记没有解除的件数。",
    "disputed": "依托的权利里，被人民法院保全，或者归申请人而在案件台账里有没结案件的件数。",
}
"""Figures of a project by the rights that it relies on, and what each is."""


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
    title: str = ""
    """Of a register of projects, the field with the project's name."""
    rights: str = ""
    """Of a register of projects, the field with the rights relied on."""
    lot: tuple[str, ...] = ()
    """Of a register of projects, the fields in which those are alike that are ranked with one another."""
    tells: tuple[str, ...] = ()
    """Of a register of projects, fields that are told beside the score."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value exactly in its unit, or why there is none; `behind` tells what it rests on, one thing a line."""

    value: Fraction | None
    why: str = ""
    numerator: int | None = None
    denominator: int | None = None
    behind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One line: a figure and what it brings. Exactly one of `indicator`, `counted`, `honours`, `relied` and `answer` says which figure.

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
    relied: str = ""
    """One of `RELIED`."""
    answer: str = ""
    """The field of a project's row whose number counts as it was answered."""
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
