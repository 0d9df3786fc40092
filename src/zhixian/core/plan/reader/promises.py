"""Lists what a person must decide: money promised without a figure, and numbers near goal words that were left out."""

import re
from bisect import bisect_right

from zhixian.core.plan.reader.context import FLOOR, Place
from zhixian.core.plan.reader.draft import DraftAmount, DraftTarget, Undecided
from zhixian.core.plan.reader.goal_words import has_a_name
from zhixian.core.plan.reader.page import Page

_PROMISE = re.compile(
    r"(?:给予|给与|予以|提供|实施|落实|享受|发放|加大|按规定|进行|设立|适当|配套)[^。；，]{0,24}?(?:奖励|奖补|补助|补贴|资助|贴息|资金支持|资金扶持|经费支持|资金配套|配套奖励|财政补贴|奖金|经费补助|资金补助|一次性奖)"
    r"|(?:给予|予以)[^。；，]{0,16}(?:支持|扶持|减免|优惠)(?=[。；，、]|$)"
    r"|(?:资金|经费|财政)(?:上)?(?:予以|给予)[^。；，]{0,8}(?:配套|支持|扶持|保障)"
    r"|(?:设立|建立)[^。；，]{0,20}(?:资金|基金)(?=[。；，、]|$)"
    r"|资金配套|配套资金|贷款贴息|(?<=提供)贴息|进行补助|资金[^。；，]{0,40}倾斜|(?<!税前)加计扣除|政策(?:参照|按照|按)[^。；，]{0,40}执行"
    r"|可?通过[^。；]{0,60}(?:方式|途径|渠道)[^。；，]{0,6}(?:获得|取得|申请)[^。；，]{0,8}(?:融资|贷款|资金)"
)
_NOT_PROMISE = re.compile(r"不予|不得|不再|虚假|追回|骗取|重复|就高|从优|统筹平衡|申报单位|原则")
_AS_A_CONDITION = "数字在“达到、不低于”一类词后面，看作条件，没有列入目标"
_NAMELESS = "数字在“达到”一类词后面，但没有写明是什么达到，没有列入目标"
_GOAL_WORD = re.compile(r"达到|力争|不低于|不少于|超过|突破|提高到|提升到|提升至|提高至")


def open_promises(page: Page, amounts: list[DraftAmount]) -> list[Undecided]:
    """Promises of money in whose sentence part no figure of support stands: each is an open norm, never a 0."""
    dense = page.dense
    ends = [amount.end for amount in amounts]

    def told(first: int, last: int) -> bool:
        start, stop = page.span(first, last)
        at = bisect_right(ends, start)
        return at < len(ends) and amounts[at].start < stop

    found: list[Undecided] = []
    covered = -1
    for match in _PROMISE.finditer(dense):
        if match.start() < covered:
            continue
        start, end = page.sentence(match.start())
        first = max(start, match.start() - 120)
        comma = _clause_start(dense, start, match.start())
        stop = dense.find("，", match.end(), end)
        stop = end if stop < 0 else stop
        if told(max(first, min(comma, match.start() - 30)), end) or _NOT_PROMISE.search(dense[start:stop]):
            continue
        covered = stop
        if re.fullmatch(
            r"[(]?[一二三四五六七八九十\d]+[)、.](?!对|凡)[^，。；]{0,24}", dense[max(first, comma) : stop]
        ):
            continue
        span = page.span(max(first, comma), stop)
        found.append(Undecided(*span, page.text[slice(*span)], "承诺资金支持，但文中没有数额"))
    return found


def _clause_start(dense: str, start: int, place: int) -> int:
    """The condition before the promise belongs to it: 对…企业，给予奖励."""
    comma = dense.rfind("，", start, place) + 1 or start
    earlier = comma
    for _ in range(3):
        if dense.startswith(("对", "凡"), earlier):
            return earlier
        if earlier <= start:
            break
        earlier = dense.rfind("，", start, earlier - 1) + 1 or start
    return comma


def left_out(
    page: Page, places: list[Place], targets: list[DraftTarget], amounts: list[DraftAmount]
) -> list[Undecided]:
    """Numbers behind goal words that were taken neither as goal nor as money; most are conditions, a person should see."""
    taken = sorted([(item.start, item.end) for item in targets] + [(item.start, item.end) for item in amounts])
    starts = [start for start, _ in taken]
    found = []
    for place in places:
        number = place.number
        if number.kind == "plain" or number.unit in {"年", "月", "日", "岁", "个月", "条"}:
            continue
        start, end = page.span(number.start, number.end)
        near = taken[max(0, bisect_right(starts, start) - 8) : bisect_right(starts, start)]
        if any(first <= start and end <= last for first, last in near):
            continue
        if _GOAL_WORD.search(place.before[-12:]) or (FLOOR.search(place.before[-6:]) and number.kind == "money"):
            first, last = page.span(place.chunk[0], place.chunk[1])
            why = _AS_A_CONDITION if has_a_name(place) else _NAMELESS
            found.append(Undecided(first, last, page.text[first:last], why))
    return list(dict.fromkeys(found))
