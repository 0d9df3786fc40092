"""One application: the sum to the fen, every reason it is refused with, and a trace that names version and source."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from zhixian.core.catalogue import definitions
from zhixian.core.kernel.money import LARGEST_FEN
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.load import load_plan
from zhixian.core.rules import evaluate, evaluate_all
from zhixian.core.rules.benchmark import load_rates, pboc_benchmark
from zhixian.core.rules.exact import share
from zhixian.core.rules.rates import TENOR_NAMES, tenor

LOAN = {
    "loan_id": "L1",
    "party": "E1",
    "party_kind": "enterprise",
    "party_region": "350823",
    "principal": 500_000_000,
    "drawn": date(2018, 3, 1),
    "due": date(2019, 3, 1),
    "repaid": None,
    "pledged_kinds": ["invention"],
}


@pytest.fixture
def plan(shanghang):
    return load_plan(shanghang)


def outcome(plan, facts, *, incentive="pledge_interest", year=2018, already=0):
    return evaluate(
        definitions().incentives[incentive], facts, plan.amounts, year=year, region=plan.region, already=already
    )


def test_the_trace_names_inputs_versions_and_the_cap(plan):
    found = outcome(plan, LOAN, already=9_500_000)
    assert (found.base_fen, found.raw_fen, found.amount_fen, found.capped) == (18_487_500, 5_546_250, 500_000, True)
    told = {step.what: (step.value, step.source) for step in found.trace}
    assert told["比例"] == (
        "30%",
        "pledge_interest.share，2017-10-23 起施行，第18条：按同期银行贷款基准利率的30%予以贴息",
    )
    assert told["基准利率"] == ("4.35%", "中国人民银行贷款基准利率，2015-10-24 起施行")
    assert told["计息天数"] == ("306", "2018-03-01 至 2019-01-01，止日不计")
    assert told["本金"] == ("5,000,000元", "申请事实")
    assert told["封顶核减"] == ("50,462.50元", "pledge_interest.cap")
    assert told["金额"] == ("5,000元", "pledge_interest")


@pytest.mark.parametrize(
    ("due", "repaid", "until"),
    [
        (date(2019, 3, 1), date(2018, 9, 1), "还清日 2018-09-01"),
        (date(2018, 12, 1), None, "到期日 2018-12-01"),
        (date(2018, 12, 1), date(2018, 12, 1), "到期日 2018-12-01"),
        (date(2018, 12, 1), date(2019, 2, 1), "到期日 2018-12-01"),
        (date(2019, 3, 1), date(2019, 2, 1), " 2019-01-01"),
        (date(2019, 1, 1), None, " 2019-01-01"),
        (date(2019, 3, 1), date(2019, 1, 1), " 2019-01-01"),
    ],
)
def test_the_trace_and_the_reasons_say_why_interest_ends_before_the_year_does(plan, due, repaid, until):
    found = outcome(plan, {**LOAN, "due": due, "repaid": repaid})
    told = {step.what: step.source for step in found.trace}
    assert told["计息天数"] == f"2018-03-01 至{until}，止日不计"
    assert f"（2018-03-01 至{until}，止日不计）" in found.reasons[2]


def test_every_reason_is_told_not_only_the_first(plan):
    found = outcome(plan, {**LOAN, "party_kind": "individual", "pledged_kinds": [], "due": date(2018, 3, 1)})
    assert found.amount_fen == 0
    assert found.refusals == (
        "借款人不是企业（企业、国有企业、合作社、家庭农场）",
        "没有以专利权或注册商标专用权质押",
        "2018 年内没有计息的天数（放款 2018-03-01，到期 2018-03-01，还清 未还清）",
    )


def test_what_is_not_known_refuses(plan):
    found = outcome(plan, {"party": "E1"})
    assert found.refusals == (
        "没有登记企业所在地",
        "没有登记主体类型",
        "没有以专利权或注册商标专用权质押",
        "没有填写本金、放款日、到期日",
    )


@pytest.mark.parametrize("principal", [0, -1, LARGEST_FEN + 1])
def test_an_impossible_principal_refuses(plan, principal):
    assert "应大于零且不超过10,000,000,000,000元" in outcome(plan, {**LOAN, "principal": principal}).refusals[0]


def test_a_year_before_the_plan_refuses(plan):
    assert outcome(plan, LOAN, year=2016).refusals[0] == "2016 年没有施行中的标准（自 2017-10-23 起施行）"


def test_an_incentive_that_the_plan_does_not_promise_refuses(plan):
    assert outcome(replace(plan, amounts=()), LOAN).refusals == ("方案没有规定知识产权质押贷款贴息的标准",)


def test_a_change_on_the_first_of_january_applies_to_that_year(plan):
    old = next(
        amount for amount in plan.amounts if amount.parameter == "share" and amount.incentive == "pledge_interest"
    )
    new = replace(old, id="new", value=Decimal(50), effective=date(2019, 1, 1))
    later = replace(old, id="later", value=Decimal(80), effective=date(2019, 1, 2))
    rest = [amount for amount in plan.amounts if amount is not old]

    def with_change(change):
        return replace(plan, amounts=(*rest, replace(old, until=change.effective), change))

    assert outcome(with_change(new), LOAN, year=2018).raw_fen == 5_546_250
    assert outcome(with_change(new), LOAN, year=2019).raw_fen == share(500_000_000, 435 * 59, 3_600_000, Fraction(1, 2))
    assert outcome(with_change(later), LOAN, year=2019).raw_fen == share(
        500_000_000, 435 * 59, 3_600_000, Fraction(3, 10)
    )


@pytest.mark.parametrize(
    ("drawn", "due", "place"),
    [
        ("2018-01-31", "2018-07-31", 0),
        ("2018-01-31", "2018-08-01", 1),
        ("2017-08-31", "2018-02-28", 0),
        ("2017-08-31", "2018-03-01", 1),
        ("2016-02-29", "2017-02-28", 1),
        ("2016-02-29", "2017-03-01", 2),
        ("2016-02-29", "2019-02-28", 2),
        ("2016-02-29", "2021-02-28", 3),
        ("2016-02-29", "2021-03-01", 4),
    ],
)
def test_a_tenor_is_counted_in_calendar_months(drawn, due, place):
    assert tenor(date.fromisoformat(drawn), date.fromisoformat(due)) == place < len(TENOR_NAMES)


def test_the_rate_of_a_day_is_the_latest_before_it():
    rates = pboc_benchmark()
    assert len(rates.versions) == 40
    assert rates.in_force(date(1991, 4, 20)) is None
    assert rates.in_force(date(1991, 4, 21)).hundredths == (810, 864, 900, 954, 972)
    assert rates.in_force(date(2015, 10, 23)).hundredths == (460, 460, 500, 500, 515)
    assert rates.in_force(date(2026, 1, 1)).hundredths == (435, 435, 475, 475, 490)


@pytest.mark.parametrize(
    ("rates", "said"),
    [
        ('["4.35"]', "1 个利率"),
        ('["4.355", "1", "1", "1", "1"]', "“4.355”"),
        ('["百分之四", "1", "1", "1", "1"]', "“百分之四”"),
        ('["26", "1", "1", "1", "1"]', "“26”"),
    ],
)
def test_bad_rates_are_refused_with_their_place(tmp_path, rates, said):
    path = tmp_path / "rates.yaml"
    path.write_text(
        f'name: 利率\nsource: 公告\nversions:\n  - {{effective: "2020-01-01", rates: {rates}}}\n', encoding="utf-8"
    )
    with pytest.raises(Refusal, match="versions") as refused:
        load_rates(path)
    assert said in str(refused.value)


def test_applications_may_come_one_by_one(plan):
    rows = [LOAN, {**LOAN, "loan_id": "L2", "drawn": None}, {**LOAN, "loan_id": "L3", "drawn": date(2018, 2, 1)}]
    definition = definitions().incentives["pledge_interest"]
    found = evaluate_all(definition, iter(rows), plan.amounts, year=2018, region=plan.region)
    assert [(row["loan_id"], outcome.amount_fen) for row, outcome in found] == [
        ("L2", 0),
        ("L3", 6_610_417),
        ("L1", 3_389_583),
    ]


def test_what_is_settled_uses_the_cap_first_and_once(plan):
    rows = [{**LOAN, "loan_id": name, "drawn": date(2018, month, 1)} for name, month in (("L1", 3), ("L3", 2))]
    definition = definitions().incentives["pledge_interest"]

    def given(settled):
        found = evaluate_all(definition, rows, plan.amounts, year=2018, region=plan.region, settled=settled)
        return {row["loan_id"]: (outcome.workings["already_fen"], outcome.amount_fen) for row, outcome in found}

    assert given({}) == {"L3": (0, 6_610_417), "L1": (6_610_417, 3_389_583)}
    assert given({"L3": 5_000_000}) == {"L3": (0, 6_610_417), "L1": (5_000_000, 5_000_000)}
    assert given({"L1": 9_000_000}) == {"L3": (9_000_000, 1_000_000), "L1": (1_000_000, 5_546_250)}


def test_the_clause_is_that_of_the_sum_whatever_stands_first_in_the_file(plan):
    amounts = [replace(a, clause="9") if a.id == "pledge_interest.cap" else a for a in reversed(plan.amounts)]
    told = outcome(replace(plan, amounts=tuple(amounts)), LOAN).reasons
    assert told[0].startswith("第18条：")


def without_cap(plan, incentive):
    kept = (a for a in plan.amounts if (a.incentive, a.kind) != (incentive, "cap"))
    amounts = (replace(a, uncapped=True) if (a.incentive, a.kind) == (incentive, "share") else a for a in kept)
    return replace(plan, amounts=tuple(amounts))


def test_a_promise_without_a_cap_is_paid_in_full_and_says_so(plan):
    found = outcome(without_cap(plan, "pledge_interest"), {**LOAN, "principal": 5_000_000_000}, already=9_500_000)
    assert (found.raw_fen, found.amount_fen, found.capped) == (55_462_500, 55_462_500, False)
    assert "第18条：原文没有写上限，按标准全额计算" in found.reasons
    assert ("上限", "原文没有写上限", "pledge_interest.share") in {(s.what, s.value, s.source) for s in found.trace}
    assert not any("没有写上限" in reason for reason in outcome(plan, LOAN).reasons)


def test_a_cap_that_a_decision_set_and_that_ended_is_missed(plan):
    promised = without_cap(plan, "navigation")
    cap = next(a for a in plan.amounts if a.id == "navigation.cap")
    cap = replace(cap, effective=date(2018, 6, 1), until=date(2018, 9, 1))
    of = replace(promised, amounts=(*promised.amounts, cap))
    facts = {"project_id": "P1", "kind": "navigation", "party": "E1", "party_kind": "enterprise", "party_region": "350823",
             "cost": 100_000_000}  # fmt: skip
    paid = [outcome(of, {**facts, "completed": date(2018, month, 1)}, incentive="navigation") for month in (5, 7, 10)]
    assert [found.amount_fen for found in paid] == [50_000_000, 5_000_000, 0]
    assert "自 2018-09-01 起没有施行中的上限" in paid[2].refusals[0]
