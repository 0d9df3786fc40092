"""A claim from filing to payment, what comes back, and that nothing of it is the public's."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from factories.people import make_person
from factories.pools import FINANCE_UNIT, LEAD_UNIT, evidence
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.accounts.models import Seat
from zhixian.web.finance.actions import claims
from zhixian.web.finance.models import PoolClaim
from zhixian.web.finance.papers import statement_of
from zhixian.web.finance.queries import standing_of
from zhixian.web.incentives import queries as ledger
from zhixian.web.incentives.models import Commitment, Transfer
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.models import Entry
from zhixian.web.kit.notices import notices_of
from zhixian.web.kit.versions import ChangedMeanwhile


@pytest.fixture
def loan(cast, later):
    """One million yuan, overdue."""
    found = cast.admit(cast.pool())
    later()
    return found


def test_from_the_claim_to_the_payment(cast, loan):
    claim = cast.file(loan)
    assert (claim.number, claim.amount_fen, claim.state_name) == ("补偿〔2019〕1号", 50_000_000, "待主管单位审核")
    assert claim.steps[2][1] == "1,000,000 元 × 50% = 500,000 元（四舍五入到分）"
    assert notices_of(cast.handler).count() == 1
    claim = cast.check(claim)
    assert standing_of(loan.pool, as_of=today()).free_fen == 150_000_000
    claim = cast.decide(claim)
    assert claim.bears == [25_000_000, 15_000_000, 10_000_000, 50_000_000]
    claim = cast.pay(claim)
    assert claim.state_name == "已补偿"
    kinds = Transfer.objects.exclude(kind="contribute").order_by("id").values_list("kind", "amount_fen", "document")
    assert list(kinds) == [
        ("reserve", 50_000_000, ""),
        ("commit", 50_000_000, "样财〔2019〕7号"),
        ("pay", 50_000_000, "支付1号"),
    ]
    told = Entry.objects.filter(subject=record.name_of(claim), action__startswith="pool_claim").order_by("number")
    assert [line.action for line in told] == [
        "pool_claim_filed", "pool_claim_checked", "pool_claim_decided", "pool_claim_paid",
    ]  # fmt: skip
    assert [event.kind for event in claim.events.all()] == ["file", "check", "decide", "pay"]
    assert list(ledger.differences()) == []


def test_what_a_pool_pays_is_in_no_public_list(cast, loan, client):
    cast.paid(loan)
    assert Commitment.objects.get().state == "paid"
    assert list(ledger.payments()) == []
    assert ledger.paid_fen(year=2018) == 0
    assert cast.bank.name not in client.get("/payments/?year=2018").content.decode()
    assert client.get("/api/v1/payments?year=2018").json()["items"] == []


def test_two_people_decide(cast, loan):
    Seat.objects.create(user=cast.handler, role="finance", unit=FINANCE_UNIT)
    both = type(cast.handler).objects.get(pk=cast.handler.pk)
    claim = claims.check_claim(cast.file(loan), by=both, version=1)
    with pytest.raises(Refusal, match="由另一人办理"):
        claims.decide_claim(claim, by=both, version=2, document="样财1号")
    assert cast.decide(claim).decided_by == cast.finance


def test_who_filed_does_not_pass_it(cast, loan):
    Seat.objects.create(user=cast.clerk, role="handler", unit=LEAD_UNIT)
    both = type(cast.clerk).objects.get(pk=cast.clerk.pk)
    with pytest.raises(Refusal, match="由另一人办理"):
        claims.check_claim(cast.file(loan), by=both, version=1)


def test_each_step_is_its_own_sides(cast, loan):
    with pytest.raises(Refusal, match="补偿不由您申请"):
        claims.file_claim(loan, outstanding_fen=100, said="", files=[evidence()], by=cast.other_clerk)
    claim = cast.file(loan)
    stranger = make_person("finance", unit="commerce_bureau")
    with pytest.raises(Refusal, match="不由您审核"):
        claims.check_claim(claim, by=cast.finance, version=1)
    claim = cast.check(claim)
    for person in (cast.handler, stranger, cast.auditor):
        with pytest.raises(Refusal, match="不由您审批"):
            claims.decide_claim(claim, by=person, version=2, document="x")
    claim = cast.decide(claim)
    with pytest.raises(Refusal, match="不由您拨付"):
        claims.pay_claim(claim, by=cast.handler, version=3, document="x")
    with pytest.raises(Refusal, match="现在是“待拨付”"):
        claims.withdraw_claim(claim, by=cast.clerk, version=3, reason="x")


def test_a_claim_that_may_not_be_is_refused_with_figures(cast, settings):
    loan = cast.admit(cast.pool())
    settings.TODAY = "2019-03-03"
    with pytest.raises(Refusal, match="逾期 59 天。应为：满 60 天"):
        cast.file(loan)
    settings.TODAY = "2019-03-04"
    with pytest.raises(Refusal, match="不超过贷款本金 1,000,000 元"):
        cast.file(loan, 100_000_001)
    with pytest.raises(Refusal, match="没有证据"):
        claims.file_claim(loan, outstanding_fen=100, said="", files=[], by=cast.clerk)
    assert cast.file(loan).number == "补偿〔2019〕1号"
    with pytest.raises(Refusal, match="已经申请过补偿"):
        cast.file(loan)
    assert PoolClaim.objects.count() == 1


def test_a_loan_that_was_repaid_meanwhile_is_not_paid_for(cast, loan):
    claim = cast.check(cast.file(loan))
    row = loan.row
    row.values = {**row.values, "repaid": "2019-05-31"}
    row.save()
    with pytest.raises(Refusal, match="台账里已经还清"):
        cast.decide(claim)
    claim = claims.refuse_claim(claim, by=cast.finance, version=claim.version, reason="已经还清")
    assert claim.state_name == "不予补偿"
    assert standing_of(loan.pool, as_of=today()).free_fen == 200_000_000


def test_what_was_refused_or_withdrawn_may_be_claimed_again(cast, loan):
    claim = claims.refuse_claim(cast.file(loan), by=cast.handler, version=1, reason="证据不全")
    with pytest.raises(Refusal, match="现在是“不予补偿”"):
        cast.check(claim)
    second = cast.check(cast.file(loan))
    second = claims.withdraw_claim(second, by=cast.clerk, version=second.version, reason="先起诉")
    assert Commitment.objects.get().state == "released"
    assert cast.paid(loan).number == "补偿〔2019〕3号"


def test_the_sum_is_computed_anew_when_it_is_passed(cast, loan):
    second = cast.file(loan)
    pool = loan.pool
    pool.pot.available_fen, pool.pot.appropriated_fen = 20_000_000, 20_000_000
    pool.pot.save()
    claim = cast.check(second)
    assert claim.amount_fen == 20_000_000
    assert claim.steps[-1][1] == "以上四项中最小的：200,000 元"


def test_the_most_in_all_holds_over_claims(cast, later):
    pool = cast.pool(most_in_all_fen=60_000_000, ends=date(2020, 1, 1))
    first, second = cast.admit(pool), cast.admit(pool, loan="JH-2", rights="12345678")
    later()
    cast.paid(first)
    claim = cast.check(cast.file(second))
    assert claim.amount_fen == 10_000_000
    assert standing_of(pool, as_of=today()).compensated_fen == 60_000_000


def test_what_comes_back_goes_to_whom_it_was_lost(cast, loan):
    claim = cast.paid(loan)
    row = cast.recover(claim, 33_333_333)
    assert sum(row.parts) == 33_333_333
    assert row.parts == [8_333_333, 5_000_000, 3_333_333, 16_666_667]
    assert row.transfer.amount_fen == row.to_pool_fen == 16_666_666
    assert standing_of(loan.pool, as_of=today()).free_fen == 150_000_000 + 16_666_666
    with pytest.raises(Refusal, match="已经记过一次"):
        cast.recover(claim, 1)
    with pytest.raises(Refusal, match=r"不超过还没有收回的 666,666\.67 元"):
        cast.recover(claim, 66_666_668, "收回2号")
    cast.recover(claim, 66_666_667, "收回2号")
    assert standing_of(loan.pool, as_of=today()).free_fen == 200_000_000
    assert Commitment.objects.get().amount_fen == 0
    assert list(ledger.differences()) == []


def test_only_the_finance_bureau_books_what_comes_back_and_only_of_what_was_paid(cast, loan):
    claim = cast.decide(cast.check(cast.file(loan)))
    with pytest.raises(Refusal, match="现在是“待拨付”"):
        cast.recover(claim, 1)
    claim = cast.pay(claim)
    with pytest.raises(Refusal, match="收回不由您记账"):
        claims.recover(claim, amount_fen=1, document="x", received_on=today(), by=cast.clerk, version=claim.version)
    with pytest.raises(Refusal, match="还没有到"):
        claims.recover(
            claim, amount_fen=1, document="x", received_on=date(2019, 6, 2), by=cast.finance, version=claim.version
        )


def test_a_form_that_is_out_of_date_changes_nothing(cast, loan):
    claim = cast.file(loan)
    cast.check(claim)
    with pytest.raises(ChangedMeanwhile, match="审核通过"):
        claims.refuse_claim(claim, by=cast.handler, version=1, reason="x")


def test_the_statement_adds_up_to_the_ledger(cast, loan, later):
    pool = loan.pool
    cast.contribute(pool, 7, document="进账9号", place=2, received_on=today())
    claim = cast.paid(loan)
    cast.recover(claim, 10_000_001)
    first, second = statement_of(pool, year=2018), statement_of(pool, year=2019)
    assert (first.opening_fen, first.closing_fen) == (0, 200_000_000)
    assert (second.opening_fen, second.paid_in_fen, second.borne_fen) == (200_000_000, 7, 50_000_000)
    assert second.closing_fen == standing_of(pool, as_of=today()).free_fen == second.movements[-1].balance_fen
    assert [line.what for line in second.movements] == ["缴存", "补偿", "收回"]
    assert (second.loans[0].paid_fen, second.loans[0].recovered_fen) == (50_000_000, second.back_fen)
    assert "不良贷款" in second.standing or "已熔断" in second.standing
    assert first.standing == ""
    assert first.loans[0].paid_fen == 0


def test_money_belongs_to_the_year_in_which_it_came_in_however_late_it_is_booked(cast, loan, later):
    pool = loan.pool
    claim = cast.paid(loan)
    later("2020-01-03")
    cast.contribute(pool, 7, document="进账9号", place=2, received_on=date(2019, 12, 31))
    cast.recover(claim, 10_000_001, received_on=date(2019, 12, 30))
    before, after = statement_of(pool, year=2019), statement_of(pool, year=2020)
    assert [(line.what, line.received) for line in before.movements][-2:] == [
        ("收回", date(2019, 12, 30)),
        ("缴存", date(2019, 12, 31)),
    ]
    assert [line.booked for line in before.movements][-2:] == [today()] * 2
    assert before.movements[0].received is None
    assert before.paid_in_fen == 7
    assert before.back_fen == before.loans[0].recovered_fen > 0
    assert (after.movements, after.paid_in_fen, after.back_fen) == ((), 0, 0)
    assert before.closing_fen == before.movements[-1].balance_fen == after.opening_fen
    assert after.opening_fen == standing_of(pool, as_of=today()).free_fen


@pytest.mark.parametrize("rows", ["contributions", "recoveries", "pool events", "claim events"])
def test_what_was_booked_is_never_rewritten(cast, loan, rows):
    claim = cast.paid(loan)
    cast.recover(claim, 100)
    found = {
        "contributions": loan.pool.contributions.all(),
        "recoveries": claim.recoveries.all(),
        "pool events": loan.pool.events.all(),
        "claim events": claim.events.all(),
    }[rows]
    first = found.first()
    with transaction.atomic(), pytest.raises(DatabaseError, match="append-only"):
        type(first).objects.filter(pk=first.pk).update(id=10**6)
