"""One spelling for words and numbers however they were typed: width, case, spaces and dashes do not hide a value."""

import unicodedata
from collections.abc import Iterator
from functools import cached_property, lru_cache

DROPPED = frozenset("·.．・_")
"""What people put between the digits of a number or the parts of a name, beside spaces and dashes."""
CHINESE_DIGITS = "〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_CHINESE_DIGITS = str.maketrans(CHINESE_DIGITS, "0001234567891123456789")
_DROPPED_CATEGORIES = ("C", "Z", "Pd", "Mn", "Me", "Lm")


def folded(text: str) -> str:
    """The text in capitals of one width, without anything that may stand between the characters of a value."""
    return "".join(char for char, _ in _kept(text))


def in_step(text: str) -> str:
    """The text in one width and case, character for character."""
    return "".join(_one(char) for char in text)


def in_digits(text: str) -> str:
    """The text with Chinese digits as plain ones, character for character: 一三八〇 is 1380."""
    return text.translate(_CHINESE_DIGITS)


def _one(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char).upper()
    return plain if len(plain) == 1 else char


def _kept(text: str) -> Iterator[tuple[str, int]]:
    return ((part, place) for place, char in enumerate(text) for part in _parts(char))


@lru_cache(maxsize=8192)
def _parts(char: str) -> str:
    """What of one character counts, in capitals of one width: nothing, itself, or several (㈱ is three)."""
    plain = unicodedata.normalize("NFKC", char).upper()
    return "".join(
        part for part in plain if part not in DROPPED and not unicodedata.category(part).startswith(_DROPPED_CATEGORIES)
    )


class Folded:
    """A text folded once, in which any number of values can be looked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        kept = list(_kept(text))
        self._squeezed = "".join(char for char, _ in kept)
        self._places = [place for _, place in kept]

    @cached_property
    def in_digits(self) -> "Folded":
        """The same text with Chinese digits as plain ones."""
        return Folded(in_digits(self.text))

    def occurrences(self, value: str) -> Iterator[tuple[int, int]]:
        """Every place [start, end) at which a value stands in the text, in whatever spelling; places may overlap."""
        wanted = folded(value)
        start = self._squeezed.find(wanted) if wanted else -1
        while start >= 0:
            yield self._places[start], self._places[start + len(wanted) - 1] + 1
            start = self._squeezed.find(wanted, start + 1)
