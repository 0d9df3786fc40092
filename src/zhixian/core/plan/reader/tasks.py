"""Finds the numbered tasks of which no unit was read; each stays in the draft and waits for a person."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from zhixian.core.plan.reader.draft import Assignment, DraftClause, Undecided
from zhixian.core.plan.reader.page import Page
from zhixian.core.plan.reader.sections import Sections

NO_UNITS = "这项任务没有读出责任单位，units 待填"
NO_UNITS_ANYWHERE = "全文没有写责任单位，各项任务的 units 待填"
_NO_TASK = re.compile(
    r"指导思想|总体要求|总体思路|基本原则|工作原则|工作思路|实施范围|时间安排|实施步骤|方法步骤|名词解释|^(?:总则|附则|附件|附表)"
)
_OF_SECTIONS = {"goals", "past", "conditions"}


def said_once(doubts: list[Undecided]) -> list[Undecided]:
    """One doubt for a whole text that names no unit, as measures that grant money do, in place of one for each article."""
    first = doubts[:1]
    return [Undecided(one.start, one.end, one.quote, NO_UNITS_ANYWHERE) for one in first] if len(doubts) > 1 else first


def tasks_without_units(
    page: Page, clauses: Sequence[DraftClause], notes: Sequence[Assignment], sections: Sections
) -> list[Undecided]:
    """The innermost headings without a note of their own or above them, where they stand in line with tasks that have one."""
    starts = [note.start for note in notes]
    holders = set(_holders(clauses, starts))
    levels = {clauses[index].level for index in holders}
    found = []
    above: list[int] = []
    for index, clause in enumerate(clauses):
        while above and clauses[above[-1]].level >= clause.level:
            above.pop()
        noted = bisect_left(starts, clause.start) < bisect_left(starts, clause.end) or holders.intersection(above)
        above.append(index)
        innermost = index + 1 == len(clauses) or clauses[index + 1].level <= clause.level
        in_line = not levels or clause.level in levels
        if innermost and in_line and not noted and _is_task(clause, sections):
            start = page.place(clause.start)
            end = min(page.sentence(start)[1], page.place(clause.end))
            span = page.span(start, end)
            found.append(Undecided(*span, page.text[slice(*span)], NO_UNITS))
    return found


def _holders(clauses: Sequence[DraftClause], starts: Sequence[int]) -> Iterator[int]:
    """Index of the innermost clause around each note."""
    opened = [clause.start for clause in clauses]
    for start in starts:
        index = bisect_right(opened, start) - 1
        while index >= 0 and clauses[index].end <= start:
            index -= 1
        if index >= 0:
            yield index


def _is_task(clause: DraftClause, sections: Sections) -> bool:
    return sections.kind_at(clause.start) not in _OF_SECTIONS and not _NO_TASK.search(clause.title)
