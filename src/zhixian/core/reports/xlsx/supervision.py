"""The table of lights as a workbook."""

from collections.abc import Iterator
from pathlib import Path

from zhixian.core.reports.supervision import SupervisionTable
from zhixian.core.reports.xlsx.workbook import Book, Cell, Field, write_book

_FIELDS = [
    Field("条款", 14),
    Field("任务", 34, "long"),
    Field("责任单位", 22),
    Field("牵头", 8),
    Field("灯", 8),
    Field("依据", 90, "long"),
]
_NOTES = [Field("项目", 18), Field("说明", 90, "long")]


def write_table_xlsx(table: SupervisionTable, path: Path) -> None:
    """Write sheets 督查, 说明: one row for each clause and unit."""

    def fill(book: Book) -> None:
        book.sheet("督查", _FIELDS, _rows(table))
        about = {
            "方案": table.plan_title,
            "截至": str(table.as_of),
            "规则": table.rule,
            "数据性质": table.label,
            **{f"{name}灯": f"{number} 个" for name, number in table.counts},
        }
        book.sheet("说明", _NOTES, ((name, words) for name, words in about.items() if words))

    write_book(path, title=f"{table.plan_title}督查情况表", note=table.label, fill=fill)


def _rows(table: SupervisionTable) -> Iterator[list[Cell]]:
    for line in table.lines:
        for unit in line.units:
            yield [line.place, line.title, unit, "是" if line.leads else "", line.light, "；".join(line.reasons)]
