"""A flow's steps and moves, and a matter's form, as plain data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol, TypeVar, get_args

from zhixian.core.kernel.laws import Cited, cited
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.workflow.limits import TimeLimit

Actor = Literal["applicant", "handler", "chief", "finance", "public", "system"]
"""Who acts: the applicant, or somebody with that role in the unit that the matter names for the step."""
FieldKind = Literal[
    "text", "long_text", "money", "integer", "decimal", "percent", "day", "choice", "choices", "yes_no",
    "right", "rights", "loan", "project", "party", "phone", "mail", "credit_code", "id_number", "bank_account", "region",
    "industry",
]  # fmt: skip
FieldClass = Literal["open", "business", "personal", "sensitive"]
"""Who may see a field once it is filled: everybody; the parties and the unit; the unit only, and each read is recorded;
the unit's handler only, masked for all others."""
ClockAction = Literal["start", "suspend", "resume", "stop", "none"]
Outcome = Literal["done", "refused", "withdrawn", "lapsed"]
ACTORS: tuple[str, ...] = get_args(Actor)
OFFICE = ("handler", "chief", "finance")
"""Actors who sit in a unit."""
FIELD_KINDS: tuple[str, ...] = get_args(FieldKind)
FIELD_CLASSES: tuple[str, ...] = get_args(FieldClass)
PRIVATE = ("personal", "sensitive")
"""Classes that never reach the public."""
OUTCOMES: tuple[str, ...] = get_args(Outcome)
CLOCK_ACTIONS: tuple[str, ...] = get_args(ClockAction)
NEEDS = (
    "reason", "answers", "materials", "award", "publicity_over", "second_person", "letter", "payment", "overdue", "speaker",
    "study", "opinion",
)  # fmt: skip
"""What a move may ask for; the site knows how to check each."""
EFFECTS = ("reserve", "commit", "pay", "release", "publish", "notify")
STARTERS = ("enterprise", "bank", "public", "unit")
FILE_KINDS = ("pdf", "jpg", "png")
TODAY = "today"
"""The bound of a day that moves on by itself."""
SUBJECTS = ("loan", "right", "project")
"""What a matter may be about: a row of the registry."""


class Named(Protocol):
    """What is called by an id."""

    @property
    def id(self) -> str:
        """Unique among its like."""


One = TypeVar("One", bound=Named)


def named(among: Iterable[One], id_: str) -> One:
    """The one of that id; KeyError when there is none."""
    for found in among:
        if found.id == id_:
            return found
    raise KeyError(id_)


@dataclass(frozen=True, slots=True)
class Step:
    """Where a dossier can be. `outcome` is set on the last steps only: done, refused, withdrawn or lapsed."""

    id: str
    name: str
    actor: Actor
    outcome: Outcome | None = None
    public: bool = False
    """Whether a dossier in this step is shown to the public (公示)."""
    only: tuple[str, ...] = ()
    """In a step of the applicant that puts one thing right: the questions that may still change. None named, all of them."""


@dataclass(frozen=True, slots=True)
class Move:
    """One way from a step to another. Only the step's actor, or who `by` names, may make it.

    `needs` names what must be given or hold: reason, answers, materials, award, publicity_over, second_person (somebody
    other than who moved the dossier here), letter, payment, overdue, speaker (whose word it is), study (what the system found,
    kept as it is that day), opinion (评议意见 is written from what was kept). `clock` is what it does to the handling clock.
    `effects` are names that the site's wiring knows: reserve, commit, pay, release, publish, notify.
    """

    id: str
    name: str
    source: str
    target: str
    by: Actor | None = None
    needs: tuple[str, ...] = ()
    clock: ClockAction = "none"
    effects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """Steps and moves shared by matters; `first` is the step of a new dossier."""

    id: str
    name: str
    first: str
    steps: tuple[Step, ...]
    moves: tuple[Move, ...]

    def step(self, step: str) -> Step:
        """The step of that id; KeyError when there is none."""
        return named(self.steps, step)

    def moves_from(self, step: str) -> tuple[Move, ...]:
        """Every way on from a step, in the order of the definition."""
        return tuple(move for move in self.moves if move.source == step)

    def move(self, step: str, move: str) -> Move:
        """The move of that id from a step. Raises Refusal when the step has no such move."""
        for found in self.moves_from(step):
            if found.id == move:
                return found
        raise Refusal(
            f"“{self.step(step).name}”这一步不能这样办",
            where=move,
            expected="、".join(m.name for m in self.moves_from(step)) or "已经办结，不再变动",
        )

    def asks_for(self, step: str, need: str) -> bool:
        """Whether some way on from a step has that need: a step with `answers` or `materials` is there to hand them in."""
        return any(need in move.needs for move in self.moves_from(step))

    def may_change(self, step: str, field: str) -> bool:
        """Whether the answer to a question may change in a step of the applicant."""
        only = self.step(step).only
        return self.asks_for(step, "answers") and (not only or field in only)

    def actor_of(self, move: Move) -> Actor:
        """Who makes a move."""
        return move.by or self.step(move.source).actor

    def stays_inside(self, step: str, move: str) -> bool:
        """Whether the words of that way on from a step are the office's alone: it goes from officers to officers, and the applicant is
        not told of it. False for what is no move of the flow."""
        return any(
            found.id == move
            and "reason" in found.needs
            and "notify" not in found.effects
            and self.actor_of(found) in OFFICE
            and self.step(found.target).actor in OFFICE
            for found in self.moves_from(step)
        )


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of a matter's form. `fact` names the fact that answers it without asking (免申即享); `feeds` the fact of the
    money rule that it gives. `when` is (field, value): asked only when the other field has that value."""

    id: str
    name: str
    kind: FieldKind
    required: bool = True
    field_class: FieldClass = "business"
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    fact: str = ""
    feeds: str = ""
    when: tuple[str, str] | None = None
    most: int | None = None
    """Longest text in characters, or largest number."""
    zero: bool = False
    """Whether a sum may be none at all: 0 yuan."""
    not_before: str = ""
    not_after: str = ""
    """Bounds of a day: `today`, an earlier question, or a fact; either is a day. What is not known bounds nothing."""

    @property
    def is_private(self) -> bool:
        """Whether it tells of a person: never public, sealed at rest, masked for the office until it asks."""
        return self.field_class in PRIVATE


@dataclass(frozen=True, slots=True)
class Material:
    """One paper to hand in: which kinds of file, how large, and when it is not needed because the system knows it."""

    id: str
    name: str
    required: bool = True
    kinds: tuple[str, ...] = FILE_KINDS
    megabytes: int = 20
    help: str = ""
    known_by: str = ""
    """Fact that replaces the paper."""
    field_class: FieldClass = "business"


@dataclass(frozen=True, slots=True)
class Matter:
    """A service matter. `clause` is that of the place's plan, and the first `legal_basis` names it; in the catalogue neither is
    there yet, nor `units`, which say which unit handles a step (key `*` for all others). `limits` say how long a step may take
    (`*`: the handling from acceptance to decision). `shown_facts` are the facts laid before the applicant, with the words
    for them."""

    id: str
    name: str
    clause: str
    flow: str
    who: str
    starters: tuple[str, ...]
    """Kinds of organisation or role that may start it: enterprise, bank, public, unit."""
    legal_basis: tuple[str, ...]
    fields: tuple[FormField, ...]
    materials: tuple[Material, ...]
    units: dict[str, tuple[str, ...]]
    limits: dict[str, TimeLimit]
    summary: str = ""
    incentive: str | None = None
    """The money rule that decides the sum."""
    study: str = ""
    """What the system looks into for whoever handles it; the site's wiring says how."""
    guide: tuple[tuple[str, str], ...] = ()
    """Headings and paragraphs that its guide says before the way it goes: purpose, principles, objects, content."""
    title: str = ""
    """The question whose answer tells one dossier from another, of a matter without a subject."""
    subject: str | None = None
    """What one dossier is about: loan, right or project. The same one is never applied for twice."""
    once_a_year: bool = False
    """Whether the same subject may be applied for once in each calendar year."""
    shown_facts: tuple[tuple[str, str], ...] = ()
    public_fields: tuple[str, ...] = ()
    publicity_days: int = 0
    """Working days of 公示."""
    publicity_source: str = ""
    remedies: tuple[Cited, ...] = ()
    """What a refused applicant may do, by the day of the decision: printed under every refusal."""
    keeps_years: int = 10

    def remedies_on(self, day: date) -> str:
        """What may be done against a decision of that day; "" where nothing is said."""
        return cited(self.remedies, day) if self.remedies else ""

    def unit_of(self, step: str) -> tuple[str, ...]:
        """The units that handle a step, first the one in the lead."""
        return self.units.get(step) or self.units.get("*", ())

    def form_field(self, field: str) -> FormField:
        """The field of that id; KeyError when there is none."""
        return named(self.fields, field)

    def material(self, material: str) -> Material:
        """The material of that id; KeyError when there is none."""
        return named(self.materials, material)
