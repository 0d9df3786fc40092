"""A supplement changes figures from a day on: for all loans or for later ones, with its paper; what was fixed before stays."""

from datetime import date

import pytest

from factories.matters import upload
from factories.pools import add_supplement as add
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.finance.actions import pools
from zhixian.web.finance.models import PoolPaper, Supplement
from zhixian.web.finance.queries import standing_of
from zhixian.web.kit.clock import today
from zhixian.web.kit.models import Entry


def test_from_its_day_on_a_loan_is_paid_for_and_borne_by_the_new_figures(cast, later):
    pool = cast.pool()
    loan = cast.admit(pool)
    add(cast, pool)
    assert pools.Pool.objects.get().terms_on(date(2018, 8, 31)).loss_share == 5000
    later()
    claim = cast.decide(cast.check(cast.file(loan, 50_000_000)))
    assert (claim.amount_fen, claim.bears) == (40_000_000, [24_000_000, 16_000_000, 0, 10_000_000])


def test_for_later_loans_only_those_in_the_pool_keep_theirs_and_the_pool_s_own_figures_change(cast, later):
    pool = cast.pool()
    old = cast.admit(pool)
    add(
        cast,
        pool,
        reach="new",
        changes={"loss_share": 8000, "overdue_days": 30, "stop_at": 9000, "most_in_all_fen": 45_000_000 + 60_000_000},
    )
    later("2018-10-01")
    new = cast.admit(pool, loan="JH-2", rights="12345678", due="2018-12-20")
    later("2019-02-01")
    with pytest.raises(Refusal, match="满 60 天"):
        cast.file(old, 10_000_000)
    assert cast.file(new, 10_000_000).amount_fen == 8_000_000
    standing = standing_of(pool, as_of=today())
    assert (standing.lent_fen, standing.bad_fen) == (200_000_000, 100_000_000)


def test_an_agreement_goes_on_or_ends_earlier(cast, later):
    pool = cast.pool()
    add(cast, pool, changes={"span": date(2018, 10, 1)})
    later("2018-10-01")
    with pytest.raises(Refusal, match="不在协议期限（2018-01-01 起、2018-10-01 终止）内"):
        cast.admit(pool)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"document": " "}, "没有写文号"),
        ({"files": []}, "没有附件"),
        ({"basis": {}}, "各方出资比例.*没有写出处|补偿比例.*没有写出处"),
        ({"reach": "some"}, "适用于"),
        ({"changes": {}}, "没有一个数改变"),
        ({"changes": {"loss_share": 5000}}, "补偿比例和已经适用的一样"),
        (
            {"changes": {"loss_share": 5000, "shares": [5000, 3000, 2000], "stop_at": 4000}},
            "补偿比例、各方出资比例和已经适用的一样|各方出资比例、补偿比例和已经适用的一样",
        ),
        ({"changes": {"span": date(2021, 1, 1)}}, "协议期限和已经适用的一样"),
        ({"changes": {"shares": [6000, 3000, 0]}}, "合计 90%"),
        ({"changes": {"shares": [6000, 4000]}}, "3 个出资方各一个"),
        ({"changes": {"shares": [6000, 2000, 1000, 1000]}}, "3 个出资方各一个"),
        ({"changes": {"most_for_loan_fen": 300_000_001}}, "不超过补偿总额上限"),
        ({"effective": date(2017, 12, 31)}, "在协议期限"),
        ({"changes": {"span": date(2018, 9, 1)}}, "晚于起算日"),
    ],
)
def test_a_supplement_that_does_not_hold_together_is_refused(cast, given, words):
    pool = cast.pool()
    with pytest.raises(Refusal, match=words):
        add(cast, pool, **given)
    assert not Supplement.objects.exists()


def test_only_the_unit_enters_it_and_each_once(cast):
    pool = cast.pool()
    for person in (cast.clerk, cast.finance, cast.auditor):
        with pytest.raises(Refusal, match="补充协议不由您录入"):
            add(cast, pool, by=person)
    add(cast, pool)
    with pytest.raises(Refusal, match="已经录过"):
        add(cast, pool, effective=date(2018, 10, 1))
    with pytest.raises(Refusal, match="一天一份"):
        add(cast, pool, document="补2号")
    assert Entry.objects.filter(action="pool_supplemented").count() == 1


def test_it_does_not_reach_back_behind_a_sum_that_was_fixed(cast, later):
    pool = cast.pool()
    loan = cast.admit(pool)
    later()
    cast.check(cast.file(loan))
    with pytest.raises(Refusal, match="已经按原来的数审核了补偿"):
        add(cast, pool)
    assert add(cast, pool, effective=date(2019, 6, 2)).pk


def test_it_is_entered_on_its_page_and_read_by_whoever_sees_the_pool(cast, client):
    pool = cast.pool()
    client.force_login(cast.handler)
    address = f"/finance/pools/{pool.pk}/supplement/"
    assert "补偿比例" in client.get(address).content.decode()
    typed = {"document": "补1号", "effective": "2018-09-01", "reach": "new", "loss_share": "80", "share-0": "60"}
    page = client.post(address, {**typed, "evidence": upload()})
    assert page.status_code == 422
    assert "各方的比例要一起填" in page.content.decode()
    whole = {**typed, "share-1": "30", "share-2": "10", "clause-shares": "第一条", "clause-loss_share": "第二条"}
    assert client.post(address, {**whole, "evidence": upload()}).status_code == 302
    page = client.get(f"/finance/pools/{pool.pk}/").content.decode()
    assert "补偿比例：80%" in page
    assert "起算日以后入池的贷款" in page
    paper = PoolPaper.objects.get()
    client.force_login(cast.clerk)
    sent = client.get(f"/finance/pools/papers/{paper.pk}/")
    assert b"".join(sent).startswith(b"%PDF")
    client.force_login(cast.other_clerk)
    assert client.get(f"/finance/pools/papers/{paper.pk}/").status_code == 404


def test_what_holds_for_later_loans_only_is_news_for_all_of_them(cast):
    pool = cast.pool()
    add(cast, pool, reach="new", changes={"loss_share": 8000})
    again = {"document": "补2号", "effective": date(2018, 10, 1), "changes": {"loss_share": 8000}}
    with pytest.raises(Refusal, match="补偿比例和已经适用的一样"):
        add(cast, pool, reach="new", **again)
    assert add(cast, pool, reach="all", **again).pk


def test_a_paper_that_is_needed_is_not_called_optional_and_is_asked_for_beside_its_field(cast, client):
    pool = cast.pool()
    client.force_login(cast.handler)
    address = f"/finance/pools/{pool.pk}/supplement/"
    form = client.get(address).context["form"]
    assert form.fields["evidence"].required
    page = client.post(address, {"document": "补1号", "effective": "2018-09-01", "reach": "all", "loss_share": "80"})
    assert page.context["form"].errors["evidence"] == ["没有选文件，至少附一个"]
    assert not Supplement.objects.exists()
