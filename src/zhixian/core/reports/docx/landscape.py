"""A landscape as an official document: every figure drawn, numbered, told in a sentence, with its method and its limits."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from zhixian.core.kernel.charts import Chart
from zhixian.core.kernel.files import write_whole
from zhixian.core.kernel.numerals import numeral
from zhixian.core.landscape.figure import Figure, Landscape
from zhixian.core.registry.places import with_code
from zhixian.core.reports.docx.gongwen import Column, Gongwen
from zhixian.core.reports.landscape import (
    called,
    cells,
    heading,
    invented,
    is_number,
    parts_of,
    said_variant,
    unanswered,
)
from zhixian.core.reports.text import day, fitting, room, shorten

_MOST_ROWS, _MOST_BARS, _LONGEST = 12, 12, 60
_LONGEST_NAME = 22
"""Characters of a bar's name; the table below has the whole one."""
_ACROSS, _SHORT, _MOST_LONG, _LEAST_COLUMN, _LINES_OF_HEADING = 42, 13, 20, 3, 2
"""Of tables, in characters: the page across, what is not broken, what a longer text weighs, the narrowest column; and lines of a heading."""
_HEIGHT, _LEGEND, _ONE_LINE_OF_NAMES = 50, 10, 4
"""Millimetres of a chart over years, and what more than four names below it need."""
_AROUND_BARS, _BAR = 12, 3.5
"""Millimetres of the axis of a chart of bars, and of each bar."""
_FIRST_DAY = "1900-01-01"
"""Before it a spreadsheet has no days, so that nothing can be drawn over them."""


def write_landscape(told: Landscape, path: Path) -> None:
    """Write the report. The same landscape makes the same bytes."""
    write_whole(path, lambda temporary: compose(told).save(temporary))


def compose(told: Landscape) -> Gongwen:
    """The report, ready to save."""
    as_of = date.fromisoformat(told.as_of)
    issue = told.issue
    paper = Gongwen(
        title=f"{told.topic}{called(told)}",
        author=issue.issuer if issue else "",
        as_of=date.fromisoformat(issue.day) if issue else as_of,
    )
    if told.labels:
        paper.mark("、".join(told.labels))
    if issue and issue.number:
        paper.number(issue.number)
    paper.title([shorten(told.topic, 40), called(told)], note=f"（截至{day(as_of)}）")
    place = f"本地指{with_code(told.region)}。" if told.region else ""
    place += f"该企业指{shorten(told.enterprise, 60)}。" if told.enterprise else ""
    paper.text(
        f"本报告由系统根据专题库“{shorten(told.topic, 40)}”算出，共 {told.counted:,} 件申请，截至{day(as_of)}。{place}"
        + "".join(f"{one}。" for one in (*told.passed_over, *filter(None, [said_variant(told)])))
        + f"规则{told.rules}，专题库版本 {told.edition[:12]}。",
        ragged=True,
    )
    if told.terms:
        paper.text(f"数据来源的条款：{shorten(told.terms.rstrip('。.'), 300)}。")
    for paragraph in filter(None, map(str.strip, told.foreword.splitlines())):
        paper.text(paragraph)
    _say_what_was_changed(paper, told)
    parts = parts_of(told)
    for part in parts:
        paper.heading(f"{part.number}、{part.title}")
        if part.question:
            paper.text(f"问题：{part.question}", keep=True)
        for order, figure in enumerate(part.figures, 1):
            _tell(paper, order, figure, invented(told, figure))
    if missing := unanswered(told):
        paper.heading(f"{numeral(len(parts) + 1)}、没有回答的问题")
        paper.text(f"专利数据回答不了，本报告没有回答：{'；'.join(missing)}。")
    if issue:
        paper.text(f"编写人：{issue.signed_by}。" + (f"签发人：{issue.issued_by}。" if issue.issued_by else ""))
        paper.signature(issue.issuer, date.fromisoformat(issue.day))
    return paper


def _say_what_was_changed(paper: Gongwen, told: Landscape) -> None:
    """What people made of what was computed, so that nobody takes the one for the other."""
    reworded = [figure.title for figure in told.figures if figure.reworded]
    if reworded:
        paper.text(f"下列各项的文字由编写人改写，图表和数字没有改动：{'、'.join(reworded)}。")
    if told.left_out:
        paper.text(f"下列各项没有列入本报告：{'、'.join(told.left_out)}。")


def _tell(paper: Gongwen, order: int, figure: Figure, strange: list[str]) -> None:
    """A figure: the heading stays with the sentence, the chart with its caption, and below it the caption of the table with the first
    rows, so that the rest flows overleaf and no chart stands a page away from its table; whatever is held together leaves as much of a
    page empty as it is tall. A matrix is its own table: how it is read stands before it."""
    drawn = _drawable(figure.chart)
    paper.heading(f"（{numeral(order)}）{figure.title}", level=2)
    paper.text(figure.sentence or f"不作结论：{figure.silence}。")
    if figure.computed:
        paper.text(f"系统算出的文字：{figure.computed}")
    if strange:
        paper.text(f"改写的文字里有图表没有的数：{'、'.join(strange)}，不是系统算出的。")
    matrix = drawn is not None and drawn.kind == "matrix"
    if matrix:
        _say_how(paper, figure)
    if drawn is not None:
        paper.matrix(drawn) if matrix else paper.figure(drawn, height=_height(drawn))
    if figure.rows and not matrix:
        _table(paper, figure)
    written = f"（按数据截至 {figure.remark_of} 的一份写，这一项后来变了）" if figure.remark_of else ""
    for paragraph in filter(None, map(str.strip, figure.remark.splitlines())):
        paper.text(f"评注{written}：{paragraph}")
    if not matrix:
        _say_how(paper, figure)


def _say_how(paper: Gongwen, figure: Figure) -> None:
    """Method and limits."""
    paper.text(f"方法：{figure.method}")
    if figure.limits:
        paper.text("局限：" + "；".join(limit.rstrip("。") for limit in figure.limits) + "。")


def _height(chart: Chart) -> int:
    """Millimetres that a chart needs to be read: of bars as many as there are."""
    if chart.kind != "bars":
        return _HEIGHT + _LEGEND * (len(chart.series) > _ONE_LINE_OF_NAMES)
    return round(_AROUND_BARS + _BAR * len(chart.categories))


def _drawable(chart: Chart | None) -> Chart | None:
    """A chart with as many bars as there is room for, names cut, without series that hold nothing; none where nothing could be compared."""
    if chart is None or not any(value for one in chart.series for value in one.values):
        return None
    if chart.kind == "matrix":
        return chart
    if len(chart.categories) == 1 or (chart.kind == "lines" and chart.categories[0] < _FIRST_DAY):
        return None
    told = tuple(
        one for one in chart.series if any(one.values) or (chart.kind == "lines" and set(one.values) != {None})
    )
    if chart.kind != "bars":
        return replace(chart, series=told)
    series = tuple(replace(one, values=one.values[:_MOST_BARS]) for one in told)
    return replace(
        chart, categories=tuple(fitting(name, _LONGEST_NAME) for name in chart.categories[:_MOST_BARS]), series=series
    )


def _table(paper: Gongwen, figure: Figure) -> None:
    """The first rows; of a course over the years the last."""
    over_years = figure.columns[0].name == "year"
    kept = figure.rows[-_MOST_ROWS:] if over_years else figure.rows[:_MOST_ROWS]
    rows = [[shorten(value, _LONGEST) for value in row] for row in cells(figure, kept)]
    numbers = [is_number(figure, at) for at in range(len(figure.columns))]
    headings = [heading(column) for column in figure.columns]
    columns = [
        Column(named, share, figures=figures)
        for named, share, figures in zip(headings, _shares(headings, rows), numbers, strict=True)
    ]
    more = len(figure.rows) - len(rows)
    paper.table(figure.title, columns, rows, note=f"另有 {more:,} 行没有列出。" if more > 0 else "")


def _shares(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Widths of columns, in characters: short texts stay on one line as long as there is room, long ones share what is left by length.

    Headings may break over lines.
    """
    needs = [
        max(_LEAST_COLUMN, room(named) / _LINES_OF_HEADING + 1.5, *(room(row[at]) + 1 for row in rows))
        for at, named in enumerate(headings)
    ]
    if sum(needs) <= _ACROSS:
        return needs
    short = [need if need <= _SHORT else 0 for need in needs]
    left = max(_ACROSS - sum(short), _SHORT)
    long = [0 if kept else min(need, _MOST_LONG) for kept, need in zip(short, needs, strict=True)]
    return [kept or left * need / sum(long) for kept, need in zip(short, long, strict=True)]
