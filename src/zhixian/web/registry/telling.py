"""The facets of a search and the value indicators of a patent as pages show them: in words, chosen ones apart, marked texts in pieces."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhixian.core.landscape.value.definitions import said_definitions, said_percentile
from zhixian.core.landscape.value.telling import Valued
from zhixian.core.reports.search import FACET_WORDS, facet_word
from zhixian.core.reports.value import placed, shown
from zhixian.core.search.finding import Found
from zhixian.core.topics.technology import technology_fields

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


def value_told(value: Valued) -> dict[str, Any]:
    """The value indicators of a patent in words, for `registry/value.html`."""
    measures = [
        {
            "told": told,
            "value": shown(told),
            "in_field": placed(told.in_field),
            "in_subclass": placed(told.in_subclass),
        }
        for told in value.measures
    ]
    field = technology_fields()[value.field].name if value.field else ""
    return {
        "value": value, "field": field, "measures": measures, "definitions": said_definitions(), "percentile": said_percentile(),
    }  # fmt: skip
