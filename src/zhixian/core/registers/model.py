"""A register: what a row of it says, what makes two rows the same, which days fall due, who keeps it and who reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from zhixian.core.workflow.model import FormField, named

Keeper = Literal["unit", "bank", "enterprise"]
"""Who enters rows: handlers of the register's units, or an organisation of that kind, each its own."""
KEEPERS: tuple[str, ...] = get_args(Keeper)
Seen = Literal["keepers", "units"]
"""Who of the office reads rows besides the lead office and auditors: the register's units, or every unit of the plan."""
SEEN: tuple[str, ...] = get_args(Seen)
FILTERED = ("choice", "yes_no")
"""Kinds of fields that a list may be narrowed by."""
SUMMED = ("integer", "money")
"""Kinds of fields that are kept as whole numbers: they are added up and compared."""

INDEX, SNAPSHOT = "index", "snapshot"
"""What of the registry a check looks into: the rights as the site has them indexed, or the snapshot itself."""
NUMBERS = "numbers"
"""What a check needs of a text in which rights are named: that one of them reads as a number."""


@dataclass(frozen=True, slots=True)
class Reads:
    """What a check reads: fields of the row, which have to be required, and what of the `registry`, if anything.

    `words` say what it looks at. Of `asks` the first that a register has is the field without which there is nothing to look at,
    and `among` says where what it names has to be found: `INDEX`, `SNAPSHOT`, `NUMBERS` or a register. A row with one of the answers
    of `never`, (field, answers), gives nothing to look at either.
    """

    fields: tuple[str, ...] = ()
    registry: str = ""
    words: str = ""
    asks: tuple[str, ...] = ()
    among: str = ""
    never: tuple[tuple[str, tuple[str, ...]], ...] = ()


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
    held_by: str = ""
    """The register whose rows hold the day up while one of them belongs to this row; see `Belongs`."""
    ends: str = ""
    """The field whose day ends what comes again each year: a day that is not before it is none."""
    at_latest: str = ""
    """The field whose day is the last in any case: what would fall due later falls due then."""
    over: tuple[str, ...] = ()
    """(field, answer, …): a row with one of these answers owes nothing more, whether or not it says since when."""
    turns: str = ""
    """The field from whose day terms of `months` are counted: the day is that of a later term, and lies where the term next to it begins."""
    lapses: bool = False
    """Whether what it speaks of is over by itself once the day has passed, such as a term: told ahead of it, and nobody is late."""


@dataclass(frozen=True, slots=True)
class Belongs:
    """How a row belongs to one of another register: what `field` says is what `matches`, that register's only key, says there.

    `lets_go` is (field, answer, …): a row with one of these answers still belongs to the other and holds none of its days up.
    """

    register: str
    field: str
    matches: str
    lets_go: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sides:
    """Rows of another register that a row is about: each of `named` says for the fields of that register's key which field here says the
    same. Of those that an organisation's row names, one at least has to be its own or open to everybody."""

    register: str
    named: tuple[Mapping[str, str], ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields here."""
        return tuple(name for one in self.named for name in one.values())


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: `whole` for whole numbers, `past` for days and moments that have been. `width` is its share of a paper's width."""

    name: str
    whole: bool = False
    width: int = 20
    past: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """A long text that is a list: one thing a line, its columns with a semicolon or a tab between."""

    field: str
    columns: tuple[Column, ...]


PART_KINDS = ("heading", "text", "lines", "sign")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paper: a heading, a paragraph, the list of a field, or a line to sign on. `words` may name fields in braces;
    `field` is that of a list, and `words` its caption."""

    kind: str
    words: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that is made of a row: 移送书, 调解协议书. What a row does not say yet is a blank to be filled by hand.

    `number`, `to` and `dated` are fields: the document's number, whom it is addressed to, its day.
    """

    id: str
    name: str
    parts: tuple[Part, ...]
    number: str = ""
    to: str = ""
    dated: str = ""
    signed: bool = False
    """Whether whoever keeps the row signs it as an office."""
    when: tuple[str, str] | None = None
    """(field, answer) of the rows that it is made of; without it all of them."""
    issuer: str = ""
    """Who signs it in place of whoever keeps the row: a field, with `of.` before it one of the row above. What such a paper says of the
    row above is told to everybody who reads the row."""
    needs: tuple[str, ...] = ()
    """Fields, named likewise, that have to be answered before it is made. A paper that has them is made only of a row of which nothing
    is to be put right."""

    def is_of(self, values: Mapping[str, Any]) -> bool:
        """Whether a row with these values has it."""
        return self.when is None or values.get(self.when[0]) == self.when[1]


@dataclass(frozen=True, slots=True)
class Feed:
    """How rows become rows of a template of the registry: (column of the template, field), in the template's order, its key first.

    `agrees` are columns that say whose a row of the registry is: one of the same key that says otherwise is another.
    """

    template: str
    columns: tuple[tuple[str, str], ...]
    agrees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How a register is added up: `by` these answers, `sums` of these fields, of rows whose day lies within so many `months`; somebody
    is to be told once the sum `of` one of them is `at` least so much."""

    by: tuple[str, ...]
    sums: tuple[str, ...]
    months: int
    of: str
    at: int


@dataclass(frozen=True, slots=True)
class Fit:
    """A rule by which answers of one row fit together; one that is not kept is told beside the row.

    `has` is (field, answer, …): the rows of which it speaks, a field alone those in which it is filled in. It asks for one of:
    `needs` filled in; of `either` one filled in; `bars` empty; `never` (field, answer, …) without one of these answers; `number` at `most` that of another field, or at `least` so many; `day` not before `since`
    and not after `until`, or within so many `months` and `days` of `since`, or no less than `wait` months after it; the day `come` not after today; `apart` not the same.
    """

    has: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    number: str = ""
    most: str = ""
    least: int | None = None
    day: str = ""
    since: str = ""
    until: str = ""
    months: int = 0
    days: int = 0
    wait: int = 0
    rolls: bool = False
    """Whether the last day moves off a day off."""
    come: str = ""
    apart: tuple[str, ...] = ()
    note: bool = False
    """Whether it is only to be known; else it is to be put right."""
    basis: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that it looks at, each once."""
        named = (
            *self.has[:1],
            *self.needs,
            *self.either,
            *self.bars,
            *self.never[:1],
            *self.apart,
            self.number,
            self.most,
        )
        return tuple(dict.fromkeys(filter(None, (*named, self.day, self.since, self.until, self.come))))


@dataclass(frozen=True, slots=True)
class Becomes:
    """What a row may lead to: a row of another `register`, begun with what this one says.

    `fills` are (field there, field here); `told` is (field there, field here) by which that row names this one; `back` is (field
    here, field there) by which this one names that, filled in once it is there and nothing stands in it.
    """

    register: str
    fills: tuple[tuple[str, str], ...]
    told: tuple[str, str]
    back: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ends:
    """When a row is no longer shown to everybody: after the day `last`, from the day `since` on, or with one of the answers `over`
    (field, answer, …)."""

    last: str = ""
    since: str = ""
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """A register as its file defines it. Field ids in `key`, `title`, `columns`, `filters`, `public` and
    `told_in_ratings` are those of `fields`."""

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
    """Names of checks, of the row alone, among registers or against the registry; what each of them says stands beside the row."""
    public: tuple[str, ...] = ()
    """Fields that everybody may read; none keeps the register inside."""
    told_in_ratings: tuple[str, ...] = ()
    """Fields that a public rating may tell of the rows behind it; none keeps them inside."""
    of: Belongs | None = None
    """The row of another register that each row belongs to; None where they stand alone."""
    lists: tuple[Lines, ...] = ()
    """Fields that are lists."""
    papers: tuple[Paper, ...] = ()
    feed: Feed | None = None
    """How its rows come into the registry; None where they do not."""
    public_when: tuple[str, str] | None = None
    """(field, answer) of the rows that everybody may read; without it all of them."""
    public_ends: Ends | None = None
    """Which rows everybody no longer reads; None where they stay."""
    surnamed: tuple[str, str] | None = None
    """(field, field of a credit code): the first names a person by the surname alone, unless the second says which organisation it is."""
    files: bool = False
    """Whether evidence may be attached to a row."""
    answered: tuple[str, ...] = ()
    """Fields that the register's units fill in on any row: their answer to what an organisation filed, which fills in none of them."""
    addressed: str = ""
    """The field that names which of the units answers a row, `of.` before one of the row above; without it all that owe the answer do."""
    office: str = ""
    """The choice that names before which office what a row is about lies; the place says which of its units that is, and that hears of it."""
    later: tuple[str, ...] = ()
    """Fields that whoever keeps a row still fills in once others have answered it; the rest is what was answered, and stays."""
    done_with: str = ""
    """The answer after which nothing more is filled in nor asked of a row, such as 退出办妥日; whoever keeps it may strike it."""
    owner: str = ""
    """The field that says who keeps the row, where organisations do: it holds their own name and no other."""
    business: str = ""
    """The field that names the company (a bank, an insurer) whose business a row is. A company that is itself a unit of the plan reads
    and enters the rows of its own business only, though it stands among the register's units."""
    owner_code: str = ""
    """The field that holds an organisation's own 统一社会信用代码 on a row that it keeps; without it none is asked for."""
    sides: Sides | None = None
    """What of another register a row is about; None where it is about none."""
    legal_basis: tuple[str, ...] = ()
    tally: Tally | None = None
    """How it is added up; None where it is not."""
    fits: tuple[Fit, ...] = ()
    """How answers of one row fit together."""
    becomes: Becomes | None = None
    """The row of another register that a row may lead to; None where it leads to none."""
    shown_facts: tuple[tuple[str, str], ...] = ()
    """Always empty: a row is asked for whole, nothing of it is known before."""

    def field(self, field: str) -> FormField:
        """The field of that id; KeyError when there is none."""
        return named(self.fields, field)

    def columns_of(self, field: str) -> tuple[Column, ...]:
        """The columns of a field that is a list; none for any other."""
        return next((one.columns for one in self.lists if one.field == field), ())

    def paper(self, paper: str) -> Paper | None:
        """The paper of that id."""
        return next((one for one in self.papers if one.id == paper), None)

    def answers(self, due: Due) -> bool:
        """Whether a due day is owed by whoever answers: the answer ends it."""
        return due.theirs and not set(self.answered).isdisjoint(due.unless)

    def is_answered(self, values: Mapping[str, Any]) -> bool:
        """Whether a row with these values has an answer, or the beginning of one."""
        return any(values.get(name) not in (None, "") for name in self.answered)

    def is_done_with(self, values: Mapping[str, Any]) -> bool:
        """Whether nothing more is to come of a row with these values."""
        return bool(self.done_with) and values.get(self.done_with) not in (None, "")

    @property
    def codes(self) -> tuple[str, ...]:
        """Its fields that hold a credit code; each is held against its check character."""
        return tuple(field.id for field in self.fields if field.kind == "credit_code" and not field.is_private)

    @property
    def is_checked(self) -> bool:
        """Whether anything is looked at when a row is saved, and again every night."""
        return bool(self.checks or self.codes)

    @property
    def sealed(self) -> frozenset[str]:
        """Fields that lie sealed at rest and are found by nothing: the personal ones."""
        return frozenset(field.id for field in self.fields if field.is_private)


@dataclass(frozen=True, slots=True)
class Kept:
    """A register in the hands of a place: the clauses it serves, and the units that keep or oversee it, the first in the lead.

    `answers` are those of its units that answer, and owe the answer; without any each of them may, and none owes it.
    """

    register: Register
    clauses: tuple[str, ...]
    units: tuple[str, ...]
    answers: tuple[str, ...] = ()
    offices: tuple[tuple[str, str], ...] = ()
    """(answer, unit): which of its units an office is that a row names in the register's field `office`."""

    def office_of(self, values: Mapping[str, Any]) -> str:
        """The unit before which what a row is about lies; "" where it names none of the units."""
        said = values.get(self.register.office)
        return next((unit for answer, unit in self.offices if answer == said), "")

    @property
    def answering(self) -> tuple[str, ...]:
        """The units that may fill in the answer."""
        return self.answers or self.units
