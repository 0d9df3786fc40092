"""Reads what was written, the way a person or Word would."""

import io
import os
import zipfile
from pathlib import Path

import docx
from docx.oxml.ns import qn
from lxml import etree
from openpyxl import load_workbook

GOLDEN = Path(__file__).parents[2] / "golden"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def text_of_document(path: Path) -> str:
    """Header, paragraphs with their style, tables row by row, charts with their cached data, in the order of the page."""
    document = docx.Document(str(path))
    section = document.sections[0]
    lines = [f"[页眉] {p.text}" for p in section.header.paragraphs if p.text]
    charts = iter(charts_of(path))
    for element in document.element.body:
        if element.tag == qn("w:p"):
            paragraph = docx.text.paragraph.Paragraph(element, document)
            if element.find(f".//{qn('w:drawing')}") is not None:
                lines += _chart_lines(next(charts), element)
            elif paragraph.text:
                lines.append(f"[{paragraph.style.name}] {paragraph.text}")
        elif element.tag == qn("w:tbl"):
            table = docx.table.Table(element, document)
            lines += [" | ".join(cell.text for cell in row.cells) for row in table.rows]
    return "\n".join(lines) + "\n"


def _chart_lines(chart: etree._Element, element: etree._Element) -> list[str]:
    alt = element.find(f".//{qn('wp:docPr')}").get("descr")
    lines = [f"[图表] {alt}"]
    for name, values in series_of(chart).items():
        lines.append(f"  {name}: {' '.join('·' if v is None else v for v in values)}")
    return lines


def charts_of(path: Path) -> list[etree._Element]:
    with zipfile.ZipFile(path) as package:
        names = sorted(n for n in package.namelist() if n.startswith("word/charts/chart"))
        return [etree.fromstring(package.read(name)) for name in names]


def series_of(chart: etree._Element) -> dict[str, list[str | None]]:
    """Cached values by series name, with the categories first."""
    found: dict[str, list[str | None]] = {}
    for series in chart.iter(f"{CHART}ser"):
        name = series.findtext(f"{CHART}tx//{CHART}v")
        found.setdefault("类别", _points(series.find(f"{CHART}cat")))
        found[name] = _points(series.find(f"{CHART}val"))
    return found


def _points(cache: etree._Element) -> list[str | None]:
    count = int(cache.find(f".//{CHART}ptCount").get("val"))
    values = {int(p.get("idx")): p.findtext(f"{CHART}v") for p in cache.iter(f"{CHART}pt")}
    return [values.get(i) for i in range(count)]


def embedded_sheets(path: Path) -> list[list[tuple]]:
    """Rows of the workbook behind each chart."""
    with zipfile.ZipFile(path) as package:
        names = sorted(n for n in package.namelist() if n.startswith("word/embeddings/"))
        return [list(load_workbook(io.BytesIO(package.read(n))).active.iter_rows(values_only=True)) for n in names]


def text_of_workbook(path: Path) -> str:
    """Sheet by sheet, row by row."""
    lines = []
    for sheet in load_workbook(path).worksheets:
        lines.append(f"[{sheet.title}]")
        lines += [" | ".join("" if v is None else str(v) for v in row) for row in sheet.iter_rows(values_only=True)]
    return "\n".join(lines) + "\n"


def assert_golden(name: str, text: str) -> None:
    """Compare with the golden text; ZHIXIAN_WRITE_GOLDEN=1 writes it instead, to be read in the diff."""
    path = GOLDEN / name
    if os.environ.get("ZHIXIAN_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
