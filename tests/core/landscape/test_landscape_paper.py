"""A landscape as a document: what belongs together stays together, charts say what they can, numbers look alike everywhere."""

import zipfile
from datetime import date
from decimal import Decimal

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from zhixian.core.landscape.figure import Column, Figure, Landscape, chart_of
from zhixian.core.reports.docx.landscape import _shares, write_landscape
from zhixian.core.reports.docx.styles import STYLES
from zhixian.core.reports.landscape import cell, cells
from zhixian.core.reports.text import fitting, room, width

KEEPING = {style.id for style in STYLES if style.keep_next}
COUNTS = (Column("class", "分类"), Column("records", "申请量", "件"))


def figure(
    *, rows=(("甲", 3), ("乙", 1)), columns=COUNTS, kind="bars", sentence="甲最多。", name="applicants", chart=True
):
    drawn = chart_of(kind, "图", [str(row[0]) for row in rows], [("申请量", [row[1] for row in rows])], "件")
    return Figure(
        name, "一项", columns, tuple(rows), "方法。", drawn if chart else None, sentence, "" if sentence else "太少"
    )


@pytest.fixture
def written(tmp_path):
    """The document of one figure, and the XML of its chart, if it has one."""

    def write(one):
        told = Landscape("专题", "0123456789abcdef", "2020-12-31", 2, 2, (one,), rules="第 2 版")
        write_landscape(told, tmp_path / "paper.docx")
        with zipfile.ZipFile(tmp_path / "paper.docx") as package:
            charts = [
                package.read(name).decode() for name in package.namelist() if name.startswith("word/charts/chart")
            ]
        return docx.Document(tmp_path / "paper.docx"), charts[0] if charts else ""

    return write


def keeps(paragraph):
    """Whether a paragraph stays on the page of the next one, by itself or by its style."""
    properties = paragraph.find(qn("w:pPr"))
    style = properties.find(qn("w:pStyle")).get(qn("w:val"))
    return properties.find(qn("w:keepNext")) is not None or style in KEEPING


def until_shown(paper, title):
    """The paragraphs from the heading of a figure to its chart or table."""
    body = list(paper.element.body)
    first = next(at for at, one in enumerate(body) if one.tag == qn("w:p") and title in "".join(one.itertext()))
    for one in body[first:]:
        if one.tag == qn("w:tbl"):
            return
        yield one
        if one.findall(f".//{qn('w:drawing')}"):
            return


@pytest.mark.parametrize("one", [figure(), figure(chart=False), figure(sentence="")])
def test_a_heading_stays_with_its_sentence_and_a_caption_with_its_table(written, one):
    paper, _ = written(one)
    found = list(until_shown(paper, "（一）一项"))
    assert len(found) >= 3
    assert [keeps(paragraph) for paragraph in found] == [True, False, *(True for _ in found[2:])]


def order_of(paper):
    """What the body holds below the figure's heading, in order."""
    body = list(paper.element.body)
    first = next(at for at, one in enumerate(body) if "（一）一项" in "".join(one.itertext()))
    sorts = []
    for one in body[first:]:
        text = "".join(one.itertext())
        if one.tag == qn("w:tbl"):
            sorts.append("table")
        elif one.findall(f".//{qn('w:drawing')}"):
            sorts.append("chart")
        elif text.startswith("方法"):
            sorts.append("method")
    return sorts


def test_a_chart_stands_right_above_its_table_which_may_go_on_overleaf(written):
    paper, _ = written(figure())
    assert order_of(paper) == ["chart", "table", "method"]
    body = list(paper.element.body)
    drawn = next(at for at, one in enumerate(body) if one.findall(f".//{qn('w:drawing')}"))
    assert [one.tag == qn("w:tbl") for one in body[drawn + 1 : drawn + 4]] == [False, False, True], "captions between"
    matrix = figure(rows=(("甲", 3), ("乙", 1)), kind="matrix", name="white_spaces")
    assert order_of(written(matrix)[0]) == ["method", "table"], (
        "a matrix is a table itself, and how it is read stands above"
    )


def test_the_question_of_a_part_stays_with_its_first_figure(tmp_path):
    told = Landscape(
        "专题", "0123456789abcdef", "2020-12-31", 2, 2, (figure(name="scale"),), rules="第 2 版", variant="region"
    )
    write_landscape(told, tmp_path / "paper.docx")
    asked = [one for one in docx.Document(tmp_path / "paper.docx").paragraphs if one.text.startswith("问题：")]
    assert len(asked) == 1
    assert asked[0].paragraph_format.keep_with_next


@pytest.mark.parametrize("sentence", ["短。", "甲" * 300])
def test_only_the_heading_holds_on_to_the_sentence_and_the_caption_to_the_first_rows(written, sentence):
    paper, _ = written(figure(sentence=sentence))
    heading, said, caption, *_ = until_shown(paper, "（一）一项")
    assert (keeps(heading), keeps(said), keeps(caption)) == (True, False, True)


def test_a_day_is_not_broken_over_lines(written):
    paper, _ = written(figure(sentence="2020-12-31 至 2021-01-02 共 3 件，编号 12-2020-12-31 不是日期。"))
    (said,) = [one for one in paper.paragraphs if one.text.startswith("2020-12-31")]
    assert said.text == "2020-12-31 至 2021-01-02 共 3 件，编号 12-2020-12-31 不是日期。"
    assert len(said._p.findall(f".//{qn('w:noBreakHyphen')}")) == 4


def test_a_figure_without_anything_to_show_holds_nothing_back(written):
    paper, _ = written(figure(rows=(), sentence=""))
    (silence,) = [one for one in paper.paragraphs if one.text.startswith("不作结论")]
    assert not silence.paragraph_format.keep_with_next


def test_one_bar_is_compared_with_nothing_and_not_drawn(written):
    paper, chart = written(figure(rows=(("福建省", 2335),)))
    assert not chart
    assert paper.tables[0].rows[1].cells[1].text == "2,335"


def test_a_chart_of_one_series_needs_no_legend_and_few_things_no_halves(written):
    _, chart = written(figure())
    assert "<c:legend>" not in chart
    assert '<c:majorUnit val="1"/>' in chart
    _, chart = written(figure(rows=(("甲", 900), ("乙", 1))))
    assert "majorUnit" not in chart


def test_series_that_hold_nothing_are_left_out(written):
    drawn = chart_of(
        "stacked", "状态", ["发明", "新型"], [("有效", [3, 2]), ("审中", [0, 0]), ("不详", [None, None])], "件"
    )
    _, chart = written(Figure("status", "一项", COUNTS, (("发明", 3), ("新型", 2)), "方法。", drawn, "有效 5 件。"))
    assert "有效" in chart
    assert "审中" not in chart
    assert "不详" not in chart


def test_of_many_years_some_are_named(written):
    years = [(str(year), year) for year in range(1980, 2021)]
    _, chart = written(figure(rows=years, kind="columns"))
    assert '<c:tickLblSkip val="3"/>' in chart


@pytest.mark.parametrize(
    ("names", "kind", "aslant"),
    [
        ([str(year) for year in range(1999, 2021)], "columns", True),
        ([str(year) for year in range(1999, 2021)], "stacked", True),
        ([str(year) for year in range(2012, 2021)], "columns", False),
        ([f"小类{nr}" for nr in range(22)], "columns", False),
        ([str(year) for year in range(1999, 2021)], "bars", False),
    ],
)
def test_many_years_stand_aslant_so_that_none_breaks_inside_its_number(written, names, kind, aslant):
    _, chart = written(figure(rows=[(name, 20 + at) for at, name in enumerate(names)], kind=kind))
    axis = chart.partition("<c:catAx>")[2].partition("</c:catAx>")[0]
    assert ('rot="-2700000"' in axis) is aslant
    assert ('rot="0"' in axis) is not aslant


def test_a_course_of_few_years_names_years(written):
    rows = [(f"{year}-12-31", 5) for year in (2018, 2019, 2020)]
    _, chart = written(figure(rows=rows, kind="lines"))
    assert "yyyy&quot;年&quot;" in chart or "'yyyy\"年\"'" in chart


def test_long_names_of_bars_have_the_room_that_they_need(written):
    def left(name):
        _, chart = written(figure(rows=((name, 3), ("乙", 1))))
        return float(chart.split('<c:x val="')[1].split('"')[0])

    assert left("甲") < left("上杭县某某新材料科技股份有限公司") < left("某" * 40) <= 0.5


def test_a_matrix_stays_whole_and_has_thousands(written):
    drawn = chart_of(
        "matrix", "小类与年份", ["2019", "2020"], [("H01M", [1368, 2]), ("C25D", [3, 4]), ("B64C", [0, 1])], "件"
    )
    rows = (("H01M", 2019, 1368), ("C25D", 2019, 3))
    columns = (Column("class", "小类"), Column("year", "申请年", "年"), Column("records", "申请量", "件"))
    paper, _ = written(Figure("class_years", "一项", columns, rows, "方法。", drawn, "一句。"))
    (table,) = paper.tables
    assert table.rows[1].cells[1].text == "1,368"
    held = [[cell.paragraphs[0]._p for cell in row.cells] for row in table.rows]
    assert all(keeps(one) for row in held for one in row)


@given(st.integers(-(10**9), 10**9))
def test_a_count_reads_back_and_has_thousands_from_four_digits_on(number):
    text = cell(number)
    assert int(text.replace(",", "")) == number
    assert ("," in text) == (abs(number) >= 1000)


@given(st.integers(1, 9999))
def test_a_year_has_no_separators(year):
    assert cell(year, year=True) == str(year)


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "—"), ("", ""), (0.0, "0"), (-0.001, "0"), (1368.5, "1,368.5"), (Decimal("2.50"), "2.5"), ("2018", "2018")],
)
def test_a_cell_by_itself(value, text):
    assert cell(value) == text


def test_the_fractions_of_a_column_have_as_many_decimals_and_years_stay_years():
    columns = (
        Column("year", "申请年", "年"),
        Column("records", "申请量", "件"),
        Column("share", "占全部申请", "%"),
        Column("rta", "RTA"),
    )
    rows = ((2018, 1368, 2.0, 1.03), (2019, 5, 11.5, -0.001), (2020, None, None, 1.0))
    one = Figure("f", "题", columns, rows, "方法。")
    assert cells(one, rows) == [
        ["2018", "1,368", "2.0", "1.03"],
        ["2019", "5", "11.5", "0.00"],
        ["2020", "—", "—", "1.00"],
    ]
    assert cells(one, rows[2:])[0][3] == "1.00"


def test_a_share_has_one_decimal_as_its_sentence_has():
    one = Figure("f", "题", (Column("share", "占全部申请", "%"),), ((100.0,), (0.0,)), "方法。")
    assert cells(one, one.rows) == [["100.0"], ["0.0"]]


def test_what_is_short_keeps_its_line_and_what_is_long_shares_the_rest():
    headings = ["申请", "标题", "理由", "申请年"]
    shares = _shares(headings, [["CN201420360767.0", "一种" * 15, "权利人近年没有再申请；" * 4, "2014"]])
    assert shares[0] >= room("CN201420360767.0")
    assert shares[3] >= room("2014")
    assert shares[1] == shares[2] > shares[3]
    assert sum(shares) == pytest.approx(42)


@given(st.text(max_size=60), st.integers(2, 30))
def test_a_cut_name_fits(name, most):
    assert width(fitting(name, most)) <= most


def test_the_line_of_days_and_codes_in_front_is_not_spread_apart(written):
    paper, _ = written(figure())
    [front] = [one for one in paper.paragraphs if one.text.startswith("本报告由系统")]
    assert front.alignment == WD_ALIGN_PARAGRAPH.LEFT
    assert all(one.alignment is None for one in paper.paragraphs if one.text.startswith("方法："))


def test_the_day_and_the_edition_of_what_was_counted_stand_in_front(written):
    paper, _ = written(figure())
    said = "\n".join(one.text for one in paper.paragraphs)
    assert "专题库版本 0123456789ab。" in said
    assert paper.core_properties.created.date() == date(2020, 12, 31)
