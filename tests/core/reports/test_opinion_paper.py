"""The opinion on a project as a document: its table of rights, and what it tells of each feature."""

from datetime import date

import docx
import pytest

from zhixian.core.analysis.assessment.found import Assessment, FeatureLine, NearLine, RightLine
from zhixian.core.reports.assessment import Comment, Opinion
from zhixian.core.reports.docx.assessment import write_opinion

DAY = date(2020, 11, 16)
LETTER = 6.4
"""Points of a digit in a cell (五号, 10.5 points) where a wider font stands in for 仿宋."""


def right(**more):
    return RightLine(
        "x", "发明专利 CN201510000001.9", "名称", "甲公司", "applicant", "2020-01-05 终止", "2035-01-05", **more
    )


def written(tmp_path, *, conclusion="可以。", comments=(), project="铜箔项目", **found):
    told = Assessment(DAY.isoformat(), "", "规则", "2017-10-23", "取最重", "", "", **found)
    opinion = Opinion(
        "杭知评〔2020〕1号", "某局", "甲公司", "办件", "产业", project, DAY, DAY, DAY, (), told, {"": "未发现"}, conclusion, comments, ""
    )  # fmt: skip
    write_opinion(opinion, tmp_path / "opinion.docx")
    return docx.Document(str(tmp_path / "opinion.docx"))


@pytest.mark.parametrize("notes", [(), ("2019-01-01 质押，没有解除",)])
def test_a_day_stands_on_one_line_and_an_empty_column_is_left_out(tmp_path, notes):
    [table] = written(tmp_path, rights=(right(), right(notes=notes))).tables
    heads = [cell.text for cell in table.rows[0].cells]
    assert ("记录" in heads) == bool(notes)
    for at in (heads.index("状态"), heads.index("届满日")):
        assert table.columns[at].width.pt - 6 > len("2035-01-05") * LETTER  # the padding is 57 twips on each side
    assert table.columns[0].width.pt - 6 > len("CN201510000001.9") * LETTER


def test_each_feature_tells_what_was_listed_and_how_many_more_there_are(tmp_path):
    features = (
        FeatureLine("密封结构", 3, 67, 70, shares=True, cut=True),
        FeatureLine("乌龙茶做青", 0, 0, 1_070, shares=True),
        FeatureLine("远程控制", 0, 0, 0, shares=True),
        FeatureLine("全新的话题", 0, 0, 0, shares=False),
    )
    said = [paragraph.text for paragraph in written(tmp_path, features=features).paragraphs]
    assert [line for line in said if line.startswith("“") and "：" in line] == [
        "“密封结构”：列出 3 件，另有至少 67 件没有列出。",
        "“乌龙茶做青”：按规则没有列出；名称里有它全部的词的他人有效权利有 1,070 件，要另行查看。",
        "“远程控制”：按规则没有列出：名称与它有相同的词的，都没有到规则要列的程度。",
        "“全新的话题”：没有找到名称与它有相同的词的他人有效权利。",
    ]


def test_each_line_of_a_conclusion_and_of_a_comment_is_a_paragraph(tmp_path):
    comments = (Comment(DAY, "林某 高级工程师", "总体可行。\r\n一、密封结构要改。"),)
    said = [
        one.text
        for one in written(tmp_path, conclusion="可以采购。\n\n一、先签许可合同。", comments=comments).paragraphs
    ]
    at = said.index("可以采购。")
    assert said[at + 1] == "一、先签许可合同。"
    at = said.index("林某 高级工程师（2020年11月16日）：总体可行。")
    assert said[at + 1] == "一、密封结构要改。"


def test_a_table_of_long_rows_goes_on_over_pages_and_a_long_name_stands_whole(tmp_path):
    name = "年产五千吨超薄电解铜箔" * 6
    paper = written(tmp_path, project=name, rights=(right(), right(notes=("2019-01-01 质押",))))
    assert paper.paragraphs[0].text == f"关于{name}的\n知识产权评议意见"
    [table] = paper.tables
    xml = [row._tr.xml for row in table.rows]
    assert "w:tblHeader" in xml[0]
    assert not any("w:cantSplit" in row or "w:keepNext" in row for row in xml[1:])


def test_features_that_share_the_same_words_stand_together(tmp_path):
    evidence = (
        ("铜箔粗化", ("铜箔", "粗化")),
        ("生箔", ("生箔",)),
        ("粗化铜箔", ("粗化", "铜箔")),
        ("铜箔再粗化", ("铜箔", "粗化")),
    )
    near = NearLine("CN1", "发明专利", "铜箔", "乙公司", "", "", evidence, ())
    assert near.grouped == ((("铜箔粗化", "粗化铜箔", "铜箔再粗化"), ("铜箔", "粗化")), (("生箔",), ("生箔",)))
    [table] = written(tmp_path, near=(near,)).tables
    assert table.rows[1].cells[3].text == "“铜箔粗化”等 3 条：铜箔、粗化；“生箔”：生箔"


def test_a_near_right_of_a_partner_says_so_beside_its_holder(tmp_path):
    of_partner = "所填的合作方，可以商定许可或转让"
    near = [NearLine("CN1", "发明专利", "铜箔", "乙公司", "", "", (), (), "", partner) for partner in (of_partner, "")]
    [table] = written(tmp_path, near=tuple(near)).tables
    assert [row.cells[2].text for row in table.rows[1:]] == [f"乙公司；{of_partner}；登记数据", "乙公司；登记数据"]
