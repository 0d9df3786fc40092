"""The page of GB/T 9704—2012: measures, fonts, headings, tables, figures."""

import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from report_reading import charts_of, embedded_sheets, series_of
from report_samples import REPORT

from zhixian.core.reports.docx.quarterly import write_quarterly
from zhixian.core.reports.docx.styles import STAND_INS


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("layout") / "r.docx"
    write_quarterly(REPORT, path)
    return path


@pytest.fixture
def document(path):
    return docx.Document(str(path))


def _near(length, millimetres):
    return abs(length - Mm(millimetres)) < Mm(0.1)


def test_the_page_is_a4_with_the_text_area_of_the_standard(document):
    section = document.sections[0]
    assert _near(section.page_width, 210)
    assert _near(section.page_height, 297)
    assert _near(section.top_margin, 37)
    assert _near(section.left_margin, 28)
    assert _near(section.page_width - section.left_margin - section.right_margin, 156)
    assert _near(section.page_height - section.top_margin - section.bottom_margin, 225)


def test_22_lines_of_28_characters(document):
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    body = document.styles["公文正文"]
    line = document.styles["Normal"].element.find(f".//{qn('w:spacing')}[@{qn('w:line')}]")
    assert line.get(qn("w:lineRule")) == "exact"
    height = 225 / 25.4 * 1440
    assert height // int(line.get(qn("w:line"))) == 22
    spacing = int(body.element.find(f"{qn('w:rPr')}/{qn('w:spacing')}").get(qn("w:val")))
    width = 156 / 25.4 * 1440
    assert width // (16 * 20 + spacing) == 28
    assert body.element.find(f".//{qn('w:ind')}").get(qn("w:firstLineChars")) == "200"


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("公文正文", "仿宋_GB2312", 16),
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
        ("Footer", "宋体", 14),
    ],
)
def test_fonts_are_named_for_letters_and_for_chinese(document, style, font, size):
    found = document.styles[style]
    fonts = found.element.find(f".//{qn('w:rFonts')}")
    assert {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia")} == {font}
    assert found.font.size == Pt(size)


def test_every_font_has_stand_ins_that_end_in_simplified_chinese(path):
    with zipfile.ZipFile(path) as package:
        table = package.read("word/fontTable.xml").decode()
        styles = package.read("word/styles.xml").decode()
    for font, names in STAND_INS.items():
        assert f'w:name="{font}"><w:altName w:val="{",".join(names)}"' in table
        assert names[-1].endswith(" SC")
    assert 'w:eastAsia="zh-CN"' in styles


def test_headings_are_words_own_and_stand_in_the_outline(document):
    first = [p for p in document.paragraphs if p.style.name == "Heading 1"]
    assert [p.text[0] for p in first] == list("一二三四五六")
    second = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert second[0] == "（一）每万人发明专利拥有量"
    levels = {
        document.styles[f"Heading {n}"].element.find(f".//{qn('w:outlineLvl')}").get(qn("w:val")) for n in (1, 2, 3, 4)
    }
    assert levels == {"0", "1", "2", "3"}
    assert all(document.styles[f"Heading {n}"].paragraph_format.keep_with_next for n in (1, 2, 3, 4))


def test_tables_repeat_their_heading_keep_their_rows_and_fit(document):
    assert len(document.tables) == 5
    for table in document.tables:
        rows = table._tbl.findall(qn("w:tr"))
        assert rows[0].find(f".//{qn('w:tblHeader')}") is not None
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.findall(f".//{qn('w:gridCol')}")]
        assert abs(sum(widths) - 156 / 25.4 * 1440) < 20
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption"]
    assert [c.split("　")[0] for c in captions] == ["表1", "表2", "表3", "表4", "表5"]
    sums = document.tables[1].rows[1].cells[3].paragraphs[0]
    assert sums.style.name == "表数"
    assert document.styles["表数"].paragraph_format.alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT


def test_page_numbers_stand_outside_in_song_size_four(document):
    section = document.sections[0]
    sides = docx.enum.text.WD_ALIGN_PARAGRAPH
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, sides.RIGHT), (section.even_page_footer, sides.LEFT)):
        assert footer.paragraphs[0].text == "— 1 —"
        assert footer.paragraphs[0].alignment == side
        assert " PAGE " in footer._element.xml


def test_synthetic_data_is_marked_on_every_page_and_only_then(path, tmp_path):
    section = docx.Document(str(path)).sections[0]
    assert {section.header.paragraphs[0].text, section.even_page_header.paragraphs[0].text} == {"合成数据，仅供演示"}
    write_quarterly(replace(REPORT, synthetic=False), tmp_path / "real.docx")
    real = docx.Document(str(tmp_path / "real.docx"))
    assert "合成" not in "".join(p.text for p in [*real.paragraphs, *real.sections[0].header.paragraphs])


def test_the_file_carries_no_clock_and_no_leftovers(path):
    document = docx.Document(str(path))
    assert document.core_properties.created.date() == REPORT.as_of
    assert document.core_properties.comments == ""
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
    assert not [n for n in names if "thumbnail" in n or "stylesWithEffects" in n or "customXml" in n]


def test_charts_have_alt_text_and_two_kinds(document, path):
    alts = [element.get("descr") for element in document.element.iter(qn("wp:docPr"))]
    assert len(alts) == 2
    assert alts[0].startswith("每万人发明专利拥有量完成88.1%；")
    kinds = [
        {etree.tag.split("}")[1] for etree in chart.iter() if etree.tag.endswith("Chart")} for chart in charts_of(path)
    ]
    assert kinds == [{"barChart", "lineChart"}, {"areaChart", "lineChart"}]


def test_the_workbook_behind_a_chart_says_what_the_chart_shows(path):
    for chart, sheet in zip(charts_of(path), embedded_sheets(path), strict=True):
        heading, *rows = sheet
        for column, (name, cached) in enumerate(list(series_of(chart).items())[1:], 1):
            position = heading.index(name)
            values = [row[position] for row in rows]
            assert values == [None if v is None else pytest.approx(float(v)) for v in cached], (column, name)


def test_each_chart_part_leads_to_its_workbook(path):
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        types = package.read("[Content_Types].xml").decode()
    for n in (1, 2):
        assert f"word/charts/chart{n}.xml" in names
        assert f"word/charts/_rels/chart{n}.xml.rels" in names
        assert f"word/embeddings/Microsoft_Excel_Sheet{n}.xlsx" in names
    assert "drawingml.chart+xml" in types
    assert "spreadsheetml.sheet" in types
