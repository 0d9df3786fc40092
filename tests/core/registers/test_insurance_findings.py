"""Claims against the policies they are on: time, sum insured, and what is left of it."""

from hypothesis import given
from hypothesis import strategies as st

from zhixian.core.registers.checks.insurance import policy_left, within_policy

POLICY = {"policy": "Y1", "begins": "2020-01-01", "ends": "2020-12-31", "sum_insured": 10_000_000}
FEN = st.integers(0, 10**12)


def claim(**given):
    return {"policy": "Y1", "occurred_on": "2020-06-01", **given}


def words(found):
    return [(finding.words, finding.grave) for finding in found]


def test_claim_within_the_sum_and_time_says_nothing():
    assert within_policy(claim(claimed=10_000_000), POLICY, []) == []


def test_first_and_last_day_belong_to_the_insurance():
    found = [
        within_policy(claim(occurred_on=day), POLICY, [])
        for day in ("2019-12-31", "2020-01-01", "2020-12-31", "2021-01-01")
    ]
    assert [bool(one) for one in found] == [True, False, False, True]


def test_claim_beyond_what_others_left_is_a_remark_and_a_payment_is_grave():
    others = [{"paid": 7_000_000}, {"claimed": 9_000_000}]
    told = "索赔 40,000 元，保险金额 100,000 元，别的理赔已赔 70,000 元，只剩 30,000 元"
    assert words(within_policy(claim(claimed=4_000_000), POLICY, others)) == [(told, False)]
    assert words(within_policy(claim(paid=4_000_000), POLICY, others)) == [(told.replace("索赔", "赔付"), True)]


def test_claim_without_a_policy_says_so():
    assert words(within_policy(claim(), None, [])) == [("没有录入保单 Y1，核不了保险期间和保额", False)]


def test_policy_tells_what_is_left_and_what_is_too_much():
    assert policy_left(POLICY, [{"claimed": 5}]) == []
    assert words(policy_left(POLICY, [{"paid": 3_600_000}])) == [
        ("已赔付 36,000 元，保险金额 100,000 元，还剩 64,000 元", False)
    ]
    assert words(policy_left(POLICY, [{"paid": 9_000_000}, {"paid": 2_000_000}])) == [
        ("已赔付 110,000 元，保险金额 100,000 元，超出 10,000 元", True)
    ]


@given(FEN, st.lists(FEN, min_size=1, max_size=6))
def test_policy_is_overpaid_just_when_the_last_of_its_claims_is(insured, paid):
    policy = POLICY | {"sum_insured": insured}
    rows = [{"paid": fen} for fen in paid]
    last = next((n for n in reversed(range(len(rows))) if paid[n]), None)
    over = any(finding.grave for finding in policy_left(policy, rows))
    others = [row for n, row in enumerate(rows) if n != last]
    told = last is not None and any(one.grave for one in within_policy(claim(**rows[last]), policy, others))
    assert over == told
