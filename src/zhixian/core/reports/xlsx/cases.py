"""Figures of cases by year as a workbook."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from zhixian.core.analysis.cases.figures import FIGURES, NOTES, Figures, Year
from zhixian.core.analysis.cases.infringers import Infringer
from zhixian.core.reports.xlsx.workbook import Book, Cell, Field, write_book

_COUNTS = [
    Field("立案", 10, "count"), Field("结案", 10, "count"), Field("办理天数中位数", 16, "decimal"), Field("超期", 10, "count"),
    Field("移送", 10, "count"), Field("公安立案", 10, "count"), Field("退回", 10, "count"), Field("挂牌督办", 10, "count"),
]  # fmt: skip
_YEAR = Field("年份", 8)
_AGAIN = [
    Field("涉嫌侵权人", 34, "long"), Field("统一社会信用代码", 22), Field("案件数", 10, "count"), Field("案号或文号", 50, "long"),
]  # fmt: skip
_NOTES = [Field("项目", 18), Field("说明", 90, "long")]


def write_cases_xlsx(
    years: Sequence[Year], again: Sequence[Infringer], path: Path, *, as_of: date, label: str = ""
) -> None:
    """Write sheets 按年, 按渠道, 按权利种类, 重复侵权, 说明. The same data make the same bytes. Refuses a path that cannot be written."""

    def fill(book: Book) -> None:
        book.sheet("按年", [_YEAR, *_COUNTS], ([str(year.year), *_cells(year.whole)] for year in years))
        book.sheet("按渠道", [_YEAR, Field("渠道", 18), *_COUNTS], _broken(years, "by_channel"))
        book.sheet("按权利种类", [_YEAR, Field("权利种类", 14), *_COUNTS], _broken(years, "by_subject"))
        book.sheet("重复侵权", _AGAIN, map(_again, again))
        about = {"统计截至": str(as_of), "数据性质": label, **NOTES}
        book.sheet("说明", _NOTES, ((name, words) for name, words in about.items() if words))

    write_book(path, title="知识产权案件统计", note=label or f"统计截至 {as_of}", fill=fill)


def _cells(figures: Figures) -> list[Cell]:
    return [getattr(figures, name) for name in FIGURES]


def _broken(years: Sequence[Year], way: str) -> Iterator[list[Cell]]:
    for year in years:
        for name, figures in getattr(year, way).items():
            yield [str(year.year), name, *_cells(figures)]


def _again(one: Infringer) -> list[Cell]:
    numbers = "、".join(case.values["number"] for case in one.cases)
    return ["、".join(one.names), one.code, len(one.cases), numbers]
