"""A risk pool: the stories, and what holds for every agreement."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixian.core.finance import risk_pool
from zhixian.core.finance.pool_terms import Terms
from zhixian.core.finance.risk_pool import (
    PooledLoan,
    Standing,
    admission_faults,
    borne,
    compensation,
    given_back,
    nearness,
    split,
    stopped,
)
from zhixian.core.kernel.money import yuan_to_fen
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.yaml_file import read_yaml

TERMS = Terms(
    shares=(4000, 4000, 2000),
    loss_share=5000,
    most_loan_fen=500_000_000,
    most_for_loan_fen=100_000_000,
    most_in_all_fen=300_000_000,
    leverage=1000,
    stop_at=500,
    overdue_days=60,
    starts=date(2020, 1, 1),
    ends=date(2022, 1, 1),
)
"""The agreement of the stories."""
DAY = date(2021, 1, 31)
STORIES = read_yaml(Path(risk_pool.__file__).parent / "data" / "risk_pool_stories.yaml")["stories"]


def fen(told, name):
    return yuan_to_fen(told.get(name, "0"))


def standing_of(story):
    return Standing(*(fen(story, name) for name in ("free", "lent", "bad", "paid")))


@pytest.mark.parametrize("story", [s for s in STORIES if "admitted" in s], ids=lambda s: s["name"])
def test_who_is_taken_into_the_pool(story):
    told, day = story["loan"], story.get("day", DAY)
    loan = PooledLoan(
        principal_fen=fen(told, "principal"),
        drawn=told.get("drawn", date(2020, 6, 1)),
        due=told.get("due", date(2021, 6, 1)),
        quality=told.get("quality", "normal"),
        pledged=told.get("pledged", True) is True,
    )
    assert list(admission_faults(TERMS, standing_of(story), loan, as_of=day)) == story["admitted"]


@pytest.mark.parametrize("story", [s for s in STORIES if "admitted" not in s], ids=lambda s: s["name"])
def test_what_is_paid_for_a_loss(story):
    loan = story["loan"]

    def told():
        return compensation(
            TERMS,
            standing_of(story),
            principal_fen=fen(loan, "principal"),
            outstanding_fen=fen(loan, "outstanding"),
            due=loan["due"],
            as_of=DAY,
        )

    if "refused" in story:
        with pytest.raises(Refusal) as refused:
            told()
        assert story["refused"] in str(refused.value)
        return
    assert told().amount_fen == fen(story, "pays")
    assert told().steps[-1][0] == "补偿金额"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"shares": (4000, 5999)}, "合计 99.99%"),
        ({"loss_share": 10001}, "补偿比例：100.01%"),
        ({"stop_at": 0}, "熔断线：0%"),
        ({"leverage": 0}, "放大倍数大于零"),
        ({"most_for_loan_fen": 300_000_001}, "不超过补偿总额上限"),
        ({"ends": date(2020, 1, 1)}, "终止日晚于起始日"),
    ],
)
def test_figures_that_do_not_hold_together_are_refused(changes, words):
    TERMS.check()
    with pytest.raises(Refusal, match=words):
        replace(TERMS, **changes).check()


def test_a_loan_that_is_repaid_or_doubted_by_the_register_says_why():
    loan = PooledLoan(100, date(2020, 6, 1), date(2021, 1, 1), "normal", repaid=True, faults=("专利已终止",))
    told = admission_faults(TERMS, Standing(1000, 0, 0), loan, as_of=DAY)
    assert told == ("台账核对有问题：专利已终止", "贷款已经还清", "贷款 2021-01-01 到期，已逾期 30 天")


@pytest.mark.parametrize(
    ("changes", "day", "bad"),
    [
        ({}, date(2021, 3, 1), False),
        ({}, date(2021, 3, 2), True),
        ({"quality": "doubtful"}, date(2020, 7, 1), True),
        ({"quality": "doubtful", "repaid": True}, date(2021, 7, 1), False),
    ],
)
def test_which_loans_are_bad(changes, day, bad):
    loan = replace(PooledLoan(100, date(2020, 6, 1), date(2021, 1, 1), "normal"), **changes)
    assert loan.is_bad(TERMS, as_of=day) is bad


def test_equal_remainders_go_to_the_first():
    assert split(100, (1, 1, 1)) == (34, 33, 33)
    assert split(2, (1, 1, 1)) == (1, 1, 0)
    assert split(0, ()) == ()
    for total, weights in ((-1, (1,)), (1, (0, 0)), (1, (2, -1))):
        with pytest.raises(ValueError, match="not below zero"):
            split(total, weights)


SUMS = st.integers(0, 10**15)


@given(SUMS, st.lists(SUMS, min_size=1, max_size=6).filter(any))
def test_parts_add_up_and_none_is_a_whole_fen_off(total, weights):
    parts = split(total, weights)
    assert sum(parts) == total
    assert all(
        abs(part * sum(weights) - total * weight) < sum(weights) for part, weight in zip(parts, weights, strict=True)
    )


def agreements():
    shares = st.lists(st.integers(0, 5000), min_size=2, max_size=4).map(lambda some: (*some, 10_000 - sum(some)))
    return st.builds(
        replace,
        st.just(TERMS),
        shares=shares.filter(lambda some: min(some) >= 0),
        loss_share=st.integers(1, 10_000),
        most_for_loan_fen=st.integers(1, 10**12),
        most_in_all_fen=st.integers(1, 10**12),
        stop_at=st.integers(1, 10_000),
    )


@given(agreements(), SUMS, SUMS, st.integers(1, 10**12), st.data())
def test_what_is_paid_is_never_above_a_ceiling_the_money_free_or_the_loss(terms, free, before, principal, data):
    outstanding = data.draw(st.integers(1, principal))
    standing = Standing(free, principal, 0, before)
    try:
        told = compensation(
            terms, standing, principal_fen=principal, outstanding_fen=outstanding, due=date(2020, 6, 1), as_of=DAY
        )
    except Refusal:
        assert free == 0 or before >= terms.most_in_all_fen or outstanding * terms.loss_share < 5000
        return
    assert 0 < told.amount_fen <= min(free, terms.most_for_loan_fen, terms.most_in_all_fen - before, outstanding)
    bears = borne(terms, outstanding_fen=outstanding, amount_fen=told.amount_fen)
    assert sum(bears) == outstanding
    assert min(bears) >= 0


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=5).filter(any), st.data())
def test_what_comes_back_is_never_more_than_was_borne_and_in_the_end_all_of_it(bears, data):
    back = []
    while (left := sum(bears) - sum(map(sum, back))) and len(back) < 6:
        got = left if len(back) == 5 else data.draw(st.integers(1, left))
        back.append(given_back(bears, back, got))
        assert sum(back[-1]) == got
        assert min(back[-1]) >= 0
    assert [sum(parts) for parts in zip(*back, strict=True)] == bears
    with pytest.raises(Refusal, match="还没有收回的 0 元"):
        given_back(bears, back, 1)


@given(st.integers(1, 10_000), st.integers(1, 10**15), st.data())
def test_the_pool_stops_exactly_where_the_way_to_the_threshold_is_whole(stop_at, lent, data):
    standing = Standing(0, lent, data.draw(st.integers(0, lent)))
    terms = replace(TERMS, stop_at=stop_at)
    assert bool(stopped(terms, standing)) == (nearness(terms, standing) >= 100)


def test_a_pool_that_lends_nothing_is_not_stopped():
    assert stopped(TERMS, Standing(0, 0, 0)) == ""
    assert nearness(TERMS, Standing(0, 0, 0)) == 0
