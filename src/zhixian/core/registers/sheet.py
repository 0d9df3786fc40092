"""A register as a sheet: the empty form to fill, and rows read back from any workbook or CSV with the register's headings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from zhixian.core.kernel.files import write_whole
from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.model import Register
from zhixian.core.registers.rights import parts_of
from zhixian.core.registry.sheets.batch import Batch
from zhixian.core.registry.sheets.cells import NO_VALUE
from zhixian.core.registry.sheets.reading import Sheet, sheets_of
from zhixian.core.workflow.answers import YES_NO
from zhixian.core.workflow.model import FormField

MOST_ROWS = 2000
"""Of one sheet; more come in several."""
TOTALS = ("合计", "总计", "小计", "共计")
_SHARE = re.compile(r"0?\.[0-9]*[1-9][0-9]*")
"""A share of one in a column of percent, as a cell in that format holds it. With the sign behind it, it is meant."""
_SORTS = {
    "money": "以元计的数", "integer": "整数", "decimal": "数", "percent": "百分数", "day": "日期，例如 2020-06-30",
    "choice": "选一项", "choices": "选几项，用分号隔开", "yes_no": "是或否", "phone": "电话", "mail": "邮箱",
    "credit_code": "18 位代码", "id_number": "18 位号码", "bank_account": "账号", "region": "行政区划的全名或六位代码", "industry": "行业代码或大类名称",
    "rights": "几件用分号隔开",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet: where it stands, the answers as typed, by each field that has a column, and the cells by heading for who must mend them."""

    sheet: str
    number: int
    typed: dict[str, Any]
    cells: dict[str, str]
    trouble: tuple[tuple[str, str], ...] = ()
    """(field or "", why): what stands in a cell and is no value, such as a formula that was never computed."""


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What a file held: its rows, and the headings that belong to no field."""

    rows: tuple[SheetRow, ...]
    strange: tuple[str, ...]
    notes: tuple[str, ...] = ()
    """What else its sender should know: hidden sheets that were read, lines of totals that were not."""


def read_sheet(path: Path, register: Register, *, name: str) -> SheetRead:
    """The rows of a file; `name` is what its sender calls it.

    Raises Refusal when it is no table, has no sheet with the register's required headings, or too many rows.
    """
    rows: list[SheetRow] = []
    strange: dict[str, None] = {}
    notes: list[str] = []
    known = False
    for sheet in sheets_of(path):
        found = _headings(sheet, register)
        if found is None:
            continue
        known = True
        at, places = found
        headings = sheet.head[at]
        strange |= dict.fromkeys(h for n, h in enumerate(headings) if h.strip() and n not in places)
        rows += _rows(sheet, at, places, notes, room=MOST_ROWS - len(rows), name=name)
        notes += sheet.notes
    if not known:
        needed = "、".join(field.name for field in register.fields if field.required)
        raise Refusal("没有一张表的表头是这本台账的", where=name, expected=f"表头里有：{needed}（可下载空表填写）")
    if not rows:
        raise Refusal("表头下面没有内容", where=name, expected=f"一行写{register.row}")
    return SheetRead(tuple(rows), tuple(strange), tuple(notes))


def _headings(sheet: Sheet, register: Register) -> tuple[int, dict[int, FormField]] | None:
    """The row of the headings and the field of each column; None when no row has every field that must be filled."""
    by_name = {_heading(field.name): field for field in register.fields}
    needed = {field.id for field in register.fields if field.required and field.when is None}
    for at, cells in enumerate(sheet.head):
        places: dict[int, FormField] = {}
        for place, cell in enumerate(cells):
            field = by_name.get(_heading(cell))
            if field and field not in places.values():
                places[place] = field
        if needed <= {field.id for field in places.values()}:
            return at, places
    return None


def _heading(text: str) -> str:
    return folded(text).removesuffix("*")


def _rows(
    sheet: Sheet, at: int, places: dict[int, FormField], notes: list[str], *, room: int, name: str
) -> Iterator[SheetRow]:
    names = dict(enumerate(sheet.head[at]))
    count = 0
    for batch in sheet.batches(at + 1, sheet.head[at], sorted(places)):
        for index in range(len(batch)):
            cells, number = batch.as_shown(index), int(batch.rows[index])
            if not any(cell.strip() for cell in cells) and index not in batch.faults:
                continue
            if any(cell.strip() in TOTALS for cell in cells):
                notes.append(f"{sheet.name} 第 {number} 行是合计，没有读")
                continue
            count += 1
            if count > room:
                raise Refusal(f"一次最多收 {MOST_ROWS} 行", where=name, expected="分成几个文件")
            yield _row(sheet.name, number, cells, places, names=names, trouble=_trouble(batch, index, places))


def _trouble(batch: Batch, index: int, places: Mapping[int, FormField]) -> tuple[tuple[str, str], ...]:
    wrong = [("", batch.faults[index])] if index in batch.faults else []
    errors = batch.errors.get(index, {})
    return (*wrong, *((places[place].id, f"{error} {NO_VALUE}") for place, error in errors.items() if place in places))


def _row(
    sheet: str,
    number: int,
    cells: Sequence[str],
    places: Mapping[int, FormField],
    *,
    names: Mapping[int, str],
    trouble: tuple[tuple[str, str], ...],
) -> SheetRow:
    said = {field.id: cells[place].strip() if place < len(cells) else "" for place, field in places.items()}
    typed = {field.id: _typed(field, said[field.id]) for field in places.values()}
    shares = [
        (field.id, f"“{said[field.id]}”不到 1；百分之几就写几，例如 4.35 或 4.35%")
        for field in places.values()
        if field.kind == "percent" and _SHARE.fullmatch(said[field.id])
    ]
    shown = {names.get(n) or f"第 {n + 1} 列": cell for n, cell in enumerate(cells) if cell.strip()}
    return SheetRow(sheet, number, typed, shown, (*trouble, *shares))


def _typed(field: FormField, cell: str) -> Any:
    """A cell as the form would send it: choices by their names."""
    cell = cell.strip()
    if field.kind in {"choice", "yes_no"}:
        names = {name: value for value, name in (field.choices or YES_NO)}
        return names.get(cell, cell)
    if field.kind == "choices":
        names = {name: value for value, name in field.choices}
        return [names.get(part, part) for part in parts_of(cell)]
    return cell


def write_form(register: Register, path: Path) -> None:
    """The empty form as a workbook, whole or not at all: headings with notes, choices to pick from, and how to fill it."""

    def write(beside: Path) -> None:
        with xlsxwriter.Workbook(str(beside), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            _form(book, register.name, register.fields)
            _guide(book, register)

    write_whole(path, write)


def _form(book: xlsxwriter.Workbook, name: str, fields: Sequence[FormField]) -> None:
    sheet = book.add_worksheet(name[:31])
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True, "valign": "vcenter"})
    text = book.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 0)
    for place, field in enumerate(fields):
        sheet.set_column(place, place, max(12, 2 * len(field.name) + 4), text)
        sheet.write_string(0, place, field.name + ("*" if field.required else ""), head)
        if field.help:
            sheet.write_comment(0, place, field.help)
        names = [choice for _, choice in (field.choices or (YES_NO if field.kind == "yes_no" else ()))]
        if names and field.kind != "choices" and len(",".join(names)) < 250:  # what a spreadsheet takes
            sheet.data_validation(1, place, MOST_ROWS, place, {"validate": "list", "source": names})


def _guide(book: xlsxwriter.Workbook, register: Register) -> None:
    sheet = book.add_worksheet("填写说明")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 2, 22)
    sheet.set_column(3, 3, 70, wrapped)
    sheet.write_string(0, 0, f"{register.name}填写说明", bold)
    sheet.write_string(1, 0, f"一行写{register.row}；带 * 的列必须填写；一次最多 {MOST_ROWS} 行。")
    sheet.write_row(3, 0, ("列", "必填", "填什么", "说明"), bold)
    for row, field in enumerate(register.fields, start=4):
        choices = f"可选：{'、'.join(name for _, name in field.choices)}。" if field.choices else ""
        sheet.write_row(
            row, 0, (field.name, "是" if field.required else "", _SORTS.get(field.kind, "文字"), choices + field.help)
        )
