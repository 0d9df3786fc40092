"""An agreement, the money paid in, and which loans are taken."""

from datetime import date

import pytest

from factories.people import make_person
from factories.pools import NUMBER, agreement, members
from factories.registers import row_of
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.finance.actions import pools
from zhixian.web.finance.models import Pool, PoolEvent
from zhixian.web.finance.queries import loans_of_bank, standing_of
from zhixian.web.incentives import queries as ledger
from zhixian.web.incentives.actions import appropriate, contribute, open_pool
from zhixian.web.incentives.models import Pot, Transfer
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.models import Entry
from zhixian.web.kit.versions import ChangedMeanwhile
from zhixian.web.registers.actions import strike_row


def test_an_agreement_opens_an_account_with_every_figures_clause(cast):
    pool = cast.pool(paid_in=0)
    assert (pool.clause, pool.pot.kind, str(pool.pot)) == ("18", "pool", "某银行助保贷资金池")
    assert [member.share for member in pool.members.all()] == [5000, 3000, 2000]
    assert pool.basis["loss_share"] == ["第2条", NUMBER]
    assert list(Entry.objects.filter(action="pool_entered").values_list("actor", flat=True)) == [
        f"user:{cast.handler.pk}"
    ]


@pytest.mark.parametrize(
    ("changes", "shares", "words"),
    [
        ({}, (5000, 4999), "合计 99.99%"),
        ({"basis": {}}, (10000,), "各方出资比例、补偿比例、.*没有写出处"),
        ({"ends": date(2018, 1, 1)}, (10000,), "终止日晚于起始日"),
        ({"most_for_loan_fen": 300_000_001}, (10000,), "不超过补偿总额上限"),
    ],
)
def test_an_agreement_that_does_not_hold_together_is_refused(cast, changes, shares, words):
    with pytest.raises(Refusal, match=words):
        pools.enter_pool(agreement(cast.bank, **changes), members(*shares), by=cast.handler)
    assert not Pool.objects.exists()
    assert not Pot.objects.filter(kind="pool").exists()


def test_only_the_unit_in_the_lead_enters_agreements_and_only_with_a_confirmed_bank(cast):
    for person in (cast.finance, cast.clerk, cast.auditor, make_person("handler", unit="commerce_bureau")):
        with pytest.raises(Refusal, match="协议不由您录入"):
            pools.enter_pool(agreement(cast.bank), members(10000), by=person)
    cast.bank.confirmed_at = None
    cast.bank.save()
    with pytest.raises(Refusal, match="不是已确认的银行"):
        pools.enter_pool(agreement(cast.bank), members(10000), by=cast.handler)


def test_a_name_is_used_once(cast):
    cast.pool()
    with pytest.raises(Refusal, match="已经有一个叫"):
        cast.pool()


def test_figures_are_corrected_until_something_rests_on_them(cast):
    pool = cast.pool(paid_in=0)
    changed = pools.change_pool(
        pool, agreement(cast.bank, loss_share=4000), members(6000, 4000), by=cast.handler, version=1
    )
    assert (changed.loss_share, changed.version) == (4000, 2)
    assert [member.share for member in changed.members.all()] == [6000, 4000]
    with pytest.raises(ChangedMeanwhile):
        pools.change_pool(pool, agreement(cast.bank), members(10000), by=cast.handler, version=1)
    cast.contribute(changed, 100)
    with pytest.raises(Refusal, match="数字不再改动"):
        pools.change_pool(changed, agreement(cast.bank), members(10000), by=cast.handler, version=2)


def test_money_is_paid_in_once_by_a_voucher(cast):
    pool = cast.pool(paid_in=0)
    cast.contribute(pool, 150_000_000)
    cast.contribute(pool, 50_000_000, document="进账2号", place=1)
    with pytest.raises(Refusal, match="已经凭“进账1号”缴存过"):
        cast.contribute(pool, 1, document="进账 1号")
    with pytest.raises(Refusal, match="缴存不由您记账"):
        pools.contribute(
            pool,
            member=pool.members.first(),
            amount_fen=1,
            payer="",
            received_on=today(),
            document="x",
            by=cast.handler,
        )
    with pytest.raises(Refusal, match="还没有到"):
        pools.contribute(
            pool,
            member=pool.members.first(),
            amount_fen=1,
            payer="",
            received_on=date(2018, 6, 2),
            document="x",
            by=cast.finance,
        )
    assert standing_of(pool, as_of=today()).free_fen == 200_000_000
    assert list(Transfer.objects.order_by("id").values_list("kind", "target", "amount_fen")) == [
        ("contribute", "available", 150_000_000),
        ("contribute", "available", 50_000_000),
    ]
    assert list(ledger.differences()) == []


def test_a_budget_and_a_pool_are_not_taken_for_one_another(cast):
    budget = appropriate(purpose="gi_mark", year=2018, amount_fen=100, document="预算", by=cast.finance)
    with pytest.raises(Refusal, match="不是资金池"):
        contribute(budget, amount_fen=1, party="m", document="x", by=cast.finance)
    pool = cast.pool()
    with pytest.raises(Refusal, match="已经有账户"):
        open_pool(purpose=pool.pot.purpose, year=pool.pot.year, clause="", title="二")
    assert list(Pot.objects.visible_to(cast.finance)) == [budget]


def test_a_loan_of_the_bank_is_taken_once(cast):
    pool = cast.pool()
    row = cast.enter()
    assert list(loans_of_bank(pool)) == [row]
    loan = cast.admit(pool, row)
    assert (loan.principal_fen, loan.due) == (100_000_000, date(2019, 1, 3))
    assert list(loans_of_bank(pool)) == []
    with pytest.raises(Refusal, match="一笔贷款只入一个池"):
        cast.admit(cast.pool(name="第二个"), row)
    assert PoolEvent.objects.filter(kind="admit").count() == 1
    assert standing_of(pool, as_of=today()).lent_fen == 100_000_000
    assert list(record.verify()) == []


def test_a_loan_of_another_bank_is_refused_by_name(cast):
    pool = cast.pool()
    theirs = row_of("pledge_loans", by=cast.handler, loan="A-1", lender="另一家银行", borrower="乙公司", rights="CN201510000001.0", principal="100", drawn="2018-02-01", due="2019-02-01", pledged_on="2018-02-01", quality="normal")  # fmt: skip
    with pytest.raises(Refusal, match="贷款银行是另一家银行，资金池的合作银行是某银行"):
        cast.admit(pool, theirs)
    assert theirs not in loans_of_bank(pool)


def test_every_reason_against_a_loan_is_told_at_once(cast):
    pool = cast.pool(paid_in=5_000_000)
    row = cast.enter(principal="6000000", pledged_on="", quality="doubtful")
    with pytest.raises(Refusal) as refused:
        cast.admit(pool, row)
    assert str(refused.value) == (
        "测试企业1，JH-1：质押还没有登记，或者已经解除；贷款质量是“可疑”，只收正常、关注；"
        "本金 6,000,000 元，超过单笔贷款上限 5,000,000 元；"
        "加上这笔，在池贷款 6,000,000 元，超过可用余额 50,000 元的 10 倍（500,000 元）"
    )


def test_the_leverage_counts_every_loan_that_is_not_repaid(cast):
    pool = cast.pool(paid_in=15_000_000)
    cast.admit(pool)
    with pytest.raises(Refusal, match="在池贷款 2,000,000 元，超过可用余额 150,000 元的 10 倍（1,500,000 元）"):
        cast.admit(pool, loan="JH-2")


def test_a_pool_stops_when_loans_go_bad_and_takes_them_again_when_they_are_repaid(cast, later):
    pool = cast.pool(stop_at=500, ends=date(2022, 1, 1))
    first = cast.admit(pool)
    later()
    with pytest.raises(
        Refusal, match="已熔断：不良贷款 1,000,000 元 ÷ 在池未还贷款 1,000,000 元 = 100%，达到熔断线 5%"
    ):
        cast.admit(pool, loan="JH-2", due="2020-01-03", rights="12345678")
    row = first.row
    row.values = {**row.values, "repaid": "2019-05-30"}
    row.save()
    assert cast.admit(pool, loan="JH-3", due="2020-01-03", rights="12345679").pk


def test_a_bank_does_not_hide_a_bad_loan_by_striking_it(cast, later):
    pool = cast.pool()
    loan = cast.admit(pool)
    later()
    with pytest.raises(Refusal, match="在风险资金池“某银行助保贷资金池”里"):
        strike_row(loan.row, cast.kept, by=cast.clerk, version=loan.row.version, reason="录错了")
    standing = standing_of(pool, as_of=today())
    assert (standing.lent_fen, standing.bad_fen) == (100_000_000, 100_000_000)


def test_none_but_the_unit_takes_loans_in(cast):
    pool, row = cast.pool(), cast.enter()
    for person in (cast.clerk, cast.finance, cast.auditor):
        with pytest.raises(Refusal, match="贷款不由您入池"):
            pools.admit_loan(pool, row, by=person)
