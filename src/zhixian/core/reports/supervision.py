"""What the papers of supervision say, as plain data: a request for progress (督办单) and the table of clauses and units."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer as the request's paper shows it."""

    day: date
    by: str
    progress: str
    measure: str
    measure_due: date | None
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgressOrder:
    """督办单. `counted` are (colour in words, words) as the system counted when it was sent; `course` is what happened since.

    Without a `state` it is the paper as it was issued, which says nothing of what came after."""

    number: str
    issuer: str
    unit: str
    plan_title: str
    place: str
    clause_title: str
    clause_text: str
    asked: str
    light: str
    counted: tuple[tuple[str, str], ...]
    issued: date
    due: date
    derivation: tuple[str, ...]
    state: str
    answers: tuple[AnswerLine, ...] = ()
    course: tuple[tuple[date, str, str, str], ...] = ()
    """(day, what, by whom, why)."""
    label: str = ""


@dataclass(frozen=True, slots=True)
class LightLine:
    """Some units of a clause that have the same light for the same reasons."""

    place: str
    title: str
    units: tuple[str, ...]
    leads: bool
    light: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SupervisionTable:
    """Clause × unit on a day. `counts` are (colour in words, how many clause-and-unit pairs)."""

    plan_title: str
    issuer: str
    as_of: date
    lines: tuple[LightLine, ...]
    counts: tuple[tuple[str, int], ...]
    rule: str
    label: str = ""

    @property
    def pairs(self) -> int:
        """How many pairs of clause and unit there are."""
        return sum(number for _, number in self.counts)
