"""Journey: an agreement, money, a loan, a claim with its derivation, approved by two, paid, and part of it recovered."""

import pytest
from playwright.sync_api import expect

from factories.matters import upload
from factories.people import make_person
from factories.pools import PoolCast
from pages.browsing import enter, follow, in_order, press
from zhixian.core.finance.pool_terms import FIGURES
from zhixian.web.finance.models import Pool, PoolClaim

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TYPED = {
    "name": "某银行助保贷资金池", "document": "样助保贷〔2018〕1号", "loss_share": "50", "most_loan_fen": "5,000,000",
    "most_for_loan_fen": "600000", "most_in_all_fen": "3000000", "leverage": "10", "stop_at": "50", "overdue_days": "60",
    "starts": "2018-01-01", "ends": "2021-01-01", "member-0": "县财政", "share-0": "60", "member-1": "某银行", "share-1": "39.99",
    **{f"clause-{figure}": f"第{place}条" for place, figure in enumerate(FIGURES, start=1)},
}  # fmt: skip


@pytest.fixture
def cast(live_server, settings, tmp_path):
    settings.TODAY = "2018-06-01"
    settings.DATA, settings.MEDIA_ROOT = tmp_path / "data", tmp_path / "files"
    return PoolCast()


def enter_the_agreement(page):
    """A share that does not come to the whole is told, and then put right."""
    page.goto("/finance/pools/")
    in_order(page)
    follow(page.get_by_role("link", name="录入协议").first, page)
    page.get_by_role("heading", name="录入资金池协议").wait_for()
    in_order(page)
    page.get_by_label("合作银行").select_option(label="某银行")
    for name, said in TYPED.items():
        page.locator(f"#id_{name}").fill(said)
    follow(page.get_by_role("button", name="保存"), page)
    page.get_by_text("合计 99.99%").wait_for()
    in_order(page)
    page.locator("#id_share-1").fill("40")
    follow(page.get_by_role("button", name="保存"), page)
    page.get_by_role("heading", name="某银行助保贷资金池").wait_for()
    page.get_by_text("还没有缴存").wait_for()
    in_order(page)
    return Pool.objects.get()


def pay_in(page, pool):
    """The county's share comes."""
    page.goto(f"/finance/pools/{pool.pk}/")
    press(page.get_by_text("记一笔缴存").first, page)
    page.get_by_label("出资方", exact=True).select_option(label="县财政")
    page.get_by_label("缴存金额（元）").fill("2,000,000")
    page.get_by_label("到账日").fill("2018-05-31")
    page.get_by_label("缴存凭证").fill("进账1号")
    in_order(page)
    follow(page.get_by_role("button", name="入账"), page)
    page.get_by_text("已入账").wait_for()


def take_the_loan_in(page, pool):
    """The only loan that waits comes into the pool."""
    page.goto(f"/finance/pools/{pool.pk}/loans/")
    in_order(page)
    follow(page.get_by_role("button", name="入池"), page)
    page.get_by_text("没有可以看的贷款").wait_for()
    in_order(page)


def claim_the_loss(page, folder):
    """The bank asks for its loss, with the evidence; half of it is worked out."""
    page.goto("/finance/pools/")
    follow(page.get_by_role("link", name="某银行助保贷资金池"), page)
    page.get_by_text("已熔断").wait_for()
    in_order(page)
    follow(page.get_by_role("link", name="申请补偿"), page)
    page.get_by_role("button", name="提交申请").wait_for()
    in_order(page)
    page.get_by_label("未还本金（元）").fill("999999.99")
    path = folder / "证明.pdf"
    path.write_bytes(upload().read())
    page.get_by_label("证据").set_input_files(path)
    follow(page.get_by_role("button", name="提交申请"), page)
    page.get_by_role("heading", name="补偿〔2019〕1号").wait_for()
    expect(page.get_by_text("999,999.99 元 × 50% = 500,000 元（四舍五入到分）")).to_have_count(1)
    in_order(page)
    return PoolClaim.objects.get()


def review(page):
    """The unit finds the claim on its desk and passes it."""
    page.goto("/desk/")
    follow(page.get_by_role("link", name="补偿〔2019〕1号").first, page)
    page.get_by_role("button", name="审核通过，占用余额").wait_for()
    in_order(page)
    follow(page.get_by_role("button", name="审核通过，占用余额"), page)
    page.get_by_text("待财政审批", exact=True).wait_for()
    in_order(page)


def approve_and_pay(page, claim):
    """Finance approves and pays."""
    page.goto(f"/finance/claims/{claim.pk}/")
    page.get_by_label("批准文号").fill("样财〔2019〕7号")
    in_order(page)
    follow(page.get_by_role("button", name="批准补偿 500,000 元"), page)
    page.get_by_label("拨付凭证号").wait_for()
    page.get_by_label("拨付凭证号").fill("支付1号")
    follow(page.get_by_role("button", name="拨付 500,000 元"), page)
    page.get_by_label("收回金额（元）").wait_for()
    in_order(page)


def recover(page):
    """More than was lost does not come back; a third does."""
    page.get_by_label("收回金额（元）").fill("1000001")
    page.get_by_label("到账日").fill("2019-06-01")
    page.get_by_label("收回凭证").fill("收回1号")
    follow(page.get_by_role("button", name="收回入账"), page)
    page.get_by_text("不超过还没有收回的 999,999.99 元").wait_for()
    in_order(page)
    page.get_by_label("收回金额（元）").fill("333333.33")
    follow(page.get_by_role("button", name="收回入账"), page)
    page.get_by_text("还没有收回 666,666.66 元").wait_for()
    in_order(page)


def take_the_statement(page, pool):
    """The statement of the year as a document and as a workbook."""
    page.goto(f"/finance/pools/{pool.pk}/")
    in_order(page)
    for words, suffix in (("文档", "docx"), ("表格", "xlsx")):
        with page.expect_download() as paper:
            press(page.get_by_role("link", name=words).first, page)
        assert paper.value.suggested_filename == f"某银行助保贷资金池 2019 年对账表.{suffix}"


def test_from_the_agreement_to_what_comes_back(either, cast, settings, tmp_path):
    page = enter(either, cast.handler)
    pool = enter_the_agreement(page)
    cast.enter()
    pay_in(enter(page, cast.finance), pool)
    take_the_loan_in(enter(page, cast.handler), pool)
    settings.TODAY = "2019-06-01"
    claim = claim_the_loss(enter(page, cast.clerk), tmp_path)
    review(enter(page, cast.handler))
    approve_and_pay(enter(page, cast.finance), claim)
    recover(page)
    take_the_statement(enter(page, cast.auditor), pool)


def test_empty_pages_say_what_to_do_next(either, cast):
    page = enter(either, cast.clerk)
    page.goto("/finance/pools/")
    page.get_by_text("还没有您银行参加的资金池").wait_for()
    in_order(page)
    enter(page, make_person("handler", unit="commerce_bureau"))
    page.goto("/finance/pools/")
    page.get_by_text("没有您能看的资金池").wait_for()
    in_order(page)
