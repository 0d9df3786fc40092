"""An amount that its rule could not use as written is refused by name, before anything is paid."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from zhixian.core.catalogue import definitions
from zhixian.core.kernel.money import LARGEST_FEN
from zhixian.core.plan.load import load_plan
from zhixian.core.plan.refused import PlanRefused
from zhixian.core.rules.promises import amount_faults, prove_amounts


@pytest.fixture
def plan(shanghang):
    return load_plan(shanghang)


def said(plan):
    return [fault.sentence() for fault in amount_faults(plan, definitions())]


def line_of(plan, of, key=None):
    """The line of amounts.yaml on which a key of an entry stands, or the entry where it has no such key."""
    lines = (plan.folder / "amounts.yaml").read_text("utf-8").splitlines()
    first = lines.index(f"  - id: {of}")
    entry = [first]
    while entry[-1] + 1 < len(lines) and lines[entry[-1] + 1].startswith("    "):
        entry.append(entry[-1] + 1)
    return next((at for at in entry if lines[at].strip(" -").startswith(f"{key}:")), first) + 1


def with_amount(plan, amount_id, **change):
    amounts = tuple(replace(amount, **change) if amount.id == amount_id else amount for amount in plan.amounts)
    return replace(plan, amounts=amounts)


def test_the_plan_that_ships_is_proven(plan):
    prove_amounts(plan, definitions())


@pytest.mark.parametrize(
    ("amount_id", "change", "sentence"),
    [
        ("navigation.share", {"incentive": "navigatoin"}, "navigation.share.incentive：“navigatoin”没有定义。应为：奖补规则的编号（列在下面），是不是“navigation”？没有规则用得上的金额，从 amounts 里删去，原文的承诺写进 open_norms"),
        ("pledge_interest.cap", {"parameter": "capp"}, "pledge_interest.cap.parameter：“capp”没有定义。应为：share、cap之一，是不是“cap”？"),
        ("pledge_interest.share", {"parameter": "shares"}, "pledge_interest.share.parameter：“shares”没有定义。应为：share、cap之一，是不是“share”？"),
        ("pledge_interest.share", {"kind": "fixed", "value": Decimal(3000)}, "pledge_interest.share.kind：“fixed”。应为：share（知识产权质押贷款贴息的 share）"),
        ("pledge_interest.share", {"value": Decimal("33.333333")}, "pledge_interest.share.value：33.333333%。应为：最多四位小数的百分数"),
        ("pledge_interest.share", {"per": "year"}, "pledge_interest.share.per：“year”。应为：不写（知识产权质押贷款贴息）"),
        ("pledge_interest.cap", {"per": "ever"}, "pledge_interest.cap.per：“ever”。应为：year（知识产权质押贷款贴息）"),
        ("gi_mark.fixed", {"per": "year"}, "gi_mark.fixed.per：“year”。应为：不写、right（地理标志商标注册奖励）"),
        ("gi_mark.fixed", {"value": Decimal(LARGEST_FEN + 1)}, "gi_mark.fixed.value：10,000,000,000,000.01 元。应为：不超过 10,000,000,000,000 元"),
    ],
)  # fmt: skip
def test_an_amount_that_does_not_fit_its_rule(plan, amount_id, change, sentence):
    key = sentence.partition("：")[0].removeprefix(f"{amount_id}.")
    assert f"amounts.yaml 第 {line_of(plan, amount_id, key)} 行 {sentence}" in said(
        with_amount(plan, amount_id, **change)
    )


@pytest.mark.parametrize("largest", [LARGEST_FEN, 0])
def test_a_sum_within_bounds_is_taken(plan, largest):
    assert said(with_amount(plan, "gi_mark.fixed", value=Decimal(largest))) == []


@pytest.mark.parametrize(
    ("missing", "left", "where_none"),
    [
        ("share", "cap", "原文没有写比例的，从 amounts 里删去 pledge_interest 各条，这项承诺写进 open_norms"),
        ("cap", "share", "原文没有写上限的，在 pledge_interest.share 写 uncapped: true"),
    ],
)
def test_a_rule_needs_all_its_amounts(plan, missing, left, where_none):
    amounts = tuple(amount for amount in plan.amounts if amount.id != f"pledge_interest.{missing}")
    assert said(replace(plan, amounts=amounts)) == [
        (
            f"amounts.yaml 第 {line_of(plan, f'pledge_interest.{left}')} 行 pledge_interest.{left}：知识产权质押贷款贴息没有写 {missing}。"
            f"应为：再加一行 parameter: {missing}，kind: {missing}；{where_none}"
        )
    ]


def test_the_amounts_of_a_rule_begin_on_one_day(plan):
    later = with_amount(plan, "pledge_interest.cap", effective=date(2018, 6, 1))
    assert said(later) == [
        (
            f"amounts.yaml 第 {line_of(plan, 'pledge_interest.cap', 'effective')} 行 pledge_interest.cap.effective：“2018-06-01”。"
            "应为：2017-10-23（知识产权质押贷款贴息自这一天起施行，缺 cap 的日子不发放）"
        )
    ]


def test_a_rule_without_any_amount_is_not_promised(plan):
    assert said(replace(plan, amounts=())) == []


def test_who_waits_must_be_known(plan):
    norms = [
        replace(norm, eligible="new_agency") if norm.eligible == "new_agencies" else norm for norm in plan.open_norms
    ]
    (sentence,) = said(replace(plan, open_norms=tuple(norms)))
    line = line_of(plan, "grant_agency", "eligible")
    assert sentence.startswith(f"amounts.yaml 第 {line} 行 grant_agency.eligible：“new_agency”没有定义")
    assert sentence.endswith("是不是“new_agencies”？")


def test_all_faults_come_at_once(plan):
    twice = with_amount(with_amount(plan, "gi_mark.fixed", kind="cap"), "navigation.cap", kind="fixed")
    with pytest.raises(PlanRefused, match="方案有 2 处需要修改"):
        prove_amounts(twice, definitions())


def uncapped(plan, of, *, without):
    amounts = (replace(a, uncapped=True) if a.id == of else a for a in plan.amounts if a.id != without)
    return replace(plan, amounts=tuple(amounts))


def test_a_promise_without_a_cap_is_whole_and_may_be_capped_later(plan):
    assert not said(uncapped(plan, "navigation.share", without="navigation.cap"))
    cap = next(a for a in plan.amounts if a.id == "navigation.cap")
    later = replace(cap, effective=date(2019, 1, 1))
    promised = uncapped(plan, "navigation.share", without="navigation.cap")
    assert not said(replace(promised, amounts=(*promised.amounts, later)))


def test_a_promise_cannot_have_a_cap_and_none(plan):
    [told] = said(uncapped(plan, "navigation.share", without=None))
    assert "navigation.share.uncapped：又写了上限 navigation.cap。应为：去掉 uncapped，或者删去这一条上限" in told


def test_a_rule_that_knows_no_cap_is_not_told_to_have_none(plan):
    [told] = said(uncapped(plan, "gi_mark.fixed", without=None))
    assert "gi_mark.fixed.uncapped：地理标志商标注册奖励没有上限这个标准。应为：去掉 uncapped" in told
