"""Lists what the readers recognise but would otherwise pass over without a word: a person decides it."""

import re
from collections.abc import Iterable

from zhixian.core.plan.reader.draft import Assignment, DraftAmount, DraftTarget, Undecided
from zhixian.core.plan.reader.page import Page

_KINDS = (
    (
        re.compile(r"(?:(?<=\n)|^)(?:牵头|配合|责任(?:单位|部门))[^，。；：\n]{0,6}：[^\n]+"),
        "像是责任单位，但没有读出，请人工填写",
    ),
    (re.compile(r"[^，。；\n]{2,30}?翻(?:[一两二三]番|番)"), "写的是翻番，没有到期的数，请人工推算"),
    (re.compile(r"[(]其中[^()\d]{1,12}\d[\d.]*[万亿]?元[^()]{0,6}[)]"), "括号里的分项数，没有列入目标或金额"),
    (
        re.compile(
            r"[^，。；\n]{0,40}(?:给予|予以)[^，。；\n\d]{0,16}(?:补贴|补助|奖励|资助|贴息)，"
            r"(?:具体|相关)?(?:办法|标准|细则)[^，。；\n]{0,6}另行"
        ),
        "承诺资金支持，但文中没有数额",
    ),
)


def passed_over(
    page: Page, taken: Iterable[Assignment | DraftTarget | DraftAmount], listed: Iterable[Undecided]
) -> list[Undecided]:
    """Passages of these kinds that nothing read and nothing lists yet."""
    held = [(item.start, item.end) for items in (taken, listed) for item in items]
    found = []
    for pattern, why in _KINDS:
        for match in pattern.finditer(page.dense):
            start, end = page.span(*match.span())
            if not any(first < end and start < last for first, last in held):
                found.append(Undecided(start, end, page.text[start:end], why))
    return found
