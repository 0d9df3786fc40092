"""Finds the numbered clauses of a plan: 第一章, 第三条, 一、, （一）, 1., （1）, ①, 【措施一】, 〔一〕, with levels, ids and spans.

The level follows from nesting, not from a fixed table: a numbering style that was not open yet goes one level below the
heading before it, so 第1条 may stand under （一） in one plan and above it in another.

The id is the heading's own number (8, 二, （三）, 第5条) when its style runs through the document without repeating itself,
as tasks numbered across the sections do; otherwise the numbers of the headings above stand before it (三（一）, 二（三）1),
so the safeguards of one section never collide with the tasks of another. A number that is still taken gets ·2, ·3.
"""

import re
from collections import Counter
from dataclasses import dataclass

from zhixian.core.plan.reader.draft import DraftClause
from zhixian.core.plan.reader.page import PAIRS, Page

_CHINESE = "零〇一二三四五六七八九十百"
_MEASURE = (
    r"(?:重点|主要|具体|保障|支持|政策|工作)?(?:措施|任务|举措|行动|工程|项目|政策|条款|专项|事项|要点)第?"
    rf"(?:[{_CHINESE}]{{1,4}}|\d{{1,3}})[条项]?"
)
"""措施一, 重点任务3: what a measure is called, with its number."""
_STYLES = (
    ("part", re.compile(rf"(第[{_CHINESE}\d]{{1,4}}[编篇])(?=\D)")),
    ("chapter", re.compile(rf"(第[{_CHINESE}\d]{{1,4}}章)(?=\D)")),
    ("section", re.compile(rf"(第[{_CHINESE}\d]{{1,4}}节)(?=\D)")),
    ("article", re.compile(rf"(第[{_CHINESE}\d]{{1,5}}条)(?![第规规的、和至—])(?=\S)")),
    ("numeral", re.compile(rf"([{_CHINESE}]{{1,4}})、(?=\S)")),
    ("bracket", re.compile(rf"([(][{_CHINESE}]{{1,4}}[)])[、.]?(?=\S)")),
    ("digit", re.compile(r"(\d{1,3})[.、](?=[^\d\s])")),
    ("digit_bracket", re.compile(r"([(]\d{1,2}[)])[、.]?(?=\S)")),
    ("circle", re.compile(r"([①-⑳])(?=\S)")),
    (
        "measure",
        re.compile(
            rf"([【〖〔\[]{_MEASURE}[】〗〕\]])[、.：]?(?=\S)|[【〖〔\[]?(?P<open>{_MEASURE})(?:[：、]|[.](?!\d))(?=\S)"
            rf"|(?P<gap>{_MEASURE})(?=[^\s\d，。；、：]{{2}})"
        ),
    ),
    ("numbered", re.compile(rf"([【〖〔\[][{_CHINESE}]{{1,3}}[】〗〕\]]|[【〖〔]\d{{1,2}}[】〗〕])[、.：]?(?=\S)")),
)
_AFTER_STOP = re.compile(
    rf"(?<=[。）)；：])(?=[{_CHINESE}]{{1,3}}、|[(][{_CHINESE}]{{1,4}}[)]|\d{{1,2}}[.、][^\d]|[【〖〔\[]{_MEASURE}[】〗〕\]])"
    rf"|(?<=[一-鿿])(?<![第见按])(?=[(][{_CHINESE}]{{1,3}}[)][一-鿿])"
)
"""Where a heading may begin inside a line that holds a whole document."""
_LONG_LINE = 600
_TITLE = 60


@dataclass(frozen=True, slots=True)
class _Heading:
    start: int
    style: str
    number: str
    at: int
    after: int


def find_clauses(page: Page) -> list[DraftClause]:
    """All clauses in the order of the text."""
    headings = _headings(page)
    levels, parents = _nesting(headings)
    ids = _ids(headings, parents)
    clauses = []
    open_until = len(page.dense)
    ends = [open_until] * len(headings)
    later: list[int] = []
    for index in range(len(headings) - 1, -1, -1):
        while later and levels[later[-1]] > levels[index]:
            later.pop()
        ends[index] = headings[later[-1]].start if later else open_until
        later.append(index)
    for index, heading in enumerate(headings):
        start, end = page.span(heading.start, ends[index])
        end = start + len(page.text[start:end].rstrip())
        number = page.quote(heading.at, heading.at + len(heading.number)).replace(" ", "")
        clauses.append(DraftClause(ids[index], number, levels[index], _title(page, heading), start, end))
    return clauses


def _headings(page: Page) -> list[_Heading]:
    found = []
    place = 0
    for line in page.dense.split("\n"):
        starts = [0]
        if len(line) > _LONG_LINE:
            starts += [match.start() for match in _AFTER_STOP.finditer(line)]
        for offset in starts:
            for style, pattern in _STYLES:
                match = pattern.match(line, offset)
                if match and not _is_table_row(line) and _stands_apart(page, match, place):
                    group = match.lastgroup or 1
                    at, after = place + match.start(group), place + match.end()
                    found.append(_Heading(place + offset, style, match[group], at, after))
                    break
        place += len(line) + 1
    return found


def _stands_apart(page: Page, match: re.Match[str], place: int) -> bool:
    """A measure's number without brackets or a mark behind it is one before a gap: 任务四　加强执法."""
    if match.lastgroup != "gap":
        return True
    after = place + match.end()
    return len(match.string) <= _TITLE and page.at[after] - page.at[after - 1] > 1


def _is_table_row(line: str) -> bool:
    return "\t" in line


def _nesting(headings: list[_Heading]) -> tuple[list[int], list[int]]:
    levels: list[int] = []
    parents: list[int] = []
    stack: list[tuple[str, int]] = []
    for index, heading in enumerate(headings):
        styles = [style for style, _ in stack]
        if heading.style in styles:
            del stack[styles.index(heading.style) :]
        elif stack and _outranks(heading.style, stack):
            stack.clear()
        levels.append(len(stack) + 1)
        parents.append(stack[-1][1] if stack else -1)
        stack.append((heading.style, index))
    return levels, parents


def _outranks(style: str, stack: list[tuple[str, int]]) -> bool:
    """Parts, chapters and 一、 stand above everything of a lower rank that happens to be open."""
    order = ["part", "chapter", "section", "numeral"]
    if style not in order:
        return False
    return all(other not in order or order.index(other) > order.index(style) for other, _ in stack)


def _ids(headings: list[_Heading], parents: list[int]) -> list[str]:
    own = Counter((heading.style, heading.number) for heading in headings)
    repeated = {style for (style, _), times in own.items() if times > 1}
    ids: list[str] = []
    seen: Counter[str] = Counter()
    for heading, parent in zip(headings, parents, strict=True):
        name = _printed(heading.number)
        if heading.style in repeated and parent >= 0:
            above = ids[parent]
            name = above + ("." if above[-1].isdigit() and name[0].isdigit() else "") + name
        seen[name] += 1
        ids.append(name if seen[name] == 1 else f"{name}·{seen[name]}")
    return ids


def _printed(number: str) -> str:
    """（三） and 〔三〕 as they print; 【措施三】 says 措施三 without its brackets."""
    named = number[1:-1] if re.fullmatch(_MEASURE, number[1:-1]) else number
    return named.replace("(", "（").replace(")", "）")


def _title(page: Page, heading: _Heading) -> str:
    end = page.dense.find("\n", heading.after)
    line = page.dense[heading.after : end if end >= 0 else len(page.dense)][:400]
    if note := re.search(r"[(〔\[【][^()〔〕]{2,80}(?:负责|牵头|配合)", line):
        line = line[: note.start()]
    closes = PAIRS[page.dense[heading.start]] if heading.start < heading.at else ""
    stop = re.search(rf"[。；：{re.escape(closes)}]|[(〔\[【](?=责任|牵头|配合)", line)
    length = stop.start() if stop else len(line)
    if length > _TITLE:
        comma = line.find("，")
        length = comma if 0 < comma <= _TITLE else _TITLE
    return "".join(page.quote(heading.after, heading.after + length).split())
