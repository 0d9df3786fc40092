"""Tells what kind of section a passage stands in: one that sets goals, looks back, states conditions, or any other."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter

from zhixian.core.plan.reader.draft import DraftClause
from zhixian.core.plan.reader.page import Page
from zhixian.core.plan.reader.tables import cell_under, rows

_GOALS = re.compile(r"目标|指标")
_NO_GOALS = re.compile(r"考核|责任|管理|体系|监测|分解|评价|导向")
_PAST = re.compile(
    r"发展基础|工作基础|发展现状|基本情况|发展成效|工作成效|回顾|发展环境|面临形势|起草背景|编制背景|规划背景|现实基础|发展情况"
)
_CONDITIONS = re.compile(r"条件|支持对象|扶持对象|奖励对象|申报对象|适用范围|适用对象")
_LISTED = re.compile(r"(?:条件|要求|标准|情形)[^。；：，]{0,8}：$")
"""The words that open a list of conditions: 同时符合以下条件："""
_GOAL_COLUMN = re.compile(
    r"(?:工作|年度|主要|量化|阶段|阶段性|具体|绩效|任务|发展|预期)?目标(?:任务|值|要求|成效)?$|^(?:量化|工作|绩效|考核)指标$|^预期(?:成果|成效)$"
)
_LONGEST = 20
"""A longer title is a sentence of its own."""


class Sections:
    """Looks up the section of a place by the headings above it; the innermost heading that tells wins."""

    def __init__(self, page: Page, clauses: list[DraftClause]) -> None:
        self._starts: list[int] = []
        self._kinds: list[str] = []
        self._goal_cells = list(_goal_cells(page))
        open_kinds: list[tuple[int, str]] = []
        listed = 0
        for clause in clauses:
            while open_kinds and open_kinds[-1][0] >= clause.level:
                open_kinds.pop()
            if _LISTED.search(_line_before(page, clause)):
                listed = clause.level
            elif clause.level < listed or clause.number.strip("（）().、") in {"一", "1", "①"}:
                listed = 0
            kind = _kind(clause.title, _first_line(page, clause)) or (open_kinds[-1][1] if open_kinds else "")
            kind = "conditions" if listed == clause.level else kind
            open_kinds.append((clause.level, kind))
            self._starts.append(clause.start)
            self._kinds.append(kind)

    def kind_at(self, place: int) -> str:
        """goals, past, conditions or empty, for a position in the text."""
        cell = bisect_right(self._goal_cells, place, key=itemgetter(0))
        if cell and place < self._goal_cells[cell - 1][1]:
            return "goals"
        index = bisect_right(self._starts, place)
        return self._kinds[index - 1] if index else ""


def _goal_cells(page: Page) -> Iterator[tuple[int, int]]:
    """Spans in the text of the cells below a heading such as 工作目标."""
    column, width = -1, 0
    for cells in rows(page):
        headed = [
            index for index, cell in enumerate(cells) if len(cell.words) <= 10 and _GOAL_COLUMN.search(cell.words)
        ]
        if len(cells) < 2:
            column = -1 if cells[0].words else column
        elif headed:
            column, width = headed[0], len(cells)
        elif column >= 0 and (cell := cell_under(cells, column, width)):
            yield cell.start, cell.end


def _first_line(page: Page, clause: DraftClause) -> str:
    start = page.place(clause.start)
    end = page.dense.find("\n", start, start + 600)
    return page.dense[start:end] if end >= 0 else ""


def _line_before(page: Page, clause: DraftClause) -> str:
    end = page.place(clause.start) - 1
    return page.dense[max(page.dense.rfind("\n", max(0, end - 200), end) + 1, end - 200) : end] if end > 0 else ""


def _kind(title: str, line: str) -> str:
    if _LISTED.search(line):
        return "conditions"
    if len(title) > _LONGEST:
        return ""
    if _PAST.search(title):
        return "past"
    if _CONDITIONS.search(title):
        return "conditions"
    return "goals" if _GOALS.search(title) and not _NO_GOALS.search(title) else ""
