"""Pages of risk pools: who reads what in them, forms that are kept when refused, statements."""

import re
from datetime import timedelta
from io import BytesIO

import docx
import openpyxl
import pytest

from factories.people import make_person
from factories.pools import members
from zhixian.core.kernel.money import yuan
from zhixian.web.finance.actions import pools
from zhixian.web.finance.models import Contribution, Pool, PoolClaim
from zhixian.web.finance.papers import statement_of
from zhixian.web.kit.clock import today
from zhixian.web.kit.models import Entry


@pytest.fixture
def go(client):
    """`go(person, path)` → the page as that person gets it."""

    def get(person, path, **sent):
        client.force_login(person)
        return client.post(path, sent) if sent else client.get(path)

    return get


def test_a_bank_sees_its_own_pools_only(cast, go):
    own = cast.pool()
    other = cast.pool(name="另一家的池", bank=cast.other_bank, paid_in=0)
    shown = go(cast.clerk, "/finance/pools/").content.decode()
    assert "某银行助保贷资金池" in shown
    assert "另一家的池" not in shown
    assert go(cast.clerk, f"/finance/pools/{other.pk}/").status_code == 404
    assert go(cast.clerk, f"/finance/pools/{own.pk}/").status_code == 200
    assert go(cast.other_clerk, f"/finance/pools/{own.pk}/statement.xlsx").status_code == 404
    assert go(cast.auditor, f"/finance/pools/{other.pk}/").status_code == 200


def test_a_clerk_of_an_unconfirmed_seat_sees_none(cast, go):
    pool = cast.pool()
    seat = cast.clerk.seats.get()
    seat.waits = True
    seat.save()
    assert go(cast.clerk, f"/finance/pools/{pool.pk}/").status_code == 403


def test_a_contribution_that_is_refused_keeps_what_was_typed(cast, go):
    pool = cast.pool()
    typed = {
        "member": pool.members.first().pk,
        "amount_fen": "1,000",
        "received_on": "2018-05-31",
        "document": "进账1号",
    }
    page = go(cast.finance, f"/finance/pools/{pool.pk}/contribute/", **typed)
    assert page.status_code == 422
    assert "已经凭“进账1号”缴存过" in page.content.decode()
    assert 'value="1,000"' in page.content.decode()
    assert Contribution.objects.count() == 1
    page = go(cast.finance, f"/finance/pools/{pool.pk}/contribute/", **{**typed, "amount_fen": "一千"})
    assert "“一千”不是金额" in page.content.decode()


@pytest.mark.parametrize(
    ("place", "given", "words"),
    [
        (0, {"received_on": "2017-11-20"}, "2017-11-20 早于协议起始日"),
        (2, {}, "企业助保金没有写缴款单位"),
        (2, {"payer": "  "}, "企业助保金没有写缴款单位"),
    ],
)
def test_money_of_a_day_before_the_agreement_and_of_no_enterprise_is_not_booked(cast, go, place, given, words):
    pool = cast.pool(paid_in=0)
    typed = {
        "member": pool.members.get(place=place).pk, "amount_fen": "1,000", "received_on": "2018-02-01", "document": "进账2号", **given,
    }  # fmt: skip
    page = go(cast.finance, f"/finance/pools/{pool.pk}/contribute/", **typed)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Contribution.objects.exists()


def test_the_day_on_which_money_came_in_and_who_paid_it_stand_on_the_page(cast, go):
    pool = cast.pool(paid_in=0)
    typed = {
        "member": pool.members.get(place=2).pk, "amount_fen": "1,000", "received_on": "2018-02-01", "document": "进账2号",
        "payer": "样例酒业有限公司",
    }  # fmt: skip
    assert go(cast.finance, f"/finance/pools/{pool.pk}/contribute/", **typed).status_code == 302
    assert "2018-02-01：1,000 元，样例酒业有限公司" in go(cast.handler, f"/finance/pools/{pool.pk}/").content.decode()


def test_the_flow_tells_the_day_on_which_money_came_in_beside_that_on_which_it_was_booked(cast, go, later):
    loan = cast.admit(cast.pool())
    later()
    claim = cast.paid(loan)
    cast.recover(claim, 10_000_000, received_on=today() - timedelta(days=3))
    shown = go(cast.clerk, f"/finance/pools/{loan.pool.pk}/").context["entries"]
    assert [(entry.kind, moved and moved.received and moved.received.isoformat()) for entry, moved in shown] == [
        ("recover", "2019-05-29"), ("pay", None), ("commit", None), ("reserve", None), ("contribute", "2018-01-01"),
    ]  # fmt: skip
    page = go(cast.clerk, f"/finance/pools/{loan.pool.pk}/").content.decode()
    assert '<td data-label="到账日" class="nowrap">2019-05-29</td>' in page


def test_a_member_of_another_pool_pays_nothing_in(cast, go):
    pool = cast.pool()
    other = cast.pool(name="另一个", paid_in=0)
    typed = {"member": other.members.first().pk, "amount_fen": "1", "received_on": "2018-05-31", "document": "进账2号"}
    assert go(cast.finance, f"/finance/pools/{pool.pk}/contribute/", **typed).status_code == 422
    assert Contribution.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"share-0": "0"}, "应为大于 0"),
        ({"share-0": "33.333"}, "最多两位小数"),
        ({"member-0": ""}, "没有写名称"),
        ({"kind-0": ""}, "类型、名称和比例要一起填"),
        ({"clause-stop_at": ""}, "这个字段是必填项"),
        ({"leverage": "十"}, "应为大于 0"),
    ],
)
def test_a_form_says_what_is_wrong_with_an_agreement(cast, go, typed, words):
    form = {
        "name": "池", "bank": cast.bank.pk, "document": "协议", "loss_share": "50", "most_loan_fen": "1", "most_for_loan_fen": "1",
        "most_in_all_fen": "1", "leverage": "10", "stop_at": "5", "overdue_days": "60", "starts": "2018-01-01",
        "ends": "2019-01-01", "kind-0": "government", "member-0": "财政", "share-0": "100",
    }  # fmt: skip
    figures = ("shares", "loss_share", "most_loan_fen", "most_for_loan_fen", "most_in_all_fen", "leverage", "stop_at", "overdue_days", "span")  # fmt: skip
    whole = {**form, **{f"clause-{figure}": "第一条" for figure in figures}}
    page = go(cast.handler, "/finance/pools/new/", **{**whole, **typed})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Pool.objects.exists()
    assert go(cast.handler, "/finance/pools/new/", **whole).status_code == 302
    assert Pool.objects.get().leverage == 1000


def test_the_form_of_an_agreement_shows_it_as_it_is(cast, go):
    pool = cast.pool(paid_in=0, leverage=850)
    page = go(cast.handler, f"/finance/pools/{pool.pk}/change/").content.decode()
    assert 'value="8.5"' in page
    assert 'value="5000000.00"' in page
    assert page.count('value="第') == 9
    assert [page.count(f'value="{one["name"]}"') for one in members(5000, 3000, 2000)] == [1, 1, 1]


def test_the_flow_on_the_page_has_the_sums_and_names_of_the_statement(cast, go, later):
    pool = cast.pool()
    wrong = pools.contribute(
        pool, member=pool.members.get(place=0), amount_fen=5_000_000, payer="", received_on=pool.starts, document="进账2号", by=cast.finance,
    )  # fmt: skip
    pools.reverse_contribution(wrong, by=cast.finance, reason="记重了")
    loan = cast.admit(pool)
    later()
    cast.paid(loan)
    page = go(cast.auditor, f"/finance/pools/{pool.pk}/").content.decode()
    flow = page[page.index('id="moved"') : page.index('id="agreement"')]
    lines = re.findall(r'data-label="事由">([^<]*)<.*?data-label="金额（元）" class="num">([^<]*)<', flow)
    told = [one for year in (2018, 2019) for one in statement_of(pool, year=year).movements]
    assert [line for line in lines if line[1] != "—"][::-1] == [(f"{m.what}：{m.about}", yuan(m.fen)) for m in told]
    assert [sum_ for _, sum_ in lines if sum_.startswith("-")] == ["-500,000", "-50,000"]
    assert [said for said, sum_ in lines if sum_ == "—"] == [
        "决定 500,000 元，余额不变",
        "审核通过，预留 500,000 元，余额不变",
    ]
    assert pool.members.get(place=0).name in lines[-1][0]


def test_the_statement_holds_what_the_pool_did(cast, go, later):
    loan = cast.admit(cast.pool())
    later()
    cast.recover(cast.paid(loan), 10_000_000)
    at = f"/finance/pools/{loan.pool.pk}/statement"
    book = openpyxl.load_workbook(BytesIO(go(cast.auditor, f"{at}.xlsx?year=2019").content))
    assert [row[5] for row in book["流水"].iter_rows(min_row=2, values_only=True)] == [-500_000, 50_000]
    paper = docx.Document(BytesIO(go(cast.clerk, f"{at}.docx?year=2019").content))
    assert "期末余额 1,550,000 元" in "".join(part.text for part in paper.paragraphs)
    for year in ("2017", "2020", "x", "９"):
        assert go(cast.clerk, f"{at}.docx?year={year}").status_code == 404
    assert Entry.objects.filter(action="pool_statement_printed").count() == 2


def test_reading_evidence_is_on_the_record(cast, go, later):
    loan = cast.admit(cast.pool())
    later()
    file = cast.file(loan).files.get()
    answer = go(cast.handler, f"/finance/claims/files/{file.pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer).startswith(b"%PDF-")
    assert Entry.objects.filter(action="pool_claim_file_read", actor=f"user:{cast.handler.pk}").count() == 1
    assert go(make_person("handler", unit="commerce_bureau"), f"/finance/claims/files/{file.pk}/").status_code == 404


def test_an_act_out_of_date_is_told_with_what_was_typed(cast, go, later):
    loan = cast.admit(cast.pool())
    later()
    claim = cast.check(cast.file(loan))
    page = go(cast.finance, f"/finance/claims/{claim.pk}/decide/", version=1, document="样财9号")
    assert page.status_code == 409
    assert 'value="样财9号"' in page.content.decode()
    assert PoolClaim.objects.get().state == "checked"
    assert go(cast.finance, f"/finance/claims/{claim.pk}/nothing/", version=2).status_code == 404


def test_the_desk_of_each_side_shows_what_waits(cast, go, later):
    loan = cast.admit(cast.pool())
    later()
    claim = cast.file(loan)
    link = f"/finance/claims/{claim.pk}/"
    assert link in go(cast.handler, "/desk/").content.decode()
    assert link not in go(cast.finance, "/desk/").content.decode()
    assert link in go(cast.clerk, "/desk/").content.decode()
    claim = cast.check(claim)
    assert link not in go(cast.handler, "/desk/").content.decode()
    assert link in go(cast.finance, "/desk/").content.decode()
    cast.pay(cast.decide(claim))
    assert link not in go(cast.finance, "/desk/").content.decode()


def test_a_budget_page_knows_no_pool(cast, go, later):
    loan = cast.admit(cast.pool())
    later()
    cast.paid(loan)
    pot = loan.pool.pot
    assert loan.pool.name not in go(cast.finance, "/budgets/?year=2018").content.decode()
    assert go(cast.finance, f"/budgets/{pot.pk}/").status_code == 404
    assert go(cast.finance, f"/budgets/held/{pot.commitments.get().pk}/").status_code == 404
