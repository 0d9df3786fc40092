"""One spelling for words and numbers however they were typed: width, case, spaces and dashes do not hide a value."""

import unicodedata
from collections.abc import Iterator

DROPPED = frozenset("·.．・_")
"""What people put between the digits of a number or the parts of a name, beside spaces and dashes."""
CHINESE_DIGITS = "〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_CHINESE_DIGITS = str.maketrans(CHINESE_DIGITS, "0001234567891123456789")
_DROPPED_CATEGORIES = ("C", "Z", "Pd", "Mn", "Me", "Lm")


def folded(text: str) -> str:
    """The text in capitals of one width, without anything that may stand between the characters of a value."""
    return "".join(char for char, _ in _kept(text))


def with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place in the text it came from."""
    kept = list(_kept(text))
    return "".join(char for char, _ in kept), [place for _, place in kept]


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
    for place, char in enumerate(text):
        for part in unicodedata.normalize("NFKC", char).upper():
            if part not in DROPPED and not unicodedata.category(part).startswith(_DROPPED_CATEGORIES):
                yield part, place


def occurrences(value: str, text: str) -> Iterator[tuple[int, int]]:
    """Every place [start, end) at which a value stands in a text, in whatever spelling; places may overlap."""
    wanted = folded(value)
    squeezed, places = with_places(text)
    start = squeezed.find(wanted) if wanted else -1
    while start >= 0:
        yield places[start], places[start + len(wanted) - 1] + 1
        start = squeezed.find(wanted, start + 1)
