"""A later file corrects an earlier one: its cells that are not empty win, and the edition tells which cells changed."""

import pytest

from factories.exports import write_export
from factories.topics import DAY, SECOND
from zhixian.core.topics.differences import difference
from zhixian.core.topics.making import Recipe, make_topic, refresh_topic

FIRST = {"申请人": "甲公司; 乙公司", "标准化申请人": "甲; 乙", "被引证次数": "5", "权利要求数量": "9"}


def _two(folder, first, second):
    """The editions of a first file, and of it with a second beside it."""
    data = folder / "data"
    files = [write_export(folder / f"v{nr}.csv", *rows) for nr, rows in enumerate((first, second), 1)]
    made = make_topic(data, "铜箔", Recipe(DAY, paths=(files[0],)), made=DAY)
    return made.topic, refresh_topic(data, "铜箔", as_of=DAY, paths=[files[1]], made=DAY).topic


def _named(topic, role="applicant"):
    return [row["name"] for row in topic.rows("parties") if row["role"] == role]


def test_a_later_file_corrects_applicants_title_and_counts(tmp_path):
    newer = {"申请人": "丙公司", "标题": "电解铜箔的制法", "申请日": "2014-08-16", "被引证次数": "4", "发明人": "王五"}
    before, after = _two(tmp_path, (FIRST,), (newer,))
    [row] = after.rows("records")
    assert (row["title"], row["filed"].isoformat(), row["cited_by"], row["claims"]) == (
        "电解铜箔的制法", "2014-08-16", 4, 9,
    )  # fmt: skip
    assert (_named(after), _named(after, "inventor")) == (["丙公司"], ["王五"])
    assert [one["cleaned"] for one in after.rows("parties") if one["role"] == "applicant"] == [None]
    assert [one["title"] for one in after.rows("publications")] == [None], "the publication has the corrected title"
    told = difference(before, after)
    assert told["counts"]["amended"] == 1
    assert [(one["cell"], one["before"], one["after"]) for one in told["amended"]] == [
        ("标题", "一种电解铜箔的制备方法", "电解铜箔的制法"), ("申请人", "甲公司、乙公司", "丙公司"),
    ]  # fmt: skip


def test_empty_cells_of_a_later_file_take_nothing_away(tmp_path):
    empty = {"申请人": "", "标题": "", "申请日": "", "发明人": "", "专利有效性": ""}
    before, after = _two(tmp_path, (FIRST,), (empty,))
    assert after.rows("parties") == before.rows("parties")
    assert [row | {"documents": 1} for row in after.rows("records")] == before.rows("records")
    assert difference(before, after)["counts"]["amended"] == 0


def test_the_same_applicants_keep_what_their_vendor_calls_them(tmp_path):
    _, after = _two(tmp_path, (FIRST,), (FIRST | {"标准化申请人": ""},))
    assert [one["cleaned"] for one in after.rows("parties") if one["role"] == "applicant"] == ["甲", "乙"]


def test_within_one_file_the_first_row_stays(tmp_path):
    rows = (FIRST, FIRST | {"申请人": "丙公司", "标题": "另一名称", "被引证次数": "3"})
    made = make_topic(
        tmp_path / "data", "铜箔", Recipe(DAY, paths=(write_export(tmp_path / "a.csv", *rows),)), made=DAY
    )
    [row] = made.topic.rows("records")
    assert (row["title"], row["cited_by"]) == ("一种电解铜箔的制备方法", 5)
    assert _named(made.topic) == ["甲公司", "乙公司"]


def test_another_publication_in_a_later_file_adds_to_the_counts(tmp_path):
    grant = {"公开（公告）号": "CN104223352B", "公开（公告）日": "2016-12-07", "标题": "铜箔制法", "被引证次数": "2"}
    _, after = _two(tmp_path, (FIRST,), (grant,))
    [row] = after.rows("records")
    assert (row["title"], row["cited_by"]) == ("铜箔制法", 5)
    assert {one["number"]: one["title"] for one in after.rows("publications")} == {
        "CN104223352A": "一种电解铜箔的制备方法", "CN104223352B": None,
    }  # fmt: skip


@pytest.mark.parametrize("day", ["2014-12-17", "2014-01-01"])
def test_a_later_file_tells_the_state_whatever_day_its_publication_has(tmp_path, day):
    older = {"公开（公告）号": "CN104223352C", "公开（公告）日": day, "专利有效性": "失效"}
    _, after = _two(tmp_path, ({}, SECOND), (older,))
    assert {row["state"] for row in after.rows("records")} == {"ended"}


def test_a_third_file_corrects_the_second(tmp_path):
    _, after = _two(tmp_path, (FIRST,), ({"申请人": "丙公司"},))
    third = write_export(tmp_path / "v3.csv", {"申请人": "丁公司", "标题": ""})
    assert _named(after) == ["丙公司"]
    assert _named(refresh_topic(tmp_path / "data", "铜箔", as_of=DAY, paths=[third], made=DAY).topic) == ["丁公司"]
