"""Charts of Word's own kind (DrawingML), each with the workbook behind it, so that an officer can edit the figures."""

import io
import math
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph
from xlsxwriter.utility import xl_col_to_name

from zhixian.core.kernel.charts import Chart, Series
from zhixian.core.reports.text import clean, room

_EMU_PER_MM = 36_000
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_FONT = "黑体"
_INK, _GRID = "404040", "D9D9D9"
_COLOURS = {
    "value": "1F4E79",
    "met": "2E75B6",
    "unmet": "ED7D31",
    "goal": "C00000",
    "forecast": "1F4E79",
    "band": "BDD7EE",
}
_PALETTE = ("1F4E79", "ED7D31", "70AD47", "7030A0", "C00000", "00B0F0", "7F6000", "A6A6A6")
"""Several values side by side, each in a colour of its own."""
_BARS = ("columns", "bars", "stacked")
_MOST_LABELLED = 14
_COLUMN_ROLES = ("value", "met", "unmet")
_SHEET = "数据"
_MOST_LABELS = 9
_SHORT_COLUMN = 20
_NAME_POINTS, _ACROSS = 9, 156 / 25.4 * 72
"""Points of a character of a name, and of the page across."""
_MOST_FOR_NAMES = 0.5
_AXIS_BARS = 2.2
"""Bars that the axis below bars takes the room of."""
_FEW = 8
_ASLANT = -2_700_000
_GAPS = {"bars": 35}
"""Percent of a bar that lies between two: lying ones are high enough for their figures."""


def add_chart(document: Document, paragraph: Paragraph, chart: Chart, *, number: int, width: int, height: int) -> None:
    """Put a chart into a paragraph; width and height in mm. `number` makes its part names and ids unique."""
    package = document.part.package
    workbook = Part(
        PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"), _WORKBOOK_TYPE, _workbook(chart), package
    )
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART_TYPE, b"", package)
    part._blob = chart_xml(chart, part.relate_to(workbook, f"{_RELATION}/package")).encode()  # noqa: SLF001 -- needs its own relation first
    relation = document.part.relate_to(part, f"{_RELATION}/chart")
    inline = parse_xml(
        f'<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        f'xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width * _EMU_PER_MM}" cy="{height * _EMU_PER_MM}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="图{number}" title={quoteattr(clean(chart.title))} '
        f"descr={quoteattr(clean(chart.description or chart.title))}/>"
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_DRAWING}/chart">'
        f'<c:chart xmlns:c="{_DRAWING}/chart" xmlns:r="{_RELATION}" r:id="{relation}"/>'
        f"</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    paragraph.add_run()._r.append(inline)  # noqa: SLF001 -- python-docx draws pictures only


def drawn_series(chart: Chart) -> list[Series]:
    """The series as they are drawn: low and high become a transparent floor and the band that stands on it.

    Before the forecast the floor follows the actual figures and the band is 0, so that no edge is drawn where it opens.
    """
    by_role = {series.role: series for series in chart.series}
    low, high, actual = by_role.get("low"), by_role.get("high"), by_role.get("value")
    drawn = [series for series in chart.series if series.role not in {"low", "high"}]
    if low is None or high is None or actual is None:
        return drawn
    floor = tuple(known if a is None else a for a, known in zip(low.values, actual.values, strict=True))
    band = tuple(Decimal(0) if a is None or b is None else b - a for a, b in zip(low.values, high.values, strict=True))
    return [Series(f"{low.name}（绘图用）", floor, "floor"), Series("预测区间", band, "band"), *drawn]


def chart_xml(chart: Chart, workbook: str) -> str:
    """The chart part. `workbook` is the relation id of the embedded workbook."""
    drawn = list(enumerate(drawn_series(chart), 1))
    columns = [(n, s) for n, s in drawn if chart.kind in _BARS and s.role in _COLUMN_ROLES]
    areas = [(n, s) for n, s in drawn if s.role in {"floor", "band"}]
    lines = [(n, s) for n, s in drawn if (n, s) not in columns and (n, s) not in areas]
    axes = '<c:axId val="1001"/><c:axId val="1002"/>'
    groups = ""
    if areas:
        body = "".join(_series_xml(chart, n, s, _fill(chart, s)) for n, s in areas)
        groups += f'<c:areaChart><c:grouping val="stacked"/><c:varyColors val="0"/>{body}{axes}</c:areaChart>'
    if columns:
        labels = chart.kind != "stacked" and len(chart.categories) <= _MOST_LABELLED
        body = "".join(_series_xml(chart, n, s, _fill(chart, s), labels=labels) for n, s in columns)
        lying, grouping = (
            "bar" if chart.kind == "bars" else "col",
            "stacked" if chart.kind == "stacked" else "clustered",
        )
        groups += (
            f'<c:barChart><c:barDir val="{lying}"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>{body}'
            f'<c:gapWidth val="{_GAPS.get(chart.kind, 90)}"/><c:overlap val="100"/>{axes}</c:barChart>'
        )
    if lines:
        body = "".join(_series_xml(chart, n, s, _stroke(chart, s), line=True) for n, s in lines)
        groups += f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{body}<c:marker val="1"/>{axes}</c:lineChart>'
    hidden = "".join(
        f'<c:legendEntry><c:idx val="{n - 1}"/><c:delete val="1"/></c:legendEntry>'
        for n, s in areas
        if s.role == "floor"
    )
    legend = f'<c:legend><c:legendPos val="b"/>{hidden}<c:overlay val="0"/>{_text_xml(900)}</c:legend>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{_DRAWING}/chart" xmlns:a="{_DRAWING}/main" xmlns:r="{_RELATION}">'
        '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/>'
        f'<c:chart><c:autoTitleDeleted val="1"/><c:plotArea>{_layout_xml(chart)}{groups}{_axes_xml(chart)}</c:plotArea>'
        f"{legend if len(drawn) > 1 else ''}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{_text_xml(900)}<c:externalData r:id="{workbook}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _layout_xml(chart: Chart) -> str:
    """Of bars, where their names end: left to itself a reader gives long names too little room and breaks them over each other."""
    if chart.kind != "bars":
        return "<c:layout/>"
    widest = max(map(room, chart.categories), default=0)
    names = min(_MOST_FOR_NAMES, (widest + 1) * _NAME_POINTS / _ACROSS)
    bars = len(chart.categories)
    high = bars / (bars + _AXIS_BARS)
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{names:.4f}"/><c:y val="0.01"/><c:w val="{0.97 - names:.4f}"/><c:h val="{high:.4f}"/></c:manualLayout></c:layout>'
    )


def _axes_xml(chart: Chart) -> str:
    line = f'<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="{_GRID}"/></a:solidFill></a:ln></c:spPr>'
    crosses = "max" if chart.kind == "bars" else "autoZero"
    between = "between" if chart.kind in _BARS else "midCat"
    below = "b" if chart.kind == "bars" else "l"
    return (
        f"{_category_axis_xml(chart, line)}"
        f'<c:valAx><c:axId val="1002"/><c:scaling><c:orientation val="minMax"/>{_bounds_xml(chart)}</c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{below}"/><c:majorGridlines>{line}</c:majorGridlines>{_axis_title_xml(chart)}'
        '<c:numFmt formatCode="#,##0.##" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/>{line}{_text_xml(900)}<c:crossAx val="1001"/><c:crosses val="{crosses}"/>'
        f'<c:crossBetween val="{between}"/>{_whole_steps_xml(chart)}</c:valAx>'
    )


def _category_axis_xml(chart: Chart, line: str) -> str:
    """Names below the columns, of many every second or third, and aslant where they are years: a reader that names them all would
    break them inside the number; for lines an axis of days that names as many months or years as there
    is room for."""
    years = chart.kind not in ("lines", "bars") and all(map(str.isdigit, chart.categories))
    turn = _ASLANT if years and len(chart.categories) > _MOST_LABELLED else 0
    named = 1 if chart.kind == "bars" else max(1, math.ceil(len(chart.categories) / _MOST_LABELLED))
    tag, number, rest = (
        "catAx",
        "General",
        f'<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:tickLblSkip val="{named}"/><c:noMultiLvlLbl val="1"/>',
    )
    if chart.kind == "lines":
        days = [date.fromisoformat(category) for category in chart.categories]
        months = (days[-1].year - days[0].year) * 12 + days[-1].month - days[0].month
        yearly = all((one.month, one.day) == (12, 31) for one in days)
        step = next((s for s in (1, 3, 6, 12, 24, 60) if months <= s * _MOST_LABELS and (s >= 12 or not yearly)), 120)
        tag, number = "dateAx", 'yyyy"年"' if step >= 12 else "yyyy\\.m"
        unit, count = ("years", step // 12) if step >= 12 else ("months", step)
        rest = (
            f'<c:auto val="0"/><c:lblOffset val="100"/><c:baseTimeUnit val="months"/><c:majorUnit val="{count}"/>'
            f'<c:majorTimeUnit val="{unit}"/>'
        )
    ticks = "out" if chart.kind == "lines" else "none"
    order, side = ("maxMin", "l") if chart.kind == "bars" else ("minMax", "b")
    return (
        f'<c:{tag}><c:axId val="1001"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{side}"/><c:numFmt formatCode={quoteattr(number)} sourceLinked="0"/><c:majorTickMark val="{ticks}"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/>{line}{_text_xml(900, turn=turn)}<c:crossAx val="1002"/>'
        f'<c:crosses val="autoZero"/>{rest}</c:{tag}>'
    )


def _categories_xml(chart: Chart) -> str:
    """The cached categories: names, or days as Excel counts them."""
    place = f"<c:f>{_SHEET}!$A$2:$A${len(chart.categories) + 1}</c:f>"
    count = f'<c:ptCount val="{len(chart.categories)}"/>'
    if chart.kind == "lines":
        cells = [str(_serial(category)) for category in chart.categories]
        values = "".join(f'<c:pt idx="{i}"><c:v>{cell}</c:v></c:pt>' for i, cell in enumerate(cells))
        return f"<c:numRef>{place}<c:numCache><c:formatCode>yyyy-mm-dd</c:formatCode>{count}{values}</c:numCache></c:numRef>"
    values = "".join(f'<c:pt idx="{i}"><c:v>{escape(clean(c))}</c:v></c:pt>' for i, c in enumerate(chart.categories))
    return f"<c:strRef>{place}<c:strCache>{count}{values}</c:strCache></c:strRef>"


def _serial(iso: str) -> int:
    """A day as Excel counts it."""
    return (date.fromisoformat(iso) - date(1899, 12, 30)).days


def _bounds_xml(chart: Chart) -> str:
    return '<c:min val="0"/>' if chart.kind in _BARS else ""


def _whole_steps_xml(chart: Chart) -> str:
    """Steps of one where few things are counted, of which there is no half."""
    values = [value for one in chart.series for value in one.values if value is not None]
    few = bool(values) and max(values) <= _FEW and all(value == int(value) for value in values)
    return '<c:majorUnit val="1"/>' if few and chart.kind in _BARS else ""


def _axis_title_xml(chart: Chart) -> str:
    unit, turn = chart.unit, 0 if chart.kind == "bars" else -5_400_000
    return (
        f'<c:title><c:tx><c:rich><a:bodyPr rot="{turn}" vert="horz"/><a:p><a:pPr>'
        f'<a:defRPr sz="900" b="0"/></a:pPr><a:r><a:rPr lang="zh-CN" sz="900" b="0">{_font_xml()}</a:rPr>'
        f'<a:t>{escape(clean(unit))}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    )


def _series_xml(
    chart: Chart, number: int, series: Series, shape: str, *, labels: bool = False, line: bool = False
) -> str:
    """One series; column `number` of the embedded sheet holds it, column A the categories."""
    rows = len(chart.categories)
    column = xl_col_to_name(number)
    smooth = '<c:smooth val="0"/>' if line else ""
    label = _labels_xml(chart, series) if labels else ""
    points = "".join(f'<c:pt idx="{i}"><c:v>{v:f}</c:v></c:pt>' for i, v in enumerate(series.values) if v is not None)
    return (
        f'<c:ser><c:idx val="{number - 1}"/><c:order val="{number - 1}"/><c:tx><c:strRef><c:f>{_SHEET}!${column}$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(clean(series.name))}</c:v></c:pt></c:strCache>'
        f"</c:strRef></c:tx>{shape}{_marker(chart, series) if line else ''}{label}<c:cat>{_categories_xml(chart)}</c:cat><c:val><c:numRef>"
        f"<c:f>{_SHEET}!${column}$2:${column}${rows + 1}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{rows}"/>{points}</c:numCache></c:numRef></c:val>{smooth}</c:ser>'
    )


def _labels_xml(chart: Chart, series: Series) -> str:
    """The figure in white inside the head of its column, clear of the goal's line; above a column too short for it."""
    highest = max((value for one in chart.series for value in one.values if value is not None), default=Decimal(0))
    percents = "%" in chart.unit
    least = Decimal(_SHORT_COLUMN) if percents else highest * _SHORT_COLUMN / 100
    places = "#,##0.0" if percents else "#,##0.##"
    short = [i for i, value in enumerate(series.values) if value is not None and value < least]
    points = "".join(f'<c:dLbl><c:idx val="{i}"/>{_label_xml("outEnd", _INK, places)}</c:dLbl>' for i in short)
    return f"<c:dLbls>{points}{_label_xml('inEnd', 'FFFFFF', places)}</c:dLbls>"


def _label_xml(position: str, colour: str, places: str) -> str:
    return (
        f'<c:numFmt formatCode="{places}" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{_text_xml(900, colour=colour)}<c:dLblPos val="{position}"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )


def _colour(chart: Chart, series: Series) -> str:
    """By its role; of several values each has its own."""
    values = [one for one in chart.series if one.role == "value"]
    if series.role == "value" and len(values) > 1:
        return _PALETTE[values.index(series) % len(_PALETTE)]
    return _COLOURS[series.role]


def _fill(chart: Chart, series: Series) -> str:
    if series.role == "floor":
        return "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    return f'<c:spPr><a:solidFill><a:srgbClr val="{_colour(chart, series)}"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>'


def _stroke(chart: Chart, series: Series) -> str:
    dash = {"goal": "dash", "forecast": "sysDash"}.get(series.role, "solid")
    width = 19_050 if series.role == "goal" else 28_575
    return (
        f'<c:spPr><a:ln w="{width}" cap="rnd"><a:solidFill><a:srgbClr val="{_colour(chart, series)}"/></a:solidFill>'
        f'<a:prstDash val="{dash}"/><a:round/></a:ln></c:spPr>'
    )


def _marker(chart: Chart, series: Series) -> str:
    """A dot where there are few figures, so that a lone one can be seen."""
    if series.role == "value" and sum(value is not None for value in series.values) <= 12:
        colour = f'<a:solidFill><a:srgbClr val="{_colour(chart, series)}"/></a:solidFill>'
        return f'<c:marker><c:symbol val="circle"/><c:size val="5"/><c:spPr>{colour}<a:ln><a:noFill/></a:ln></c:spPr></c:marker>'
    return '<c:marker><c:symbol val="none"/></c:marker>'


def _font_xml(colour: str = _INK) -> str:
    return (
        f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:latin typeface="{_FONT}"/><a:ea typeface="{_FONT}"/>'
    )


def _text_xml(size: int, *, turn: int | None = None, colour: str = _INK) -> str:
    """Text properties, `size` in hundredths of a point; `turn` in sixty thousandths of a degree, of which text at 0 is wrapped where
    it is too long; without it a reader turns the text as it likes."""
    body = "<a:bodyPr/>" if turn is None else f'<a:bodyPr rot="{turn}" vert="horz"/>'
    return (
        f'<c:txPr>{body}<a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="0">{_font_xml(colour)}</a:defRPr></a:pPr>'
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def _workbook(chart: Chart) -> bytes:
    """The embedded sheet: categories in column A, one series a column, as drawn."""
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(1980, 1, 1)})
    sheet = book.add_worksheet(_SHEET)
    sheet.write_string(0, 0, clean(chart.unit))
    if chart.kind == "lines":
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.set_column(0, 0, 12, days)
        _write_column(sheet, 0, [Decimal(_serial(category)) for category in chart.categories])
    else:
        _write_column(sheet, 0, chart.categories)
    for column, series in enumerate(drawn_series(chart), 1):
        sheet.write_string(0, column, clean(series.name))
        _write_column(sheet, column, series.values)
    book.close()
    return raw.getvalue()


def _write_column(sheet: xlsxwriter.worksheet.Worksheet, column: int, values: Sequence[str | Decimal | None]) -> None:
    for row, value in enumerate(values, 1):
        if isinstance(value, Decimal):
            sheet.write_number(row, column, float(value))
        elif value is not None:
            sheet.write_string(row, column, clean(value))
