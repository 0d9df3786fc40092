"""A last row whose quotation is never closed has lost its cells: it is refused, with a line end after it or without."""

from datetime import date

import pytest

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.topics.making import Recipe, make_topic
from zhixian.core.topics.merge_list import read_list

DAY = date(2026, 1, 1)


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_decision_is_never_lost_to_a_quote(tmp_path, end):
    path = tmp_path / "l.csv"
    path.write_text(f'名称,建议归入,决定\n丙,丁,是\n甲,"乙,否{end}', encoding="utf-8", newline="")
    with pytest.raises(Refusal, match=r"l\.csv 第 3 行.*没有配对"):
        read_list(path)


def test_a_quote_that_is_closed_or_stands_inside_a_word_is_none(tmp_path):
    path = tmp_path / "l.csv"
    path.write_text('名称,建议归入,决定\n甲,"乙,丙",否\n5" 盘厂,丁,是\n', encoding="utf-8")
    assert [(one.name, one.into, one.decision) for one in read_list(path)] == [
        ("甲", "乙,丙", "否"),
        ('5" 盘厂', "丁", "是"),
    ]


@pytest.mark.parametrize("end", ["", "\n"])
def test_the_only_row_of_an_export_is_refused(tmp_path, end):
    path = tmp_path / "e.csv"
    path.write_text(f'申请号,标题,申请日,申请人\nCN201310021432.5,"一种装置,2013-01-21,某公司{end}', encoding="utf-8")
    with pytest.raises(Refusal, match="没有一行能用"):
        make_topic(tmp_path, "q", Recipe(DAY, paths=(path,)), made=DAY)
