"""Money, periods and regions."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixian.core.kernel.money import half_up, read_yuan, wan, yuan, yuan_to_fen
from zhixian.core.kernel.periods import add_months, parse_day, period_ends, whole_months
from zhixian.core.kernel.regions import is_region, region_prefix, within


@given(st.integers(0, 10**24), st.integers(1, 10**9))
def test_half_up_is_the_nearest_integer_and_a_half_goes_up(numerator, denominator):
    rounded = half_up(numerator, denominator)
    assert -Fraction(1, 2) < rounded - Fraction(numerator, denominator) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,234.5", 123450),
        ("0.01", 1),
        (Decimal("1E+3"), 100000),
        ("１2", 1200),
        ("12，345，678.90", 1234567890),
        (5000.55, 500055),
    ],
)
def test_yuan_to_fen_is_exact(text, fen):
    assert yuan_to_fen(text) == fen


@pytest.mark.parametrize(
    "text", ["5000", "５０００", "5，000", "５，０００", "5,000.00 元", "￥5000", "¥ 5,000", " 5000元 "]
)
def test_a_sum_is_read_however_it_is_typed(text):
    assert read_yuan(text) == 500_000


@pytest.mark.parametrize("text", ["5²", "1e3", "5千", "5000\u200b", "元", "5，00"])
def test_what_is_no_sum_is_refused(text):
    with pytest.raises(ValueError, match="不是金额"):
        read_yuan(text)


def test_parts_of_a_fen_are_refused():
    with pytest.raises(ValueError, match="元不是整数分"):
        yuan_to_fen("0.001")


@pytest.mark.parametrize("text", ["NaN", "1,5", "1,2345", ",100", "1_000", "1e3", "", "1,000,", Decimal("Infinity")])
def test_what_is_no_amount_as_people_write_it_is_refused(text):
    with pytest.raises(ValueError, match="元不是金额"):
        yuan_to_fen(text)


def test_money_reads_well():
    assert [yuan(12345678), yuan(-5), yuan(15_000_000), wan(2_000_000_000), wan(123_400)] == [
        "123,456.78",
        "-0.05",
        "150,000",
        "2000",
        "0.1234",
    ]


def test_a_month_after_31_january_is_the_end_of_february():
    assert [add_months(date(2019, 1, 31), 1), add_months(date(2020, 1, 31), 1), add_months(date(2018, 10, 31), 6)] == [
        date(2019, 2, 28),
        date(2020, 2, 29),
        date(2019, 4, 30),
    ]


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 200))
def test_months_never_go_back(day, months):
    assert add_months(day, months + 1) > add_months(day, months) >= day


def test_quarter_ends_lie_inside_the_span():
    assert period_ends(date(2017, 10, 23), date(2018, 6, 29), every=3) == [date(2017, 12, 31), date(2018, 3, 31)]
    assert period_ends(date(2017, 12, 31), date(2019, 12, 31), every=12) == [
        date(2017, 12, 31),
        date(2018, 12, 31),
        date(2019, 12, 31),
    ]


def test_a_region_code_is_six_half_width_digits():
    assert [is_region(code) for code in ("350823", "３５０８２３", "٣٥٠٨٢٣", "35082", "350823 ", "²50823")] == [
        True
    ] + [False] * 5


def test_a_region_holds_those_below_it():
    assert [region_prefix(code) for code in ("350000", "350800", "350823")] == ["35", "3508", "350823"]
    assert within("350823", "350800")
    assert not within("350802", "350823")


def test_a_wrong_day_is_refused_in_chinese():
    with pytest.raises(ValueError, match=r"“2017\.13\.2”不是日期"):
        parse_day("2017.13.2")


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2019-12-31", "2020-12-31", 12),
        ("2019-12-31", "2020-12-30", 11),
        ("2020-06-30", "2020-12-31", 6),
        ("2020-12-01", "2020-12-31", 0),
        ("2020-01-31", "2020-02-29", 1),
    ],
)
def test_whole_months_between_two_days(first, last, months):
    assert whole_months(parse_day(first), parse_day(last)) == months
