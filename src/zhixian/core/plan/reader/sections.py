"""Tells what kind of section a passage stands in: one that sets goals, one that looks back, or any other."""

import re
from bisect import bisect_right

from zhixian.core.plan.reader.draft import DraftClause

_GOALS = re.compile(r"目标|指标")
_NO_GOALS = re.compile(r"考核|责任|管理|体系|监测|分解|评价|导向")
_PAST = re.compile(
    r"发展基础|工作基础|发展现状|基本情况|发展成效|工作成效|发展回顾|发展环境|面临形势|起草背景|编制背景"
)
_LONGEST = 20
"""A longer title is a sentence of its own."""


class Sections:
    """Looks up the section of a place by the headings above it; the innermost heading that tells wins."""

    def __init__(self, clauses: list[DraftClause]) -> None:
        self._starts: list[int] = []
        self._kinds: list[str] = []
        open_kinds: list[tuple[int, str]] = []
        for clause in clauses:
            while open_kinds and open_kinds[-1][0] >= clause.level:
                open_kinds.pop()
            kind = _kind(clause.title) or (open_kinds[-1][1] if open_kinds else "")
            open_kinds.append((clause.level, kind))
            self._starts.append(clause.start)
            self._kinds.append(kind)

    def kind_at(self, place: int) -> str:
        """goals, past or empty, for a position in the text."""
        index = bisect_right(self._starts, place)
        return self._kinds[index - 1] if index else ""


def _kind(title: str) -> str:
    if len(title) > _LONGEST:
        return ""
    if _PAST.search(title):
        return "past"
    return "goals" if _GOALS.search(title) and not _NO_GOALS.search(title) else ""
