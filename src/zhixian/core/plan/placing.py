"""Proves that a quote stands, once and whole, in the clause it is given to: between that clause's heading and the next."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from zhixian.core.kernel.clauses import clause_name
from zhixian.core.kernel.yaml_file import Node
from zhixian.core.plan.quotes import Quotable
from zhixian.core.plan.reader.draft import DraftClause
from zhixian.core.plan.reader.headings import find_clauses
from zhixian.core.plan.reader.numbers import numbers_in
from zhixian.core.plan.reader.page import Page

Span = tuple[int, int]
_SHOWN = 40
_PHRASES = 12
"""A drafted quote is widened by so many phrases; beyond them it is no quote any more."""
_CUT_BEFORE = re.compile(r"[\d.]$")
_GOES_ON = re.compile(r"[\d.万亿千百%％‰]")
_MERE = re.compile(r"及?以[上下]|左右|以内|[^\w]|[余多每]")
"""Beside a number these say nothing of what it counts."""


@dataclass(frozen=True, slots=True)
class _Extent:
    """The stretch of the text that a clause or section of the plan holds; `headed` where a heading of the text opens it."""

    id: str
    start: int
    end: int
    headed: bool


@dataclass
class Placing:
    """The clauses and sections of a plan in its text. All of them are told before the first quote is proved."""

    words: Quotable
    _clauses: list[tuple[str, int]] = field(default_factory=list)
    _sections: list[tuple[str, list[int]]] = field(default_factory=list)

    def clause(self, name: str, start: int) -> None:
        """Take in a clause where its quote begins."""
        self._clauses.append((name, start))

    def section(self, name: str, quote: str) -> None:
        """Take in a section; where its quote stands several times, the headings of the text are meant."""
        starts = [start for start, _ in self.words.all_of(quote)]
        self._sections.append((name, [start for start in starts if self._heads(start)] or starts))

    def prove(self, node: Node, key: str, quote: str, clause: str, *, counts: bool = False) -> Span | None:
        """Where a quote of the text stands in its clause; faults go to the node. `counts`: it is quoted for its number."""
        found = self.words.all_of(quote)
        if not found or clause not in {extent.id for extent in self._extents}:
            return found[0] if found else None
        inside = [span for span in found if self.holds(clause, span)]
        if not inside:
            where = "、".join(dict.fromkeys(self._where(span) for span in found))
            node.fault("clause", f"“{clause}”，引文“{_short(quote)}”在{where}里", self._instead(clause, found[0]))
            return found[0]
        whole = [span for span in inside if not cuts_a_number(self.words.text, span)]
        if not whole:
            node.fault(key, f"“{_short(quote)}”截断了原文的数", "包含整个数的引文")
        elif counts and says_only_a_number(quote):
            node.fault(key, f"“{_short(quote)}”只有数，看不出是什么的数", "连同说明这个数的话一起引")
        elif len(whole) > 1:
            own = clause_name(clause)
            node.fault(key, f"“{_short(quote)}”在{own}里有 {len(whole)} 处", "再长一些的引文，在这一条里只有一处")
        return (whole or inside)[0]

    def _instead(self, clause: str, span: Span) -> str:
        """What a quote outside its clause may stand for; where the text has a heading of the same number, that two things share it."""
        own, around = clause_name(clause), self._around(span[0])
        if around and clause in (around.id, around.number):
            heading = f"“{around.number} {_short(around.title)}”"
            return (
                f"两处不用同一个编号：“{clause}”在 plan.yaml 里是另一处，原文{heading}也是“{clause}”；"
                f"给{heading}在 sections 里另取一个编号，这里写那个编号，或引{own}里的话"
            )
        return f"引文所在的条款，或引{own}里的话"

    def holds(self, clause: str, span: Span) -> bool:
        """Whether a passage of the text stands in a clause or section."""
        return clause in self._holders(span)

    def prove_section(self, node: Node, section: str, start: int) -> None:
        """The words given as a clause's section are a heading above it; words that head nothing only stand before it."""
        found = self.words.all_of(section)
        if not found:
            near = self.words.nearest(section)
            node.fault("section", f"“{section}”不在 text.txt 里", f"这一条上面的标题，最接近的是“{near}”")
            return
        headings = [around for place, _ in found if self._heads(place) and (around := self._around(place))]
        above = [c.start <= start < c.end for c in headings] or [place <= start for place, _ in found]
        if not any(above):
            upper = next((c for c in reversed(self._headings) if c.start < start < c.end), None)
            expected = f"这一条上面的标题“{upper.number} {_short(upper.title)}”" if upper else "这一条上面的标题"
            node.fault("section", f"“{_short(section)}”不在这一条上面", expected)

    @cached_property
    def _headings(self) -> list[DraftClause]:
        return find_clauses(Page(self.words.text))

    @cached_property
    def _extents(self) -> list[_Extent]:
        told = [(name, start, False) for name, start in self._clauses]
        told += [(name, start, True) for name, starts in self._sections for start in starts]
        starts = sorted(start for _, start in self._clauses)
        return [self._extent(name, start, starts, section=section) for name, start, section in told]

    def _extent(self, name: str, start: int, starts: list[int], *, section: bool) -> _Extent:
        """A clause under a heading of the text holds what the heading holds; another one ends where the next begins."""
        around = self._around(start)
        if around and self._heads(start):
            return _Extent(name, around.start, around.end, headed=True)
        end = around.end if around else self._next_heading(start)
        if not section:
            end = min([end, *(other for other in starts if other > start)])
        return _Extent(name, start, end, headed=False)

    def _next_heading(self, start: int) -> int:
        return min([len(self.words.text), *(c.start for c in self._headings if c.start > start)])

    def _around(self, place: int) -> DraftClause | None:
        """The innermost heading's clause around a place."""
        return next((c for c in reversed(self._headings) if c.start <= place < c.end), None)

    def _heads(self, start: int) -> bool:
        """Whether a heading of the text opens at a place, or did so with nothing but its number before it."""
        around = self._around(start)
        if around is None:
            return False
        before = "".join(self.words.text[around.start : start].split())
        return len(before) <= len(around.number) + 2

    def _holders(self, span: Span) -> list[str]:
        """The clauses and sections that hold a quote; one whose heading stands nearer above it takes it from the outer ones."""
        around = [extent for extent in self._extents if extent.start <= span[0] and span[1] <= extent.end]
        headed = [extent.start for extent in around if extent.headed]
        nearest = max(headed, default=0)
        return [extent.id for extent in around if extent.start >= nearest]

    def _where(self, span: Span) -> str:
        holders = self._holders(span)
        if holders:
            return clause_name(holders[-1])
        around = self._around(span[0])
        line = f"text.txt 第 {self.words.text.count(chr(10), 0, span[0]) + 1} 行"
        return f"“{around.number} {_short(around.title)}”（{line}）" if around else line


def cuts_a_number(text: str, span: Span) -> bool:
    """Whether a quote begins or ends inside a number: 5万元 out of 15万元, 2000 out of 2000万元."""
    start, end = span
    opens = _GOES_ON.match(text, start) and _CUT_BEFORE.search(text, max(0, start - 1), start)
    return bool(opens) or (text[end - 1] in "0123456789." and bool(_GOES_ON.match(text, end)))


def says_only_a_number(quote: str) -> bool:
    """Whether a quote holds nothing but numbers with their measures, so that nobody sees what they count."""
    dense = Page(quote).dense
    rest = dense
    for number in reversed(numbers_in(dense)):
        rest = rest[: number.start] + rest[number.end :]
    return len(_MERE.sub("", rest)) < 2


def told_apart(text: str, span: Span, within: Span, words: Quotable, *, counts: bool) -> Span:
    """A passage widened, phrase by phrase, until as a quote it stands once and whole in the stretch `within`, whose words are given.

    One that stays as it was after a few phrases is said so often that a person must choose among its places.
    """
    start, end = span
    for _ in range(_PHRASES):
        quote = text[start:end]
        told = not cuts_a_number(text, (start, end)) and not (counts and says_only_a_number(quote))
        if told and _stands_alone(words, quote):
            return start, end
        wider = max(within[0], _phrase_before(text, start)), end
        if wider[0] == start:
            wider = start, min(within[1], _phrase_behind(text, end))
        start, end = wider
    return span


def _stands_alone(words: Quotable, quote: str) -> bool:
    found = words.find(quote)
    return found is not None and words.find(quote, after=found[0] + 1) is None


def _phrase_before(text: str, start: int) -> int:
    """Where the phrase before a place begins: behind the last mark before it."""
    place = start - 1
    while place > 0 and (text[place].isspace() or text[place] in "，、；。："):
        place -= 1
    while place > 0 and not (text[place - 1] in "，、；。：" or text[place - 1] == "\n"):
        place -= 1
    return max(0, place)


def _phrase_behind(text: str, end: int) -> int:
    place = end + 1
    while place < len(text) and text[place] not in "，、；。：\n":
        place += 1
    return place


def _short(words: str) -> str:
    line = "".join(words.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}……"
