"""A pool's end: what is left goes back to the fen, once, asked for by one and approved by another, when everything else is settled."""

from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.matters import upload
from factories.pools import evidence
from zhixian.core.finance.pool_terms import WHOLE
from zhixian.core.finance.risk_pool import WAYS, payback
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.finance.actions import paybacks
from zhixian.web.finance.models import Payback, PoolEvent
from zhixian.web.finance.queries import balances_of, standing_of
from zhixian.web.kit.clock import today
from zhixian.web.kit.versions import ChangedMeanwhile
from zhixian.web.registers.actions import change_row

END = "2021-01-01"
"""The first day on which the agreement holds no more."""


def ask(cast, pool, **given):
    """The unit asks."""
    typed = {"way": "shares", "clause": "第十二条", "said": "", "files": [evidence()], "by": cast.handler, **given}
    return paybacks.ask_payback(pool, **typed)


def decide(cast, row, by=None):
    """The finance bureau approves."""
    return paybacks.decide_payback(row, by=by or cast.finance, version=row.version, document="样财〔2021〕1号")


def repay(cast, loan):
    """The bank says that it was repaid."""
    row = loan.row
    row.refresh_from_db()
    change_row(row, cast.kept, {**row.values, "repaid": "2018-12-20"}, by=cast.clerk, version=row.version)


def test_what_is_left_goes_back_by_shares_and_the_pool_is_empty(cast, later):
    pool = cast.pool(paid_in=200_000_001)
    later(END)
    row = decide(cast, ask(cast, pool))
    assert row.parts == [100_000_001, 60_000_000, 40_000_000]
    assert standing_of(pool, as_of=today()).free_fen == 0
    with pytest.raises(Refusal, match="没有填写拨付凭证号"):
        paybacks.pay_payback(row, by=cast.finance, version=row.version, documents={0: "支1", 1: "支2"})
    row.refresh_from_db()
    row = paybacks.pay_payback(row, by=cast.finance, version=row.version, documents={0: "支1", 1: "支2", 2: "支3"})
    assert (row.state, standing_of(pool, as_of=today()).compensated_fen) == ("paid", 0)
    assert sum(balances_of(pool)) == 0
    with pytest.raises(Refusal, match="不再缴存"):
        cast.contribute(pool, 100, document="进账9号")


def test_nothing_goes_back_while_something_is_not_settled(cast, later):
    pool = cast.pool()
    loan = cast.admit(pool)
    with pytest.raises(Refusal, match=r"协议 2021-01-01 才终止.*还有 1 笔贷款没有还清"):
        ask(cast, pool)
    later(END)
    claim = cast.file(loan)
    with pytest.raises(Refusal, match="补偿没有办完：补偿"):
        ask(cast, pool)
    cast.pay(cast.decide(cast.check(claim)))
    row = ask(cast, pool)
    assert row.amount_fen == 200_000_000 - 50_000_000
    with pytest.raises(Refusal, match="已经有一份清退在办"):
        ask(cast, pool)


def test_by_the_books_who_owes_gets_nothing_and_the_parts_add_up(cast, later):
    pool = cast.pool()
    cast.contribute(pool, 100_000_000, document="进账2号", place=1)
    loan = cast.admit(pool)
    later(END)
    cast.paid(loan)
    assert balances_of(pool) == [200_000_000 - 25_000_000, 100_000_000 - 15_000_000, -10_000_000]
    row = ask(cast, pool, way="balances")
    assert (sum(row.parts), row.parts[2]) == (250_000_000, 0)
    assert "账上欠 100,000 元，不分" in str(row.steps)


def test_what_comes_back_after_it_goes_back_too(cast, later):
    pool = cast.pool()
    loan = cast.admit(pool)
    later(END)
    claim = cast.paid(loan)
    row = decide(cast, ask(cast, pool))
    paybacks.pay_payback(row, by=cast.finance, version=row.version, documents={0: "支1", 1: "支2", 2: "支3"})
    cast.recover(claim, 10_000_000)
    assert ask(cast, pool).amount_fen == 5_000_000


def test_who_asked_does_not_approve_and_what_changed_meanwhile_is_refused(cast, later):
    from zhixian.web.accounts.models import Seat

    pool = cast.pool()
    later(END)
    row = ask(cast, pool)
    Seat.objects.create(user=cast.handler, role="finance", unit="finance_bureau")
    both = type(cast.handler).objects.get(pk=cast.handler.pk)
    with pytest.raises(Refusal, match="由另一人审批"):
        decide(cast, row, by=both)
    with pytest.raises(Refusal, match="不由您审批"):
        decide(cast, row, by=cast.chief)
    fresh = decide(cast, row)
    with pytest.raises(ChangedMeanwhile, match="批准清退"):
        decide(cast, row, by=cast.second_finance)
    row = paybacks.refuse_payback(fresh, by=cast.finance, version=fresh.version, reason="少一份确认")
    assert (row.state, standing_of(pool, as_of=today()).free_fen) == ("refused", 200_000_000)
    assert [event.name for event in PoolEvent.objects.filter(kind__startswith="payback").order_by("pk")] == [
        "申请清退 2,000,000 元", "批准清退", "不予清退",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "words"),
    [({"clause": ""}, "没有写条款"), ({"files": []}, "没有附件"), ({"way": "luck"}, "按协议出资比例、按各方账上结余")],
)
def test_a_request_that_is_not_whole_is_refused(cast, later, given, words):
    pool = cast.pool()
    later(END)
    with pytest.raises(Refusal, match=words):
        ask(cast, pool, **given)
    assert not Payback.objects.exists()


def test_pages_go_from_asking_to_paying_and_the_statement_tells_it(cast, client, later):
    pool = cast.pool()
    later(END)
    client.force_login(cast.handler)
    address = f"/finance/pools/{pool.pk}/payback/"
    assert "按出资比例分" in client.get(address).content.decode()
    assert client.post(address, {"way": "shares", "clause": "第十二条", "evidence": upload()}).status_code == 302
    row = Payback.objects.get()
    client.force_login(cast.finance)
    page = f"/finance/paybacks/{row.pk}/"
    assert "批准清退 2,000,000 元" in client.get(page).content.decode()
    assert client.post(f"{page}decide/", {"version": 1, "document": "样财1号"}).status_code == 302
    vouchers = {"voucher-0": "支1", "voucher-1": "支2", "voucher-2": "支1"}
    assert client.post(f"{page}pay/", {"version": 2, **vouchers}).status_code == 422
    assert client.post(f"{page}pay/", {"version": 2, **vouchers, "voucher-2": "支3"}).status_code == 302
    client.force_login(cast.clerk)
    assert "已清退" in client.get(f"/finance/pools/{pool.pk}/").content.decode()
    book = openpyxl.load_workbook(BytesIO(client.get(f"/finance/pools/{pool.pk}/statement.xlsx?year=2021").content))
    told = [cell for line in book["汇总"].iter_rows(values_only=True) for cell in line]
    assert "清退" in told
    assert client.get(f"/finance/pools/{pool.pk}/statement.docx?year=2021").status_code == 200


FEN = st.integers(0, 10**13)


@given(st.integers(1, 10**13), st.lists(FEN, min_size=1, max_size=5).filter(any))
def test_the_parts_add_up_to_what_is_left_and_nobody_who_owes_gets_any(left, own):
    shares = [WHOLE // len(own)] * len(own)
    shares[0] += WHOLE - sum(shares)
    members = [(f"{place}", share, fen or -1) for place, (share, fen) in enumerate(zip(shares, own, strict=True))]
    for way in WAYS:
        parts = payback(left, members, way=way).parts
        assert sum(parts) == left
        assert min(parts) >= 0
        assert way == "shares" or all(part == 0 for part, (_, _, fen) in zip(parts, members, strict=True) if fen < 0)


def test_what_approved_something_else_approves_no_payback(cast, later):
    pool = cast.pool()
    loan = cast.admit(pool)
    later("2019-06-01")
    claim = cast.paid(loan)
    later(END)
    row = ask(cast, pool)
    with pytest.raises(Refusal, match="已经批准过" + str(claim)):
        paybacks.decide_payback(row, by=cast.finance, version=row.version, document=" 样财[2019]7号")
    row.refresh_from_db()
    assert row.state == "filed"
    assert decide(cast, row).state == "decided"


def test_a_pool_that_was_paid_back_asks_for_no_money(cast, client, later):
    pool = cast.pool()
    later(END)
    client.force_login(cast.finance)
    address = f"/finance/pools/{pool.pk}/"
    assert "记一笔缴存" in client.get(address).content.decode()
    row = decide(cast, ask(cast, pool))
    paybacks.pay_payback(row, by=cast.finance, version=row.version, documents={0: "支1", 1: "支2", 2: "支3"})
    page = client.get(address).content.decode()
    assert "记一笔缴存" not in page
    assert "先由财政部门记下各方缴存" not in page
    assert "资金池已清退，不再收贷款" in page


def test_loans_that_are_left_out_of_a_sentence_are_told_of(cast):
    pool = cast.pool()
    for number in range(4):
        cast.admit(pool, loan=f"JH-{number}", rights=f"1234567{number}")
    with pytest.raises(Refusal, match=r"还有 4 笔贷款没有还清：.*等"):
        ask(cast, pool)
