"""A merge list with one pair of names twice: taken where both lines say the same, refused with both rows where they do not."""

import pytest

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.topics.merge_list import HEADINGS, read_list


def written(folder, *lines):
    path = folder / "list.csv"
    path.write_text("\n".join([",".join(HEADINGS), *lines]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ("甲,1,乙,2,,否", "第 2 行写的是“是”，第 4 行写的是“否”"),
        ("乙,2,甲,1,,否", "第 2 行写的是“是”，第 4 行写的是“否”"),
        ("甲,1,乙,2,,", "第 2 行写的是“是”，第 4 行写的是“空着”"),
    ],
)
def test_two_lines_that_contradict_each_other_are_refused_with_both_rows(tmp_path, second, told):
    with pytest.raises(Refusal, match=told):
        read_list(written(tmp_path, "甲,1,乙,2,,是", "丙,1,丁,2,,否", second))


def test_a_line_that_stands_twice_counts_once_and_other_pairs_stay(tmp_path):
    read = read_list(written(tmp_path, "甲,1,乙,2,,是", "乙,2,甲,1,,是", "甲,1,丙,2,,否"))
    assert [(one.name, one.into, one.decision) for one in read] == [("甲", "乙", "是"), ("甲", "丙", "否")]
