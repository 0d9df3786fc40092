"""What a landscape says where everything lies in one place, where nothing is known, and of the highest year."""

import pytest

from zhixian.core.landscape.figure import few
from zhixian.core.landscape.places import _said
from zhixian.core.landscape.trends import course


def test_all_in_one_place_is_said_as_such_and_not_as_the_most():
    assert _said((("350000", "福建省", 140, 70.0),), 140, "省份").sentence == "认得出省份的 140 件全部属于福建省。"
    assert _said((("CN", "中国", 9, 100.0),), 9, "国家或地区", "有国别的").sentence == "有国别的 9 件全部属于中国。"
    two = (("CN", "中国", 6, 75.0), ("US", "美国", 2, 25.0))
    assert (
        _said(two, 8, "国家或地区", "有国别的").sentence
        == "申请最多的国家或地区是中国，6 件，占有国别的 8 件的 75.0%。"
    )


@pytest.mark.parametrize(("number", "said"), [(0, "没有一件写明发明人"), (3, "只有 3 件写明发明人")])
def test_none_is_not_said_as_only_none(number, said):
    assert few(number, "写明发明人") == said
    assert _said((), number, "省份").silence.startswith("没有一件" if not number else "只有 3 件")


def test_the_highest_year_stands_apart_from_its_words():
    assert "最多的是 2014 年（9 件）" in course({2013: 3, 2014: 9, 2015: 4}, 2015, "申请").sentence
