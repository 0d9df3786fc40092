"""Papers of WIPO's standards in a topic: a design is one by itself, what is about no patent is told apart and does not stop the others."""

from datetime import date

import pytest

from factories import xml_samples as samples
from zhixian.core.topics.document import UNREAD
from zhixian.core.topics.making import Recipe, make_topic

DAY = date(2022, 12, 31)


def written(tmp_path, **texts):
    paths = []
    for name, text in texts.items():
        path = tmp_path / f"{name}.xml"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return tuple(paths)


def made_of(tmp_path, paths):
    return make_topic(tmp_path / "data", "椅", Recipe(DAY, paths=paths), made=DAY)


@pytest.mark.parametrize(("office", "key"), [("CN", "CN202130123456.8"), ("US", "US202130123456")])
def test_a_design_of_any_office_is_one_and_its_number_is_no_publication(tmp_path, office, key):
    (row,) = made_of(tmp_path, written(tmp_path, design=samples.st96_design(office))).topic.rows("records")
    assert (row["record"], row["kind"], row["publication"], row["title"]) == (key, "design", None, "椅")
    assert (row["filed"], row["granted"]) == (date(2021, 6, 1), date(2021, 12, 1))


def test_marks_and_indications_among_papers_are_named_and_left_out(tmp_path):
    paths = written(
        tmp_path,
        design=samples.st96_design(),
        st66=samples.st66(),
        st96=samples.st96_mark(),
        gi=samples.st96_indication(),
    )
    made = made_of(tmp_path, paths)
    assert [row["kind"] for row in made.topic.rows("records")] == ["design"]
    told = sorted(
        (problem.column, problem.value, problem.reason) for report in made.reports for problem in report.problems
    )
    assert told == [
        ("类型", "商标", "不是专利文献，没有收入"),
        ("类型", "商标", "不是专利文献，没有收入"),
        ("类型", "地理标志产品", "不是专利文献，没有收入"),
    ]


def test_a_design_of_the_us_is_not_the_application_of_the_same_digits(tmp_path):
    """Until 2010 the EPO left out the series, and told designs by the kind of the application alone."""
    plain = samples.exchange("US", "23000005", "2006123456", day="20060601", filed="20050901")
    design = samples.exchange("US", "23000005", "D520001", kind="S1", day="20060502", filed="20050517").replace(
        "<doc-number>23000005</doc-number><kind>A</kind>", "<doc-number>23000005</doc-number><kind>F</kind>"
    )
    made = made_of(tmp_path, written(tmp_path, us=samples.docdb(plain, design)))
    assert {row["record"]: row["publication"] for row in made.topic.rows("records")} == {
        "US23000005": "US20060123456A", "US23000005F": "USD520001S1",
    }  # fmt: skip


def test_what_is_said_of_a_number_is_said_of_papers_too(tmp_path):
    unread = samples.exchange("JP", "15123", "2016123456", day="20160701", filed="20150107")
    (report,) = made_of(tmp_path, written(tmp_path, jp=samples.docdb(unread))).reports
    (said,) = report.problems
    assert (said.column, said.reason, said.refused) == ("申请号", UNREAD, False)
