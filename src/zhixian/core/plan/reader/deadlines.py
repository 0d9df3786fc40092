"""Finds the day by which a goal is due: 到2020年末, “十三五”末, 每年; printed without 到."""

import re

from zhixian.core.plan.reader.page import Page

_YEAR = r"(?:20\d\d|本|当|今|明|次)年(?:年)?"
_DEADLINE = re.compile(
    rf"(?:力争|确保|争取)?(?:到|至|于|在|截至|截止到?)?(?P<by>{_YEAR}(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:年?[底末初中]|上半年|下半年|第?[一二三四1-4]季度|内)?(?:之?前|以前)?"
    r"|“?十[三四五六七]五”?(?:规划)?(?:期?末|期间|时期|末期|结束时|收官)"
    r"|(?:未来|今后|力争|用|通过|经过)?[一二三四五六七八九十两\d]+(?:—[\d五三]+)?年(?:左右)?(?:内|之内|时间)"
    r"|[一二三四]季度末?|年底前|年内|年末|本世纪中叶)(?=[，,、：]|实现|全|累?计|建|培|打|力|完成|我|区|市|县|省|形|引|新|高|发|每|集|基|达|专|地|知|注|要|争|成|累|有|企|各|主|规|商|P|R|组|前|底|O|将|开|推|调|突|达|吸|聚|生|产|数|营|技|国|科|企|人|年|工|社)"
)
_YEARLY = re.compile(r"每年(?:度)?|逐年|年均|每个?年度")
_PAST = re.compile(r"(?:自|从|截至|截止)$")


def deadline_for(page: Page, place: int, sentence: tuple[int, int], chunk_start: int) -> str | None:
    """The deadline that holds for a number: the nearest before it in its sentence, else one that opens its paragraph."""
    dense = page.dense
    found = _last_deadline(dense[sentence[0] : place])
    near = dense[max(sentence[0], chunk_start - 20) : place]
    yearly = list(_YEARLY.finditer(near))
    if yearly and (found is None or yearly[-1][0].startswith("每")):
        return "每年" if yearly[-1][0].startswith("每") else found
    if found:
        return found
    start, _ = page.paragraph(place)
    opening = re.sub(
        r"^(?:[(]?[一二三四五六七八九十\d]+[)、.]+)?(?:[^，。：]{0,20}[。：])?", "", dense[start : sentence[0]][:80]
    )
    match = _DEADLINE.match(opening)
    return match["by"] if match else None


def _last_deadline(words: str) -> str | None:
    found = None
    if not any(sign in words for sign in "年季五"):
        return None
    for match in _DEADLINE.finditer(words):
        if not _PAST.search(words[max(0, match.start() - 2) : match.start("by")]):
            found = match["by"]
    return found
