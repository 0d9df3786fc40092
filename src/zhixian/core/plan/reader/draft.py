"""What a reading finds: a draft of the plan, each item with its span in the decoded text."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class DraftClause:
    """A heading with its body. `id` is unique; `number` and `title` are as printed; level 1 is the outermost.

    The span runs from the heading's number to the next heading of the same or an outer level, white space at the end
    left out, so the span of a clause holds the spans of its sub-clauses.
    """

    id: str
    number: str
    level: int
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """One note of responsible units. `note` is the whole note, brackets included; names are as printed, in order."""

    start: int
    end: int
    note: str
    lead: tuple[str, ...]
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftTarget:
    """A number that the issuer or a unit undertakes to reach. `value` is as printed: 2000 with the unit 万元."""

    start: int
    end: int
    quote: str
    what: str
    value: Decimal
    value_max: Decimal | None
    unit: str
    by: str | None


@dataclass(frozen=True, slots=True)
class DraftAmount:
    """A number that measures or bounds support.

    `kind` is fixed, share, cap, range or fund; `unit` is yuan or percent; `per` is the scope as printed (家/年).
    """

    start: int
    end: int
    quote: str
    kind: str
    value: Decimal
    value_max: Decimal | None
    unit: str
    per: str | None


@dataclass(frozen=True, slots=True)
class Undecided:
    """A passage that a person must look at. `why` is a sentence in Chinese."""

    start: int
    end: int
    quote: str
    why: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that was read from one text. `date` is an ISO day; what the text does not say is None."""

    title: str | None
    issuer: str | None
    number: str | None
    date: str | None
    clauses: tuple[DraftClause, ...]
    assignments: tuple[Assignment, ...]
    inherited: str | None
    targets: tuple[DraftTarget, ...]
    amounts: tuple[DraftAmount, ...]
    undecided: tuple[Undecided, ...]

    def to_json(self) -> dict[str, Any]:
        """The shape that `plan read --json` prints: plain dicts, lists and numbers, in the order of the fields."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
