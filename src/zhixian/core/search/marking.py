"""Where in a hit's title or name the sought texts stand, so that they can be marked."""

from collections.abc import Iterable

from zhixian.core.search.tree import Text
from zhixian.core.search.words import places_of_units, places_of_words, units, words_asked

Spans = list[tuple[int, int]]


def marks_in_title(title: str, sought: Iterable[Text]) -> Spans:
    """[start, end) of words and of texts letter for letter, in order, joined where they touch."""
    texts = [text for text in sought if text.field in (None, "title")]
    asked = {word for text in texts if not text.exact for word in words_asked(text.text)}
    spans = [(start, end) for word, start, end in places_of_words(title) if word in asked]
    return _joined(spans + [span for text in texts if text.exact for span in _letter_for_letter(title, text.text)])


def marks_in_name(name: str, sought: Iterable[Text]) -> Spans:
    """[start, end) of sought names, in order."""
    return _joined([span for text in sought if text.field != "title" for span in _letter_for_letter(name, text.text)])


def _letter_for_letter(within: str, text: str) -> Spans:
    wanted, placed = units(text), places_of_units(within)
    found = [unit for unit, _, _ in placed]
    return [
        (placed[at][1], placed[at + len(wanted) - 1][2])
        for at in range(len(found) - len(wanted) + 1)
        if wanted and found[at : at + len(wanted)] == wanted
    ]


def _joined(spans: Spans) -> Spans:
    joined: Spans = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
