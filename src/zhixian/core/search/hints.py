"""What a query that finds nothing may have meant: small joining words, and classes, years, months, places, kinds and states without their field."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from unicodedata import normalize

from zhixian.core.registry.ipc import whole_ipc
from zhixian.core.registry.locarno import locarno_class
from zhixian.core.registry.places import is_called
from zhixian.core.search.fields import BY_NAME
from zhixian.core.search.lexing import Mark, marks
from zhixian.core.search.values import ipc_code, nice_class
from zhixian.core.search.words import plain

_JOINING = {"and": "AND", "or": "OR", "not": "NOT"}
_GROUP = re.compile(r"[0-9]{1,4}/[0-9]{1,6}")
_YEAR_OR_MONTH = re.compile(r"(?:19[89]\d|20\d\d)(?:年?|年(?:0?[1-9]|1[0-2])月|[-./](?:0?[1-9]|1[0-2]))")
_NICE = re.compile(r"第\d{1,2}类")
_PLACE = re.compile(r"[一-鿿]{1,12}[省市县区州盟旗]|\d{6}")


@dataclass(frozen=True, slots=True)
class Hint:
    """Another query, why it may be meant, and how much it finds."""

    query: str
    why: str
    total: int = 0


@dataclass(frozen=True, slots=True)
class _Swap:
    """What stands in [start, end) of a query, written as it would serve."""

    start: int
    end: int
    text: str
    why: str


def begins_with_not(query: str) -> str:
    """What has to be said of a query that begins with a 非 which may be meant as a word; empty for others."""
    first = marks(query)[0]
    if first.sort != "not" or first.text != "非":
        return ""
    return "开头的“非”表示不含后面的内容；要查“非”这个字，请连同后面的字放进引号"


def rewritten(query: str) -> list[Hint]:
    """Other ways to write a query that can be read: all that may be meant at once, then each by itself."""
    swaps = list(_swaps(query))
    ways = [swaps, *([swap] for swap in swaps if len(swaps) > 1)]
    return [Hint(_swapped(query, way), "；".join(dict.fromkeys(swap.why for swap in way))) for way in ways if way]


def _swapped(query: str, swaps: list[_Swap]) -> str:
    for swap in reversed(swaps):
        query = query[: swap.start] + swap.text + query[swap.end :]
    return query.strip()


def _in_subclass(text: str) -> bool:
    """Whether it is a subclass of the IPC or below."""
    found = whole_ipc(text.removesuffix("*"))
    return found is not None and bool(found.subclass)


def _in_class(text: str) -> bool:
    """Whether it is a class of the IPC or below: a section alone may be any word."""
    found = whole_ipc(text.removesuffix("*"))
    return found is not None and bool(found.in_class)


def _swaps(query: str) -> Iterator[_Swap]:
    found = _outside_fields(marks(query))
    passed = -1
    for at, mark in enumerate(found):
        if mark.sort != "text" or mark.start < passed:
            continue
        following = found[at + 1]
        if _in_subclass(mark.text) and following.sort == "text" and _GROUP.fullmatch(following.text):
            passed = following.end
            code = ipc_code(mark.text + following.text)
            yield _Swap(mark.start, following.end, f"分类:{code}", f"{code} 是 IPC 分类号，要写检索项“分类”")
        elif swap := _swap(mark, first=at == 0, last=_ends(found, at)):
            yield swap


def _ends(found: list[Mark], at: int) -> bool:
    """Whether nothing but joining words follows in the query, or in its brackets."""
    following = next(mark for mark in found[at + 1 :] if mark.sort != "text" or mark.text.lower() not in _JOINING)
    return following.sort in ("end", "close")


def _outside_fields(all_marks: list[Mark]) -> list[Mark]:
    """The marks that name no field and stand behind none, in half-width letters; those inside a field's brackets neither."""
    kept: list[Mark] = []
    depth, inside = 0, 0
    before = ""
    for mark in all_marks:
        if mark.sort == "open":
            depth += 1
            inside = inside or (depth if before == "field" else 0)
        bound = inside or before == "field"
        if mark.sort == "close":
            inside = 0 if depth == inside else inside
            depth -= 1
        sort = "field" if bound and mark.sort != "end" else mark.sort
        kept.append(Mark(sort, normalize("NFKC", mark.text), mark.start, mark.end))
        before = mark.sort
    return kept


def _swap(mark: Mark, *, first: bool, last: bool) -> _Swap | None:
    """What a mark may have meant. NOT may begin a query; AND and OR stand between two others; with nothing behind it each is one too many."""
    word = mark.text.lower()
    if word in _JOINING and last:
        why = f"末尾的 {mark.text} 后面没有检索词，按普通的词查；不再加条件就去掉它"
        return None if first else _Swap(mark.start, mark.end, "", why)
    if word in _JOINING:
        why = f"小写的 {mark.text} 按普通的词查，连接检索词要大写"
        joins = word == "not" or not first
        return _Swap(mark.start, mark.end, _JOINING[word], why) if joins else None
    for says, name in _FIELDS:
        if says(mark.text):
            return _Swap(mark.start, mark.end, f"{name}:{mark.text}", f"“{mark.text}”要写检索项“{name}”")
    if designs := locarno_class(mark.text):
        why = f"{designs} 是外观设计的洛迦诺分类，要写检索项“洛迦诺”"
        return _Swap(mark.start, mark.end, f"洛迦诺:{designs}", why)
    return _state_of_a_kind(mark)


def _state_of_a_kind(mark: Mark) -> _Swap | None:
    """有效的发明专利 names a state and a kind in one."""
    for state in sorted(_words_of("状态"), key=len, reverse=True):
        kind = plain(mark.text).removeprefix(state)
        if kind != plain(mark.text) and (kind := kind.removeprefix("的")) in _words_of("类型"):
            why = f"“{mark.text}”要写检索项“状态”和“类型”"
            return _Swap(mark.start, mark.end, f"(状态:{state} 类型:{kind})", why)
    return None


def _is_place(text: str) -> bool:
    return bool(_PLACE.fullmatch(text)) and is_called(text)


def _words_of(name: str) -> set[str]:
    return {word for word, _ in BY_NAME[name].values}


def _is_word_of(name: str) -> Callable[[str], bool]:
    known = _words_of(name)
    return lambda text: plain(text) in known


def _is_nice(text: str) -> bool:
    try:
        return bool(_NICE.fullmatch(text) and nice_class(text))
    except ValueError:
        return False


_FIELDS: tuple[tuple[Callable[[str], object], str], ...] = (
    (_in_class, "分类"), (_is_word_of("类型"), "类型"), (_is_word_of("状态"), "状态"), (_YEAR_OR_MONTH.fullmatch, "申请日"),
    (_is_nice, "尼斯"), (_is_place, "地区"),
)  # fmt: skip
