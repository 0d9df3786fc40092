"""A supplement is taken back while nothing was computed under it; it, its papers and the reason stay."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from factories.pools import add_supplement as add
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.finance.actions import claims, paybacks, pools
from zhixian.web.finance.actions.supplements import withdraw_supplement
from zhixian.web.finance.models import Pool, PoolPaper, Supplement, Withdrawal
from zhixian.web.finance.papers import figures_of, statement_of
from zhixian.web.kit import record
from zhixian.web.kit.models import Entry


def back(cast, row, *, by=None, reason="比例录错"):
    return withdraw_supplement(row, by=by or cast.handler, reason=reason)


def test_the_figures_before_hold_again_and_nothing_is_lost(cast, later):
    pool = cast.pool()
    row = add(cast, pool, changes={"loss_share": 8000})
    later("2018-10-01")
    assert Pool.objects.get().terms_on(date(2018, 10, 1)).loss_share == 8000
    gone = back(cast, row)
    pool = Pool.objects.get()
    assert pool.terms_on(date(2018, 10, 1)).loss_share == 5000
    assert {name: words for name, words, *_ in figures_of(pool, as_of=date(2018, 10, 1))}["补偿比例"] == "50%"
    assert statement_of(pool, year=2018).supplements == ()
    assert (gone.day, gone.reason) == (date(2018, 10, 1), "比例录错")
    assert (Supplement.objects.get().changes, PoolPaper.objects.count()) == ({"loss_share": 8000}, 1)
    event = pool.events.get(kind="supplement_withdraw")
    assert (event.name, event.reason, event.by) == ("撤回补充协议", "补字〔2018〕1号：比例录错", cast.handler)
    assert Entry.objects.filter(action="pool_supplement_withdrawn", actor=f"user:{cast.handler.pk}").count() == 1
    assert list(record.verify()) == []


def test_its_number_and_its_day_may_be_entered_anew_and_once(cast):
    pool = cast.pool()
    back(cast, add(cast, pool, changes={"loss_share": 8000}))
    again = add(cast, pool, changes={"loss_share": 7000})
    with pytest.raises(Refusal, match="已经录过"):
        add(cast, pool, changes={"loss_share": 6000}, effective=date(2018, 10, 1))
    assert [(row.changes["loss_share"], row.is_withdrawn) for row in pool.supplements.order_by("pk")] == [
        (8000, True),
        (7000, False),
    ]
    assert Pool.objects.get().terms_on(date(2018, 9, 1)).loss_share == 7000
    back(cast, again)
    with pytest.raises(Refusal, match="2018-06-01 已经撤回"):
        back(cast, again)


def test_only_the_unit_takes_it_back_and_says_why(cast):
    row = add(cast, cast.pool())
    for person in (cast.clerk, cast.finance, cast.auditor):
        with pytest.raises(Refusal, match="补充协议不由您撤回"):
            back(cast, row, by=person)
    with pytest.raises(Refusal, match="没有写撤回的原因"):
        back(cast, row, reason=" ")
    assert not Withdrawal.objects.exists()


def test_a_sum_that_was_fixed_keeps_it_and_one_that_was_refused_does_not(cast, later):
    pool = cast.pool()
    loan = cast.admit(pool)
    row = add(cast, pool, changes={"loss_share": 8000})
    later()
    claim = cast.check(cast.file(loan, 50_000_000))
    with pytest.raises(Refusal, match="起算以后审核了补偿 补偿〔2019〕1号。应为：要改的，签新的补充协议再录一份"):
        back(cast, row)
    claims.refuse_claim(claim, by=cast.finance, version=claim.version, reason="证据不全")
    cast.file(loan, 50_000_000)
    assert back(cast, row).pk
    second = cast.check(loan.claims.get(state="filed"))
    assert second.amount_fen == 25_000_000, "a claim that is only filed is reckoned anew when it is passed"


def test_a_loan_that_was_taken_in_under_it_keeps_it_until_it_is_taken_out(cast, later):
    pool = cast.pool()
    before = cast.admit(pool)
    row = add(cast, pool, effective=date(2018, 6, 2), changes={"most_loan_fen": 900_000_000})
    later("2018-06-03")
    loan = cast.admit(pool, loan="JH-2", rights="12345678")
    with pytest.raises(Refusal, match="2018-06-02 起收了贷款 “测试企业1，JH-2”"):
        back(cast, row)
    assert before.left_on is None
    pools.take_out(loan, by=cast.handler, reason="不该入池")
    assert back(cast, row).pk


def test_a_later_one_goes_first(cast):
    pool = cast.pool()
    first = add(cast, pool, changes={"loss_share": 8000})
    second = add(cast, pool, document="补2号", effective=date(2018, 8, 1), changes={"stop_at": 4000})
    with pytest.raises(Refusal, match="以后又录入了 补2号。应为：先撤回后录的，再撤回这一份"):
        back(cast, first)
    back(cast, second)
    assert back(cast, first).pk


def test_a_pool_whose_rest_is_shared_out_keeps_its_supplements(cast, later):
    pool = cast.pool()
    row = add(cast, pool, changes={"span": date(2018, 10, 1)})
    later("2018-10-02")
    asked = paybacks.ask_payback(pool, way="shares", clause="第十二条", said="", files=[cast.paper()], by=cast.handler)
    with pytest.raises(Refusal, match="资金池待财政审批"):
        back(cast, row)
    paybacks.refuse_payback(asked, by=cast.finance, version=asked.version, reason="缺确认")
    assert back(cast, row).pk


@pytest.mark.parametrize("table", [Supplement, Withdrawal])
def test_neither_is_rewritten_or_removed(cast, table):
    row = add(cast, cast.pool())
    back(cast, row)
    for statement in ("UPDATE {} SET id = 999999", "DELETE FROM {}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(table._meta.db_table))


def test_on_its_page(cast, client):
    pool = cast.pool()
    row = add(cast, pool, changes={"loss_share": 8000})
    address = f"/finance/supplements/{row.pk}/withdraw/"
    client.force_login(cast.clerk)
    assert client.get(address).status_code == 403
    assert address not in client.get(f"/finance/pools/{pool.pk}/").content.decode()
    client.force_login(cast.handler)
    assert address in client.get(f"/finance/pools/{pool.pk}/").content.decode()
    assert "补偿比例" in client.get(address).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "录到了别的资金池"}).status_code == 302
    shown = client.get(f"/finance/pools/{pool.pk}/").content.decode()
    assert "已撤回" in shown
    assert "录到了别的资金池" in shown
    assert address not in shown
    page = client.post(address, {"reason": "再撤一次"})
    assert page.status_code == 422
    assert "已经撤回" in page.content.decode()


def test_what_rests_on_it_stands_on_its_page(cast, client, later):
    pool = cast.pool()
    loan = cast.admit(pool)
    row = add(cast, pool, changes={"loss_share": 8000})
    later()
    cast.check(cast.file(loan))
    client.force_login(cast.handler)
    shown = client.get(f"/finance/supplements/{row.pk}/withdraw/").content.decode()
    assert "起算以后审核了补偿 补偿〔2019〕1号" in shown
    assert "签新的补充协议" in shown
    assert 'name="reason"' not in shown


def test_its_page_and_the_pools_say_which_goes_first(cast, client):
    pool = cast.pool()
    first = add(cast, pool, changes={"loss_share": 8000})
    add(cast, pool, document="补2号", effective=date(2018, 8, 1), changes={"stop_at": 4000})
    client.force_login(cast.handler)
    shown = client.get(f"/finance/supplements/{first.pk}/withdraw/").content.decode()
    assert "以后又录入了 补2号：先撤回后录的" in shown
    assert "签新的补充协议再录一份" not in shown
    assert 'name="reason"' not in shown
    assert "录在 补2号 之前，要撤回先撤回后录的" in client.get(f"/finance/pools/{pool.pk}/").content.decode()


def test_one_that_stays_keeps_those_before_it_and_is_not_told_to_go(cast, later):
    pool = cast.pool()
    first = add(cast, pool, effective=date(2018, 12, 1), changes={"loss_share": 8000})
    add(cast, pool, document="补2号", effective=date(2018, 6, 2), changes={"most_loan_fen": 900_000_000})
    later("2018-06-03")
    cast.admit(pool)
    with pytest.raises(Refusal, match="以后又录入了 补2号，已经按它算过，它撤不回。应为：要改的，签新的补充协议"):
        back(cast, first)
