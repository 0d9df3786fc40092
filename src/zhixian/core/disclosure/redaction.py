"""Hides what the public must not see in a text: every known value in any spelling, and what looks personal unless kept."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from zhixian.core.disclosure.masking import KINDS, SOMEBODY, marker, masked_names, short_ways
from zhixian.core.disclosure.patterns import Found, look_through, relatives
from zhixian.core.kernel.folding import Folded, folded, in_step
from zhixian.core.kernel.numerals import numeral
from zhixian.core.kernel.refusal import Refusal

LEAST_KNOWN = 2
"""A single character would hide half of every text."""
LEAST_TAIL = 5
"""A shortened address is looked for as long as so many characters are left of it."""
MOST_IN_WORDS = 100
"""Smaller numbers of houses are also written out."""
NUMBERS = ("phone", "id_number", "account")
"""Kinds whose digits people also write in Chinese."""
_AREA_ENDS = "省市县区州旗镇乡村路街道"
_HOUSE_ENDS = re.compile(r"[0-9A-Z](?:号楼|单元|弄|号|幢|栋|座|室|楼)")
"""Where an address may be cut short: after the house, the entrance, the flat."""
_ROAD_ENDS = re.compile(r"[一-鿿]{2}[路街道巷村](?=[0-9])")
_BARE_ROAD = re.compile(r"(?:^|(?<=[省市县区州旗镇乡村道]))([^省市县区州旗镇乡村0-9]{1,12}[路街巷])")
"""The name of a road in an address, with what may stand before it."""
LEAST_ROAD = 3
_NO_HOUSE = re.compile(r"(?!\s*(?:[0-9]|[〇零一二三四五六七八九十百]{1,5}号))")
"""Where no house follows: with its house a road is an address of its own."""
MOST_ROAD = 6
"""What stands before 路 is its name, and where it begins nothing tells: 城关北环路."""
_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Known:
    """A value that must not be shown, and what it is (one of KINDS)."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Span:
    """A place [start, end) of the original that is hidden, why, what the public reads there, and whether it could be kept."""

    start: int
    end: int
    kind: str
    why: str
    shown: str
    known: bool

    @property
    def kind_name(self) -> str:
        """What it is, in words."""
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What looks personal in a text and nobody entered: `key` is its folded form, `value` as it stands, how often."""

    key: str
    value: str
    kind: str
    why: str
    times: int

    @property
    def kind_name(self) -> str:
        """What it looks like, in words."""
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Redaction:
    """Everything by which texts of one decision are redacted.

    `kept` holds the folded form of proposals that an officer decided to show. `open_words` are names that the law shows,
    such as a firm's, in which a person's name may stand. `suspects` are names that were proposed anywhere in the decision: each is
    looked for in all of its texts.
    """

    known: Sequence[Known] = ()
    kept: Collection[str] = frozenset()
    open_words: Sequence[str] = ()
    suspects: Sequence[str] = ()
    masks: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        for one in self.known:
            if len(folded(one.value)) < LEAST_KNOWN:
                raise Refusal(
                    f"“{one.value}”太短", where=KINDS[one.kind], expected=f"不少于 {LEAST_KNOWN} 个字的完整内容"
                )
        names = masked_names(one.value for one in self.known if one.kind == "name")
        object.__setattr__(self, "masks", names)

    def spans(self, text: str) -> tuple[Span, ...]:
        """Every place that is hidden, in order; what overlaps is one place."""
        read = Folded(text)
        found = sorted(
            (*self._known_spans(read), *self._looks_personal(read)), key=lambda span: (span.start, -span.end)
        )
        merged: list[Span] = []
        for span in found:
            if merged and span.start < merged[-1].end:
                merged[-1] = _joined(merged[-1], span)
            else:
                merged.append(span)
        return tuple(merged)

    def redacted(self, text: str) -> str:
        """The text as the public may read it. Raises Refusal when a known value would still stand in it."""
        shown = "".join(span.shown if isinstance(span, Span) else span for span in self.pieces(text))
        left = self.leaks(shown)
        if left:
            raise Refusal(f"隐去以后仍能读到{'、'.join(left)}", expected="改写这一段，或把登记的内容写完整")
        return shown

    def pieces(self, text: str) -> Iterator[str | Span]:
        """The text piece by piece: what stays, and each place that is hidden."""
        at = 0
        for span in self.spans(text):
            yield text[at : span.start]
            yield span
            at = span.end
        yield text[at:]

    def proposals(self, text: str) -> tuple[Proposal, ...]:
        """What looks personal in the text, each once, kept or not; known values are not among them."""
        read = Folded(text)
        taken = _Places((span.start, span.end) for span in self._known_spans(read))
        found: dict[str, Proposal] = {}
        counted: set[tuple[int, int]] = set()
        for one in self._suspected(read):
            if taken.touch(one.start, one.end):
                continue
            value = text[one.start : one.end].strip()
            key, before = folded(value), found.get(folded(value))
            more = (one.start, one.end) not in counted
            counted.add((one.start, one.end))
            found[key] = Proposal(key, value, one.kind, one.why, (before.times if before else 0) + more)
        return tuple(found.values())

    def leaks(self, text: str) -> tuple[str, ...]:
        """Kinds of known values that can be read in a text, as a last look before anything goes out."""
        read = Folded(text)
        return tuple(dict.fromkeys(KINDS[one.kind] for one in self.known if self._stands(one, read)))

    def _stands(self, one: Known, text: Folded) -> bool:
        shown = self._open_places(one, text)
        return any(not shown.hold(*place) for place in _places(one, one.value, text))

    def _known_spans(self, text: Folded) -> Iterator[Span]:
        for one in self.known:
            open_places = self._open_places(one, text)
            shown = self.masks[one.value] if one.kind == "name" else marker(one.kind)
            for value in (one.value, *_parts(one)):
                for start, end in _places(one, value, text):
                    if not open_places.hold(start, end):
                        yield Span(start, end, one.kind, "已登记的内容", shown, known=True)

    def _looks_personal(self, read: Folded) -> Iterator[Span]:
        for one in self._suspected(read):
            if folded(read.text[one.start : one.end]) not in self.kept:
                yield Span(one.start, one.end, one.kind, one.why, marker(one.kind), known=False)

    def _suspected(self, read: Folded) -> Iterator[Found]:
        """What looks personal by itself, and what points at somebody whose name was entered."""
        seen = list(look_through(read.text))
        yield from seen
        named = [one for one in self.known if one.kind == "name"]
        for one in named:
            yield from self._short(one.value, self.masks[one.value], read)
        found = [read.text[one.start : one.end].strip() for one in seen if one.kind == "name"]
        for name in dict.fromkeys([*self.suspects, *found]):
            if folded(name) not in self.kept and len(folded(name)) >= LEAST_KNOWN:
                yield from self._places_of(name, name, read, "别处提议隐去的姓名")
                yield from self._short(name, "提议隐去的人", read)
        yield from self._roads(read)
        if named:
            yield from relatives(read.text, [one.value for one in named])

    def _roads(self, read: Folded) -> Iterator[Found]:
        """Where the road of an address stands without a house: whether that tells who it is, somebody has to decide."""
        plain = in_step(read.text)
        names = [
            road[1] for one in self.known if one.kind == "address" for road in _BARE_ROAD.finditer(in_step(one.value))
        ]
        for name in dict.fromkeys(names):
            for start, end in read.occurrences(name[-LEAST_ROAD:]):
                if len(folded(name)) >= LEAST_ROAD and _NO_HOUSE.match(plain, end):
                    first = start - _in_common(plain[:start], name[:-LEAST_ROAD])
                    yield Found(first, end, "address", "当事人住址里的路名")

    def _short(self, name: str, who: str, read: Folded) -> Iterator[Found]:
        """Where somebody stands by a part of the name; not in 欧阳某, which tells nothing."""
        for way in short_ways(name):
            why = f"{who}的名，没有写姓" if name.strip().endswith(way) else f"{who}的姓，没有写名"
            for one in self._places_of(way, name, read, why):
                if read.text[one.end : one.end + 1] != SOMEBODY:
                    yield one

    def _places_of(self, way: str, name: str, read: Folded, why: str) -> Iterator[Found]:
        shown = self._open_places(Known("name", name), read)
        for start, end in read.occurrences(way):
            if not shown.hold(start, end):
                yield Found(start, end, "name", why)

    def _open_places(self, one: Known, text: Folded) -> "_Places":
        """Where a person's name may stand: inside a longer name that the law shows, such as 张三丰酒行."""
        if one.kind != "name":
            return _Places()
        length = len(folded(one.value))
        longer = [word for word in self.open_words if len(folded(word)) > length]
        return _Places(place for word in longer for place in text.occurrences(word))


def _in_common(first: str, second: str) -> int:
    """How many characters the ends of two texts have in common."""
    pairs = enumerate(zip(reversed(first[-len(second) :]), reversed(second), strict=False))
    return next((number for number, (one, other) in pairs if one != other), min(len(first), len(second)))


class _Places:
    """Places [start, end) of a text, asked many times what lies in them."""

    def __init__(self, places: Iterable[tuple[int, int]] = ()) -> None:
        ordered = sorted(places)
        self._starts = [start for start, _ in ordered]
        self._furthest = list(accumulate((end for _, end in ordered), max))

    def hold(self, start: int, end: int) -> bool:
        """Whether [start, end) lies within one of them."""
        before = bisect_right(self._starts, start)
        return before > 0 and end <= self._furthest[before - 1]

    def touch(self, start: int, end: int) -> bool:
        """Whether [start, end) shares a character with one of them."""
        before = bisect_left(self._starts, end)
        return before > 0 and start < self._furthest[before - 1]


def _places(one: Known, value: str, read: Folded) -> Iterator[tuple[int, int]]:
    """Where a value stands in any spelling; of a number also with its digits in Chinese."""
    yield from read.occurrences(value)
    if one.kind in NUMBERS or one.kind == "address":
        plain = read.in_digits
        yield from (
            place for place in plain.occurrences(value) if read.text[slice(*place)] != plain.text[slice(*place)]
        )


def _parts(one: Known) -> Iterator[str]:
    """An address as people shorten it: without its province, city, county, up to the house or from the house on; its numbers also
    in words (十八号)."""
    if one.kind != "address":
        return
    value = in_step(one.value)
    tails = [value, *(value[place:] for place, (char, _) in enumerate(pairwise(value), start=1) if char in _AREA_ENDS)]
    roads = [match.end() - 1 for match in _ROAD_ENDS.finditer(value)]
    tails += [value[start:] for road in roads for start in range(max(road - MOST_ROAD, 0), road - 1)]
    houses = [match.end() for match in _HOUSE_ENDS.finditer(value)]
    tails += [value[place:] for place in houses]
    cut = [tail[: match.end()] for tail in tails for match in _HOUSE_ENDS.finditer(tail)]
    for part in dict.fromkeys(part for part in (*tails, *cut) if len(folded(part)) >= LEAST_TAIL):
        yield part
        yield _NUMBER.sub(lambda found: numeral(int(found[0])) if int(found[0]) < MOST_IN_WORDS else found[0], part)


def _joined(first: Span, second: Span) -> Span:
    """One place for two that overlap: the longer says what it is; if anything in it was entered, it cannot be kept."""
    longer = first if first.end - first.start >= second.end - second.start else second
    known = first.known or second.known
    shown = marker("private") if first.kind != second.kind and longer.kind == "name" else longer.shown
    return Span(first.start, max(first.end, second.end), longer.kind, longer.why, shown, known)


def names_proposed(texts: Iterable[str]) -> tuple[str, ...]:
    """Names that texts put after 投诉人, 证人, 其妻 and the like, each once."""
    found = ((text, one) for text in texts for one in look_through(text) if one.kind == "name")
    return tuple(dict.fromkeys(text[one.start : one.end].strip() for text, one in found))


def known_values(pairs: Iterable[tuple[str, str]]) -> tuple[Known, ...]:
    """Kind and value of everything that was entered, without what is empty and without doubles."""
    return tuple(dict.fromkeys(Known(kind, value.strip()) for kind, value in pairs if value.strip()))
