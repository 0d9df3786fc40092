"""What cannot be in registers about money is found, and what is merely unlikely is told without a grave word."""

from datetime import date

import pytest

from zhixian.core.registers.money_findings import claim_terms, deduction_terms, loan_terms, policy_terms, project_terms

DAY = date(2020, 11, 16)
LOAN = {"principal": 100, "drawn": "2020-01-02", "due": "2021-01-02", "quality": "normal", "pledged_on": "2020-01-01"}
POLICY = {
    "policy": "Y1", "insurer": "某财险", "insured": "甲公司", "kind": "loss", "rights": "1", "sum_insured": 10_000_000, "premium": 300_000,
    "begins": "2020-01-01", "ends": "2020-12-31",
}  # fmt: skip
CLAIM = {"number": "L1", "occurred_on": "2018-05-01", "known_on": "2018-05-06"}
DEDUCTION = {"year": 2019, "costs": 1_000_000, "ip_costs": 10_000, "deducted": 750_000, "declared_on": "2020-05-20"}
PROJECT = {"asked": 100, "year": 2020, "applied_on": "2020-03-01", "decision": "open"}


def told(found):
    return [(finding.words, finding.grave) for finding in found]


def test_what_can_be_says_nothing():
    assert loan_terms(LOAN, DAY) == []
    assert policy_terms(POLICY, [], DAY) == []
    assert claim_terms(CLAIM | {"claimed_on": "2018-06-01", "claimed": 5, "paid": 5, "paid_on": "2018-07-01"}, []) == []
    assert deduction_terms(DEDUCTION) == []
    assert project_terms(PROJECT) == []


@pytest.mark.parametrize(
    ("changes", "words", "grave"),
    [
        ({"principal": 0}, "本金是 0 元", True),
        ({"due": "2020-01-02"}, "同一天", True),
        ({"pledged_on": "", "released_on": "2020-03-01"}, "没有写质押登记日", True),
        ({"due": "2020-11-06"}, "逾期 10 天，贷款质量还写“正常”", False),
    ],
)
def test_loans(changes, words, grave):
    found = told(loan_terms(LOAN | changes, DAY))
    assert any(words in said and grave == is_grave for said, is_grave in found)


@pytest.mark.parametrize(
    ("changes", "words", "grave"),
    [
        ({"sum_insured": 0}, "都应大于零", True),
        ({"premium": 0}, "都应大于零", True),
        ({"premium": 10_000_000}, "不低于保险金额", True),
        ({"ends": "2020-01-01"}, "只有 2020-01-01 一天", True),
        ({"ends": "2030-01-02"}, "长于 10 年", False),
        ({"premium_due": "2020-01-10"}, "还没有写交费日", True),
        ({"premium_due": "2020-01-10", "premium_paid_on": "2020-01-15"}, "晚 5 天", False),
    ],
)
def test_policies(changes, words, grave):
    [(said, is_grave)] = told(policy_terms(POLICY | changes, [], DAY))
    assert words in said
    assert is_grave == grave


def test_a_premium_in_time_or_not_due_yet_says_nothing():
    assert policy_terms(POLICY | {"premium_due": "2020-01-10", "premium_paid_on": "2020-01-10"}, [], DAY) == []
    assert policy_terms(POLICY | {"premium_due": "2020-11-16"}, [], DAY) == []


def test_the_same_policy_twice_is_told_where_the_times_meet():
    again = POLICY | {"policy": "Y2", "begins": "2020-12-31", "ends": "2021-12-30"}
    [(said, grave)] = told(policy_terms(POLICY, [again], DAY))
    assert "还有保单 Y2（2020-12-31 至 2021-12-30）" in said
    assert not grave
    assert policy_terms(POLICY, [again | {"begins": "2021-01-01"}], DAY) == []
    assert policy_terms(POLICY, [again | {"kind": "liability"}], DAY) == []


@pytest.mark.parametrize(
    ("changes", "words", "grave"),
    [
        ({"claimed_on": "2020-05-07"}, "晚于时效届满的 2020-05-06", True),
        ({"claimed": 5}, "没有写提出索赔日", False),
        ({"claimed_on": "2018-06-01", "claimed": 5, "paid": 6, "paid_on": "2018-07-01"}, "多于索赔的", True),
        ({"claimed_on": "2018-06-01", "paid": 6}, "没有写赔付日", True),
        ({"claimed_on": "2018-06-01", "paid_on": "2018-07-01"}, "没有写赔付金额", True),
    ],
)
def test_claims(changes, words, grave):
    [(said, is_grave)] = told(claim_terms(CLAIM | changes, []))
    assert words in said
    assert is_grave == grave


def test_one_loss_reported_twice_is_told():
    [(said, grave)] = told(
        claim_terms(
            CLAIM, [{"number": "L2", "occurred_on": "2018-05-01"}, {"number": "L3", "occurred_on": "2018-05-02"}]
        )
    )
    assert "报案 L2：" in said
    assert not grave


@pytest.mark.parametrize(
    ("changes", "words", "grave"),
    [
        ({"ip_costs": 1_000_001}, "多于全部研发费用", True),
        ({"deducted": 750_001}, "75%（2019 年度最高的比例）= 7,500 元", True),
        ({"declared_on": "2019-12-31"}, "年度还没有结束", True),
        ({"year": 2015}, "2015 年度：", False),
        ({"year": 2026, "declared_on": "2027-05-01", "deducted": 10**9}, "2026 年度的比例没有核过", False),
    ],
)
def test_deductions(changes, words, grave):
    [(said, is_grave)] = told(deduction_terms(DEDUCTION | changes))
    assert words in said
    assert is_grave == grave


@pytest.mark.parametrize(
    ("changes", "words", "grave"),
    [
        ({"asked": 0}, "申请金额是 0 元", True),
        ({"year": 2018}, "相差一年以上", True),
        ({"decision": "supported"}, "没有写决定日", False),
        ({"decided_on": "2020-05-01"}, "决定还是“没有定”", True),
    ],
)
def test_projects(changes, words, grave):
    [(said, is_grave)] = told(project_terms(PROJECT | changes))
    assert words in said
    assert is_grave == grave
