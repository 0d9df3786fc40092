"""A member that joins by a supplement: its share, its money, what it bears and gets, and the statements, by day."""

from datetime import date

import pytest

from factories.matters import upload
from factories.pools import add_supplement as add
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.finance.actions import paybacks
from zhixian.web.finance.actions.supplements import withdraw_supplement
from zhixian.web.finance.models import Pool, Supplement
from zhixian.web.finance.papers import changes_said, figures_of, statement_of
from zhixian.web.finance.queries import balances_of, standing_of
from zhixian.web.incentives import queries as ledger
from zhixian.web.kit.clock import today

SHARES = [4000, 3000, 2000, 1000]
NEW = [("bank", "第二家银行")]


def joined(cast, pool, **given):
    """The second bank joins on 2018-09-01."""
    return add(cast, pool, **{"changes": {"shares": SHARES}, "joins": NEW, **given})


def pay_in(cast, pool, fen, day):
    return cast.contribute(pool, fen, document=f"进账{fen}", place=3, received_on=day)


def shares_on(pool, day):
    return next(words for name, words, *_ in figures_of(pool, as_of=day) if name == "各方出资比例")


def test_from_its_day_on_it_has_its_share(cast):
    pool = cast.pool()
    row = joined(cast, pool)
    pool = Pool.objects.get()
    assert pool.terms_on(date(2018, 8, 31)).shares == (5000, 3000, 2000, 0)
    assert pool.terms_on(date(2018, 9, 1)).shares == tuple(SHARES)
    assert "第二家银行" not in shares_on(pool, date(2018, 8, 31))
    assert shares_on(pool, date(2018, 9, 1)).endswith("；第二家银行 10%")
    assert changes_said(row)[0] == ("新增出资方", "第二家银行（银行）")
    member = pool.members.get(place=3)
    assert (member.kind_name, member.joined, member.supplement) == ("银行", date(2018, 9, 1), row)


def test_it_pays_in_from_then_and_bears_what_is_lost_later_alone(cast, later):
    pool = cast.pool()
    first, second = cast.admit(pool), cast.admit(pool, loan="JH-2", rights="12345678", due="2018-06-20")
    later("2018-08-25")
    early = cast.paid(second, 10_000_000)
    joined(cast, pool, effective=date(2018, 9, 1))
    with pytest.raises(Refusal, match="早于第二家银行加入资金池的日子"):
        pay_in(cast, pool, 7, date(2018, 8, 24))
    later()
    pay_in(cast, pool, 9_000_000, date(2018, 9, 2))
    cast.recover(early, 1_000_000)
    late = cast.pay(cast.decide(cast.check(cast.file(first, 50_000_000))), "支付2号")
    assert early.bears == [2_500_000, 1_500_000, 1_000_000, 5_000_000]
    assert late.bears == [10_000_000, 7_500_000, 5_000_000, 2_500_000, 25_000_000]
    cast.recover(late, 10_000_000, "收回2号")
    assert balances_of(pool)[3] == 9_000_000 - 2_500_000 + 500_000
    assert sum(balances_of(pool)) == standing_of(pool, as_of=today()).free_fen
    assert list(ledger.differences()) == []


def test_the_statements_tell_of_it_from_its_year_on_and_add_up(cast, later):
    pool = cast.pool()
    loan = cast.admit(pool)
    joined(cast, pool, effective=date(2019, 2, 1))
    later()
    pay_in(cast, pool, 9_000_000, date(2019, 3, 1))
    cast.recover(cast.paid(loan), 10_000_001)
    before, after = statement_of(pool, year=2018), statement_of(pool, year=2019)
    assert [one.member for one in before.shares] == ["government 方", "bank 方", "enterprises 方"]
    assert [one.share for one in before.shares] == ["50%", "30%", "20%"]
    new = after.shares[3]
    assert (new.member, new.share, new.opening_fen, new.paid_in_fen) == ("第二家银行", "10%", 0, 9_000_000)
    assert after.closing_fen == after.movements[-1].balance_fen == standing_of(pool, as_of=today()).free_fen
    assert after.supplements[0][2].startswith("新增出资方 第二家银行（银行）；各方出资比例")


def test_what_is_left_goes_back_to_it_too(cast, later):
    pool = cast.pool(ends=date(2019, 1, 1))
    joined(cast, pool)
    later("2018-09-02")
    pay_in(cast, pool, 100_000_000, date(2018, 9, 2))
    later("2019-01-02")
    asked = paybacks.ask_payback(
        pool, way="balances", clause="第十二条", said="", files=[cast.paper()], by=cast.handler
    )
    assert asked.parts == [200_000_000, 0, 0, 100_000_000]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"changes": {"loss_share": 8000}}, "第二家银行没有出资比例"),
        ({"changes": {"shares": [5000, 3000, 2000, 0]}}, "第二家银行没有出资比例"),
        ({"changes": {"shares": [5000, 3000, 2000]}}, "第二家银行没有出资比例"),
        ({"changes": {"shares": [5000, 3000, 2000, 1000]}}, "合计 110%"),
        ({"joins": [("club", "第二家银行")]}, "类型和名称都写"),
        ({"joins": [("bank", " ")]}, "类型和名称都写"),
        ({"joins": [("bank", "bank 方")]}, "已经有出资方“bank 方”"),
        ({"joins": [*NEW, *NEW], "changes": {"shares": [4000, 3000, 1000, 1000, 1000]}}, "已经有出资方“第二家银行”"),
        (
            {"joins": [("bank", str(number)) for number in range(3)], "changes": {"shares": [4000, 3000, 1000, 1000, 500, 500]}},
            "一个资金池最多 5 个",
        ),
    ],
)  # fmt: skip
def test_one_that_does_not_join_as_members_do_is_refused(cast, given, words):
    pool = cast.pool()
    with pytest.raises(Refusal, match=words):
        joined(cast, pool, **given)
    assert (Supplement.objects.count(), pool.members.count()) == (0, 3)


def test_a_supplement_for_an_earlier_day_gives_it_no_share(cast):
    pool = cast.pool()
    joined(cast, pool)
    early = {"document": "补2号", "effective": date(2018, 8, 1)}
    with pytest.raises(Refusal, match="第二家银行 2018-09-01 才加入"):
        add(cast, pool, changes={"shares": [3000, 3000, 3000, 1000]}, **early)
    add(cast, pool, changes={"shares": [6000, 3000, 1000, 0]}, **early)
    assert Pool.objects.get().terms_on(date(2018, 8, 2)).shares == (6000, 3000, 1000, 0)
    assert Pool.objects.get().terms_on(date(2018, 9, 2)).shares == tuple(SHARES)


def test_it_goes_with_its_supplement_unless_it_has_paid_in(cast, later):
    pool = cast.pool()
    loan = cast.admit(pool)
    row = joined(cast, pool, effective=date(2019, 9, 1))
    later()
    claim = cast.decide(cast.check(cast.file(loan, 50_000_000)))
    assert len(claim.bears) == 4, "who joins later stands in no sum of an earlier day"
    withdraw_supplement(row, by=cast.handler, reason="没有签成")
    pool = Pool.objects.get()
    assert [member.name for member in pool.members.all()] == ["government 方", "bank 方", "enterprises 方"]
    assert changes_said(Supplement.objects.get())[1][1].endswith("；第二家银行 10%")
    assert cast.pay(claim).state == "paid"
    assert len(statement_of(pool, year=2019).shares) == 3
    again = joined(cast, pool, document="补2号", effective=date(2019, 6, 2), joins=[("government", "市财政")])
    later("2019-06-03")
    pay_in(cast, pool, 5, date(2019, 6, 2))
    with pytest.raises(Refusal, match="市财政已经缴存"):
        withdraw_supplement(again, by=cast.handler, reason="没有签成")


def test_a_payback_that_was_refused_before_somebody_joined_is_still_read(cast, client, later):
    pool = cast.pool(ends=date(2018, 7, 1))
    later("2018-07-02")
    asked = paybacks.ask_payback(pool, way="shares", clause="第十二条", said="", files=[cast.paper()], by=cast.handler)
    later("2018-06-15")
    paybacks.refuse_payback(asked, by=cast.finance, version=asked.version, reason="缺确认")
    joined(cast, pool, effective=date(2018, 6, 20))
    later("2018-06-21")
    client.force_login(cast.handler)
    for path in (
        f"/finance/pools/{pool.pk}/",
        f"/finance/paybacks/{asked.pk}/",
        f"/finance/pools/{pool.pk}/statement.xlsx",
    ):
        assert client.get(path).status_code == 200


def test_on_its_form(cast, client):
    pool = cast.pool()
    client.force_login(cast.handler)
    address = f"/finance/pools/{pool.pk}/supplement/"
    typed = {
        "document": "补1号", "effective": "2018-09-01", "reach": "new", "kind-3": "bank", "member-3": "第二家银行",
        "clause-shares": "第一条",
    }  # fmt: skip
    page = client.post(address, {**typed, "evidence": upload()})
    assert "类型、名称和比例要一起填" in page.content.decode()
    page = client.post(address, {**typed, "share-3": "10", "evidence": upload()})
    assert "各方的比例要一起填" in page.content.decode()
    whole = {**typed, "share-0": "40", "share-1": "30", "share-2": "20", "share-3": "10", "evidence": upload()}
    assert client.post(address, whole).status_code == 302
    shown = client.get(f"/finance/pools/{pool.pk}/").content.decode()
    assert "2018-09-01 加入" in shown
    assert "新增出资方：第二家银行（银行）" in shown
    assert Pool.objects.get().terms_on(date(2018, 9, 1)).shares == tuple(SHARES)
    assert "第二家银行的出资比例（%）" in client.get(address).content.decode()


def test_who_joins_before_a_supplement_that_was_signed_without_it_is_refused(cast):
    pool = cast.pool()
    later = add(cast, pool, document="2号", effective=date(2019, 1, 1), changes={"shares": [4500, 3500, 2000]})
    add(cast, pool, document="4号", effective=date(2019, 2, 1), changes={"stop_at": 4000})
    with pytest.raises(
        Refusal, match=r"2号（2019-01-01 起算）的各方出资比例里没有第二家银行.*重新签的、写明第二家银行比例"
    ):
        joined(cast, pool)
    assert pool.members.count() == 3
    withdraw_supplement(pool.supplements.get(document="4号"), by=cast.handler, reason="后录的先撤回")
    withdraw_supplement(later, by=cast.handler, reason="各方重新签")
    joined(cast, pool)
    add(cast, pool, document="2号改", effective=date(2019, 1, 1), changes={"shares": [4500, 3000, 1500, 1000]})
    assert Pool.objects.get().terms_on(date(2019, 1, 1)).shares == (4500, 3000, 1500, 1000)


def test_who_joins_before_a_supplement_without_shares_is_taken(cast):
    pool = cast.pool()
    add(cast, pool, document="2号", effective=date(2019, 1, 1), changes={"stop_at": 4000})
    joined(cast, pool)
    assert Pool.objects.get().terms_on(date(2019, 1, 1)).shares == tuple(SHARES)
