"""Reads goals out of indicator tables: a row with a name and a measure, and a value below the year it is due."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from zhixian.core.plan.reader.draft import DraftTarget, Undecided
from zhixian.core.plan.reader.page import Page
from zhixian.core.plan.reader.tables import Cell, cell_under, table_rows

_NAME = re.compile(r"指标(?!属性|类型|值|性质|单位|来源|解释)|目标名称|项目名称|^(?:名称|项目|内容)$")
_UNIT = re.compile(r"^(?:计量|指标)?单位$")
_GOAL = re.compile(r"目标|规划值|计划值|预期值|指标值")
_OTHER_HEAD = re.compile(r"^(?:(?:重点|工作|主要)?任务|(?:牵头|责任|配合)(?:单位|部门)|(?:完成)?时限)$")
"""A heading of the next table, which has no goals."""
_BASE = re.compile(r"基期|基准|基数|现状|实际|完成|增速|增长|累计增")
_YEAR = re.compile(r"(20\d\d年?(?:年?[底末])?|“?十[三四五六七]五”?期?末)")
_YEARS_ONLY = re.compile(rf"(?:{_YEAR.pattern})(?:[(]?(?:实际|目标|规划|计划|预期|预计|基期)?值?[)]?)")
_VALUE = re.compile(
    r"(?P<bound>[≥≤><]=?|不低于|不少于|不超过|达到|达|大于|超过|约)?[\[(]?(?P<low>\d[\d,\ue000]*(?:\.\d+)?)(?:[—\-~至](?P<high>\d[\d,\ue000]*(?:\.\d+)?))?[\])]?"
    r"(?P<unit>[%‰]|[一-鿿㎡²/]{0,8}?)(?:以上|左右|以内)?"
)
_LONGEST_VALUE = 24
_IN_NAME = re.compile(r"[(]([^()]{1,10})[)]$")


@dataclass(frozen=True, slots=True)
class _Goal:
    """A column of goals with those of its names and measures, and the deadline that heads it."""

    name: int
    unit: int | None
    column: int
    due: str | None


@dataclass(frozen=True, slots=True)
class _Head:
    goals: tuple[_Goal, ...]
    width: int


def find_indicators(page: Page, issued: str | None) -> tuple[list[DraftTarget], list[Undecided]]:
    """Goals of all indicator tables, and the ceilings in them, which a person must look at. `issued` is the text's day."""
    goals: list[DraftTarget] = []
    ceilings: list[Undecided] = []
    head: _Head | None = None
    above: list[Cell] = []
    for cells in table_rows(page, lambda cells: _head(cells, issued) is not None):
        if len(cells) < 2:
            head, above = (None, []) if cells[0].words else (head, above)
        elif above and _is_below(cells):
            head = _head(_under(above, cells), issued) or head
        elif (found := _head(cells, issued)) or any(_OTHER_HEAD.search(cell.words) for cell in cells):
            head, above = found, cells
        elif any(_NAME.search(cell.words) for cell in cells) and not _holds_values(cells):
            above = cells
        elif head:
            above = []
            for goal in head.goals:
                name = cell_under(cells, goal.name, head.width)
                unit = cell_under(cells, goal.unit, head.width) if goal.unit is not None else None
                value = cell_under(cells, goal.column, head.width)
                if name and value and value.start > name.start:
                    _read(page, (name, unit, value), goal.due, goals, ceilings)
    return goals, ceilings


def _holds_values(cells: list[Cell]) -> bool:
    return any(_VALUE.fullmatch(cell.words) and not _YEAR.search(cell.words) for cell in cells[1:])


def _is_below(cells: list[Cell]) -> bool:
    """Whether a row is the lower half of a heading: nothing but years."""
    told = [cell.words for cell in cells if cell.words]
    return bool(told) and all(_YEARS_ONLY.fullmatch(words) for words in told)


def _under(above: list[Cell], below: list[Cell]) -> list[Cell]:
    """A heading in two rows as one. Where the lower row has only the years, they go below what speaks of goals or values."""
    if len(above) == len(below):
        return [replace(low, words=high.words + low.words) for high, low in zip(above, below, strict=True)]
    years = [cell for cell in below if cell.words]
    over = [
        at
        for at, cell in enumerate(above)
        if _GOAL.search(cell.words) or _BASE.search(cell.words) or "值" in cell.words
    ]
    over = [at for at in over if not _UNIT.match(above[at].words) and not re.search("属性|类型", above[at].words)]
    if len(over) == len(years):
        pairs = dict(zip(over, years, strict=True))
        return [
            replace(pairs[at], words=cell.words + pairs[at].words) if at in pairs else cell
            for at, cell in enumerate(above)
        ]
    return [*above[: over[0]], *years, *above[over[0] + 1 :]] if len(over) == 1 else above


def _head(cells: list[Cell], issued: str | None) -> _Head | None:
    """The columns of a heading row; two tables side by side give two sets of columns."""
    if any(len(cell.words) > 24 for cell in cells):
        return None
    names = [index for index, cell in enumerate(cells) if _NAME.search(cell.words)]
    units = [index for index, cell in enumerate(cells) if _UNIT.match(cell.words)]
    years = [
        (index, match[1] if (match := _YEAR.search(cell.words)) else None)
        for index, cell in enumerate(cells)
        if (_YEAR.search(cell.words) or _GOAL.search(cell.words)) and not _BASE.search(cell.words)
    ]
    named = [
        (max((at for at in names if at < index), default=-1), index, due) for index, due in years if index not in names
    ]
    goals: list[_Goal] = []
    for name, columns in groupby(named, key=lambda column: column[0]):
        if name < 0:
            continue
        behind = next((at for at in units if at > name), units[0] if units else None)
        goals += [
            _Goal(name, behind, index, _with_year(due))
            for index, due in _goal_columns([(index, due) for _, index, due in columns], cells, issued)
        ]
    return _Head(tuple(goals), len(cells)) if goals else None


def _goal_columns(
    years: list[tuple[int, str | None]], cells: list[Cell], issued: str | None
) -> Iterator[tuple[int, str | None]]:
    """Columns that say 目标; else those of years from that of issue on; else the last, the others being its base."""
    said = [(index, due) for index, due in years if _GOAL.search(cells[index].words)]
    dated = [(index, due) for index, due in years if due]
    ahead = (
        [(index, due) for index, due in dated if issued and due[:2] == "20" and due[:4] >= issued[:4]] if issued else []
    )
    yield from said or ahead or dated[-1:]


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
