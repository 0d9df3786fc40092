"""Reads goals out of indicator tables: a row with a name and a measure, and a value below the year it is due."""

import re
from dataclasses import dataclass
from decimal import Decimal

from zhixian.core.plan.reader.draft import DraftTarget, Undecided
from zhixian.core.plan.reader.page import Page
from zhixian.core.plan.reader.tables import Cell, cell_under, rows

_NAME = re.compile(r"指标(?!属性|类型|值|性质|单位|来源|解释)|目标名称|项目名称|^名称$")
_UNIT = re.compile(r"^(?:计量|指标)?单位$")
_GOAL = re.compile(r"目标|规划值|计划值|预期值|指标值")
_OTHER_HEAD = re.compile(r"^(?:(?:重点|工作|主要)?任务|(?:牵头|责任|配合)(?:单位|部门)|(?:完成)?时限)$")
"""A heading of the next table, which has no goals."""
_BASE = re.compile(r"基期|基准|基数|现状|实际|完成|增速|增长|累计增")
_YEAR = re.compile(r"(20\d\d年?(?:年?[底末])?)")
_VALUE = re.compile(
    r"(?P<bound>[≥≤><]=?|不低于|不少于|不超过|达到|达|大于|超过|约)?[\[(]?(?P<low>\d[\d,\ue000]*(?:\.\d+)?)(?:[—\-~至](?P<high>\d[\d,\ue000]*(?:\.\d+)?))?[\])]?"
    r"(?P<unit>[%‰]|[一-鿿㎡²/]{0,8}?)(?:以上|左右|以内)?"
)
_LONGEST_VALUE = 24
_IN_NAME = re.compile(r"[(]([^()]{1,10})[)]$")


@dataclass(frozen=True, slots=True)
class _Head:
    name: int
    unit: int | None
    goals: tuple[tuple[int, str | None], ...]
    width: int


def find_indicators(page: Page) -> tuple[list[DraftTarget], list[Undecided]]:
    """Goals of all indicator tables, and the ceilings in them, which a person must look at."""
    goals: list[DraftTarget] = []
    ceilings: list[Undecided] = []
    head: _Head | None = None
    for cells in rows(page):
        if len(cells) < 2:
            head = None if cells[0].words else head
        elif (found := _head(cells)) or any(_OTHER_HEAD.search(cell.words) for cell in cells):
            head = found
        elif head and (name := cell_under(cells, head.name, head.width)):
            unit = cell_under(cells, head.unit, head.width) if head.unit is not None else None
            for column, due in head.goals:
                value = cell_under(cells, column, head.width)
                if value and value.start > name.start:
                    _read(page, (name, unit, value), due, goals, ceilings)
    return goals, ceilings


def _head(cells: list[Cell]) -> _Head | None:
    """The columns of a heading row. Without a column that says 目标 the last year is the goal and the others its base."""
    if any(len(cell.words) > 24 for cell in cells):
        return None
    names = [index for index, cell in enumerate(cells) if _NAME.search(cell.words)]
    years = [
        (index, match[1] if (match := _YEAR.search(cell.words)) else None)
        for index, cell in enumerate(cells)
        if (_YEAR.search(cell.words) or _GOAL.search(cell.words)) and not _BASE.search(cell.words)
    ]
    said = [(index, due) for index, due in years if _GOAL.search(cells[index].words) and index not in names]
    goals = said or [(index, due) for index, due in years if due][-1:]
    before = [index for index in names if goals and index < goals[0][0]]
    if not goals or not before:
        return None
    unit = next((index for index, cell in enumerate(cells) if _UNIT.match(cell.words)), None)
    return _Head(before[-1], unit, tuple((index, _with_year(due)) for index, due in goals), len(cells))


def _with_year(due: str | None) -> str | None:
    return f"{due}年" if due and due.isdigit() else due


def _read(
    page: Page,
    row: tuple[Cell, Cell | None, Cell],
    due: str | None,
    goals: list[DraftTarget],
    ceilings: list[Undecided],
) -> None:
    name, unit_cell, value = row
    match = _VALUE.fullmatch(value.words) if len(value.words) <= _LONGEST_VALUE else None
    if not match or re.fullmatch(r"20\d\d年.*", value.words):
        return
    start, end = name.start, value.end
    quote = page.text[start:end]
    if (match["bound"] or "").startswith(("≤", "<", "不超")) or value.words.endswith("以内"):
        ceilings.append(Undecided(start, end, quote, "表中的数字是上限，没有列入目标"))
        return
    in_name = _IN_NAME.search(name.words)
    unit = match["unit"] or (unit_cell.words if unit_cell else "") or (in_name[1] if in_name else "")
    what = name.words[: in_name.start()] if in_name else name.words
    low, high = (re.sub(r"[,\ue000]", "", part or "") for part in match.group("low", "high"))
    goals.append(DraftTarget(start, end, quote, what, Decimal(low), Decimal(high) if high else None, unit, due))
