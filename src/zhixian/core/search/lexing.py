"""A query cut into its marks: brackets, joining words, quoted texts, fields and texts, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.search.words import plain

MarkSort = Literal["open", "close", "and", "or", "not", "text", "quoted", "field", "end"]
MOST_CHARACTERS = 2000
_OPEN, _CLOSE = "(（[【", ")）]】"
_QUOTES = {'"': '"', "“": "”", "”": "”", "„": "”", "「": "」", "『": "』", "\uff02": "\uff02", "'": "'", "‘": "’"}
_DASHES = "-－–—"
_ANDS, _ORS, _NOTS = "&＆", "|｜", "-－!！"
SEPARATORS = ",，、;；。"
"""Signs that part words, as blanks do."""
_JOINING: dict[str, MarkSort] = {
    "AND": "and",
    "与": "and",
    "且": "and",
    "并且": "and",
    "OR": "or",
    "或": "or",
    "或者": "or",
    "NOT": "not",
    "非": "not",
}
_BOUND = re.compile(
    r"^(?P<name>[^:：=＝<>＜＞]+?)(?P<sign>[:：=＝]|[<＜][=＝]?|[>＞][=＝]?|≤|≥)(?P<value>.*)$", re.DOTALL
)
_EDITION = re.compile(r"(?<=LOC)[(（]\d{1,2}[)）]\s*(?:CL\.?)?\s*(?=\d{2}-\d{2})", re.IGNORECASE)
"""Of a class of designs as papers write it, LOC(14)Cl.09-03: brackets that are none of the query."""
_SIGNS = {"：": ":", "＝": ":", "=": ":", "≤": "<=", "≥": ">="}


class QueryFault(Refusal):
    """A query that cannot be read; [start, end) is where in it."""

    def __init__(self, why: str, *, start: int, end: int, expected: str = "") -> None:
        self.start, self.end = start, end
        super().__init__(why, where=f"检索式第 {start + 1} 字", expected=expected)


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of a query; a `field` has its sign in `sign` (`:`, `<`, `<=`, `>`, `>=`)."""

    sort: MarkSort
    text: str
    start: int
    end: int
    sign: str = ""


def marks(query: str) -> list[Mark]:
    """The marks of a query, the last is its end. Raises QueryFault for a quotation that does not end and for too long a query."""
    if len(query) > MOST_CHARACTERS:
        raise QueryFault(
            f"检索式有 {len(query)} 个字",
            start=MOST_CHARACTERS,
            end=len(query),
            expected=f"至多 {MOST_CHARACTERS} 个字",
        )
    return [*_marks(query), Mark("end", "", len(query), len(query))]


def asks(query: str) -> bool:
    """Whether anything stands in a query, which need not be readable, but blanks and what parts words."""
    try:
        return next(_marks(query), None) is not None
    except QueryFault:
        return True


def _marks(query: str) -> Iterator[Mark]:
    at = 0
    while at < len(query):
        char = query[at]
        single = _single(char)
        if char.isspace() or char in SEPARATORS or _is_dash_between(query, at):
            at += 1
        elif single:
            yield Mark(single, char, at, at + 1)
            at += 1
        elif char in _QUOTES:
            end = query.find(_QUOTES[char], at + 1)
            if end < 0:
                raise QueryFault("引号没有结束", start=at, end=len(query), expected=f"在后面补上 {_QUOTES[char]}")
            yield Mark("quoted", query[at + 1 : end], at, end + 1)
            at = end + 1
        elif char in _NOTS and at + 1 < len(query) and not query[at + 1].isspace():
            yield Mark("not", char, at, at + 1)
            at += 1
        else:
            end = _end_of_chunk(query, at)
            yield from _chunk(query[at:end], at)
            at = end


def _is_dash_between(query: str, at: int) -> bool:
    """A dash with spaces on both sides stands in titles (`推进系统 - VTOL`) and takes nothing away; one before or behind all that is
    written is left over."""
    before, after = query[:at], query[at + 1 :]
    return (
        query[at] in _DASHES
        and before[-1:].isspace()
        and after[:1].isspace()
        and bool(before.strip() and after.strip())
    )


def _single(char: str) -> MarkSort | None:
    if char in _OPEN:
        return "open"
    if char in _CLOSE:
        return "close"
    if char in _ANDS:
        return "and"
    return "or" if char in _ORS else None


def _end_of_chunk(query: str, at: int) -> int:
    end = at
    while end < len(query):
        if edition := _EDITION.match(query, end):
            end = edition.end()
        elif query[end].isspace() or query[end] in SEPARATORS or query[end] in _QUOTES or _single(query[end]):
            break
        else:
            end += 1
    return end


def _chunk(chunk: str, start: int) -> Iterator[Mark]:
    end = start + len(chunk)
    if joining := _JOINING.get(chunk):
        yield Mark(joining, chunk, start, end)
    elif bound := _BOUND.match(chunk):
        sign = bound["sign"].replace("＝", "=").replace("＜", "<").replace("＞", ">")
        value_at = start + bound.start("value")
        yield Mark("field", plain(bound["name"]), start, value_at, _SIGNS.get(sign, sign))
        if bound["value"]:
            yield Mark("text", bound["value"], value_at, end)
    else:
        yield Mark("text", chunk, start, end)
