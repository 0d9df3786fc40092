"""A protected sign, and what the words of a mark share with it: of shape, of sound, of meaning (形、音、义)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from zhixian.core.look_alike.characters import (
    ALL_ALIKE,
    NEAR,
    SAME,
    SHAPE,
    SOUND,
    TONE,
    Alike,
    comparable,
    said,
    spelled,
)
from zhixian.core.look_alike.rule import LikenessRule

LEAST_TO_DIFFER = 3
"""Characters from which one that differs leaves a sign close to another; of letters one more."""
LEAST_WITHIN = 3
"""Characters from which a part of a longer text is looked for by sound and shape: two would be found everywhere."""
_SOUNDS = ((TONE, "sound_tone"), (SOUND, "sound"), (NEAR, "near_sound"))


NO_WORDS = "没有可以比对的文字，图形没有比对"
"""What is said of a right that has no words, of which nothing is known to come close for that reason alone."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """One thing that a mark shares with a sign, by the id of its reason, and in words."""

    reason: str
    words: str


@dataclass(frozen=True)
class Sign:
    """What is protected: words, classes of goods, whose it is. `places` are the names of the place that a geographical indication
    stands for, the longest first, `shared` those of them that other places bear too; nothing of them is looked for where there are
    none."""

    name: str
    rule: LikenessRule
    alike: Alike = field(repr=False)
    classes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    shared: frozenset[str] = frozenset()
    right: str = ""
    holder: str = ""
    number: str = ""

    @cached_property
    def whole(self) -> str:
        """The words as they are compared."""
        return comparable(self.name)

    @cached_property
    def core(self) -> str:
        """What is left of them without common words."""
        return without_common(self.whole, self.rule.common_words)

    @cached_property
    def near(self) -> list[dict[str, int]]:
        """For each character of the core those that come close to it."""
        return [self.alike.to(char) for char in self.core]

    @cached_property
    def letters(self) -> frozenset[str]:
        """How the core may be spelled in letters."""
        return frozenset(spelled(self.core)) if len(self.core) > 1 else frozenset()

    @cached_property
    def place_words(self) -> tuple[str, ...]:
        """The places' names as they are compared."""
        return tuple(dict.fromkeys(word for place in self.places if len(word := comparable(place)) > 1))

    @cached_property
    def shared_words(self) -> frozenset[str]:
        """Those that other places bear too, as they are compared."""
        return frozenset(comparable(place) for place in self.shared)

    @cached_property
    def product(self) -> str:
        """What follows the place in the words of a geographical indication."""
        place = next((word for word in self.place_words if self.core.startswith(word)), "")
        return self.core.removeprefix(place) if place else ""

    @property
    def least(self) -> int:
        """How many of the core's characters a mark must come close to."""
        return len(self.core) - (len(self.core) >= self.least_to_differ)

    @property
    def least_to_differ(self) -> int:
        """Characters from which one may differ."""
        return LEAST_TO_DIFFER + self.core.isascii()


def without_common(text: str, common: Sequence[str]) -> str:
    """The text without common words at its ends, as long as two characters stay."""
    while True:
        word = next((w for w in common if len(text) - len(w) > 1 and (text.startswith(w) or text.endswith(w))), "")
        if not word:
            return text
        text = text.removesuffix(word) if text.endswith(word) else text.removeprefix(word)


def likenesses(sign: Sign, told: str, *, same_goods: bool) -> list[Likeness]:
    """What the words of a mark, as they are compared, share with a sign, in no order; each reason once. `same_goods` is whether a
    place's name alone can mislead: the mark is for the goods of the sign."""
    found: dict[str, Likeness] = {}
    for one in (*_of_words(sign, told), *_of_meaning(sign, told, same_goods=same_goods)):
        found.setdefault(one.reason, one)
    return list(found.values())


def _of_words(sign: Sign, told: str) -> Iterator[Likeness]:
    if not sign.core:
        return
    if told == sign.whole:
        yield Likeness("same", f"都是“{told}”")
        return
    rest = without_common(told, sign.rule.common_words)
    if rest == sign.core:
        yield Likeness("common_words", f"去掉通用词都是“{rest}”")
        return
    if told in sign.letters or rest in sign.letters:
        yield Likeness("letters", f"字母“{told}”是“{sign.core}”的拼音")
    if sign.core in told and len(sign.core) > 1:
        yield Likeness("contains", f"“{told}”里有完整的“{sign.core}”")
    elif len(rest) == len(sign.core):
        yield from _side_by_side(sign, rest)
    else:
        yield from _of_other_length(sign, rest)


def _relations(sign: Sign, part: str) -> list[int]:
    return [near.get(char, 0) for near, char in zip(sign.near, part, strict=True)]


def _side_by_side(sign: Sign, rest: str) -> Iterator[Likeness]:
    """Of texts of one length: character for character."""
    relations = _relations(sign, rest)
    shared = ALL_ALIKE
    for relation in relations:
        shared &= relation
    sound = next((reason for bit, reason in _SOUNDS if shared & bit), "")
    if sound:
        yield Likeness(sound, _as_said(rest, sign.core))
    if shared & SHAPE:
        yield Likeness("shape", _pairs(sign, rest, relations, "字形相近"))
    if not shared and all(relations):
        yield Likeness("mixed", _pairs(sign, rest, relations, "字形或读音相近"))
    if len(rest) > 1 and Counter(rest) == Counter(sign.core):
        yield Likeness("turned", f"“{rest}”与“{sign.core}”字相同，次序不同")
    differing = [place for place, relation in enumerate(relations) if not relation & SAME]
    if len(differing) == 1 and differing[0] and len(rest) >= sign.least_to_differ and not shared:
        (place,) = differing
        yield Likeness("one_changed", f"“{rest}”与“{sign.core}”只差第 {place + 1} 个字")


def _as_said(one: str, other: str) -> str:
    return f"“{one}”读 {said(one, like=other)}，“{other}”读 {said(other, like=one)}"


def _pairs(sign: Sign, rest: str, relations: Sequence[int], words: str) -> str:
    pairs = [f"{a}／{b}" for a, b, relation in zip(rest, sign.core, relations, strict=True) if not relation & SAME]
    return f"{'、'.join(pairs)}{words}，其余相同" if len(pairs) < len(rest) else f"{'、'.join(pairs)}{words}"


def _of_other_length(sign: Sign, rest: str) -> Iterator[Likeness]:
    core = sign.core
    if len(rest) == len(core) + 1 and len(core) >= sign.least_to_differ and _without_one(rest, core):
        yield Likeness("one_added", f"“{rest}”比“{core}”中间多一个字")
    if len(rest) == len(core) - 1 and len(core) >= sign.least_to_differ and _without_one(core, rest):
        yield Likeness("one_dropped", f"“{rest}”比“{core}”少一个字")
    if LEAST_WITHIN <= len(core) < len(rest):
        yield from _within(sign, rest)


def _without_one(longer: str, shorter: str) -> bool:
    """Whether the shorter is the longer without one character inside or at its end; the first character stays."""
    same = next((place for place, char in enumerate(shorter) if longer[place] != char), len(shorter))
    return same > 0 and longer[same + 1 :] == shorter[same:]


def _within(sign: Sign, rest: str) -> Iterator[Likeness]:
    size = len(sign.core)
    for start in range(len(rest) - size + 1):
        part, shared = rest[start : start + size], ALL_ALIKE
        for near, char in zip(sign.near, part, strict=True):
            shared &= near.get(char, 0)
            if not shared:
                break
        if shared & NEAR:
            yield Likeness("sound_within", f"其中{_as_said(part, sign.core)}")
        if shared & SHAPE:
            yield Likeness("shape_within", f"其中“{part}”与“{sign.core}”字形相近")


def _of_meaning(sign: Sign, told: str, *, same_goods: bool) -> Iterator[Likeness]:
    """The name of the sign's place, where the mark names the product too, or is for the same goods and no other place is called so."""
    if told == sign.whole or sign.core in told:
        return
    product = len(sign.product) > 1 and sign.product in told
    meant = (
        word
        for word in sign.place_words
        if word in told and (product or (same_goods and word not in sign.shared_words))
    )
    if place := next(meant, ""):
        also = f"，并有产品名“{sign.product}”" if product else ""
        yield Likeness("place_named", f"“{told}”里有产地的名称“{place}”{also}")
