"""Valuations by cost, income and market: told by hand, and what holds for any input."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixian.core.finance.valuation import Cost, Income, Market, Span
from zhixian.core.kernel.refusal import Refusal


def span(low, high):
    return Span(Fraction(low), Fraction(high))


INCOME = Income(100_000_000, span(0, 0), span(2, 4), span(10, 25), years=2, left=8)
MARKET = Market([(10_000_000, span(90, 110)), (20_000_000, span(80, 100)), (12_000_000, span(100, 100))])


def ends(method):
    found = method.value()
    return found.low_fen, found.high_fen


def test_cost_is_spent_at_prices_of_today_less_what_aged():
    assert ends(Cost(50_000_000, span(100, 110), span(20, 40))) == (30_000_000, 44_000_000)


def test_royalties_are_discounted_at_the_ends_of_years():
    low = Fraction(2_000_000) / Fraction("1.25") + Fraction(2_000_000) / Fraction("1.25") ** 2
    high = Fraction(4_000_000) / Fraction("1.1") + Fraction(4_000_000) / Fraction("1.1") ** 2
    assert ends(INCOME) == (round(low), round(high))
    assert ends(replace(INCOME, tax=Fraction(25)))[0] == round(low * 3 / 4)


def test_market_goes_from_the_lowest_to_the_highest():
    assert ends(MARKET) == (9_000_000, 20_000_000)


@pytest.mark.parametrize(
    ("method", "why"),
    [
        (Market(MARKET.deals[:2]), "2 件可比交易"),
        (Market([(100, span(100, 100))] * 3), "没有区间"),
        (replace(INCOME, years=9), "预测 9 年。应为：1 年以上，不超过权利剩余的 8 年"),
        (replace(INCOME, royalty=span(3, 3)), "只有一个数 3%"),
        (replace(INCOME, discount=span(12, 8)), "低值 12% 大于高值 8%"),
        (replace(INCOME, revenue_fen=0), "第一年收入"),
        (replace(INCOME, tax=Fraction(100)), "所得税率"),
        (Cost(100, span(100, 110), span(0, 101)), "贬值率"),
        (Cost(100, span(100, 110), span(50, 100)), "贬值 100% 的已经没有价值"),
        (Cost(100, span(0, 110), span(0, 10)), "物价调整系数.*低值大于 0%"),
        (replace(INCOME, royalty=span(0, 4)), "许可费率.*低值大于 0%"),
        (replace(INCOME, royalty=span(2, 100)), "许可费不会是全部收入"),
        (replace(INCOME, discount=span(0, 8)), "折现率.*低值大于 0%"),
        (replace(INCOME, growth=span(-100, 0)), "高于 -100%"),
        (Market([(100, span(0, 100))] * 3), "第 1 件调整系数.*低值大于 0%"),
        (Cost(100_000, span(100, 100), span(5, 5)), "没有区间"),
    ],
)
def test_refused(method, why):
    with pytest.raises(Refusal, match=why):
        method.value()


RATES = st.fractions(1, 99, max_denominator=100)


@given(st.integers(10**6, 10**13), st.tuples(RATES, RATES), st.tuples(RATES, RATES), st.integers(1, 20))
def test_wider_assumptions_never_narrow_the_range(revenue, royalty, discount, years):
    royalty, discount = Span(*sorted(royalty)), Span(*sorted(discount))
    wide = Income(
        revenue, span(0, 0), Span(Fraction(1), Fraction(99)), Span(Fraction(1), Fraction(99)), years, 20
    ).value()
    method = Income(revenue, span(0, 0), royalty, discount, years, 20)
    try:
        found = method.value()
    except Refusal:
        return
    assert wide.low_fen <= found.low_fen < found.high_fen <= wide.high_fen


@given(st.lists(st.integers(1, 10**13), min_size=3, max_size=8), RATES)
def test_market_range_holds_every_adjusted_price(prices, width):
    deals = [(price, Span(100 - width / 2, 100 + width / 2)) for price in prices]
    try:
        found = Market(deals).value()
    except Refusal:
        assert len({*prices}) == 1
        return
    assert found.low_fen <= min(prices) <= max(prices) <= found.high_fen
