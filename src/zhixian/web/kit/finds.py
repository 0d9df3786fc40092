"""Finds: what a search may answer with, from whichever room, in one shape; each room finds only what the person may see."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q

from zhixian.core.kernel.document_numbers import one_spelling, ways_to_write

MOST_LETTERS, MOST_PARTS = 80, 6
AROUND = 60
"""Letters shown on either side of a hit in a long text."""


def _parts(text: str) -> tuple[str, ...]:
    clean = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text)
    return tuple(clean[:MOST_LETTERS].split()[:MOST_PARTS])


@dataclass(frozen=True, slots=True)
class Words:
    """What was typed, without control characters and doubled blanks: as a whole and in its parts."""

    text: str
    parts: tuple[str, ...]
    as_typed: tuple[str, ...] = ()
    """The parts before their full-width signs were made plain ones: Chinese brackets and commas stand so in names and texts."""

    years: tuple[int, ...] = ()
    """Of which a number may be that was typed without one."""

    @classmethod
    def typed(cls, text: str, years: Iterable[int] = ()) -> "Words":
        """Read a search box; full-width letters and digits count as plain ones."""
        text = text[: 4 * MOST_LETTERS]
        parts, as_typed = _parts(unicodedata.normalize("NFKC", text)), _parts(text)
        return cls(" ".join(parts), parts, as_typed if len(as_typed) == len(parts) else (), tuple(years))

    @property
    def spellings(self) -> tuple[frozenset[str], ...]:
        """Of each part the ways in which it may be written."""
        numbers = map(one_spelling, self.parts)
        return tuple(map(frozenset, zip(self.parts, self.as_typed or self.parts, numbers, strict=True)))

    @property
    def as_number(self) -> str:
        """The whole as the number of a document is kept."""
        return one_spelling(self.text).upper()

    @property
    def numbers(self) -> frozenset[str]:
        """Every way in which the whole may be kept as the number of a document."""
        return ways_to_write(self.text, self.years) | {self.as_number, self.text.upper()}

    def __bool__(self) -> bool:
        return bool(self.parts)

    def on(self, *fields: str) -> Q:
        """Rows in which every part stands in one of the fields."""
        return reduce(
            and_,
            (
                reduce(or_, (Q((f"{field}__icontains", way)) for way in sorted(ways) for field in fields))
                for ways in self.spellings
            ),
        )

    def stand_in(self, *texts: str) -> bool:
        """Whether every part stands in one of the texts."""
        return all(any(way.casefold() in text.casefold() for way in ways for text in texts) for ways in self.spellings)


@dataclass(frozen=True, slots=True)
class Find:
    """One thing found, and where it is."""

    title: str
    link: str
    number: str = ""
    note: str = ""
    """What else tells it from others: kind, state, day."""
    text: str = ""
    """The words around a hit in a long text."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a room looks. `find(user, words, first, most)` gives at most so many, from the first (0) on; visitors included.
    `numbered(user, words)` gives what has exactly this number, in any spelling; it stands before everything else."""

    id: str
    name: str
    find: Callable[[Any, Words, int, int], Sequence[Find]]
    numbered: Callable[[Any, Words], Sequence[Find]] | None = None


SHELVES: list[Shelf] = []


def add(*shelves: Shelf) -> None:
    """Take where rooms look, in the order in which pages show it."""
    known = {shelf.id for shelf in SHELVES}
    SHELVES.extend(shelf for shelf in shelves if shelf.id not in known)


def around(text: str, words: Words) -> str:
    """The stretch of a long text around the first hit."""
    ways = [way for ways in words.spellings for way in sorted(ways)]
    places = [place for way in ways if (place := text.casefold().find(way.casefold())) >= 0]
    start = max(min(places, default=0) - AROUND, 0)
    end = min(start + 3 * AROUND, len(text))
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
