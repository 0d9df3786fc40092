"""A table that has some of the headings is told which are missing and how they may be written; one that has none is not."""

import pytest

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.sheets.headings import nearly, recognise


def refused(imported, path) -> Refusal:
    with pytest.raises(Refusal) as told:
        imported(path)
    assert path.name in told.value.where
    return told.value


def test_a_number_and_a_title_alone_lack_one_more_column(text_file, imported) -> None:
    told = refused(imported, text_file("公开号,标题\nCN101234567A,一种装置\n"))
    assert "（找到：公开号、标题）；当作专利清单看，第 1 行认得的只有 公开号、标题；" in told.why
    assert "还缺 1 列，例如 专利类型、申请日、申请人、法律状态 里的" in told.why
    assert "缺号码" not in told.why
    assert told.expected.startswith("再有 1 列，写成 专利类型（或 类型、")
    assert "申请日（或 申请日期、专利申请日）" in told.expected
    assert "公开号" not in told.expected


def test_what_is_told_to_be_missing_makes_the_table_readable(text_file, imported) -> None:
    read = imported(text_file("公开号,标题,申请日期\nCN101234567A,一种装置,2008-01-02\n"))
    assert read.report.rows == 1


def test_a_list_without_numbers_lacks_the_number(text_file, imported) -> None:
    told = refused(imported, text_file("某县专利\n标题,申请日,申请人\n一种装置,2019-01-01,公司\n"))
    assert "第 2 行认得 标题、申请日、申请人；缺号码一列，不知道是哪件专利" in told.why
    assert "还缺" not in told.why
    assert told.expected.startswith("号码一列，写成 申请号（或 专利号、")
    assert "再有" not in told.expected


def test_the_sheet_is_named_where_there_are_several(workbook, imported) -> None:
    told = refused(imported, workbook({"说明": [["说明文字"]], "清单": [["公告号"], ["CN101234567B"]]}))
    assert "工作表“清单”当作专利清单看，第 1 行认得的只有 公告号；" in told.why
    assert "还缺 2 列" in told.why


@pytest.mark.parametrize("heads", [["甲", "乙"], ["标题", "甲"], []])
def test_a_table_of_other_things_lacks_nothing(heads) -> None:
    assert nearly([heads]) is None


def test_whole_headings_lack_nothing() -> None:
    heads = [["公开号", "标题", "申请日"]]
    assert recognise(heads) is not None
    assert nearly(heads) is None
