"""Text out of txt, docx, html and pdf, and what is refused."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.documents import text_of
from zhixian.core.plan.documents.printed import whole_characters
from zhixian.core.plan.documents.word import chinese
from zhixian.core.plan.reader import read_plan

MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
PLAIN = "一、总体要求\r\n　　到2030年，建成5个园区。\n"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (b"\xef\xbb\xbf", "utf-8"),
        (b"", "gb18030"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ],
)
def test_plain_text_is_the_decoded_file(tmp_path: Path, mark: bytes, encoding: str) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes(mark + PLAIN.encode(encoding))
    assert text_of(file) == PLAIN


def test_big5_is_told_from_gb18030(tmp_path: Path) -> None:
    words = "一、加強保護。到2025年,建成保護中心3個。(責任單位:市財政局、市公安局)"
    file = tmp_path / "plan.txt"
    file.write_bytes(words.encode("big5"))
    assert text_of(file) == words


def test_web_page(tmp_path: Path) -> None:
    file = tmp_path / "plan.html"
    file.write_text(
        "<!DOCTYPE html><html><head><title>网站</title><script>var a='责任单位：假';</script></head><body>"
        "<nav><a>首页</a></nav><div class=a><h1>某县 实施方案</h1><p>一、<b>总体</b>要求</p>第一行<br>第二行"
        "<table><tr><th>任务</th><th>责任单位</th></tr><tr><td><p>建设</p><p>平台</p></td><td>县科技局、<br>财政局</td></tr></table>"
        "</div><!-- 注释 --><footer>版权</footer></body></html>",
        encoding="utf-8",
    )
    assert text_of(file) == (
        "某县 实施方案\n一、总体要求\n第一行\n第二行\n任务\t责任单位\n建设 平台\t县科技局、 财政局\n"
    )


@pytest.mark.parametrize("beside", ["", "<tr><td>上一篇</td></tr>"])
def test_web_page_whose_text_is_one_cell_with_breaks(tmp_path: Path, beside: str) -> None:
    lines = ["某县人民政府办公室关于印发某县知识产权行动方案的通知", "某府办发〔2021〕9号", "各乡镇人民政府：", "一、总体目标",
             "到2025年底，地理标志商标达到3件。", "二、重点任务", "（一）培育。（责任单位：县农业局）", "（二）保护。（责任单位：县公安局）",
             "某县人民政府办公室", "2021年4月12日"]  # fmt: skip
    file = tmp_path / "plan.html"
    page = (
        f"<html><head><meta charset=gb2312></head><table><tr><td>{'<br>'.join(lines)}</td></tr>{beside}</table></html>"
    )
    file.write_text(page, encoding="utf-8")
    assert text_of(file).splitlines()[: len(lines)] == lines
    draft = read_plan(text_of(file))
    assert (draft.title, draft.issuer, draft.number, draft.date) == (lines[0], lines[-2], lines[1], "2021-04-12")


def test_breaks_in_a_cell_beside_others_part_no_lines(tmp_path: Path) -> None:
    file = tmp_path / "plan.html"
    file.write_text("<html><table><tr><td>发明<br>专利</td><td>5件</td></tr></table></html>", encoding="utf-8")
    assert text_of(file).splitlines() == ["发明 专利\t5件"]


def test_web_page_that_is_laid_out_by_a_table(tmp_path: Path) -> None:
    file = tmp_path / "plan.htm"
    file.write_bytes(
        "<html><table><tr><td><table><tr><td>甲</td><td>乙</td></tr></table><p>正文</p></td></tr></table></html>".encode(
            "gb18030"
        )
    )
    assert [line.strip() for line in text_of(file).splitlines()] == ["甲\t乙", "正文"]


def numbered(document: docx.document.Document, words: str, *, level: int = 0) -> None:
    properties = document.add_paragraph(words)._p.get_or_add_pPr()
    numbers = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", str(level)), ("w:numId", "77")):
        node = OxmlElement(name)
        node.set(qn("w:val"), value)
        numbers.append(node)
    properties.append(numbers)


def with_numbering(document: docx.document.Document) -> None:
    root = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for level, (form, text) in enumerate((("chineseCountingThousand", "%1、"), ("decimal", "%1.%2 "))):
        node = OxmlElement("w:lvl")
        node.set(qn("w:ilvl"), str(level))
        for name, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", text)):
            child = OxmlElement(name)
            child.set(qn("w:val"), value)
            node.append(child)
        abstract.append(node)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "77")
    reference = OxmlElement("w:abstractNumId")
    reference.set(qn("w:val"), "77")
    number.append(reference)
    root.append(abstract)
    root.append(number)


def test_word_document_in_order_with_automatic_numbers(tmp_path: Path) -> None:
    document = docx.Document()
    with_numbering(document)
    document.add_paragraph("某县实施方案")
    numbered(document, "总体要求")
    numbered(document, "重点任务")
    numbered(document, "建设平台", level=1)
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(
        (c for row in table.rows for c in row.cells), ("任务", "责任单位", "甲", "县科技局"), strict=True
    ):
        cell.text = words
    numbered(document, "保障措施")
    numbered(document, "加强领导", level=1)
    document.add_paragraph("第一行\n第二行")
    file = tmp_path / "plan.docx"
    document.save(file)
    assert text_of(file).splitlines() == [
        "某县实施方案",
        "一、总体要求",
        "二、重点任务",
        "二.1 建设平台",
        "任务\t责任单位",
        "甲\t县科技局",
        "三、保障措施",
        "三.1 加强领导",
        "第一行",
        "第二行",
    ]


def test_word_document_as_it_prints(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("建成")._p
    for tag, words in (("ins", "三个"), ("moveFrom", "（旧局）"), ("moveTo", "（新局）")):
        mark = OxmlElement(f"w:{tag}")
        mark.append(run(words))
        paragraph.append(mark)
    shape = OxmlElement("w:r")
    either = shape.makeelement(f"{{{MARKUP}}}AlternateContent")
    for kind in ("Choice", "Fallback"):
        branch = either.makeelement(f"{{{MARKUP}}}{kind}")
        box = OxmlElement("w:txbxContent")
        box.append(OxmlElement("w:p"))
        box[0].append(run("文本框"))
        branch.append(box)
        either.append(branch)
    shape.append(either)
    paragraph.append(shape)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "外"
    table.cell(0, 1).text = "右"
    table.cell(0, 0).add_table(rows=1, cols=1).cell(0, 0).text = "内"
    file = tmp_path / "plan.docx"
    document.save(file)
    assert text_of(file).splitlines() == ["建成三个（新局）文本框", "外 内\t右"]


def run(words: str) -> Any:
    element = OxmlElement("w:r")
    element.append(OxmlElement("w:t"))
    element[0].text = words
    return element


def test_chinese_counting() -> None:
    assert [chinese(number) for number in (1, 9, 10, 11, 20, 21, 99, 100)] == [
        "一",
        "九",
        "十",
        "十一",
        "二十",
        "二十一",
        "九十九",
        "100",
    ]


def pdf(pages: list[list[tuple[int, int, str]]], *, ruled: str = "") -> bytes:
    """A PDF of (x, y, words) lines in 16-point type, with a Chinese font that is named but not embedded; `ruled` are paths."""
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font "
        b"/Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> "
        b"/DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /Ascent 880 /Descent -120 "
        b"/FontBBox [0 -120 1000 880] /ItalicAngle 0 /CapHeight 880 /StemV 93 >> >>] >>"
    )
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        font,
    ]
    for number, lines in enumerate(pages):
        words = "".join(f"BT /F1 16 Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET\n" for x, y, words in lines)
        drawn = (ruled + words).encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn))
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def test_pdf_lines_become_paragraphs_again(tmp_path: Path) -> None:
    long = "到二〇三〇年全县建成五个园区培育一百家企业引进一千名人才"
    file = tmp_path / "plan.pdf"
    file.write_bytes(
        pdf(
            [
                [
                    (80, 700, "一、总体目标"),
                    (112, 660, long[:24]),
                    (80, 620, long[24:] + "并且持续推进各项工作不断取得新的成效为全县"),
                    (280, 40, "— 1 —"),
                ],
                [
                    (80, 700, "发展作出贡献。"),
                    (80, 660, "（责任单位：县科技局）"),
                    (80, 620, "二、重点任务"),
                    (280, 40, "— 2 —"),
                ],
            ]
        )
    )
    assert text_of(file).splitlines() == [
        "一、总体目标",
        long + "并且持续推进各项工作不断取得新的成效为全县发展作出贡献。",
        "（责任单位：县科技局）",
        "二、重点任务",
    ]


def test_radicals_and_ligatures_of_a_pdf_are_the_characters_they_look_like() -> None:
    assert whole_characters("各乡镇\u2f08\u2ea0政府、县\u2f2f信局 o\ufb03ce") == "各乡镇人民政府、县工信局 office"
    assert whole_characters("县工信局") == "县工信局"


def strokes(*lines: tuple[int, int, int, int]) -> str:
    return "".join(f"{x0} {y0} m {x1} {y1} l S\n" for x0, y0, x1, y1 in lines)


def test_a_ruled_table_of_a_pdf_becomes_rows(tmp_path: Path) -> None:
    across = [(60, y, 540, y) for y in (700, 670, 580)] + [(140, 640, 540, 640), (60, 520, 540, 520)]
    upright = [(60, 520, 60, 700), (140, 520, 140, 700), (300, 520, 300, 700), (540, 520, 540, 700)]
    file = tmp_path / "plan.pdf"
    file.write_bytes(
        pdf(
            [
                [
                    (200, 760, "重点任务分工表"),
                    (70, 680, "类别"),
                    (150, 680, "重点任务"),
                    (310, 680, "责任单位"),
                    (70, 630, "创造"),
                    (150, 650, "建设平台"),
                    (310, 650, "县科技局"),
                    (150, 615, "培育企业"),
                    (310, 620, "县工信局、县财"),
                    (310, 600, "政局"),
                    (70, 550, "合计"),
                    (80, 480, "以上任务每年检查一次。"),
                ]
            ],
            ruled=strokes(*across, *upright),
        )
    )
    assert text_of(file).splitlines() == [
        "重点任务分工表",
        "类别\t重点任务\t责任单位",
        "创造\t建设平台\t县科技局",
        "\t培育企业\t县工信局、县财政局",
        "合计\t\t",
        "以上任务每年检查一次。",
    ]
    assert [note.units for note in read_plan(text_of(file)).assignments] == [("县科技局",), ("县工信局", "县财政局")]


def test_cells_drawn_as_boxes_and_words_that_touch_across_an_edge(tmp_path: Path) -> None:
    boxes = "".join(f"{x} {y} 96 30 re S\n" for x in (80, 176) for y in (640, 670, 700))
    file = tmp_path / "plan.pdf"
    lines = [
        (82, 710, "任务"),
        (180, 710, "牵头单位"),
        (84, 680, "办好第一件"),
        (178, 680, "县科技局"),
        (82, 650, "事"),
    ]
    file.write_bytes(pdf([lines], ruled=boxes))
    assert text_of(file).splitlines() == ["任务\t牵头单位", "办好第一件\t县科技局", "事\t"]


def test_a_drawing_of_many_lines_is_no_table(tmp_path: Path) -> None:
    net = [(60, y, 540, y) for y in range(300, 700, 4)] + [(x, 300, x, 700) for x in range(60, 540, 4)]
    file = tmp_path / "plan.pdf"
    file.write_bytes(pdf([[(80, 500, "一、总则")]], ruled=strokes(*net)))
    assert text_of(file) == "一、总则\n"


def test_a_frame_around_words_is_no_table(tmp_path: Path) -> None:
    file = tmp_path / "plan.pdf"
    file.write_bytes(
        pdf([[(80, 700, "一、总则"), (80, 600, "二、附则")]], ruled="60 560 400 200 re S\n70 690 m 200 690 l S\n")
    )
    assert text_of(file) == "一、总则\n二、附则\n"


def test_a_table_of_a_pdf_without_lines_is_left_to_a_person(tmp_path: Path) -> None:
    file = tmp_path / "plan.pdf"
    lines = [(80, 700, "任务"), (200, 700, "责任单位"), (80, 670, "建设平台"), (200, 670, "县科技局")]
    file.write_bytes(pdf([lines]))
    (doubt,) = read_plan(text_of(file)).undecided
    assert (doubt.quote, doubt.why) == ("责任单位", "像是责任单位一栏的表头，但这张表没有读出来，请人工填写")


DRAWN = """云岭县重点任务分工表
┌────┬──────────┬────────┬────────────┐
│序号│重点任务  │牵头单位│配合单位    │
├────┼──────────┼────────┼────────────┤
│1   │建设平台  │县科技局│县财政局、各│
│    │          │        │乡镇人民政府│
├────┼──────────┼────────┼────────────┤
│2   │培育企业  │县工信局│县税务局    │
└────┴──────────┴────────┴────────────┘
说明：A|B 两类。
"""


def drawn(tmp_path: Path, words: str) -> list[str]:
    file = tmp_path / "plan.txt"
    file.write_text(words, "utf-8")
    return text_of(file).splitlines()


def test_a_table_drawn_with_signs_becomes_rows(tmp_path: Path) -> None:
    assert drawn(tmp_path, DRAWN) == [
        "云岭县重点任务分工表",
        "序号\t重点任务\t牵头单位\t配合单位",
        "1\t建设平台\t县科技局\t县财政局、各乡镇人民政府",
        "2\t培育企业\t县工信局\t县税务局",
        "说明：A|B 两类。",
    ]
    notes = read_plan(text_of(tmp_path / "plan.txt")).assignments
    assert [(note.lead, note.units) for note in notes] == [
        (("县科技局",), ("县科技局",)),
        ((), ("县财政局", "各乡镇人民政府")),
        (("县工信局",), ("县工信局",)),
        ((), ("县税务局",)),
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "| 任务 | 责任单位 |\n|---|:-:|\n| 办学 | 县教育局 |\n| 修路 | 县交通局 |\n| | 县财政局 |",
            ["任务\t责任单位", "办学\t县教育局", "修路\t县交通局", "\t县财政局"],
        ),
        (
            "+------+----------+\n| 任务 | 责任单位 |\n+======+==========+\n| 1+X  | 县教育局 |\n+------+----------+",
            ["任务\t责任单位", "1+X\t县教育局"],
        ),
        ("任务｜责任单位｜时限\n办学｜县教育局｜长期", ["任务\t责任单位\t时限", "办学\t县教育局\t长期"]),
        (
            "┃类别┃任务┃单位    ┃\n┣━━╋━━╋━━━━┫\n┃创造┃办学┃县教育局┃\n┃    ┣━━╋━━━━┫\n┃    ┃修路┃县交通局┃",
            ["类别\t任务\t单位", "创造\t办学\t县教育局", "\t修路\t县交通局"],
        ),
        (
            "│任务│单位    │\n├──┼────┤\n│修建│县交通局│\n│公路│、财政局│\n├──┼────┤\n│办学│县教育局│",
            ["任务\t单位", "修建公路\t县交通局、财政局", "办学\t县教育局"],
        ),
        ("首页 | 新闻 | 公开\n一、正文", ["首页 | 新闻 | 公开", "一、正文"]),
        ("首页|新闻|公开\n通知|公告", ["首页|新闻|公开", "通知|公告"]),
        ("————————\n│\n", ["————————", "│"]),
    ],
)
def test_what_is_a_drawn_table(tmp_path: Path, words: str, expected: list[str]) -> None:
    assert drawn(tmp_path, words) == expected


def refused(file: Path) -> str:
    with pytest.raises(Refusal) as caught:
        text_of(file)
    assert str(file) in str(caught.value)
    return str(caught.value)


def test_bad_files_are_refused(tmp_path: Path) -> None:
    def file(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    assert "没有这个文件" in refused(tmp_path / "none.txt")
    assert "目录" in refused(tmp_path)
    assert "空" in refused(file("empty.txt", b""))
    assert "空" in refused(file("blank.txt", b" \n \n"))
    assert "不是文本" in refused(file("binary.txt", bytes(range(256)) * 50))
    assert "解不开" in refused(file("broken.txt", b"\xff\xfe\x00\xd8\x00"))
    assert "没有文字" in refused(file("blank.html", b"<html><body> </body></html>"))
    assert "201 万字" in refused(file("archive.txt", "公文".encode() * 1_005_000))
    assert "RTF" in refused(file("plan.rtf", b"{\\rtf1 words}"))
    assert "解不开" in refused(file("wide.txt", "正文".encode("utf-32")))
    assert ".doc" in refused(file("old.docx", b"\xd0\xcf\x11\xe0" + b"\x00" * 600))
    assert "内容却不是" in refused(file("text.docx", "正文".encode()))
    assert "内容却不是" in refused(file("text.pdf", "正文".encode()))
    assert "打不开" in refused(file("cut.docx", b"PK\x03\x04" + b"\x00" * 100))
    assert "打不开" in refused(file("cut.pdf", b"%PDF-1.4\n garbage"))
    assert "没有文字" in refused(file("scan.pdf", pdf([[]])))


def archive(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return path


def test_archives_that_are_no_word_document(tmp_path: Path) -> None:
    assert "不是 Word" in refused(archive(tmp_path / "a.docx", {"a.txt": b"words"}))
    assert "压缩炸弹" in refused(archive(tmp_path / "b.docx", {"word/document.xml": b"0" * 2**24}))
    assert "损坏" in refused(archive(tmp_path / "c.docx", {"word/document.xml": b"<w:document"}))


def test_encrypted_pdf(tmp_path: Path) -> None:
    content = pdf([[(80, 700, "正文")]]).replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] /Encrypt << /Filter /Standard "
        b"/V 1 /R 2 /P -64 /O <" + b"ab" * 32 + b"> /U <" + b"cd" * 32 + b"> >>",
    )
    file = tmp_path / "locked.pdf"
    file.write_bytes(content)
    assert "加了密" in refused(file)


@settings(max_examples=25, deadline=None)
@given(
    st.binary(min_size=1, max_size=300),
    st.sampled_from([".txt", ".html", ".docx", ".pdf"]),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>"]),
)
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str, start: bytes
) -> None:
    file = tmp_path_factory.mktemp("any") / f"file{suffix}"
    file.write_bytes(start + content)
    with suppress(Refusal):
        assert isinstance(text_of(file), str)
