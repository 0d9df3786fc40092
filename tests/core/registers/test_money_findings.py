"""What cannot be in registers about money is found, and what is merely unlikely is told without a grave word."""

from datetime import date

import pytest

from zhixian.core.catalogue import registers
from zhixian.core.registers.checks.insurance import claim_terms, policy_terms
from zhixian.core.registers.checks.money import deduction_terms, loan_terms, project_terms
from zhixian.core.registers.fits import fits_together
from zhixian.core.registers.rows import read_row
from zhixian.core.workflow.answers import said

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


def loan(changes):
    row = LOAN | changes
    return told([*fits_together(registers()["pledge_loans"], row, as_of=DAY), *loan_terms(row, DAY)])


def policy(changes, others=()):
    row = POLICY | changes
    return told([*fits_together(registers()["ip_policies"], row, as_of=DAY), *policy_terms(row, others, DAY)])


def claim(changes, others=()):
    row = CLAIM | changes
    return told([*fits_together(registers()["ip_claims"], row, as_of=DAY), *claim_terms(row, others)])


def deduction(changes):
    row = DEDUCTION | changes
    return told([*fits_together(registers()["cost_deductions"], row, as_of=DAY), *deduction_terms(row)])


def project(changes):
    row = PROJECT | changes
    return told([*fits_together(registers()["funding_projects"], row, as_of=DAY), *project_terms(row)])


def test_what_can_be_says_nothing():
    assert loan({}) == []
    assert policy({}) == []
    assert policy({"premium": 10_000_000, "ends": "2030-01-01"}) == []
    assert claim({"claimed_on": "2018-06-01", "claimed": 5, "paid": 5, "paid_on": "2018-07-01"}) == []
    assert claim({"claimed_on": "2020-05-06"}) == []
    assert deduction({}) == []
    assert project({}) == []
    assert project({"decision": "supported", "decided_on": "2020-05-01"}) == []


@pytest.mark.parametrize(
    ("changes", "words", "grave"),
    [
        ({"due": "2020-01-02", "repaid": "2020-01-02"}, "放款日和到期日写的是同一个：2020-01-02", True),
        (
            {"pledged_on": "", "repaid": "2020-03-01", "released_on": "2020-03-01"},
            "写了质押解除日，没有写质押登记日",
            True,
        ),
        ({"due": "2020-11-06"}, "2020-11-06 到期没有还清，逾期 10 天，贷款质量还写“正常”", False),
    ],
)
def test_loans(changes, words, grave):
    assert loan(changes) == [(words, grave)]


@pytest.mark.parametrize(
    ("changes", "words", "grave"),
    [
        ({"premium": 10_000_001}, "保险费（元） 100,000.01，多于保险金额（元） 100,000", True),
        ({"ends": "2020-01-01"}, "保险责任开始日和保险责任终止日写的是同一个：2020-01-01", True),
        (
            {"ends": "2030-01-02"},
            "保险责任终止日 2030-01-02 离保险责任开始日 2020-01-01 超过 120 个月，最后一日是 2030-01-01",
            False,
        ),
        ({"premium_due": "2020-01-10"}, "保险费 2020-01-10 应交，还没有写交费日：核对保单是不是生效", True),
        (
            {"premium_due": "2020-01-10", "premium_paid_on": "2020-01-15"},
            "保险费交费日 2020-01-15 晚于保险费约定交费日 2020-01-10",
            False,
        ),
    ],
)
def test_policies(changes, words, grave):
    assert policy(changes) == [(words, grave)]


def test_a_premium_in_time_or_not_due_yet_says_nothing():
    assert policy({"premium_due": "2020-01-10", "premium_paid_on": "2020-01-10"}) == []
    assert policy({"premium_due": "2020-11-16"}) == []


def test_the_same_policy_twice_is_told_where_the_times_meet():
    again = POLICY | {"policy": "Y2", "begins": "2020-12-31", "ends": "2021-12-30"}
    [(said, grave)] = policy({}, [again])
    assert "还有保单 Y2（2020-12-31 至 2021-12-30）" in said
    assert not grave
    assert policy({}, [again | {"begins": "2021-01-01"}]) == []
    assert policy({}, [again | {"kind": "liability"}]) == []


@pytest.mark.parametrize(
    ("changes", "words", "grave"),
    [
        (
            {"claimed_on": "2020-05-07"},
            "提出索赔日 2020-05-07 离知道出险的日子 2018-05-06 超过 24 个月，最后一日是 2020-05-06",
            True,
        ),
        ({"claimed": 5}, "写了索赔金额（元），没有写提出索赔日", False),
        (
            {"claimed_on": "2018-06-01", "claimed": 5, "paid": 6, "paid_on": "2018-07-01"},
            "赔付金额（元） 0.06，多于索赔金额（元） 0.05",
            True,
        ),
        ({"claimed_on": "2018-06-01", "paid": 6}, "写了赔付金额（元），没有写赔付日", True),
        ({"claimed_on": "2018-06-01", "paid_on": "2018-07-01"}, "写了赔付日，没有写赔付金额（元）", True),
    ],
)
def test_claims(changes, words, grave):
    assert claim(changes) == [(words, grave)]


def test_a_claim_that_came_too_late_names_the_article():
    [found] = fits_together(registers()["ip_claims"], CLAIM | {"claimed_on": "2020-05-07"}, as_of=DAY)
    assert found.basis == "保险法第26条"


def test_one_loss_reported_twice_is_told():
    others = [{"number": "L2", "occurred_on": "2018-05-01"}, {"number": "L3", "occurred_on": "2018-05-02"}]
    [(said, grave)] = claim({}, others)
    assert "报案 L2：" in said
    assert not grave


@pytest.mark.parametrize(
    ("changes", "words", "grave"),
    [
        ({"ip_costs": 1_000_001}, "多于允许加计扣除的研发费用（元） 10,000", True),
        ({"deducted": 750_001}, "75%（2019 年度最高的比例）= 7,500 元", True),
        ({"declared_on": "2019-12-31"}, "年度还没有结束", True),
        ({"year": 2015}, "2015 年度：", False),
        ({"year": 2026, "declared_on": "2027-05-01", "deducted": 10**9}, "2026 年度的比例没有核过", False),
    ],
)
def test_deductions(changes, words, grave):
    [(said, is_grave)] = deduction(changes)
    assert words in said
    assert is_grave == grave


@pytest.mark.parametrize(
    ("changes", "words", "grave"),
    [
        ({"year": 2018}, "资金年度 2018，申请日 2020-03-01，相差一年以上", True),
        ({"decision": "supported"}, "决定是“支持”，没有写决定日", False),
        ({"decided_on": "2020-05-01"}, "决定是“没有定”，又写了决定日", True),
    ],
)
def test_projects(changes, words, grave):
    assert project(changes) == [(words, grave)]


TYPED = {
    "party": "甲公司", "code": "91000000MA0000001R", "year": "2019", "costs": "1000", "ip_costs": "0", "deducted": "0",
    "declared_on": "2020-05-20",
}  # fmt: skip


def test_a_company_without_ip_costs_or_a_deduction_is_entered():
    register = registers()["cost_deductions"]
    values, wrong = read_row(register, TYPED, today=DAY)
    assert (wrong, values["ip_costs"], values["deducted"]) == ({}, 0, 0)
    assert told([*fits_together(register, values, as_of=DAY), *deduction_terms(values)]) == []
    assert [said(register.field(name), values[name]) for name in ("ip_costs", "deducted")] == ["0", "0"]


def test_sums_that_have_to_be_something_are_not_none():
    _, wrong = read_row(registers()["cost_deductions"], {**TYPED, "costs": "0", "ip_costs": "-1"}, today=DAY)
    assert set(wrong) == {"costs", "ip_costs"}
    assert "金额应大于零" in wrong["costs"]
    assert "金额应为零或大于零" in wrong["ip_costs"]
