"""A figure as a file: CSV, XLSX and JSON with the same rows, saying what they are and what must be said of them."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

from zhixian.core.reports.text import SUMS
from zhixian.core.reports.xlsx.workbook import Book, Field, write_book
from zhixian.web.indicators.charts import group_name
from zhixian.web.indicators.models import Edition, Figure
from zhixian.web.kit.cells import safe_cell
from zhixian.web.kit.plan import the_plan
from zhixian.web.kit.sending import XLSX, content_made

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX,
    "json": "application/json; charset=utf-8",
}


def written(figure: Figure, edition: Edition, form: str) -> bytes:
    """The figure in one of FORMS."""
    return {"csv": _csv, "xlsx": _xlsx, "json": _json}[form](figure, edition)


def _about(figure: Figure, edition: Edition) -> list[tuple[str, str]]:
    """What a reader must know beside the numbers."""
    lines = [
        ("指标", figure.name),
        ("编号", figure.indicator),
        ("单位", figure.unit),
        ("口径", figure.definition),
        ("口径版本", figure.version),
        ("数据截至", edition.as_of.isoformat()),
        ("快照", edition.snapshot),
        ("行政区划", edition.region),
        ("数值", figure.shown if figure.value is not None else figure.reason),
    ]
    if figure.numerator is not None and figure.denominator is not None:
        lines += [("分子", str(figure.numerator)), ("分母", str(figure.denominator))]
    if figure.goal is not None and figure.due is not None:
        lines += [
            ("目标", figure.goal_shown),
            ("期限", figure.due.isoformat()),
            ("条款", the_plan().place_name(figure.clause)),
        ]
    if figure.sentence:
        lines.append(("预测", figure.sentence))
    return [*lines, *(("数据性质", label) for label in edition.labels)]


def _csv(figure: Figure, edition: Edition) -> bytes:
    """Columns day, value, unit and what the data are, on every row: a CSV loses its head as soon as it is copied."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(["日期", safe_cell(figure.name), "单位", "数据截至", "快照", "数据性质"])
    said = [
        safe_cell(figure.unit),
        edition.as_of.isoformat(),
        edition.snapshot,
        safe_cell("、".join(edition.labels) or "登记数据"),
    ]
    for day, value in [*figure.series, *_today(figure, edition)]:
        writer.writerow([day, "" if value is None else value, *said])
    return ("\ufeff" + file.getvalue()).encode()


def _today(figure: Figure, edition: Edition) -> list[tuple[str, str]]:
    """The published value itself, unless a month ends on that very day."""
    day = edition.as_of.isoformat()
    if figure.value is None or (figure.series and figure.series[-1][0] == day):
        return []
    return [(day, f"{figure.value.normalize():f}")]


def _xlsx(figure: Figure, edition: Edition) -> bytes:
    def fill(book: Book) -> None:
        rows = [*figure.series, *_today(figure, edition)]
        kind = "sum" if figure.unit in SUMS else "decimal"
        book.sheet("数值", [Field("日期", 14), Field(f"{figure.name}（{figure.unit}）", 30, kind)], (
            (day, None if value is None else Decimal(value)) for day, value in rows
        ))  # fmt: skip
        for found in figure.breakdown:
            heads = [Field(found["name"], 24), Field(f"{found['day']}（{figure.unit}）", 24, kind)]
            groups = ((group_name(code), None if value is None else Decimal(value)) for code, value in found["groups"])
            book.sheet(f"按{found['name']}", heads, groups)
        book.sheet("说明", [Field("项目", 14), Field("内容", 80, "long")], _about(figure, edition))

    note = "、".join(edition.labels) or f"数据截至 {edition.as_of}"
    return content_made(lambda path: write_book(path, title=figure.name, note=note, fill=fill), "figure.xlsx")


def as_data(figure: Figure, edition: Edition) -> dict[str, Any]:
    """The figure as plain data, for the file and for the API."""
    return {
        "id": figure.indicator,
        "name": figure.name,
        "unit": figure.unit,
        "definition": figure.definition,
        "version": figure.version,
        "snapshot": edition.snapshot,
        "as_of": edition.as_of.isoformat(),
        "region": edition.region,
        "labels": edition.labels,
        "value": None if figure.value is None else f"{figure.value.normalize():f}",
        "reason": figure.reason or None,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "goal": None if figure.goal is None else f"{figure.goal.normalize():f}",
        "due": figure.due and figure.due.isoformat(),
        "met": figure.met,
        "forecast": {"sentence": figure.sentence, "method": figure.method, "ahead": figure.ahead}
        if figure.sentence
        else None,
        "series": [{"day": day, "value": value} for day, value in figure.series],
        "breakdown": figure.breakdown,
    }


def _json(figure: Figure, edition: Edition) -> bytes:
    return json.dumps(as_data(figure, edition), ensure_ascii=False, indent=1).encode()
