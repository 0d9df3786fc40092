"""The facets of a search as a page shows them: values in words, which of them are chosen, and pieces of a text that are marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhixian.core.reports.search import FACET_WORDS, facet_word
from zhixian.core.search.finding import Found

MOST_VALUES = 8


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: its id, in words, how many hits have it, and its share of the most frequent one in percent."""

    id: str
    word: str
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its first values."""

    name: str
    word: str
    values: list[Value]


def facets_told(found: Found, only: dict[str, str]) -> list[Facet]:
    """Facets that divide the answer: those with more than one value and not chosen already."""
    told = []
    for name, word in FACET_WORDS.items():
        values = found.facets.get(name, [])[:MOST_VALUES]
        if len(values) > 1 and name not in only:
            most = max(count for _, count in values)
            told.append(
                Facet(
                    name,
                    word,
                    [
                        Value(one, facet_word(name, one, found.holders), count, round(100 * count / most))
                        for one, count in values
                    ],
                )
            )
    return told


def chosen_told(found: Found, only: dict[str, str]) -> list[tuple[str, str, str]]:
    """(facet, its word, the value in words) of what narrows the answer."""
    return [(name, FACET_WORDS[name], facet_word(name, value, found.holders)) for name, value in only.items()]


def pieces(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is marked."""
    cut, at = [], 0
    for start, end in spans:
        cut += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in [*cut, (text[at:], False)] if piece[0]]
