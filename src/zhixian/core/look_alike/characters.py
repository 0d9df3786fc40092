"""Facts about Chinese characters, and which of them sound or look alike.

The facts are those of `data/characters.tsv` (Unihan 15.0.0, licence beside it): the 8,105 characters of 通用规范汉字表 (2013) with up to
three readings, the commonest first, four-corner codes, radical, strokes and phonetic; and traditional forms with their simplified one.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from zhixian.core.kernel.folding import folded
from zhixian.core.look_alike.rule import LikenessRule

SAME, TONE, SOUND, NEAR, SHAPE = 1, 2, 4, 8, 16
"""What a character may be to another: the same, of one sound with tone, without tone, of a near sound, of a like shape."""
ALL_ALIKE = SAME | TONE | SOUND | NEAR | SHAPE
_READING = re.compile(r"([bpmfdtnlgkhjqxrzcsyw]h?|)([a-z]+)([1-5])")


@dataclass(frozen=True, slots=True)
class Fact:
    """One simplified character. `readings` carry their tone as a digit; `corners` are four digits each."""

    readings: tuple[str, ...]
    corners: tuple[str, ...]
    residual: str
    """Strokes beside the radical."""
    strokes: int
    phonetics: tuple[str, ...]
    spoofs: str
    """Characters that Unicode says may be taken for it."""


@cache
def _table() -> tuple[Mapping[str, Fact], Mapping[str, str]]:
    facts: dict[str, Fact] = {}
    simple: dict[str, str] = {}
    text = (files("zhixian.core.look_alike") / "data" / "characters.tsv").read_text(encoding="utf-8")
    for line in text.splitlines()[2:]:
        char, plain, readings, corners, _, residual, strokes, phonetics, spoofs = line.split("\t")
        if plain:
            simple[char] = plain
        else:
            codes = tuple(dict.fromkeys(code[:4] for code in corners.split(",") if code))
            known = tuple(readings.split(",")), codes, residual, int(strokes), tuple(filter(None, phonetics.split(",")))
            facts[char] = Fact(*known, spoofs)
    return facts, simple


def fact_of(char: str) -> Fact | None:
    """What is known of a character in its simplified form; None for letters, digits and rare characters."""
    return _table()[0].get(char)


def comparable(text: str) -> str:
    """A sign as it is compared: one width, capitals, simplified, without spaces, dashes and points."""
    simple = _table()[1]
    return "".join(simple.get(char, char) for char in folded(text) if char.isalnum())


def comparable_char(char: str) -> str:
    """The same for one character; empty when it does not count."""
    plain = comparable(char)
    return plain if len(plain) <= 1 else char


class Alike:
    """Which characters come close to which, by a rule."""

    def __init__(self, rule: LikenessRule) -> None:
        self.rule = rule
        facts, _ = _table()
        self._by_near: dict[str, list[str]] = defaultdict(list)
        self._by_corner: dict[str, list[str]] = defaultdict(list)
        self._by_part: dict[tuple[str, str], list[str]] = defaultdict(list)
        for char, fact in facts.items():
            for sound in {self._near(reading) for reading in fact.readings}:
                self._by_near[sound].append(char)
            for code in fact.corners:
                self._by_corner[code].append(char)
            for part in fact.phonetics:
                self._by_part[part, fact.residual].append(char)

    def _near(self, reading: str) -> str:
        """The sound without tone, as somebody says it who does not tell the sounds of the rule apart."""
        told = _READING.fullmatch(reading)
        if told is None:
            return reading
        initial, final = told[1], told[2]
        return self.rule.initials.get(initial, initial) + self.rule.finals.get(final, final)

    def to(self, char: str) -> dict[str, int]:
        """Every character that comes close to one, itself first, with what it is to it as bits."""
        found = {char: ALL_ALIKE}
        own = fact_of(char)
        if own is None:
            return found
        for other in self._sounding(own):
            found[other] = found.get(other, 0) | _sounds(own, _known(other))
        for other in self._looking(char, own):
            found[other] = found.get(other, 0) | SHAPE
        return found

    def _sounding(self, own: Fact) -> Iterable[str]:
        return {char for reading in own.readings for char in self._by_near[self._near(reading)]}

    def _looking(self, char: str, own: Fact) -> Iterable[str]:
        """Same four corners and about as many strokes (a quarter more at most), or the same part beside another radical, or told by Unicode or the rule."""
        corners = {other for code in own.corners for other in self._by_corner[code]}
        parts = {other for part in own.phonetics for other in self._by_part[part, own.residual]}
        most = min(self.rule.strokes, own.strokes // 4)
        near = {other for other in corners if abs(_known(other).strokes - own.strokes) <= most}
        return (
            near
            | parts
            | set(own.spoofs)
            | {other for group in self.rule.taken_for if char in group for other in group}
        )


def _known(char: str) -> Fact:
    return _table()[0][char]


def _sounds(one: Fact, other: Fact) -> int:
    if set(one.readings) & set(other.readings):
        return TONE | SOUND | NEAR
    if {reading[:-1] for reading in one.readings} & {reading[:-1] for reading in other.readings}:
        return SOUND | NEAR
    return NEAR


def spelled(text: str) -> tuple[str, ...]:
    """How a text of characters may stand in letters, by the commonest readings of each; empty when some character has none."""
    ways = [""]
    for char in text:
        fact = fact_of(char)
        if fact is None:
            return ()
        sounds = dict.fromkeys(reading[:-1] for reading in fact.readings)
        ways = [way + sound for way in ways for sound in sounds][:_MOST_WAYS]
    written = (way.upper().replace("V", letter) for way in ways for letter in (("U", "V") if "v" in way else ("V",)))
    return tuple(dict.fromkeys(written))


_MOST_WAYS = 64


_MARKS = {"1": "\u0304", "2": "\u0301", "3": "\u030c", "4": "\u0300"}


def said(text: str, *, like: str = "") -> str:
    """How a text is read, for people: shàng háng. Of several readings that which is the nearest to the character of another text at
    the same place, else the commonest."""
    readings = []
    for place, char in enumerate(text):
        fact, other = fact_of(char), fact_of(like[place]) if place < len(like) else None
        readings.append(_written(_nearest(fact, other)) if fact else char)
    return " ".join(readings)


def _nearest(fact: Fact, other: Fact | None) -> str:
    theirs = other.readings if other else ()
    toneless = {reading[:-1] for reading in theirs}
    return min(fact.readings, key=lambda reading: (reading not in theirs, reading[:-1] not in toneless))


def _written(reading: str) -> str:
    """shang4 as shàng: the mark stands on a or e, on the o of ou, else on the last vowel."""
    letters, tone = reading[:-1].replace("v", "ü"), _MARKS.get(reading[-1], "")
    vowels = [place for place, letter in enumerate(letters) if letter in "aeiouü"]
    if not vowels:
        return letters
    on = next((place for place in vowels if letters[place] in "ae"), letters.find("ou"))
    on = vowels[-1] if on < 0 else on
    return unicodedata.normalize("NFC", letters[: on + 1] + tone + letters[on + 1 :])
