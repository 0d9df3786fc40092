"""Who came to a course, and the certificates given for it."""

from datetime import date

import pytest

from zhixian.core.registers.checks.attendance import certificates_of, course_attendance

AS_OF = date(2020, 11, 16)
COURSE = {"held_on": "2020-07-09", "hours": "12"}
ROW = {"party": "甲公司", "course": "训-1", "people": 2, "asked_on": "2020-06-22"}


@pytest.mark.parametrize(
    ("row", "course", "words"),
    [
        ({"came": 2, "passed": 2}, {}, []),
        ({"asked_on": "2020-07-10"}, {}, ["2020-07-10 报名，活动 2020-07-09 已经举办"]),
        ({"asked_on": "2020-07-10"}, {"until": "2020-07-01"}, []),
        ({"came": 2}, {"held_on": "2020-11-17"}, ["活动 2020-11-17 才举办，已经写了实到 2 人"]),
        ({"came": 2}, {"held_on": "2020-11-16"}, []),
        ({"came": 2, "passed": 1}, {"hours": None}, ["写了 1 人结业，活动没有写学时"]),
        ({"came": 2, "passed": 0}, {"hours": None}, []),
    ],
)
def test_who_came_and_passed_is_held_against_the_course(row, course, words):
    found = course_attendance({**ROW, **row}, {**COURSE, **course}, [], as_of=AS_OF)
    assert [one.words for one in found if one.grave] == words


def test_a_certificate_is_given_once_and_whose_it_is_stays_inside():
    other = {"party": "乙公司", "course": "训-1", "certificates": "样知训〔2020〕3-1 至 3-3"}
    [one] = course_attendance({**ROW, "certificates": "样知训〔2020〕3-2"}, COURSE, [other], as_of=AS_OF)
    assert (one.words, one.grave) == ("证书编号 样知训〔2020〕3-2 已经发给别的单位", True)
    assert one.inside == "证书编号 样知训〔2020〕3-2 已经发给别的单位：乙公司，训-1"
    assert course_attendance({**ROW, "certificates": "样知训〔2020〕3-4"}, COURSE, [other], as_of=AS_OF) == []
    assert course_attendance(ROW, None, [other], as_of=AS_OF) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("证-1", ["证-1"]),
        ("证-1；证-2", ["证-1", "证-2"]),
        ("证3-9 至 3-11", ["证3-9", "证3-10", "证3-11"]),
        ("证-5 至 证-4", ["证-5至证-4"]),
        ("", []),
    ],
)
def test_a_range_is_each_of_its_numbers(text, numbers):
    assert certificates_of(text) == numbers
