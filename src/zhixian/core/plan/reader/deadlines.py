"""Finds the day by which a goal is due: 到2020年末, “十三五”末, 每年; printed without 到."""

import re

from zhixian.core.plan.reader.page import Page

_YEAR = r"(?:20\d\d|本|当|今|明|次)年(?:年)?"
_DEADLINE = re.compile(
    rf"(?P<closed>{_YEAR}(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:年?[底末]|上半年|下半年|第?[一二三四1-4]季度末?|内)?(?:之前|以前|前)?)(?<=[底末前内度年])(?<![0-9]年)(?<![本当今明次]年)"
    rf"|(?<=[到至于])(?P<until>{_YEAR}(?:\d{{1,2}}月)?)(?!版|度|[—至])"
    rf"|(?:(?<=[，。；：\n])|(?<=确保|力争|争取|实现)|^)(?P<opening>{_YEAR}(?:\d{{1,2}}月)?)(?=[，：]|[^，。；：\d]{{2,14}}(?:达到?|突破|超过|增至|提高到|提升到|不低于|不少于)(?:\d|$)|[实全累入建培打力完新引形发争达突超开推组再新])"
    r"|(?P<plan>“?十[三四五六七]五”?(?:规划)?(?:期?末|期间|时期|末期|结束时|收官))"
    r"|(?:未来|今后|力争|用|通过|经过|利用)?(?P<span>[一二三四五六七八九十两\d]+(?:[—至到][\d一二三四五六七八九十]+)?年(?:左右)?(?:之?内|时间))"
    r"|(?P<season>[一二三四]季度末?|年底前|年内|年末)(?![一-鿿]{0,2}(?:报告|考核|总结))"
)
_YEARLY = re.compile(r"每年|每个?年度")
_PAST = re.compile(r"(?:自|从|截至|截止)$")


def deadline_for(page: Page, place: int, sentence: tuple[int, int]) -> str | None:
    """The deadline that holds for a number: the nearest before it in its sentence, else one that opens its paragraph."""
    dense = page.dense
    found = _last_deadline(dense[sentence[0] : place])
    yearly = list(_YEARLY.finditer(dense, sentence[0], place))
    if yearly and (found is None or yearly[-1].start() > sentence[0] + found[0]):
        return "每年"
    if found:
        return page.printed(sentence[0] + found[0], sentence[0] + found[1])
    start, _ = page.paragraph(place)
    return _opens(page, dense.rfind("。", start, sentence[0]) + 1 or start, sentence[0]) or _opens(
        page, start, sentence[0]
    )


def _opens(page: Page, start: int, end: int) -> str | None:
    """The deadline that opens a stretch, behind its heading."""
    opening = page.dense[start:end][:80]
    heading = re.match(r"(?:[(]?[一二三四五六七八九十\d]+[)、.]+)?(?:[^，。：]{0,20}[。：])?[到至力争确保]*", opening)
    match = _DEADLINE.match(opening[heading.end() :]) if heading else None
    if not heading or not match:
        return None
    first, last = match.span(match.lastgroup or 0)
    return page.printed(start + heading.end() + first, start + heading.end() + last)


def _last_deadline(words: str) -> tuple[int, int] | None:
    """Span of the last deadline in some words."""
    found = None
    if not any(sign in words for sign in "年季五"):
        return found
    for match in _DEADLINE.finditer(words):
        if not _PAST.search(words[max(0, match.start() - 2) : match.start()]):
            found = match.span(match.lastgroup or 0)
    return found
