"""Cards of all subjects of a scorecard on a day: parts with their figures, what is missing, how to rise, and the ranking."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhixian.core.analysis.indicators import INDICATORS
from zhixian.core.kernel.money import half_up, plain
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.scorecards.figures import Sources, figure_of, gather
from zhixian.core.scorecards.honours import honours_known
from zhixian.core.scorecards.model import Counted, Figure, Grade, Item, Kept
from zhixian.core.scorecards.points import Rise, points_of, rise_of
from zhixian.core.scorecards.relied import relied_on
from zhixian.core.scorecards.subjects import Rows, Subject, names, subjects_of, tally


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a card. `points` is None where the figure is not known."""

    item: Item
    full: Fraction
    figure: Figure
    points: Fraction | None

    @property
    def rise(self) -> Rise | None:
        """How to rise from here; None at the top, and where the figure is not known."""
        return None if self.figure.value is None else rise_of(self.item, self.figure.value, self.full)

    @property
    def unit(self) -> str:
        """What the figure is counted in."""
        return INDICATORS[self.item.indicator].unit if self.item.indicator else self.item.unit

    @property
    def is_capped(self) -> bool:
        """Whether more would bring nothing."""
        return self.points is not None and self.rise is None and not self.item.deduct


@dataclass(frozen=True, slots=True)
class Card:
    """What a subject comes to: the sum of the parts that are known, out of the full marks of those."""

    subject: Subject
    parts: tuple[Part, ...]
    rank: int | None = None
    base: Fraction = Fraction(0)
    grades: tuple[Grade, ...] = ()

    @property
    def score(self) -> Fraction:
        """What everybody begins with and the sum of what is known; below 0 it is 0."""
        return max(Fraction(0), sum((part.points for part in self.parts if part.points is not None), self.base))

    @property
    def grade(self) -> str:
        """The grade of the score; empty where nobody is graded or a part is not known."""
        if self.unknown:
            return ""
        return next((grade.name for grade in self.grades if self.score >= grade.start), "")

    @property
    def out_of(self) -> Fraction:
        """The most that the known parts can bring."""
        known = (part.full for part in self.parts if part.points is not None and not part.item.deduct)
        return sum(known, self.base)

    @property
    def unknown(self) -> tuple[Part, ...]:
        """Parts without a figure."""
        return tuple(part for part in self.parts if part.points is None)


@dataclass(frozen=True, slots=True)
class Scores:
    """A scorecard computed: cards in order of rank, those that cannot be ranked last."""

    kept: Kept
    as_of: date
    snapshot: str
    cards: tuple[Card, ...]

    def of(self, subject: str) -> Card | None:
        """The card of a subject."""
        return next((card for card in self.cards if card.subject.id == subject), None)

    @property
    def ranked(self) -> int:
        """How many have a rank."""
        return sum(card.rank is not None for card in self.cards)

    @property
    def lots(self) -> tuple[str, ...]:
        """What is ranked apart; empty where all are ranked together."""
        return tuple(dict.fromkeys(card.subject.lot for card in self.cards if card.subject.lot))

    def of_lot(self, lot: str) -> "Scores":
        """Only the cards of a lot."""
        return replace(self, cards=tuple(card for card in self.cards if card.subject.lot == lot))


def score(snapshot: Snapshot | None, kept: Kept, rows: Rows, *, region: str, as_of: date) -> Scores:
    """Every subject's card. `rows` are the values of registers that the place keeps."""
    subjects = subjects_of(snapshot, kept, rows, region=region, as_of=as_of)
    sources = gather(snapshot, kept.card.items, rows, honours_known(snapshot, rows), as_of=as_of)
    if kept.card.scored == "projects":
        sources = replace(sources, relied=relied_on(snapshot, subjects, rows, region=region, as_of=as_of))
    cards = [
        Card(
            subject,
            tuple(_part(kept, item, subject, sources) for item in kept.card.items),
            base=kept.card.base,
            grades=kept.card.grades,
        )
        for subject in subjects
    ]
    return Scores(kept, as_of, snapshot.id if snapshot else "", tuple(_by_lot(cards)))


def _by_lot(cards: Sequence[Card]) -> Iterator[Card]:
    """Ranked within each lot, the last by name first."""
    for lot in sorted({card.subject.lot for card in cards}, reverse=True):
        yield from ranked([card for card in cards if card.subject.lot == lot])


@dataclass(frozen=True, slots=True)
class Turn:
    """A day on which a subject's score changed, and what it was from then on."""

    day: date
    score: Fraction
    grade: str


def history(kept: Kept, subject: Subject, rows: Rows, *, since: date, as_of: date) -> list[Turn]:
    """How a score that rests on rows alone went from a day on: each day on which it changed, the first day with it.

    The rows of the registers are looked through once; each day is tallied over those that name the subject.
    """
    own = _own_rows(kept, subject, rows)
    turns: list[Turn] = []
    for day in sorted(day for day in _days_of(own, since, as_of) if since <= day <= as_of):
        tallies = {counted: tally(counted, found, day) for counted, found in own.items()}
        sources = Sources({}, tallies, rows.keys(), (), day)
        parts = tuple(_part(kept, item, subject, sources) for item in kept.card.items)
        card = Card(subject, parts, base=kept.card.base, grades=kept.card.grades)
        if not turns or (turns[-1].score, turns[-1].grade) != (card.score, card.grade):
            turns.append(Turn(day, card.score, card.grade))
    return turns


def _own_rows(kept: Kept, subject: Subject, rows: Rows) -> dict[Counted, list[Mapping[str, Any]]]:
    """By what is counted, the rows that name the subject; what looks at a register without any row is not there."""
    counted = {item.counted for item in kept.card.items if item.counted and rows.get(item.counted.register)}
    return {
        one: [row for row in rows[one.register] if any(names(one, row, party) for party in subject.parties)]
        for one in counted
    }


def _days_of(own: Mapping[Counted, Sequence[Mapping[str, Any]]], since: date, as_of: date) -> set[date]:
    """The days on which something of these rows begins or ends."""
    days = {since}
    for counted, found in own.items():
        if counted.yearly:
            days |= {date(year, 1, 1) for year in range(since.year + 1, as_of.year + 1)}
        fields = [field for field in (counted.day, counted.until, *counted.unless) if field]
        days |= {date.fromisoformat(row[field]) for row in found for field in fields if row.get(field)}
    return days


def _part(kept: Kept, item: Item, subject: Subject, sources: Sources) -> Part:
    figure, full = figure_of(item, subject, sources), kept.full(item)
    if figure.value is None:
        return Part(item, full, figure, None)
    return Part(item, full, figure, points_of(item, figure.value, full))


def ranked(cards: Sequence[Card]) -> list[Card]:
    """The cards in order, equal scores at equal rank. Who lacks a figure that others have cannot be compared and has no rank."""
    compared = {part.item.id for card in cards for part in card.parts if part.points is not None}
    whole = [
        card
        for card in cards
        if compared and compared <= {part.item.id for part in card.parts if part.points is not None}
    ]
    order = sorted(whole, key=lambda card: (-card.score, card.subject.name, card.subject.id))
    first: dict[Fraction, int] = {}
    for place, card in enumerate(order, start=1):
        first.setdefault(card.score, place)
    found = [replace(card, rank=first[card.score]) for card in order]
    kept = {card.subject.id for card in order}
    return [*found, *(card for card in cards if card.subject.id not in kept)]


def printed(number: Fraction, places: int = 2) -> str:
    """A score or figure for people: half up, without trailing zeros."""
    sign, size = ("-", -number) if number < 0 else ("", number)
    whole = half_up(size.numerator * 10**places, size.denominator)
    text = plain(Decimal(whole).scaleb(-places))
    return sign + text if text != "0" else text
