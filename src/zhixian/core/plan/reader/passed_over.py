"""Lists what the readers recognise but would otherwise pass over without a word: a person decides it."""

import re
from bisect import bisect_left
from collections.abc import Iterable

from zhixian.core.plan.reader.draft import Assignment, DraftAmount, DraftTarget, Undecided
from zhixian.core.plan.reader.page import Page

IN_WORDS = "比例写在文字里，没有列入金额，请人工填写"
_KINDS = (
    (
        re.compile(r"(?:(?<=\n)|^)(?:牵头|配合|责任(?:单位|部门|分工))[^，。；：\n]{0,6}：[^\n]+"),
        "像是责任单位，但没有读出，请人工填写",
    ),
    (
        re.compile(
            r"(?<![局委办院部室站会队心）)\n])[(〔\[【][县市区省州][^()〔〕\[\]【】\n：]{1,40}(?:局|委|办|院|部|室|中心|政府)[)〕\]】](?=。?(?:\n|$))"
            r"|——[^，。；：\n]{2,30}(?:负责|牵头|落实)(?=。?(?:\n|$))"
        ),
        "像是责任单位，但没有写明，请人工填写",
    ),
    (
        re.compile(
            r"(?:(?<=\n)|^)(?![一二三四五六七八九十]+、|[(])[^，。；：\n\t]{0,20}(?:牵头|责任|配合)(?:单位|部门)(?=\n|$)"
        ),
        "像是责任单位一栏的表头，但这张表没有读出来，请人工填写",
    ),
    (
        re.compile(r"(?:(?<=\n)|^)(?:指标(?:名称)?|名称)\n(?:[^\n\t]{1,10}\n){0,2}20\d\d年?[^\n\t，。]{0,6}(?=\n)"),
        "像是指标表的表头，但这张表没有读出来，请人工填写",
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
    (
        re.compile(
            r"[^，、。；\n]{0,40}(?:[一二两三四五六七八九\d]成(?![立果员本为功熟长效分就交套品型都份人绩])|(?<!另)一半|半额|减半|全额|[二两三四五六七八九十]分之[一二两三四五六七八九])"
            r"[^，。；\n\d]{0,12}(?:贴息|补贴|补助|奖励|资助|支持|配套|承担|给予|予以|减免|返还|收取)"
        ),
        IN_WORDS,
    ),
    (
        re.compile(r"[^，。；\n]{0,40}按照?\d[\d.]*%的?(?:比例)?(?:进行)?(?:分配|分成|分享|分担|分摊)"),
        "写的是按比例分配，是不是支持的金额，请人工判断",
    ),
)


def passed_over(
    page: Page, taken: Iterable[Assignment | DraftTarget | DraftAmount], listed: Iterable[Undecided]
) -> list[Undecided]:
    """Passages of these kinds that nothing read and nothing lists yet."""
    held = _merged(sorted((item.start, item.end) for items in (taken, listed) for item in items))
    found = []
    for pattern, why in _KINDS:
        for match in pattern.finditer(page.dense):
            start, end = page.span(*match.span())
            before = bisect_left(held, (end,)) - 1
            if before < 0 or held[before][1] <= start:
                found.append(Undecided(start, end, page.text[start:end], why))
    return found


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted spans, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
