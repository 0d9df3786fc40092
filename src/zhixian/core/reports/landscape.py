"""A landscape as JSON and as a person reads it on a terminal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from zhixian.core.kernel.charts import Chart, Series
from zhixian.core.kernel.numerals import numeral
from zhixian.core.landscape.figure import Column, Figure, Landscape, numbers_of_none
from zhixian.core.landscape.variants import WHOLE, variants
from zhixian.core.registry.places import with_code
from zhixian.core.reports import screen
from zhixian.core.reports.text import NO_FIGURE, clean, labelled

MOST_ROWS = 12
YEARS = "年"
"""The unit of columns that hold years of the calendar."""
_MOST_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Told:
    """A part of a report with those of its figures that are there; `number` is written in Chinese."""

    number: str
    title: str
    question: str
    figures: tuple[Figure, ...]


def parts_of(told: Landscape) -> list[Told]:
    """The parts of a landscape in the order of its variant; those without any figure are left out and not counted."""
    figures = {figure.id: figure for figure in told.figures}
    kept = [
        (part, present)
        for part in variants()[told.variant].parts
        if (present := tuple(figures[name] for name in part.figures if name in figures))
    ]
    return [Told(numeral(nr), part.title, part.question, present) for nr, (part, present) in enumerate(kept, 1)]


def called(told: Landscape) -> str:
    """What the report is called: 专利导航报告, with its variant where it is one of several."""
    return f"专利导航报告{variants()[told.variant].in_brackets}"


def invented(told: Landscape, figure: Figure) -> list[str]:
    """Numbers of a reworded sentence that neither the figure nor the head of the report has."""
    if not figure.reworded:
        return []
    computed = replace(figure, sentence="")
    return numbers_of_none(
        computed, figure.sentence, known=[told.topic, told.as_of, str(told.total), str(told.counted)]
    )


def said_variant(told: Landscape) -> str:
    """By which definition the parts are ordered; empty for the whole one."""
    return variants()[told.variant].definition


def unanswered(told: Landscape) -> tuple[str, ...]:
    """What such a report should answer and patents do not."""
    return variants()[told.variant].open


def as_json(told: Landscape) -> dict[str, Any]:
    """Plain data: what a page draws and a script reads."""
    return {
        "topic": told.topic, "edition": told.edition, "as_of": told.as_of, "total": told.total, "counted": told.counted,
        "terms": told.terms, "labels": list(told.labels), "region": told.region, "rules": told.rules, "variant": told.variant,
        "enterprise": told.enterprise,
        "parts": [
            {"title": part.title, "question": part.question, "figures": [one.id for one in part.figures]} for part in parts_of(told)
        ],
        "unanswered": list(unanswered(told)),
        "passed_over": list(told.passed_over), "figures": [_figure(figure) for figure in told.figures],
    }  # fmt: skip


def _figure(figure: Figure) -> dict[str, Any]:
    chart = figure.chart and {
        "kind": figure.chart.kind, "title": figure.chart.title, "unit": figure.chart.unit, "categories": list(figure.chart.categories),
        "series": [{"name": one.name, "values": list(one.values), "role": one.role} for one in figure.chart.series],
    }  # fmt: skip
    return {
        "id": figure.id, "title": figure.title, "columns": [{"name": c.name, "title": c.zh, "unit": c.unit} for c in figure.columns],
        "rows": figure.as_dicts(), "chart": chart, "sentence": figure.sentence, "silence": figure.silence, "method": figure.method,
        "limits": list(figure.limits),
    }  # fmt: skip


def from_json(told: Mapping[str, Any]) -> Landscape:
    """The landscape that `as_json` told, after a way through JSON: numbers stay numbers, days are texts."""
    plain = {name: told[name] for name in ("topic", "edition", "as_of", "total", "counted", "terms", "region", "rules")}
    return Landscape(
        **plain, figures=tuple(map(_figure_from, told["figures"])), labels=tuple(told["labels"]),
        passed_over=tuple(told["passed_over"]), variant=told.get("variant", WHOLE),
        enterprise=told.get("enterprise"),
    )  # fmt: skip


def _figure_from(told: Mapping[str, Any]) -> Figure:
    columns = tuple(Column(column["name"], column["title"], column["unit"]) for column in told["columns"])
    chart = told["chart"]
    series = [(one["name"], one["values"], one["role"]) for one in chart["series"]] if chart else []
    drawn = chart and Chart(
        chart["kind"], chart["title"], tuple(chart["categories"]),
        tuple(Series(name, tuple(None if value is None else Decimal(str(value)) for value in values), role) for name, values, role in series),
        chart["unit"],
    )  # fmt: skip
    rows = tuple(tuple(row[column.name] for column in columns) for row in told["rows"])
    return Figure(
        told["id"],
        told["title"],
        columns,
        rows,
        told["method"],
        drawn,
        told["sentence"],
        told["silence"],
        tuple(told["limits"]),
    )


def landscape_table(told: Landscape) -> RenderableType:
    """Every figure: what can be said of it, its first rows, how it was counted."""
    place = f"　本地 {with_code(told.region)}" if told.region else ""
    place += f"　企业 {told.enterprise}" if told.enterprise else ""
    head = f"专利导航{variants()[told.variant].in_brackets}　{told.topic}　截至 {told.as_of}　{told.counted:,} 件{place}　版本 {told.edition[:12]}…{labelled(told.labels)}"
    parts: list[RenderableType] = [Text(clean(head), style="bold")]
    parts += [Text(one) for one in told.passed_over]
    told_before = 0
    for part in parts_of(told):
        parts += [
            Text(""),
            Text(f"{part.number}、{part.title}{'　' if part.question else ''}{part.question}", style="bold"),
        ]
        for number, figure in enumerate(part.figures, told_before + 1):
            parts += _parts(number, figure)
        told_before += len(part.figures)
    if missing := unanswered(told):
        parts += [Text(""), Text(f"没有回答的问题：{'；'.join(missing)}。")]
    if said := said_variant(told):
        parts.append(Text(f"{said}。"))
    parts.append(Text(f"规则{told.rules}　条款：{told.terms or '（没有写明）'}"))
    return Group(*parts)


def _parts(number: int, figure: Figure) -> list[RenderableType]:
    title = f"{number}. {figure.title}"
    parts: list[RenderableType] = [Text("")]
    if figure.rows:
        columns = [
            screen.Column(heading(column), figures=is_number(figure, at), wraps=not is_number(figure, at))
            for at, column in enumerate(figure.columns)
        ]
        parts.append(screen.Rows(title, columns, cells(figure, figure.rows[:MOST_ROWS])))
        if (more := len(figure.rows) - MOST_ROWS) > 0:
            parts.append(Text(f"另有 {more:,} 行，见 --json"))
    else:
        parts.append(Text(title, style="bold"))
    parts.append(Text(clean(figure.sentence or f"（不作结论：{figure.silence}。）")))
    parts += [Text(clean(f"方法：{figure.method}"), style="dim")]
    return [*parts, *(Text(clean(f"局限：{limit}"), style="dim") for limit in figure.limits)]


def heading(column: Column) -> str:
    """A column's heading with its unit."""
    return f"{column.zh}（{column.unit}）" if column.unit and column.unit != YEARS else column.zh


def is_number(figure: Figure, at: int) -> bool:
    """Whether a column holds figures."""
    return any(isinstance(row[at], int | float | Decimal) for row in figure.rows)


def cell(value: Any, *, year: bool = False, decimals: int | None = None) -> str:
    """A cell as text: thousands as in sentences; a year without separators; `decimals` as many as the rest of a column has."""
    if value is None or value == "":
        return NO_FIGURE if value is None else ""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    if year:
        return str(int(value))
    if isinstance(value, int):
        return f"{value:,}"
    text = f"{value:,.{_MOST_DECIMALS if decimals is None else decimals}f}"
    text = text if any(digit in text for digit in "123456789") else text.removeprefix("-")
    return text if decimals is not None else text.rstrip("0").rstrip(".")


def cells(figure: Figure, rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    """Rows of a figure as texts. The fractions of a column have as many decimals as the one that needs most of them in all rows."""
    ways = [(column.unit == YEARS, _decimals(figure, at)) for at, column in enumerate(figure.columns)]
    return [
        [cell(value, year=year, decimals=decimals) for value, (year, decimals) in zip(row, ways, strict=True)]
        for row in rows
    ]


def _decimals(figure: Figure, at: int) -> int | None:
    """Decimals of a column that holds fractions, of which a share has one at least; None for one of whole numbers."""
    values = [row[at] for row in figure.rows if isinstance(row[at], float | Decimal)]
    needed = [len(f"{value:.{_MOST_DECIMALS}f}".rstrip("0").partition(".")[2]) for value in values]
    return max(*needed, int(figure.columns[at].unit == "%")) if needed else None
