"""Journey: a pool's life by its pages, from the agreement over a supplement taken back and one that adds a member to the paying back."""

import re

import pytest
from playwright.sync_api import expect

from factories.matters import upload
from factories.pools import PoolCast
from pages.browsing import enter, follow, in_order, press
from pages.test_risk_pool import TYPED
from zhixian.web.finance.models import Payback, Pool, PoolClaim, Supplement
from zhixian.web.finance.queries import standing_of
from zhixian.web.incentives import queries as ledger
from zhixian.web.kit.clock import today

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(live_server, settings, tmp_path):
    settings.TODAY = "2018-06-01"
    settings.DATA, settings.MEDIA_ROOT = tmp_path / "data", tmp_path / "files"
    return PoolCast()


@pytest.fixture
def scan(tmp_path):
    """A paper as people have it."""
    path = tmp_path / "原件.pdf"
    path.write_bytes(upload().read())
    return path


def fill(page, **given):
    """Type into the fields of these ids; double underscores stand for a hyphen."""
    for name, said in given.items():
        page.locator(f"#id_{name.replace('__', '-')}").fill(said)


def go_on(page, button, words):
    """Press a button and wait for what the next page says."""
    follow(page.get_by_role("button", name=button), page)
    page.get_by_text(words).first.wait_for()
    in_order(page)


def agree(page):
    """The agreement, as the unit enters it."""
    page.goto("/finance/pools/new/")
    page.get_by_label("合作银行").select_option(label="某银行")
    for name, said in {**TYPED, "share-1": "40"}.items():
        page.locator(f"#id_{name}").fill(said)
    go_on(page, "保存", "还没有缴存")
    return Pool.objects.get()


def to_mark(page, name):
    """A mark at the head leads to its part, which a phone had folded."""
    marks = page.get_by_role("navigation", name="本页各栏")
    marks.get_by_role("link", name=re.compile(f"^{name}")).click()


def supplement(page, pool, scan):
    """One with a wrong figure, taken back, and the right one, by which a second bank joins and the agreement ends earlier."""
    page.goto(f"/finance/pools/{pool.pk}/supplement/")
    in_order(page)
    fill(page, document="补1号", effective="2018-07-01", loss_share="6", clause__loss_share="第一条")
    page.get_by_label("补充协议", exact=True).set_input_files(scan)
    go_on(page, "录入", "已录入补1号")
    to_mark(page, "补充协议")
    follow(page.get_by_role("link", name=re.compile("^撤回")), page)
    page.get_by_label("撤回的原因").wait_for()
    in_order(page)
    page.get_by_label("撤回的原因").fill("补偿比例是 60%，录成了 6%")
    go_on(page, "撤回补充协议", "已撤回补1号")
    to_mark(page, "补充协议")
    expect(page.get_by_text("补偿比例是 60%，录成了 6%").first).to_be_visible()

    page.goto(f"/finance/pools/{pool.pk}/supplement/")
    fill(
        page, document="补1号", effective="2018-07-01", loss_share="60", clause__loss_share="第一条", share__0="50", share__1="30",
        member__2="第二家银行", share__2="20", clause__shares="第二条", ends="2019-12-31", clause__span="第三条",
    )  # fmt: skip
    page.locator("#id_kind-2").select_option(label="银行")
    page.locator("#id_reach").select_option(label="起算日起的全部贷款")
    page.get_by_label("补充协议", exact=True).set_input_files(scan)
    go_on(page, "录入", "已录入补1号")
    to_mark(page, "补充协议")
    page.get_by_text("新增出资方：第二家银行（银行）").first.wait_for()
    in_order(page)
    assert [row.is_withdrawn for row in Supplement.objects.order_by("pk")] == [True, False]


def pay_in(page, pool, member, yuan, day):
    """Money of a member, by the page."""
    page.goto(f"/finance/pools/{pool.pk}/")
    press(page.get_by_text("记一笔缴存").first, page)
    page.get_by_label("出资方", exact=True).select_option(label=member)
    page.get_by_label("缴存金额（元）").fill(yuan)
    page.get_by_label("到账日").fill(day)
    page.get_by_label("缴存凭证").fill(f"进账 {member}")
    follow(page.get_by_role("button", name="入账"), page)


def claim(page, cast, pool, scan):
    """The bank claims, the unit passes it, the finance bureau approves and pays it, and some of it comes back."""
    enter(page, cast.clerk)
    page.goto(f"/finance/pools/{pool.pk}/")
    follow(page.get_by_role("link", name="申请补偿"), page)
    page.get_by_label("未还本金（元）").fill("500000")
    page.get_by_label("证据").set_input_files(scan)
    go_on(page, "提交申请", "500,000 元 × 60% = 300,000 元")
    found = PoolClaim.objects.get()
    enter(page, cast.handler)
    page.goto(f"/finance/claims/{found.pk}/")
    go_on(page, "审核通过，占用余额", "待财政审批")
    enter(page, cast.finance)
    page.goto(f"/finance/claims/{found.pk}/")
    page.get_by_label("批准文号").fill("样财〔2019〕7号")
    go_on(page, "批准补偿 300,000 元", "拨付凭证号")
    page.get_by_label("拨付凭证号").fill("支付1号")
    go_on(page, "拨付 300,000 元", "收回金额（元）")
    page.get_by_label("收回金额（元）").fill("100000")
    page.get_by_label("到账日").fill("2019-06-01")
    page.get_by_label("收回凭证").fill("收回1号")
    go_on(page, "收回入账", "还没有收回 400,000 元")
    expect(page.get_by_role("row", name=re.compile("第二家银行"))).to_contain_text("60,000")


def pay_back(page, cast, pool, scan):
    """What is left goes back to all three."""
    enter(page, cast.handler)
    page.goto(f"/finance/pools/{pool.pk}/")
    follow(page.get_by_role("link", name="清退结余"), page)
    page.get_by_text("按账上结余").first.wait_for()
    in_order(page)
    page.get_by_label("按协议出资比例").check()
    page.get_by_label("依据条款").fill("第十二条")
    page.get_by_label("附件").set_input_files(scan)
    go_on(page, "提交申请", "已提交，等财政部门审批")
    row = Payback.objects.get()
    enter(page, cast.finance)
    page.goto(f"/finance/paybacks/{row.pk}/")
    page.get_by_label("批准文号").fill("样财〔2020〕1号")
    go_on(page, "批准清退", "的拨付凭证号")
    for place in range(3):
        page.locator(f"[name=voucher-{place}]").fill(f"清退{place}号")
    go_on(page, re.compile("^拨付$"), "已清退")
    return row


def test_from_the_agreement_to_the_last_yuan(either, cast, settings, scan):
    page = enter(either, cast.handler)
    pool = agree(page)
    enter(page, cast.finance)
    pay_in(page, pool, "县财政", "2,000,000", "2018-05-31")
    page.get_by_text("已入账").wait_for()
    enter(page, cast.handler)
    supplement(page, pool, scan)
    cast.admit(pool)

    settings.TODAY = "2018-07-03"
    enter(page, cast.finance)
    pay_in(page, pool, "第二家银行", "500,000", "2018-06-30")
    page.get_by_text("2018-06-30 早于第二家银行加入资金池的日子").wait_for()
    in_order(page)
    pay_in(page, pool, "第二家银行", "500,000", "2018-07-02")
    page.get_by_text("已入账").wait_for()
    expect(page.locator("td[data-label=到账日]").first).to_have_text("2018-07-02")
    in_order(page)

    settings.TODAY = "2019-06-01"
    claim(page, cast, pool, scan)
    enter(page, cast.handler)
    page.goto(f"/finance/supplements/{Supplement.objects.last().pk}/withdraw/")
    page.get_by_text("起算以后审核了补偿 补偿〔2019〕1号").wait_for()
    in_order(page)

    settings.TODAY = "2020-01-02"
    row = pay_back(page, cast, pool, scan)
    assert row.parts == [113_000_000, 67_800_000, 45_200_000]
    assert standing_of(pool, as_of=today()).free_fen == 0
    assert list(ledger.differences()) == []
    enter(page, cast.auditor)
    page.goto(f"/finance/pools/{pool.pk}/")
    in_order(page)
    with page.expect_download() as paper:
        press(page.get_by_role("link", name="文档").first, page)
    assert paper.value.suggested_filename == "某银行助保贷资金池 2020 年对账表.docx"
