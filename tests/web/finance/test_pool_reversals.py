"""A sum that was booked wrongly as paid in is undone by a counter-entry while nothing was computed from it; both entries stay."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.finance.actions import claims, pools
from zhixian.web.finance.books import moved_in
from zhixian.web.finance.models import Contribution, Reversal
from zhixian.web.finance.papers import statement_of
from zhixian.web.finance.queries import balances_of, standing_of
from zhixian.web.incentives import queries as ledger
from zhixian.web.kit import record
from zhixian.web.kit.clock import today

WRONG = 99_999_999_900


def book(cast, pool, fen, document="进账2号", *, sure=True, place=0):
    return pools.contribute(
        pool, member=pool.members.get(place=place), amount_fen=fen, payer="", received_on=pool.starts, document=document,
        by=cast.finance, sure=sure,
    )  # fmt: skip


def undo(cast, row, *, by=None, reason="多打了零"):
    return pools.reverse_contribution(row, by=by or cast.finance, reason=reason)


def test_the_balance_is_as_before_and_both_entries_stay(cast, later):
    pool = cast.pool()
    row = book(cast, pool, WRONG)
    later("2018-07-01")
    gone = undo(cast, row)
    book(cast, pool, 99_900)
    assert (gone.day, gone.reason, gone.by) == (date(2018, 7, 1), "多打了零", cast.finance)
    assert standing_of(pool, as_of=today()).free_fen == sum(balances_of(pool)) == 200_099_900
    assert [(one.kind, one.amount_fen, one.document) for one in moved_in(pool)] == [
        ("contribute", 200_000_000, "进账1号"), ("contribute", WRONG, "进账2号"), ("reverse", WRONG, "进账2号"),
        ("contribute", 99_900, "进账2号"),
    ]  # fmt: skip
    assert (list(ledger.differences()), list(record.verify())) == ([], [])
    assert pool.events.get(kind="reverse").reason == "进账2号：多打了零"


def test_the_statement_tells_it_and_adds_up(cast, later):
    pool = cast.pool()
    row = book(cast, pool, WRONG)
    later("2019-02-01")
    undo(cast, row)
    told = statement_of(pool, year=2018)
    assert dict(told.totals)["冲正"] == WRONG
    assert told.closing_fen == told.movements[-1].balance_fen == 200_000_000
    last = told.movements[-1]
    assert (last.what, last.received, last.booked, last.fen) == ("冲正", pool.starts, date(2019, 2, 1), -WRONG)
    assert last.about.endswith("：多打了零")
    assert statement_of(pool, year=2019).opening_fen == 200_000_000


def test_only_the_finance_bureau_undoes_it_once_and_says_why(cast):
    row = book(cast, cast.pool(), 100)
    for person in (cast.handler, cast.clerk, cast.auditor):
        with pytest.raises(Refusal, match="缴存不由您冲正"):
            undo(cast, row, by=person)
    with pytest.raises(Refusal, match="没有写冲正的原因"):
        undo(cast, row, reason=" ")
    undo(cast, row)
    with pytest.raises(Refusal, match="2018-06-01 已经冲正"):
        undo(cast, row)
    assert Reversal.objects.count() == 1


def test_a_sum_that_was_fixed_since_keeps_it_and_one_that_was_refused_does_not(cast, later):
    pool = cast.pool()
    loan = cast.admit(pool)
    later()
    row = book(cast, pool, 100)
    claim = cast.check(cast.file(loan, 50_000_000))
    with pytest.raises(Refusal, match="入账以后审核了补偿 补偿〔2019〕1号"):
        undo(cast, row)
    claims.refuse_claim(claim, by=cast.finance, version=claim.version, reason="证据不全")
    assert undo(cast, row).pk


def test_a_loan_that_the_pool_does_not_carry_without_it_keeps_it(cast):
    pool = cast.pool(paid_in=0)
    row = cast.contribute(pool, 200_000_000)
    loan = cast.admit(pool)
    with pytest.raises(Refusal, match=r"2018-06-01 起收了贷款 “测试企业1，.*没有这笔缴存最多 0 元"):
        undo(cast, row)
    second = book(cast, pool, 200_000_000)
    assert undo(cast, row).pk, "the second carries the loan"
    pools.take_out(loan, by=cast.handler, reason="不该入池")
    assert undo(cast, second).pk


def test_money_that_is_spent_is_not_undone(cast, later):
    pool = cast.pool(paid_in=0)
    row = cast.contribute(pool, 200_000_000)
    loan = cast.admit(pool)
    later()
    cast.paid(loan, 100_000_000)
    with pytest.raises(Refusal, match="不够冲正 2,000,000 元"):
        undo(cast, row)
    assert list(ledger.differences()) == []


def test_a_sum_far_beyond_the_agreed_size_is_asked_about(cast, client):
    pool = cast.pool()
    with pytest.raises(pools.UnsureOfSum, match="是补偿总额上限 3,000,000 元的 333 倍以上"):
        book(cast, pool, WRONG, sure=False)
    assert book(cast, pool, 400_000_000, "二倍", sure=False).pk
    client.force_login(cast.finance)
    typed = {
        "member": pool.members.first().pk, "amount_fen": "999999999", "payer": "", "received_on": "2018-05-01", "document": "大",
    }  # fmt: skip
    page = client.post(f"/finance/pools/{pool.pk}/contribute/", typed)
    assert page.status_code == 422
    assert 'name="sure"' in page.content.decode()
    assert client.post(f"/finance/pools/{pool.pk}/contribute/", {**typed, "sure": "on"}).status_code == 302
    assert Contribution.objects.count() == 3


def test_on_its_page(cast, client):
    pool = cast.pool()
    row = book(cast, pool, 100)
    address = f"/finance/contributions/{row.pk}/reverse/"
    client.force_login(cast.handler)
    assert address not in client.get(f"/finance/pools/{pool.pk}/").content.decode()
    assert client.get(address).status_code == 403
    client.force_login(cast.finance)
    assert address in client.get(f"/finance/pools/{pool.pk}/").content.decode()
    assert "进账2号" in client.get(address).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "记到了别的资金池"}).status_code == 302
    shown = client.get(f"/finance/pools/{pool.pk}/").content.decode()
    assert address not in shown
    assert "已冲正" in shown
    assert f"冲正：{row.member.name}：记到了别的资金池" in shown
    assert "已经冲正" in client.post(address, {"reason": "再冲一次"}).content.decode()


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = 999999", "DELETE FROM {}"])
def test_neither_is_rewritten_or_removed(cast, statement):
    undo(cast, book(cast, cast.pool(), 100))
    for table in (Contribution, Reversal):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(table._meta.db_table))
