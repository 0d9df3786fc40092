"""A landscape as its page draws it: parts with their figures, each with its chart, its table and the form to edit it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from zhixian.core.kernel.charts import Chart
from zhixian.core.landscape.figure import Figure
from zhixian.core.reports.landscape import cells, heading, invented, is_number
from zhixian.core.reports.landscape import parts_of as parts_told
from zhixian.web.navigation.forms.landscapes import FigureForm
from zhixian.web.navigation.models import Landscape
from zhixian.web.navigation.written import as_computed, edited

MOST_BARS = 20
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure of the page. `computed` is the sentence as the engine gave it, where somebody wrote another."""

    figure: Figure
    sentence: str
    computed: str
    remark: str
    out: bool
    chart: dict[str, Any] | None
    rows_of_chart: int
    headings: list[tuple[str, bool]]
    rows: list[list[str]]
    more: int
    form: Any = None
    open: bool = False
    strange: tuple[str, ...] = ()
    """Numbers of a reworded sentence that the figure has not."""
    sentence_before: str = ""
    remark_of: str = ""
    """As the edits of a landscape have them."""


@dataclass(frozen=True, slots=True)
class Part:
    """Figures under one heading."""

    number: str
    title: str
    question: str
    figures: list[Drawn]


def parts_of(row: Landscape, *, editing: bool, refused: Any = None, figure: str = "") -> list[Part]:
    """Everything that the page shows; figures that were left out only to those who edit."""
    told = as_computed(row)
    if not editing:
        told = replace(told, figures=tuple(one for one in told.figures if not row.edits.get(one.id, {}).get("out")))
    return [
        Part(
            part.number, part.title, part.question,
            [
                replace(_drawn(one, row, editing=editing, refused=refused if one.id == figure else None), strange=tuple(invented(told, edited(row, one))))
                for one in part.figures
            ],
        )
        for part in parts_told(told)
    ]  # fmt: skip


def _drawn(figure: Figure, row: Landscape, *, editing: bool, refused: Any) -> Drawn:
    edit = row.edits.get(figure.id, {})
    chart = chart_data(figure.chart)
    numbers = [is_number(figure, at) for at in range(len(figure.columns))]
    form = refused
    if editing and form is None:
        told = {
            "sentence": edit.get("sentence", figure.sentence),
            "remark": edit.get("remark", ""),
            "out": edit.get("out", False),
        }
        form = FigureForm(initial={**told, "version": row.version}, prefix=None, auto_id=f"{figure.id}_%s")
    elif form is not None:
        form.auto_id = f"{figure.id}_%s"
    return Drawn(
        figure, edit.get("sentence", figure.sentence), figure.sentence if "sentence" in edit else "", edit.get("remark", ""),
        bool(edit.get("out")), chart, len(chart.get("bars", chart.get("series", []))) if chart else 0,
        [(heading(column), number) for column, number in zip(figure.columns, numbers, strict=True)],
        cells(figure, figure.rows[:MOST_ROWS]), max(0, len(figure.rows) - MOST_ROWS),
        form, refused is not None, sentence_before=edit.get("sentence_before", ""), remark_of=edit.get("remark_of", ""),
    )  # fmt: skip


def chart_data(chart: Chart | None) -> dict[str, Any] | None:
    """What charts.js draws; None where there is nothing to see."""
    if chart is None or not any(value for one in chart.series for value in one.values):
        return None
    if chart.kind == "bars":
        bars = zip(chart.categories, chart.series[0].values, strict=True)
        return {
            "sort": "bars",
            "unit": chart.unit,
            "bars": [[name, float(value or 0)] for name, value in bars][:MOST_BARS],
        }
    return {
        "sort": chart.kind, "unit": chart.unit, "categories": list(_categories(chart)),
        "series": [
            {"name": one.name, "role": one.role, "values": [None if value is None else float(value) for value in one.values]}
            for one in chart.series
        ],
    }  # fmt: skip


def _categories(chart: Chart) -> Iterator[str]:
    """The last days of years are called by their year."""
    for name in chart.categories:
        yield name.removesuffix("-12-31") if chart.kind == "lines" else name
