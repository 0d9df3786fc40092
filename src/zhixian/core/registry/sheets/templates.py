"""Our own Excel templates: forms for what has no export, and what their columns are."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter

from zhixian.core.kernel.files import write_whole
from zhixian.core.kernel.industries import divisions
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.sheets.headings import plain_heading
from zhixian.core.registry.sheets.packaged import packaged

NUMBERING = "序号"
EXAMPLE = "示例"
"""Stands in the first column of the example row, which the import passes over."""
INSTRUCTIONS = "说明"
"""Name of the second sheet."""
INDUSTRIES = "行业大类"
"""Name of the sheet that a column of industries is chosen from; Excel takes no list so long in a cell's own rule."""
LAST_FORM_ROW = 5_000
_HOW = (
    "每行一条，第一行表头不要改动、不要合并单元格；列可以换次序，用不到的列可以空着。",
    "“序号”为“示例”的一行只作样子，导入时不读，可以删去。",
    "日期写成 2018-03-15 这样；金额以元为单位，最多两位小数；表头改成（万元）的，按万元读。",
    "带 * 的列必须填写；空着或写错时这一行不收，导入报告会写明行、列和原因，改好后再导入即可。",
)
_SORTS = {
    "text": "文字", "id": "编号", "party": "名称", "place": "区划代码或地址", "day": "日期", "money": "金额（元）", "integer": "整数",
    "decimal": "数", "list": "列表（分号隔开）", "choice": "选项", "industry": "行业",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """`choices` maps what the form shows to the word of the data contract; `also` other words for the same; `free` allows more, kept as written.

    `short` takes a part of one choice alone (导航) for it. An unreadable cell of a `decisive` column refuses the row, an empty one
    does not. A `later` column was added since: a form without it is known all the same.
    """

    name: str
    zh: str
    sort: str
    required: bool = False
    note: str = ""
    example: str | int = ""
    choices: dict[str, str] = field(default_factory=dict)
    also: dict[str, str] = field(default_factory=dict)
    free: bool = False
    short: bool = False
    decisive: bool = False
    later: bool = False

    @property
    def heading(self) -> str:
        """The heading on the form; required columns are starred."""
        return f"{self.zh}*" if self.required else self.zh


@dataclass(frozen=True)
class Template:
    """One form."""

    kind: str
    zh: str
    columns: tuple[Column, ...]


@cache
def templates() -> dict[str, Template]:
    """All forms by kind."""
    raw: dict[str, Any] = packaged("templates.yaml")
    return {
        kind: Template(kind, form["zh"], tuple(Column(**column) for column in form["columns"]))
        for kind, form in raw.items()
    }


def in_ten_thousands(zh: str) -> str:
    """The heading of an amount that is given in 万元; the heading itself where it names no unit."""
    return zh.replace("（元）", "（万元）")


def spellings(column: Column) -> frozenset[str]:
    """The headings, as they are compared, under which a column may stand."""
    return _spellings(column.zh, column.sort)


@cache
def _spellings(zh: str, sort: str) -> frozenset[str]:
    return frozenset(map(plain_heading, (zh, in_ten_thousands(zh)) if sort == "money" else (zh,)))


def columns(kind: str) -> tuple[Column, ...]:
    """The columns of one form, without the numbering before them. Raises Refusal for a kind that does not exist."""
    return template(kind).columns


def template(kind: str) -> Template:
    """One form. Raises Refusal, listing all kinds, when there is none of that name."""
    known = templates()
    if kind not in known:
        listed = "、".join(f"{name}（{form.zh}）" for name, form in known.items())
        raise Refusal(f"没有“{kind}”这种模板", expected=listed)
    return known[kind]


def kind_asked(name: str) -> str:
    """The kind of a form called by its kind, its Chinese name or the beginning of it; else the word, for `template` to refuse."""
    known = templates()
    if name in known:
        return name
    meant = [kind for kind, form in known.items() if name == form.zh]
    meant = meant or [kind for kind, form in known.items() if name and form.zh.startswith(name)]
    return meant[0] if len(meant) == 1 else name


def write_template(kind: str, path: Path) -> None:
    """Write the empty form as a workbook: headings with notes, choices to pick from, one example row, a sheet of instructions.

    The file appears whole or not at all. Raises Refusal for an unknown kind or a path that cannot be written.
    """
    form = template(kind)

    def write(beside: Path) -> None:
        with xlsxwriter.Workbook(str(beside), {"default_date_format": "yyyy-mm-dd"}) as book:
            _form_sheet(book, form)
            _how_sheet(book, form)
            if any(column.sort == "industry" for column in form.columns):
                _industries_sheet(book)

    write_whole(path, write)


def _form_sheet(book: xlsxwriter.Workbook, form: Template) -> None:
    sheet = book.add_worksheet(form.zh)
    heading = book.add_format(
        {"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    example = book.add_format({"italic": True, "font_color": "#7F7F7F"})
    plain = book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    sheet.write(0, 0, NUMBERING, heading)
    sheet.write(1, 0, EXAMPLE, example)
    for place, column in enumerate(form.columns, start=1):
        shape = {
            "text": plain,
            "id": plain,
            "list": plain,
            "party": plain,
            "place": plain,
            "day": day,
            "industry": plain,
        }.get(column.sort)
        sheet.set_column(place, place, max(12, 2 * len(column.zh) + 4), shape)
        sheet.write(0, place, column.heading, heading)
        if column.note:
            sheet.write_comment(0, place, column.note)
        sheet.write(1, place, column.example, example)
        if rule := _validation(column):
            sheet.data_validation(1, place, LAST_FORM_ROW, place, rule)


def _validation(column: Column) -> dict[str, Any] | None:
    if column.choices:
        rule = {"validate": "list", "source": list(column.choices)}
        return rule | {"error_type": "warning"} if column.free else rule
    if column.sort == "industry":
        return {"validate": "list", "source": f"='{INDUSTRIES}'!$A$1:$A${len(divisions())}", "error_type": "warning"}
    wrong = {"error_title": "格式不对", "error_type": "warning"}
    if column.sort == "money":
        return {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": "应为以元为单位的数", **wrong}
    if column.sort == "integer":
        return {"validate": "integer", "criteria": ">", "value": 0, "error_message": "应为整数", **wrong}
    return None


def _industries_sheet(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(INDUSTRIES)
    sheet.set_column(0, 0, 44)
    for row, one in enumerate(divisions().values()):
        sheet.write(row, 0, one.words)


def _how_sheet(book: xlsxwriter.Workbook, form: Template) -> None:
    sheet = book.add_worksheet(INSTRUCTIONS)
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 2, 16)
    sheet.set_column(3, 3, 60, wrapped)
    sheet.write(0, 0, f"{form.zh}填报说明", bold)
    for row, line in enumerate(_HOW, start=1):
        sheet.write(row, 0, line)
    first = len(_HOW) + 2
    for place, title in enumerate(("列", "必填", "种类", "说明")):
        sheet.write(first, place, title, bold)
    for row, column in enumerate(form.columns, start=first + 1):
        choices = f"可选：{'、'.join(column.choices)}。" if column.choices else ""
        sheet.write_row(
            row, 0, (column.zh, "是" if column.required else "", _SORTS[column.sort], choices + column.note)
        )
