"""An official document, part by part: page, red header, title, text, tables, figures, signature and imprint (GB/T 9704—2012)."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import docx
from docx.enum.section import WD_SECTION_START
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from zhixian.core.kernel.charts import Chart
from zhixian.core.reports.docx.charts import add_chart
from zhixian.core.reports.docx.styles import (
    CHARACTERS_PER_LINE,
    ER_HAO,
    LINE,
    SAN_HAO,
    SI_HAO,
    TEXT_WIDTH,
    apply_styles,
)
from zhixian.core.reports.docx.tables import Column, add_table
from zhixian.core.reports.text import clean, day, shorten, width

PAGE_WIDTH, PAGE_HEIGHT = 210, 297
TOP, LEFT, TEXT_HEIGHT = 37, 28, 225
"""天头, 订口 and the height of 版心 in mm, GB/T 9704 §5.2.1."""
_POINTS_PER_MM = 72 / 25.4
_RED = "E60012"
_RED_SIZE = 42
"""Points of a short 发文机关标志; a longer one shrinks to one line, down to 二号."""
_IMPRINT_ROW, _IMPRINT_LINE = 28, 26
"""版记: points of a line's height, and characters that fit on it."""
_LONGEST_KEPT = 6
"""Lines of a paragraph that is still kept whole."""
_NARROW = 3
"""Characters of the longest name that a narrow column of a matrix holds."""
_BLANK_DATE = "　　　　年　　月　　日"
_DAY = re.compile(r"(?<![0-9-])([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9-])")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_DROPPED = ("/stylesWithEffects", "/customXml", "/numbering", "/webSettings")
"""Parts of the library's template that an official document has no use for."""


class Gongwen:
    """A document in the making. The same calls with the same data make the same bytes: no clock is read."""

    def __init__(self, *, title: str, author: str, as_of: date) -> None:
        self._document = docx.Document()
        self._tables = 0
        self._figures = 0
        self._keep_needed_parts()
        apply_styles(self._document)
        self._set_properties(clean(title), clean(author), as_of)
        self._set_page()

    @property
    def next_table(self) -> str:
        """The name the next table will have, to point to it."""
        return f"表{self._tables + 1}"

    def mark(self, text: str) -> None:
        """Print `text` at the head of every page."""
        section = self._document.sections[0]
        for header in (section.header, section.even_page_header):
            header.is_linked_to_previous = False
            header.paragraphs[0].style = "header"
            header.paragraphs[0].text = clean(text)

    def red_header(self, issuer: str, number: str) -> None:
        """红头: the issuer's name 35 mm below the top of the text area, the document number, the red rule 4 mm below it."""
        name = self._paragraph(issuer, "发文机关标志")
        name.paragraph_format.space_before = Mm(35)
        for run in name.runs:
            run.font.size = Pt(max(ER_HAO, min(_RED_SIZE, int(TEXT_WIDTH * _POINTS_PER_MM / max(1, width(issuer))))))
        self._blank(2)
        line = self._paragraph(number, "发文字号")
        borders = parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="18" w:space="11" w:color="{_RED}"/></w:pBdr>'
        )
        line.paragraph_format.element.get_or_add_pPr().insert_element_before(
            borders, "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc"
        )
        self._blank(2)

    def number(self, number: str) -> None:
        """发文字号 of a document without red header."""
        self._paragraph(number, "发文字号")

    def title(self, lines: Sequence[str], *, note: str = "") -> None:
        """The title, a line each, a note in brackets below it, and the empty line that follows."""
        paragraph = self._paragraph(lines[0], "Title")
        for line in lines[1:]:
            paragraph.add_run().add_break()
            paragraph.add_run(clean(line))
        if note:
            self._paragraph(note, "Subtitle")
        self._blank(1)

    def addressee(self, name: str) -> None:
        """主送机关, flush left, with its colon."""
        self._paragraph(f"{name}：", "主送机关")

    def heading(self, text: str, *, level: int = 1) -> None:
        """A heading of level 1 to 4; the number (一、（一）1.（1）) is part of the text."""
        self._paragraph(text, f"heading {level}")

    def text(self, text: str, *, keep: bool = False, ragged: bool = False) -> None:
        """A paragraph of the body; `keep` holds it on one page with what follows, and whole where it is not too long for that.

        `ragged` leaves its right edge uneven: of many days and codes, which do not break, whole lines would be spread apart.
        """
        first, *rest = _DAY.split(clean(text))
        paragraph = self._paragraph(first, "公文正文")
        for at in range(0, len(rest), 2):
            _add_day(paragraph, rest[at])
            paragraph.add_run(rest[at + 1])
        if ragged:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        if keep:
            paragraph.paragraph_format.keep_with_next = True
            paragraph.paragraph_format.keep_together = width(text) <= _LONGEST_KEPT * CHARACTERS_PER_LINE

    def table(
        self,
        caption: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        *,
        note: str = "",
        flows: bool = False,
    ) -> None:
        """A numbered table: 表1 and its caption above, an optional note below; one that `flows` breaks its long rows over pages."""
        self._tables += 1
        self._numbered("表", self._tables, caption, "caption")
        add_table(self._document, columns, rows, width=TEXT_WIDTH, with_next=bool(note) and not flows, flows=flows)
        paragraph = self._paragraph(note, "表注")
        if not note:
            paragraph.paragraph_format.line_spacing = Pt(LINE / 2)

    def figure(self, chart: Chart, *, height: int = 78) -> None:
        """A numbered chart of Word's own kind, with 图1 and its title below; height in mm."""
        self._figures += 1
        paragraph = self._paragraph("", "图")
        add_chart(self._document, paragraph, chart, number=self._figures, width=TEXT_WIDTH, height=height)
        self._numbered("图", self._figures, chart.title, "图题")

    def matrix(self, chart: Chart) -> None:
        """A numbered picture of a matrix, whole on its page: a table whose cells are the darker the more they hold."""
        self._figures += 1
        highest = max((value for one in chart.series for value in one.values if value is not None), default=0) or 1
        widest = max((width(one.name) for one in chart.series), default=0)
        columns = [
            Column("", 1 if widest <= _NARROW else 2),
            *(Column(name, 1, figures=True) for name in chart.categories),
        ]
        rows = [
            [one.name, *("" if value is None else f"{value.normalize():,f}" for value in one.values)]
            for one in chart.series
        ]
        tones = [[0.0, *(float((value or 0) / highest) for value in one.values)] for one in chart.series]
        add_table(self._document, columns, rows, width=TEXT_WIDTH, tones=tones, whole=True, with_next=True)
        self._numbered("图", self._figures, chart.title, "图题")

    def annexes(self, names: Sequence[str]) -> None:
        """附件说明: one empty line below the text, two characters in."""
        if not names:
            return
        self._blank(1)
        numbered = [clean(names[0])] if len(names) == 1 else [f"{n}.{clean(name)}" for n, name in enumerate(names, 1)]
        for position, name in enumerate(numbered):
            line = self._paragraph(f"附件：{name}" if position == 0 else name, "附件说明")
            _indent(line, left=5, hanging=3 if position == 0 else 0)

    def signature(self, issuer: str, dated: date | None) -> None:
        """署名 centred over 成文日期, the date four characters in from the right; no date leaves room to write it.

        What stands above stays with it: no page bears a signature alone (GB/T 9704—2012, 7.3.5.5).
        """
        text = day(dated) if dated else _BLANK_DATE
        name_width, date_width = width(clean(issuer)), width(text)
        date_indent = max(4.0, 2 + (name_width - date_width) / 2)
        if above := self._document.paragraphs:
            above[-1].paragraph_format.keep_with_next = True
        self._blank(2)
        if issuer:
            _indent(self._paragraph(issuer, "落款"), right=max(0.0, date_indent + (date_width - name_width) / 2))
        last = self._paragraph(text, "落款")
        _indent(last, right=date_indent)
        last.paragraph_format.keep_with_next = False

    def sign_line(self, who: str) -> None:
        """A line on which somebody signs, with room above it for a seal and for the day on its right."""
        line = self._paragraph(f"{who}：", "附件说明")
        line.add_run(f"\t{_BLANK_DATE}")
        _indent(line, left=2)
        line.paragraph_format.space_before = Pt(LINE)
        line.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)

    def imprint(self, copies_to: str, printed_by: str, printed: date | None) -> None:
        """版记 at the foot of the last page: 抄送, and who printed it when."""
        printed_on = f"{day(printed)}印发" if printed else f"{_BLANK_DATE}印发"
        across, height = _twips(TEXT_WIDTH), _IMPRINT_ROW * 20
        top = _twips(TOP + TEXT_HEIGHT) - 2 * height
        row = (
            f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr>'
            f'<w:tc><w:tcPr><w:tcW w:w="{across}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr></w:tc></w:tr>'
        )
        table = parse_xml(
            f"<w:tbl {nsdecls('w')}><w:tblPr>"
            f'<w:tblpPr w:horzAnchor="margin" w:vertAnchor="page" w:tblpXSpec="center" w:tblpY="{top}"/>'
            f'<w:tblW w:w="{across}" w:type="dxa"/><w:tblBorders>'
            '<w:top w:val="single" w:sz="8" w:color="000000"/><w:bottom w:val="single" w:sz="8" w:color="000000"/>'
            '<w:insideH w:val="single" w:sz="6" w:color="000000"/></w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
            f'<w:tblGrid><w:gridCol w:w="{across}"/></w:tblGrid>{row}{row}</w:tbl>'
        )
        self._document.element.body.insert(len(self._document.element.body) - 1, table)
        texts = (f"抄送：{shorten(copies_to, _IMPRINT_LINE)}。", f"{clean(printed_by)}\t{printed_on}")
        for cell, text in zip(self._document.tables[-1].columns[0].cells, texts, strict=True):
            paragraph = cell.add_paragraph(style="版记")
            paragraph.add_run(text)
            _indent(paragraph, left=1, right=1)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH) - Pt(SI_HAO), WD_TAB_ALIGNMENT.RIGHT)
        self._paragraph("", "表注").paragraph_format.line_spacing = Pt(1)

    def save(self, path: Path) -> None:
        """Write the file with fixed times in its envelope."""
        raw = io.BytesIO()
        self._document.save(raw)
        with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                info = zipfile.ZipInfo(name, _EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o600 << 16
                target.writestr(info, source.read(name))

    def _paragraph(self, text: str, style: str) -> Paragraph:
        return self._document.add_paragraph(clean(text), style=style)

    def _blank(self, lines: int) -> None:
        for _ in range(lines):
            self._paragraph("", "Normal").paragraph_format.keep_with_next = True

    def _numbered(self, kind: str, number: int, text: str, style: str) -> None:
        """“表1　…” with the number as Word's own sequence field, so that an added table renumbers the rest."""
        paragraph = self._paragraph(kind, style)
        for xml in _field(f"SEQ {kind} \\* ARABIC", str(number)):
            paragraph._p.append(parse_xml(xml))  # noqa: SLF001 -- python-docx has no fields
        paragraph.add_run(f"　{clean(text)}")

    def _keep_needed_parts(self) -> None:
        for owner in (self._document.part.rels, self._document.part.package.rels):
            for key, relation in list(owner.items()):
                if relation.reltype.endswith((*_DROPPED, "/thumbnail", "/extended-properties")):
                    del owner[key]

    def _set_properties(self, title: str, author: str, as_of: date) -> None:
        properties = self._document.core_properties
        stamp = datetime(as_of.year, as_of.month, as_of.day)
        properties.title, properties.author, properties.last_modified_by = title[:255], author[:255], author[:255]
        properties.created = properties.modified = stamp
        properties.comments, properties.language, properties.revision = "", "zh-CN", 1

    def _set_page(self) -> None:
        section = self._document.sections[0]
        section.start_type = WD_SECTION_START.NEW_PAGE
        section.page_width, section.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
        section.top_margin, section.bottom_margin = Mm(TOP), Mm(PAGE_HEIGHT - TOP - TEXT_HEIGHT)
        section.left_margin, section.right_margin = Mm(LEFT), Mm(PAGE_WIDTH - LEFT - TEXT_WIDTH)
        section.header_distance, section.footer_distance = Mm(22), Mm(22)
        for grid in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001 -- python-docx has no document grid
            grid.set(qn("w:type"), "lines")
            grid.set(qn("w:linePitch"), str(round(LINE * 20)))
        self._document.settings.odd_and_even_pages_header_footer = True
        settings = self._document.settings.element
        for language in settings.findall(qn("w:themeFontLang")):
            language.set(qn("w:val"), "en-US")
            language.set(qn("w:eastAsia"), "zh-CN")
        for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            footer.is_linked_to_previous = False
            paragraph = footer.paragraphs[0]
            paragraph.style = "footer"
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if side == "right" else WD_ALIGN_PARAGRAPH.LEFT
            paragraph.add_run("— ")
            for xml in _field("PAGE", "1"):
                paragraph._p.append(parse_xml(xml))  # noqa: SLF001
            paragraph.add_run(" —")
            _indent(paragraph, **{side: 1.0})


def _add_day(paragraph: Paragraph, day_told: str) -> None:
    """A day (2026-11-28) that no line breaks: with Word's own hyphens, which need no glyph of a font."""
    parts = "<w:noBreakHyphen/>".join(f"<w:t>{part}</w:t>" for part in day_told.split("-"))
    paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{parts}</w:r>"))  # noqa: SLF001 -- python-docx has no such hyphens


def _field(code: str, shown: str) -> Iterator[str]:
    ns = nsdecls("w")
    yield f'<w:r {ns}><w:fldChar w:fldCharType="begin"/></w:r>'
    yield f'<w:r {ns}><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    yield f'<w:r {ns}><w:fldChar w:fldCharType="separate"/></w:r>'
    yield f"<w:r {ns}><w:t>{shown}</w:t></w:r>"
    yield f'<w:r {ns}><w:fldChar w:fldCharType="end"/></w:r>'


def _indent(paragraph: Paragraph, *, left: float = 0, right: float = 0, hanging: float = 0) -> None:
    """Indents in characters of the paragraph's own size, with the same in twips for readers that know no characters."""
    size = paragraph.style.font.size if paragraph.style is not None else None
    points = size.pt if size is not None else SAN_HAO
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001
    for name, characters in (("left", left), ("right", right), ("hanging", hanging)):
        indent.set(qn(f"w:{name}Chars"), str(round(characters * 100)))
        indent.set(qn(f"w:{name}"), str(round(characters * points * 20)))


def _twips(millimetres: float) -> int:
    return round(millimetres * _POINTS_PER_MM * 20)


__all__ = ["Column", "Gongwen"]
