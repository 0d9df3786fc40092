"""The picture of a matrix in a document: counts are written as counts."""

from datetime import date
from decimal import Decimal

import docx

from zhixian.core.kernel.charts import Chart, Series
from zhixian.core.reports.docx.gongwen import Gongwen


def test_a_count_is_written_without_a_point_wherever_it_came_through(tmp_path):
    values = (Decimal("5.0"), Decimal(12), None, Decimal("0.50"))
    paper = Gongwen(title="报告", author="单位", as_of=date(2020, 1, 1))
    paper.matrix(Chart("matrix", "小类与年份", ("2016", "2017", "2018", "2019"), (Series("H01M", values),), "件"))
    paper.save(tmp_path / "paper.docx")
    (table,) = docx.Document(tmp_path / "paper.docx").tables
    assert [cell.text for cell in table.rows[1].cells] == ["H01M", "5", "12", "", "0.5"]
