"""A row that decides on a name and itself: refused where an officer gives it, passed over in a list that lies there."""

import pytest

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.topics.merge_list import read_list


@pytest.mark.parametrize(("name", "answer"), [("甲公司", "是"), ("甲公司", "否"), (" 甲公司 ", "是")])
def test_a_name_and_itself(tmp_path, name, answer):
    path = tmp_path / "l.csv"
    path.write_text(f"名称,建议归入,决定\n乙,丙,是\n{name},甲公司,{answer}\n", encoding="utf-8")
    with pytest.raises(Refusal, match=r"l\.csv 第 3 行.*本来就是同一个名称"):
        read_list(path, from_officer=True)
    assert ("乙", "丙") in [(one.name, one.into) for one in read_list(path)]


def test_two_names_or_no_answer_are_taken(tmp_path):
    path = tmp_path / "l.csv"
    path.write_text("名称,建议归入,决定\n乙,丙,是\n甲,甲,\n", encoding="utf-8")
    assert [one.decision for one in read_list(path, from_officer=True)] == ["是", ""]
