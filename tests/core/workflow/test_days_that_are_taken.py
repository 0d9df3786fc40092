"""A day beyond those that are taken is told the limit; what is no day is told that it is none."""

from datetime import date

import pytest

from zhixian.core.workflow.answers import read_answer
from zhixian.core.workflow.model import FormField

DAY = FormField(id="day", name="登记日", kind="day")


@pytest.mark.parametrize("text", ["1949-09-30", "1900-01-01", "2100-01-01"])
def test_a_day_beyond_the_limit_is_told_the_limit(text):
    with pytest.raises(ValueError, match=f"{text} 不在能填的日期里，应为 1949-10-01 到 2099-12-31 的一天"):
        read_answer(DAY, text)


def test_the_first_and_the_last_day_are_taken():
    assert [read_answer(DAY, text) for text in ("1949-10-01", "2099年12月31日")] == [
        date(1949, 10, 1),
        date(2099, 12, 31),
    ]


def test_what_is_no_day_is_told_so():
    with pytest.raises(ValueError, match="“2020-02-30”不是日期"):
        read_answer(DAY, "2020-02-30")
