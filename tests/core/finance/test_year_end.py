"""The use of a budget at the end of its year, to the fen."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixian.core.finance.year_end import year_end

FEN = st.integers(0, 10**14)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2017-12-31", 10_000), ("2018-01-01", 3_650_000), ("2018-07-02", 19_945), ("2018-12-31", 10_000), ("2019-03-01", 10_000),
    ],
)  # fmt: skip
def test_what_was_used_goes_on_by_the_day(day, end):
    assert year_end(budget_fen=20_000, used_fen=10_000, year=2018, as_of=date.fromisoformat(day)).end_fen == end


def test_how_it_comes_about_stands_beside_it_and_what_is_over():
    told = year_end(budget_fen=1_000_000, used_fen=500_001, year=2020, as_of=date(2020, 3, 1))
    assert told.how == "已用 5,000.01 元 × 全年 366 天 ÷ 已过 61 天（截至 2020-03-01）= 30,000.06 元"
    assert told.over_fen == 2_000_006


@given(FEN, FEN, st.dates(date(2018, 1, 1), date(2018, 12, 31)))
def test_the_end_is_never_below_what_is_used_and_off_by_half_a_fen_at_most(budget, used, day):
    told = year_end(budget_fen=budget, used_fen=used, year=2018, as_of=day)
    gone = (day - date(2018, 1, 1)).days + 1
    assert told.end_fen >= used
    assert abs(told.end_fen * gone - used * 365) * 2 <= gone
    assert told.over_fen == told.end_fen - budget
