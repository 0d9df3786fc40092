"""Cards of all subjects of a scorecard on a day: parts with their figures, what is missing, how to rise, and the ranking."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from zhixian.core.analysis.indicators import INDICATORS
from zhixian.core.kernel.money import half_up, plain
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.scorecards.figures import Figure, Sources, figure_of, gather
from zhixian.core.scorecards.honours import honours_known
from zhixian.core.scorecards.model import Item, Kept
from zhixian.core.scorecards.points import Rise, points_of, rise_of
from zhixian.core.scorecards.subjects import Rows, Subject, subjects_of


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

    @property
    def score(self) -> Fraction:
        """The sum of what is known; below 0 it is 0."""
        return max(Fraction(0), sum((part.points for part in self.parts if part.points is not None), Fraction(0)))

    @property
    def out_of(self) -> Fraction:
        """The most that the known parts can bring."""
        known = (part.full for part in self.parts if part.points is not None and not part.item.deduct)
        return sum(known, Fraction(0))

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


def score(snapshot: Snapshot, kept: Kept, rows: Rows, *, region: str, as_of: date) -> Scores:
    """Every subject's card. `rows` are the values of registers that the place keeps."""
    subjects = subjects_of(snapshot, kept, rows, region=region, as_of=as_of)
    sources = gather(snapshot, kept.card.items, rows, honours_known(snapshot, rows), as_of=as_of)
    cards = [
        Card(subject, tuple(_part(kept, item, subject, sources) for item in kept.card.items)) for subject in subjects
    ]
    return Scores(kept, as_of, snapshot.id, tuple(ranked(cards)))


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
