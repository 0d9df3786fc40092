"""Rows of one file that contradict each other are told with both values, and the first of them stays."""

import csv
from datetime import date

import pytest

from factories.exports import HEADINGS, ROW, write_export
from zhixian.core.topics.contradictions import FIRST_STAYS, ONE_IS_TAKEN
from zhixian.core.topics.joining import OTHER_PUBLICATION, SAME_APPLICATION, SAME_ROW
from zhixian.core.topics.making import Recipe, make_topic

DAY = date(2026, 6, 30)
FIRST = {"申请人": "甲公司", "标准化申请人": "甲", "授权公告日": "2016-01-01"}
GRANT = {"公开（公告）号": "CN104223352B", "公开（公告）日": "2016-12-07", "标题": "铜箔制法", "申请人": "乙公司"}


def made_of(folder, *rows):
    export = write_export(folder / "a.csv", *rows)
    return make_topic(folder / "data", "专题", Recipe(DAY, paths=(export,)), made=DAY)


def remarks(made):
    return [(one.row, one.column, one.value, one.reason) for one in made.reports[0].problems if not one.refused]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"申请人": "丁公司"}, [("申请人", "丁公司（第 2 行：甲公司）", FIRST_STAYS)]),
        ({"申请日": "2013-08-15"}, [("申请日", "2013-08-15（第 2 行：2014-08-15）", FIRST_STAYS)]),
        ({"标题": "隔膜"}, [("标题", "隔膜（第 2 行：一种电解铜箔的制备方法）", FIRST_STAYS)]),
        ({"公开（公告）日": "2014-12-18"}, [("公开（公告）日", "2014-12-18（第 2 行：2014-12-17）", FIRST_STAYS)]),
        ({"授权公告日": "2015-01-01"}, [("授权公告日", "2015-01-01（第 2 行：2016-01-01）", FIRST_STAYS)]),
        ({"专利有效性": "失效"}, [("法律状态", "失效（第 2 行：有效）", ONE_IS_TAKEN)]),
        (
            {"申请日": "2013-08-15", "申请人": "丁公司"},
            [
                ("申请日", "2013-08-15（第 2 行：2014-08-15）", FIRST_STAYS),
                ("申请人", "丁公司（第 2 行：甲公司）", FIRST_STAYS),
            ],
        ),
    ],
)
def test_a_contradiction_is_told_with_both_values(tmp_path, row, said):
    made = made_of(tmp_path, FIRST, FIRST | row)
    assert remarks(made) == [(3, *one) for one in said]
    [record] = made.topic.rows("records")
    assert (record["filed"], record["published"], record["granted"]) == (
        date(2014, 8, 15), date(2014, 12, 17), date(2016, 1, 1),
    )  # fmt: skip
    [applicant] = [one for one in made.topic.rows("parties") if one["role"] == "applicant"]
    assert (applicant["name"], applicant["cleaned"]) == ("甲公司", "甲")


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"申请人": "甲 公司", "标题": "一种电解铜箔的制备方法 "},
        {"申请人": "", "申请日": "", "标题": "", "授权公告日": "", "专利有效性": ""},
        {"IPC": "H01M4/00", "被引证次数": "5", "发明人": "王五"},
    ],
)
def test_what_does_not_contradict_is_not_told(tmp_path, row):
    made = made_of(tmp_path, FIRST, FIRST | row)
    assert remarks(made) == []
    assert made.topic.manifest["merged"] == {SAME_ROW: 1}


def test_another_publication_may_have_another_title_and_applicant(tmp_path):
    made = made_of(tmp_path, FIRST, GRANT, GRANT)
    assert remarks(made) == []
    assert made.topic.manifest["merged"] == {OTHER_PUBLICATION: 1, SAME_ROW: 1}


def test_the_day_of_filing_is_one_for_all_publications(tmp_path):
    other = made_of(tmp_path, FIRST, GRANT | {"申请日": "2014-08-16"})
    assert remarks(other) == [(3, "申请日", "2014-08-16（第 2 行：2014-08-15）", FIRST_STAYS)]


def test_a_later_file_corrects_and_contradicts_nothing(tmp_path):
    files = [
        write_export(tmp_path / f"{at}.csv", FIRST | {"申请人": name}) for at, name in enumerate(("甲公司", "丁公司"))
    ]
    made = make_topic(tmp_path / "data", "专题", Recipe(DAY, paths=tuple(files)), made=DAY)
    assert [report.problems for report in made.reports] == [[], []]
    assert [one["name"] for one in made.topic.rows("parties") if one["role"] == "applicant"] == ["丁公司"]


def test_without_a_column_of_publications_it_is_the_application_that_repeats(tmp_path):
    path = tmp_path / "a.csv"
    headings = [name for name in HEADINGS if not name.startswith("公开")]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, headings, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows([ROW, ROW | {"申请人": "丁公司"}])
    made = make_topic(tmp_path / "data", "专题", Recipe(DAY, paths=(path,)), made=DAY)
    assert made.topic.manifest["merged"] == {SAME_APPLICATION: 1}
    assert [one[1] for one in remarks(made)] == ["申请人"]
