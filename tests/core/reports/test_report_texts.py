"""Figures in words: they never look like what they are not."""

import os
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixian.core.kernel.clauses import clause_name
from zhixian.core.kernel.numerals import numeral
from zhixian.core.reports.text import clean, completion, difference, figure, measured, shorten, wan, yuan_and_cents

EXAMPLES = int(os.environ.get("ZHIXIAN_EXAMPLES", "200"))
numbers = st.decimals("0", "10000000", places=6)


@settings(max_examples=EXAMPLES, deadline=None)
@given(numbers, numbers.filter(bool))
def test_a_shown_value_stands_on_its_side_of_the_goal(value, goal):
    shown = Decimal(measured(value, goal).replace(",", ""))
    assert (shown >= goal) == (value >= goal)
    assert (shown == goal) == (value == goal)
    percent = completion(value, goal)
    assert percent is not None
    assert (percent >= 100) == (value >= goal)
    assert (Decimal(difference(value, goal).replace(",", "")) == 0) == (value == goal)


def test_rounding_is_half_up_where_it_does_not_matter():
    assert measured(Decimal("3.965"), Decimal("4.5")) == "3.97"
    assert measured(Decimal("4.4996"), Decimal("4.5")) == "4.4996"
    assert measured(Decimal(3600), Decimal(3600)) == "3600"
    assert measured(Decimal("12345.5"), Decimal(3600)) == "12,345.5"
    assert completion(Decimal(5), Decimal(0)) is None


def test_money_in_yuan_and_in_ten_thousands():
    assert yuan_and_cents(15_000_000) == "150,000.00"
    assert yuan_and_cents(1) == "0.01"
    assert wan(123_456_789) == "123.46"
    assert wan(5_000) == "0.01"


@given(st.text())
def test_clean_text_is_one_line_and_clean_again(text):
    once = clean(text)
    assert clean(once) == once
    assert not set(once) & set("\n\r\t\x00\x1b\x85\u2028\u202e")


def test_long_text_is_cut_where_it_shows():
    assert shorten("一二三四五", 5) == "一二三四五"
    assert shorten("一二三四五六", 5) == "一二三四…"


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九")]
)
def test_numerals(number, words):
    assert numeral(number) == words


def test_clauses_have_names():
    assert [clause_name(c) for c in ("18", "S2", "goal", "附则")] == ["第18条", "保障措施（二）", "主要目标", "附则"]


def test_sums_in_a_table_have_two_decimals_and_nothing_is_hidden():
    assert figure(Decimal("2607.407402"), "万元") == "2607.41"
    assert figure(Decimal("0.000001"), "万元") == "0.000001"
    assert figure(Decimal("4.4899"), "件/万人") == "4.4899"
    assert figure(Decimal(0), "万元") == "0"
