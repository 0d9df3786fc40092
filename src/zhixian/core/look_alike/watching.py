"""Watches signs: the marks that come close to each, in the order of the published rule, each with its reasons and what can be done."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from zhixian.core.kernel.numerals import FULL_WIDTH, read_numeral
from zhixian.core.kernel.periods import add_months
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.look_alike.characters import Alike
from zhixian.core.look_alike.marks import Mark, Marks
from zhixian.core.look_alike.rule import LEVELS, LikenessRule, likeness_rule
from zhixian.core.look_alike.signs import Sign, likenesses
from zhixian.core.plan.place_words import PlaceWord

TO_INVALIDATE = 60
"""Months from registration within which somebody with an earlier right may ask for invalidation (商标法第四十五条, 第五十一条 from 2027-01-01)."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a mark is told: which reason of the rule, what was found, what it stands on."""

    id: str
    name: str
    way: str
    level: str
    words: str
    basis: str


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A mark that comes close to a sign. `level` is that of its strongest reason, for its goods; `goods` how those stand to the sign's.

    `invalid_until` is the last day on which somebody with an earlier right may ask for invalidation (商标法第四十五条,
    第五十一条 from 2027-01-01), of one in force; None for one that is not registered yet, against which opposition lies within three
    months of its publication (第三十三条; from 2027-01-01 two, 第三十六条), which the registry does not hold.
    """

    mark: Mark
    reasons: tuple[Reason, ...]
    level: str
    goods: str
    invalid_until: date | None


def sign_of(words: str, places: Iterable[PlaceWord] = (), *, classes: tuple[str, ...] = ()) -> Sign:
    """Bare words to be watched by the rule that ships, for some classes of goods; what they say of the place counts only where they
    begin with one of its names, as a geographical indication does. Raises Refusal where nothing of them can be compared."""
    sign = _sign(words, places, classes=classes)
    if not sign.whole:
        raise Refusal(f"“{words}”里没有可以比对的文字，图形和符号不比对", expected="汉字、字母或数字，例如 蓝溪萝卜干")
    return sign if sign.product else _sign(words, (), classes=classes)


def classes_asked(text: str) -> tuple[str, ...]:
    """Classes as somebody writes them: 29;30, 29、30, 第 29 类, 二十九. Raises Refusal with every one that is none."""
    told = {word: read_numeral(word) for word in re.split(_BETWEEN, text.translate(FULL_WIDTH)) if word}
    wrong = [word for word, number in told.items() if number is None or not 1 <= number <= _CLASSES]
    if wrong:
        raise Refusal(
            f"没有商品和服务类别{'、'.join(f'“{word}”' for word in wrong)}",
            expected=f"1 至 {_CLASSES} 的类别，几个用顿号隔开，例如 29、30",
        )
    return tuple(dict.fromkeys(str(number) for number in told.values()))


_CLASSES = 45
"""Classes of the Nice Classification."""
_BETWEEN = r"[\s;,、/第类和及]+"
"""What stands between the numbers of classes."""


def sign_of_right(right: Mark, places: Iterable[PlaceWord] = ()) -> Sign:
    """A right to be watched, with its goods and its holder; its place where it is a geographical indication."""
    meant = places if right.gi else ()
    sign = _sign(right.title, meant, classes=right.classes)
    return replace(sign, right=right.right_id, holder=right.holder, number=right.number)


def _sign(words: str, places: Iterable[PlaceWord], *, classes: tuple[str, ...]) -> Sign:
    known = sorted(places, key=lambda place: (-len(place.name), place.name))
    names, shared = tuple(one.name for one in known), frozenset(one.name for one in known if one.shared)
    return Sign(words, likeness_rule(), _alike(), classes, names, shared)


@cache
def _alike() -> Alike:
    return Alike(likeness_rule())


def watch(
    sign: Sign, marks: Marks, *, since: date | None = None, own_too: bool = False, limit: int | None = None
) -> list[LookAlike]:
    """The marks that come close to a sign, the closest first: those that came to light on or after a day, or all.

    Marks of the sign's own holder are left out unless they are wanted too. `limit` cuts the list.
    """
    found = []
    for row in marks.among(marks.worth_a_look(sign), since=since, but="" if own_too else sign.holder):
        close = _compared(sign, marks, row)
        if close:
            found.append(close)
    found.sort(key=lambda one: _place(sign.rule, one))
    return found[:limit]


def _compared(sign: Sign, marks: Marks, row: int) -> LookAlike | None:
    told = marks.told(row)
    if not likenesses(sign, told, same_goods=True):
        return None
    mark = marks.mark(row)
    if mark.right_id == sign.right:
        return None
    goods = goods_between(sign.rule, sign.classes, mark.classes)
    reasons = _reasons(sign, told, goods, place=not mark.gi)
    if not reasons:
        return None
    until = add_months(mark.registered, TO_INVALIDATE) if mark.registered and mark.state == "in_force" else None
    return LookAlike(mark, reasons, reasons[0].level, goods, until)


def _reasons(sign: Sign, told: str, goods: str, *, place: bool) -> tuple[Reason, ...]:
    """`place` is whether the name of the place may mislead: it does not in another indication, which was examined for it."""
    rule = sign.rule
    found = []
    for one in likenesses(sign, told, same_goods=goods in {"same", "near"}):
        level = rule.level(one.reason, goods)
        if level is not None and (place or one.reason != "place_named"):
            reason = rule.reasons[one.reason]
            found.append(Reason(reason.id, reason.name, reason.way, level, one.words, reason.basis))
    return tuple(sorted(found, key=lambda reason: (list(LEVELS).index(reason.level), rule.order(reason.id))))


def goods_between(rule: LikenessRule, ours: Collection[str], theirs: Collection[str]) -> str:
    """How the classes of two marks stand to each other: same, near, other, or unknown where one of them has none."""
    one, other = {_class(name) for name in ours} - {""}, {_class(name) for name in theirs} - {""}
    if not one or not other:
        return "unknown"
    if one & other:
        return "same"
    return "near" if any(group & one and group & other for group in rule.near_classes) else "other"


def _class(name: str) -> str:
    """A class of the Nice Classification however it is written."""
    digits = "".join(char for char in name if char.isdigit())
    return str(int(digits)) if digits else ""


def _place(rule: LikenessRule, one: LookAlike) -> tuple[int, int, int, int, str]:
    """Level, then the order of the rule, then goods, then the newest first."""
    first = one.reasons[0]
    seen = one.mark.seen
    return (
        list(LEVELS).index(one.level),
        rule.order(first.id),
        list(rule.goods).index(one.goods),
        -seen.toordinal() if seen else 0,
        one.mark.number,
    )
