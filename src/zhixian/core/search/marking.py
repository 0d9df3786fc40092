"""Where in a hit's title or name the sought texts stand, so that they can be marked."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from zhixian.core.search.tree import Text
from zhixian.core.search.words import is_single_letters, places_of_units, units, words_asked

Spans = list[tuple[int, int]]
_KNOWN = 10_000


def marks_in_title(title: str, sought: Iterable[Text]) -> Spans:
    """[start, end) of the words of texts, or of a text as a whole, in order, joined where they touch.

    They are marked as they are found: letter for letter, whatever the cutter makes of the title.
    """
    texts = [text for text in sought if text.field in (None, "title")]
    return _standing(
        title, [part for text in texts for part in ([text.text] if text.exact else words_asked(text.text))]
    )


def marks_in_name(name: str, sought: Iterable[Text]) -> Spans:
    """[start, end) of sought names, in order."""
    return _standing(name, [text.text for text in sought if text.field != "title"])


def _standing(within: str, parts: Iterable[str]) -> Spans:
    wanted = [found for found in map(_units_of, dict.fromkeys(parts)) if found]
    if not wanted:
        return []
    if is_single_letters(within):
        return _joined([span for part in wanted for span in _in_letters(within, "".join(part), len(part))])
    placed = places_of_units(within)
    whole = [unit for unit, _, _ in placed]
    return _joined(
        [
            (placed[at][1], placed[at + len(part) - 1][2])
            for part in wanted
            for at in range(len(whole) - len(part) + 1)
            if whole[at] == part[0] and whole[at : at + len(part)] == part
        ]
    )


@lru_cache(maxsize=_KNOWN)
def _units_of(part: str) -> list[str]:
    return units(part)


def _in_letters(within: str, part: str, size: int) -> Iterator[tuple[int, int]]:
    """Where a part of so many units stands in a text of which each letter is a unit."""
    at = within.find(part) if size == len(part) else -1
    while at >= 0:
        yield at, at + size
        at = within.find(part, at + 1)


def _joined(spans: Spans) -> Spans:
    joined: Spans = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
