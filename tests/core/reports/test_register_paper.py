"""A register's paper as a document: what stands on its pages."""

from datetime import date
from io import BytesIO

import docx

from zhixian.core.registers.model import Column
from zhixian.core.registers.papers import FilledPaper, FilledPart
from zhixian.core.reports.docx.register_paper import write_paper

COLUMNS = (Column("名称", width=60), Column("份数", whole=True))
MADE = FilledPaper(
    name="移送书",
    number="移〔2018〕1号",
    to="县公安局",
    signed="某局",
    dated=date(2018, 3, 5),
    label="合成数据",
    parts=(
        FilledPart("heading", "一、事实"),
        FilledPart("text", "查获成品。"),
        FilledPart("lines", "材料", COLUMNS, (("笔录", "2"), ("单据", "1"))),
        FilledPart("lines", "物品", COLUMNS),
        FilledPart("sign", "接收人"),
    ),
)


def test_the_document_has_every_part_in_its_order(tmp_path):
    path = tmp_path / "paper.docx"
    write_paper(MADE, path, as_of=date(2018, 3, 6))
    made = docx.Document(BytesIO(path.read_bytes()))
    said = [part.text for part in made.paragraphs if part.text]
    assert said == [
        "移送书", "移〔2018〕1号", "县公安局：", "一、事实", "查获成品。", "表1　材料", "表2　物品",
        "接收人：\t　　　　年　　月　　日", "某局", "2018年3月5日",
    ]  # fmt: skip
    cells = [[[cell.text for cell in row.cells] for row in table.rows] for table in made.tables]
    assert cells[0] == [["序号", "名称", "份数"], ["1", "笔录", "2"], ["2", "单据", "1"]]
    assert cells[1][1] == ["无", "", ""]
    assert made.sections[0].header.paragraphs[0].text == "合成数据"


def test_the_same_paper_makes_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        write_paper(MADE, tmp_path / name, as_of=date(2018, 3, 6))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
