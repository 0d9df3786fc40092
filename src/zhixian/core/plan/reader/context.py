"""The words around a number: its sentence and phrase, its series, and the cues that say what the number is for."""

import re
from dataclasses import dataclass
from functools import cached_property

from zhixian.core.plan.reader.numbers import Number, numbers_in
from zhixian.core.plan.reader.page import Page

CAP = re.compile(r"不得?超过|不超出|不突破|最高|最多|最大|上限|封顶|不高于|不多于|不大于|限额|至多|控制在")
FLOOR = re.compile(
    r"达到?|不低于|不少于|不小于|不得低于|不得少于|(?<!不)(?<!得)超过|(?<!不)(?<![高出])超(?![低高长额过出算])|(?<!不)突破|(?<!不)满(?!足|意|额)|大于|(?<!不)高于|(?<!不)低于|不足|至少"
)
GIVE = re.compile(
    r"给予|给与|予以|奖励|奖补|奖金|补助|补贴|补偿|补足|资助|扶持|支持|贴息|返还|返补|减免|减征|减按|抵扣|抵减|发放|配套|兑现|拨付|优惠|享受|"
    r"分担|承担|补(?=\d|$)|奖(?=\d|$)|(?<=[贴励助偿])标准|标准(?=[为是：\d]|最|不|$)|保额|跟投|直投|免除|贴补|补差|面额|面值|可获|可申请|申领|让利|收取|加计扣除"
)
MEASURE = re.compile(
    r"按照?|参照|以|投资|贷款|资金|经费|获得?|额度|金额|购买|授信|租金|费用|总额|担保|支付|安排|设立|统筹"
)
_SUPPORT = re.compile(
    r"奖|补贴|补助|补偿|资助|扶持|支持|贴息|资金|经费|贷款|券|减免|减征|优惠|返还|配套|抵扣|股权投资|担保|保险|保额|租金|补|免费|跟投|直投|低成本|让利|资源包|基金|给予|加计扣除|无偿|津贴|享受|[Ff][Uu][Nn][Dd]"
)
_REACH = 400
"""Words farther from a number than this say nothing about it."""
_LONGEST_SERIES = 30


@dataclass(frozen=True)
class Place:
    """A number in its sentence. All positions are in the dense text.

    `sentence` and `chunk` are spans (a chunk lies between commas); `left` is the stretch before the number from the
    chunk's start or the number before that is no part of its series; `first` is the first number of its series.
    """

    number: Number
    sentence: tuple[int, int]
    chunk: tuple[int, int]
    left: tuple[int, int]
    first: Number
    last: Number
    dense: str

    @cached_property
    def before(self) -> str:
        """The words of `left`, up to the series."""
        return self.dense[max(self.left[0], self.left[1] - _REACH) : self.left[1]]

    @cached_property
    def after(self) -> str:
        """The words behind the number's series, up to the comma."""
        return self.dense[self.last.end : min(self.chunk[1], self.last.end + _REACH)]

    @cached_property
    def own_after(self) -> str:
        """The words behind this number, up to the comma."""
        return self.dense[self.number.end : min(self.chunk[1], self.number.end + _REACH)]

    @cached_property
    def rest(self) -> str:
        """The words behind the series, up to the end of the sentence."""
        return self.dense[self.last.end : min(self.sentence[1], self.last.end + _REACH)]

    @cached_property
    def opening(self) -> str:
        """The words of the sentence before the series."""
        return self.dense[max(self.sentence[0], self.left[1] - _REACH) : self.left[1]]

    @cached_property
    def words(self) -> str:
        """The sentence around the number."""
        return self.opening + self.dense[self.left[1] : self.last.end] + self.rest

    @cached_property
    def in_bracket(self) -> bool:
        """Whether the number stands in a bracket that opened in its phrase."""
        words = self.dense[max(self.sentence[0], self.number.start - 40) : self.number.start]
        return words.count("(") > words.count(")")

    @cached_property
    def supports(self) -> bool:
        """Whether the sentence speaks of support at all."""
        return bool(_SUPPORT.search(self.words))

    @cached_property
    def last_cue(self) -> str:
        """The cue nearest before the series: cap, floor, give, measure, or empty."""
        best, name = -1, ""
        for kind, pattern in (("measure", MEASURE), ("give", GIVE), ("floor", FLOOR), ("cap", CAP)):
            for match in pattern.finditer(self.before):
                if match.end() >= best:
                    best, name = match.end(), kind
        return name


def places_of(page: Page) -> list[Place]:
    """Every number of the page in its place."""
    numbers = [number for number in numbers_in(page.dense) if not _named(page.dense, number)]
    places: list[Place] = []
    dense = page.dense
    for group in _series(dense, numbers):
        start, end = page.sentence(group[0].start)
        sentence = max(start, group[0].start - _REACH), min(end, group[-1].end + _REACH)
        chunk_start = max(sentence[0], _last(dense, "，", sentence[0], group[0].start) + 1)
        chunk_end = dense.find("，", group[-1].end, sentence[1])
        chunk = (chunk_start, sentence[1] if chunk_end < 0 else chunk_end)
        left_start = chunk_start
        if places and places[-1].number.end > chunk_start and places[-1].number.kind in {"money", "percent"}:
            left_start = places[-1].number.end
        left = (left_start, group[0].start)
        places.extend(Place(number, sentence, chunk, left, group[0], group[-1], dense) for number in group)
    return places


def _last(dense: str, sign: str, start: int, end: int) -> int:
    place = dense.rfind(sign, start, end)
    return place if place >= 0 else start - 1


def _series(dense: str, numbers: list[Number]) -> list[list[Number]]:
    """Numbers joined by 、和 and the like, of one kind, are a series: 100万元、30万元; 本科1万元、硕士3万元."""
    groups: list[list[Number]] = []
    for number in numbers:
        if groups:
            last = groups[-1][-1]
            between = dense[last.end : number.start]
            if (
                len(groups[-1]) < _LONGEST_SERIES
                and last.kind == number.kind
                and last.unit == number.unit
                and _joins(between)
            ):
                groups[-1].append(number)
                continue
        groups.append([number])
    return groups


def _joins(between: str) -> bool:
    return bool(
        re.fullmatch(
            r"(?:以上|以内|左右)?(?:[、/]|和|及|或|以及|至)(?:[^，。；、\d]{0,6}(?<![过于高到达予励助贴]))?", between
        )
    ) and not re.search(r"每|单|累计|合计|同时|再|最|总", between)


def _named(dense: str, number: Number) -> bool:
    """Numbers inside quotation marks or a title are names: “2+8”, 《…2025年…》."""
    for opening, closing, reach in (("“", "”", 24), ("《", "》", 60), ("「", "」", 24), ("‘", "’", 24)):
        start = dense.rfind(opening, max(0, number.start - reach), number.start)
        if (
            start >= 0
            and dense.rfind(closing, start, number.start) < 0
            and dense.find(closing, number.end, number.end + reach) >= 0
        ):
            return True
    if dense.count('"', max(0, number.start - 16), number.start) == 1:
        end = dense.find('"', number.end, number.end + 16)
        return end >= 0 and "，" not in dense[number.start : end]
    return False
