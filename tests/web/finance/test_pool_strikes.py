"""A loan's row stays in the register as long as a pool rests on it; what is undone first is said, and done in that order."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.people import make_person
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.finance.actions import claims, pools
from zhixian.web.finance.models import PoolEvent, PoolLoan
from zhixian.web.finance.queries import current_row, loans_of_bank, standing_of
from zhixian.web.kit.clock import today
from zhixian.web.kit.models import Entry
from zhixian.web.registers.actions import change_row, strike_row


def strike(cast, loan):
    """What the bank does on the row's page."""
    row = current_row(loan)
    return strike_row(row, cast.kept, by=cast.clerk, version=row.version, reason="录错了")


def withdraw(cast, claim):
    """The bank takes its claim back."""
    return claims.withdraw_claim(claim, by=cast.clerk, version=claim.version, reason="先起诉")


@pytest.mark.parametrize(
    ("come_to", "words"),
    [
        (lambda _, claim: claim, "补偿待主管单位审核.*先撤回补偿申请，再移出资金池"),
        (lambda cast, claim: cast.check(claim), "补偿待财政审批.*先撤回补偿申请"),
        (lambda cast, claim: cast.decide(cast.check(claim)), "补偿待拨付"),
        (lambda cast, claim: cast.pay(cast.decide(cast.check(claim))), "已经补偿的贷款，台账里的这一行要留着"),
        (withdraw, "先由县经信科技局移出资金池，再注销"),
    ],
)
def test_a_row_is_not_struck_under_a_claim_and_the_refusal_says_what_comes_first(cast, later, come_to, words):
    loan = cast.admit(cast.pool())
    later()
    come_to(cast, cast.file(loan))
    with pytest.raises(Refusal, match=words):
        strike(cast, loan)
    assert current_row(loan).is_open


def test_withdrawn_taken_out_struck_and_entered_anew(cast, later):
    pool = cast.pool()
    loan = cast.admit(pool)
    later()
    withdraw(cast, cast.file(loan))
    pools.take_out(loan, by=cast.handler, reason="合同号录错")
    assert standing_of(pool, as_of=today()).lent_fen == 0
    with pytest.raises(Refusal, match="已经移出资金池"):
        cast.file(loan)
    strike(cast, loan)
    again = cast.admit(pool, due="2020-01-03")
    assert (again.key, list(pool.loans.values_list("left_why", flat=True))) == (loan.key, ["", "合同号录错"])
    assert [event.name for event in PoolEvent.objects.filter(kind="take_out")] == [f"贷款移出：{loan}"]
    assert Entry.objects.filter(action="pool_loan_taken_out").count() == 1


def test_what_was_paid_for_or_is_under_way_stays_in_the_pool(cast, later):
    loan = cast.admit(cast.pool())
    with pytest.raises(Refusal, match="没有写移出的原因"):
        pools.take_out(loan, by=cast.handler, reason=" ")
    with pytest.raises(Refusal, match="贷款不由您移出"):
        pools.take_out(loan, by=cast.clerk, reason="错")
    later()
    claim = cast.file(loan)
    with pytest.raises(Refusal, match="先由银行撤回"):
        pools.take_out(loan, by=cast.handler, reason="错")
    cast.pay(cast.decide(cast.check(claim)))
    with pytest.raises(Refusal, match="已经补偿的不移出"):
        pools.take_out(loan, by=cast.handler, reason="错")
    assert PoolLoan.objects.get().left_on is None


def test_a_corrected_number_stays_the_same_loan_of_the_pool(cast):
    pool = cast.pool()
    loan = cast.admit(pool)
    row = current_row(loan)
    change_row(row, cast.kept, {**row.values, "loan": "JH-改"}, by=cast.clerk, version=row.version)
    row = current_row(PoolLoan.objects.get(pk=loan.pk))
    change_row(row, cast.kept, {**row.values, "repaid": "2018-05-30"}, by=cast.clerk, version=row.version)
    assert standing_of(pool, as_of=today()).lent_fen == 0
    assert row.pk not in {one.pk for one in loans_of_bank(pool)}


def test_the_pages_refuse_with_the_order_and_take_it_out(cast, client):
    pool = cast.pool()
    loan = cast.admit(pool)
    client.force_login(cast.clerk)
    row = loan.row
    answer = client.post(f"/registers/pledge_loans/{row.pk}/strike/", {"version": row.version, "reason": "录错了"})
    assert answer.status_code == 422
    assert "移出资金池，再注销" in answer.content.decode()
    assert client.get(f"/finance/loans/{loan.pk}/take-out/").status_code == 403
    client.force_login(cast.handler)
    page = client.get(f"/finance/pools/{pool.pk}/").content.decode()
    assert f"/finance/loans/{loan.pk}/take-out/" in page
    assert client.post(f"/finance/loans/{loan.pk}/take-out/", {"reason": ""}).status_code == 422
    assert client.post(f"/finance/loans/{loan.pk}/take-out/", {"reason": "不是本县企业"}).status_code == 302
    assert "移出：测试企业1" in client.get(f"/finance/pools/{pool.pk}/").content.decode()
    client.force_login(make_person("handler", unit="commerce_bureau"))
    assert client.get(f"/finance/loans/{loan.pk}/take-out/").status_code == 404


def test_lists_ask_as_much_for_many_loans_and_pools_as_for_one(cast, client):
    pool = cast.pool(leverage=100_000)
    cast.admit(pool, due="2020-12-20")
    client.force_login(cast.handler)
    addresses = ("/finance/pools/", f"/finance/pools/{pool.pk}/", f"/finance/pools/{pool.pk}/loans/")

    def asked():
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    cast.enter(loan="外-0", rights="1111110", due="2020-12-20")
    asked()
    before = asked()
    for number in range(1, 40):
        cast.admit(pool, loan=f"池-{number}", rights=f"22222{number:02}", due="2020-12-20")
    for number in range(1, 30):
        cast.enter(loan=f"外-{number}", rights=f"33333{number:02}", due="2020-12-20")
    for number in range(1, 5):
        cast.pool(name=f"另一个{number}", paid_in=0)
    assert asked() == before
    page = client.get(f"/finance/pools/{pool.pk}/").content.decode()
    assert page.count("/take-out/") == 30
    assert client.get(f"/finance/pools/{pool.pk}/?loans=2").content.decode().count("/take-out/") == 10
