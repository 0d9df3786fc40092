"""Texts as tokens: one cutter for everything that is indexed, asked for or highlighted.

Words are cut by rjieba in search mode with our word list; grams are neighbouring characters, for what must be found letter for
letter. Both see the text in one width and case; punctuation parts words and is skipped between grams.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from sys import byteorder
from threading import Lock
from types import ModuleType

import rjieba

END = "‖"
"""Follows the last unit of a text; punctuation, so that it is no unit itself, and the cutter keeps it as a word of its own."""
SKIPPED = frozenset(
    ["的", "了", "及", "和", "与", "其", "在", "一种", "一个", "该", "所述", "之", "以及", "或", "a", "an", "the", "of", "and", "for", "to", "in"]
)  # fmt: skip
"""Words that nobody looks for: they are left out of what is asked, unless nothing else is asked."""
_UNIT = re.compile(r"[a-z0-9]+|[^\W_]")
_LATIN = re.compile("[a-z0-9]")
_HAN = re.compile("[一-鿕]+")
_WIDE = f"utf-32-{byteorder[0]}e"
SHORT = 12
"""Units up to which a title is known as a whole: among many that have its words nothing else would tell it."""
_KNOWN_NAMES = 200_000
_KNOWN_QUESTIONS = 1_000
_ADDING = Lock()


def plain(text: str) -> str:
    """The text in one width and in small letters, without invisible characters."""
    seen = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).lower()
    return seen if seen.isprintable() else "".join(char for char in seen if char.isprintable() or char.isspace())


def words(text: str) -> list[str]:
    """Words for the index: long words with the shorter ones inside them."""
    return [word for word in _cutter().cut_for_search(plain(text)) if _tells(word)]


def telling(text: str) -> list[str]:
    """Words as they are cut, and of a long one also the shorter ones that it begins or ends with: 专利导航 is 专利 and 导航 as well. What
    stands across its parts (利导) is a word of no one's; `words` has it too, since the index must find whatever is asked."""
    found, start, end = list[str](), 0, 0
    # backwards, since the cutter gives the short words of a long one before it
    for word, first, last in reversed(_cutter().tokenize(plain(text), mode="search")):
        if first < start or not end:
            start, end = first, last
        if _tells(word) and (first == start or last == end):
            found.append(word)
    return found[::-1]


def cut(text: str) -> tuple[str, str, str]:
    """One title as `cut_titles` puts it."""
    return cut_titles([text])[0]


def cut_titles(texts: Sequence[str]) -> list[tuple[str, str, str]]:
    """Titles for the index: of each its words, what `is_inside` knows to be in it, and its grams, each with spaces between.

    A word of the list stands among the second where its letters do, however often, and once more where it is a word of the title. Words
    that the list does not know stand there too, since they make a title longer. The titles go through the cutter in one text, which
    takes half the time of one after the other.
    """
    if not texts:
        return []
    seen = [plain(text).replace(END, " ") for text in texts]
    latin = [_LATIN.search(text) is not None for text in seen]
    solid = [_solid(*one) for one in zip(seen, latin, strict=True)]
    cutter = _cutter()
    own = [word for word in cutter.cut_for_search(END.join(seen)) if word.isalnum() or word == END or _tells(word)]
    listed = [word for word in cutter.cut_all(END.join(solid)) if len(word) > 1 or word == END]
    pairs = _grams_together(["" if in_latin else text for text, in_latin in zip(solid, latin, strict=True)])
    each = (" ".join(own).split(END), " ".join(listed).split(END), pairs)
    return [_cut(*one) for one in zip(seen, latin, *each, strict=True)]


def _solid(seen: str, latin: bool) -> str:
    """The units of a plain text without what stands between them, Latin ones as a space."""
    if not latin:
        return seen if seen.isalnum() else "".join(_UNIT.findall(seen))
    return "".join([" " if unit.isascii() else unit for unit in _UNIT.findall(seen)])


def _grams_together(texts: Sequence[str]) -> list[str]:
    """The grams of texts of single units: every two neighbours of all texts are written in one go, and those that begin with an `END`,
    which stands before and after each text, part them."""
    chars = array("I", f"{END}{END.join(texts)}{END} ".encode(_WIDE))
    pairs = array("I", [ord(" ")]) * (3 * len(chars) - 3)
    pairs[1::3] = chars[:-1]
    pairs[2::3] = chars[1:]
    return [grams[2:] for grams in pairs.tobytes().decode(_WIDE).split(" " + END)[1:-1]]


def _cut(seen: str, latin: bool, own: str, listed: str, grams: str) -> tuple[str, str, str]:
    found = own.split()
    once = dict.fromkeys(found)
    if not latin:
        inside = dict.fromkeys(listed.split())
        inside.update(once)
        return " ".join(found), " ".join([*inside, *once]), grams
    units = _UNIT.findall(seen)
    inside = dict.fromkeys(
        [*listed.split(), *[unit for unit in units if unit.isascii()], *[word for word in found if not word.isascii()]]
    )
    return " ".join(found), " ".join([*inside, *[word for word in once if word in inside]]), grams_of(units)


def is_inside(text: str) -> str | None:
    """The text as `cut` puts it into the index wherever its letters stand; None for a text of which that is not sure."""
    found = units(text)
    whole = "".join(found)
    if len(found) == 1:
        return whole if whole.isascii() else None
    return whole if len(found) == len(whole) and _HAN.fullmatch(whole) and _cutter().has_word(whole) else None


def words_asked(text: str) -> list[str]:
    """Words of a question: each part of it once, without the words that nobody looks for; all of them when nothing else is left."""
    return list(_asked(text))


@lru_cache(maxsize=_KNOWN_QUESTIONS)
def _asked(text: str) -> tuple[str, ...]:
    cut = [word for word in _cutter().cut(plain(text)) if _tells(word)]
    return tuple(dict.fromkeys(word for word in cut if word not in SKIPPED) or dict.fromkeys(cut))


def units(text: str) -> list[str]:
    """Its characters, but runs of Latin letters and digits as one, without punctuation."""
    return _UNIT.findall(plain(text))


def letters_of_short(text: str) -> str:
    """The units of a short text joined, by which a title is known as a whole; nothing for a long one."""
    found = units(text)
    return "".join(found) if len(found) <= SHORT else ""


def grams(text: str) -> list[str]:
    """Neighbouring units joined, and the last unit with `END`: so each unit begins one gram."""
    return _joined(units(text))


def grams_of(found: list[str]) -> str:
    """The grams of units for the index, with spaces between."""
    return " ".join(_joined(found))


def _joined(found: list[str]) -> list[str]:
    whole = "".join(found)
    if len(whole) == len(found) and not _LATIN.search(whole):  # as below, in a third of the time
        whole += END
        return [whole[at : at + 2] for at in range(len(found))]
    pairs = zip(found, [*found[1:], END], strict=True)
    return [
        f"{one}_{following}" if one.isascii() and following.isascii() else one + following for one, following in pairs
    ]


def grams_asked(text: str) -> list[str]:
    """The grams that stand next to each other wherever the text does; none for a text of one unit."""
    return grams(text)[:-1]


@lru_cache(maxsize=_KNOWN_NAMES)
def grams_of_name(name: str) -> str:
    """The grams of a name for the index, with spaces between."""
    return grams_of(units(name))


def is_single_letters(text: str) -> bool:
    """Whether the text consists of Han letters alone as `plain` leaves them: each is a unit, and stands where the unit does."""
    return bool(_HAN.fullmatch(text))


def places_of_units(text: str) -> list[tuple[str, int, int]]:
    """(unit, start, end) of each unit, where it stands in the text as it was given."""
    seen, starts, ends = _with_places(text)
    return [(found[0], starts[found.start()], ends[found.end() - 1]) for found in _UNIT.finditer(seen)]


def _with_places(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The plain text, and for each of its characters where that which it came from begins and ends in the text."""
    small = text.lower()
    whole = len(small) == len(text) and small.isprintable() and unicodedata.is_normalized("NFKC", text)
    if whole and "Σ" not in text:  # its small letter depends on its neighbours
        return small, range(len(text)), range(1, len(text) + 1)
    seen, starts, ends = [], [], []
    for place, letter in _letters(text):
        for part in unicodedata.normalize("NFKC", letter).lower():
            if part.isprintable() or part.isspace():
                seen.append(part)
                starts.append(place)
                ends.append(place + len(letter))
    return "".join(seen), starts, ends


def _letters(text: str) -> Iterator[tuple[int, str]]:
    """What becomes one letter in one width, with the place where it begins: an accent or a part of a syllable goes with what it follows."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _goes_with(text[start:at], text[at]):
            yield start, text[start:at]
            start = at


def _goes_with(before: str, char: str) -> bool:
    follows = unicodedata.normalize("NFKC", char)
    if unicodedata.combining(follows[0]):  # a narrow sign is one only in its full width
        return True
    return unicodedata.normalize("NFKC", before + char) != unicodedata.normalize("NFKC", before) + follows


def _tells(word: str) -> bool:
    return word.isalnum() or any(char.isalnum() for char in word)


def _cutter() -> ModuleType:
    """The cutter with our words. Whoever comes while another thread adds them waits: the cutter refuses to cut meanwhile."""
    with _ADDING:
        return _with_our_words()


@cache
def _with_our_words() -> ModuleType:
    """The cutter after our words went into the one word list that the library has loaded, for a second takes as long again."""
    for line in files("zhixian.core.search").joinpath("ip_words.txt").read_text(encoding="utf-8").splitlines():
        for word in line.partition("#")[0].split():
            rjieba.add_word(word, None, None)
    return rjieba
