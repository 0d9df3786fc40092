"""Journey: a bank's loan on a bad right is mended and handed to the registry, an insurer enters policy and claim, an enterprise reckons
its deduction, and an agreement is supplemented and its pool wound up."""

import pytest
from playwright.sync_api import expect

from factories.matters import upload
from factories.people import make_organisation, make_person
from factories.pools import PoolCast
from factories.registers import TYPED, kept_loans
from pages.browsing import enter, follow, in_order
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
from zhixian.web.finance.models import Payback, Supplement
from zhixian.web.kit.plan import lead_office, unit_name
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registry.models import Batch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PARTIES = "统一社会信用代码,名称,类型,所在地,国民经济行业代码,成立日期\n,测试企业1,企业,350823,C1,2010-01-01\n,别家企业,企业,350823,C1,2010-01-01\n"
MARKS = (
    "注册号,国际分类,商标名称,商标类型,是否地理标志,注册人,注册人所在地,申请日期,注册日期,专用权期限至,状态\n"
    "12345678,31,样例红,普通商标,否,测试企业1,350823,2014-01-02,2015-02-07,2025-02-06,有效\n"
    "12345679,31,别家红,普通商标,否,别家企业,350823,2014-01-02,2015-02-07,2025-02-06,有效\n"
)
INSURER = "picc_shanghang"


@pytest.fixture
def cast(live_server, settings, tmp_path):
    settings.TODAY = "2018-06-01"
    settings.DATA, settings.MEDIA_ROOT = tmp_path / "data", tmp_path / "files"
    for name, text in {"主体.csv": PARTIES, "商标.csv": MARKS}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    import_paths([tmp_path / "主体.csv", tmp_path / "商标.csv"], data=settings.DATA, importers=importers())
    return PoolCast()


def fill(page, register, typed):
    """Answer a register's questions by their names."""
    fields = {field.id: field for field in register.fields}
    for name, said in typed.items():
        if fields[name].kind == "choice":
            page.get_by_label(dict(fields[name].choices)[said], exact=True).check()
        else:
            page.locator(f"#id_{name}").fill(said)


def test_a_bad_right_is_told_mended_and_handed_to_the_registry(either, cast):
    page = enter(either, cast.clerk)
    page.goto("/registers/pledge_loans/new/")
    fill(page, kept_loans().register, {**TYPED, "rights": "12345679/31"})
    in_order(page)
    follow(page.get_by_role("button", name="保存"), page)
    page.get_by_role("heading", name="测试企业1，JH-1").wait_for()
    expect(page.get_by_text("权利人是别家企业，不是借款企业测试企业1")).to_have_count(1)
    in_order(page)
    follow(page.get_by_role("link", name="修改"), page)
    page.get_by_label("质押的权利").fill("12345678/31")
    in_order(page)
    follow(page.get_by_role("button", name="保存"), page)
    expect(page.get_by_text("与登记数据核对无误")).to_have_count(1)
    in_order(page)

    enter(page, make_person("lead_office", unit=lead_office()))
    page.goto("/registers/pledge_loans/feed/")
    expect(page.get_by_text("可以并入 1 行")).to_have_count(1)
    in_order(page)
    follow(page.get_by_role("button", name="交给登记数据工作台"), page)
    page.wait_for_url("**/registry/**")
    in_order(page)
    assert Batch.objects.get().state == "ready"


def test_an_insurer_enters_a_policy_and_a_claim_of_its_own(either, cast):
    page = enter(either, make_person("handler", unit=INSURER))
    registers = kept_registers()
    policy = {
        "policy": "Y1", "insured": "测试企业1", "kind": "loss", "sum_insured": "100000", "premium": "3000", "begins": "2018-01-01",
        "ends": "2018-12-31",
    }  # fmt: skip
    page.goto("/registers/ip_policies/new/")
    fill(page, registers["ip_policies"].register, {**policy, "insurer": "另一家财险"})
    in_order(page)
    follow(page.get_by_role("button", name="保存"), page)
    expect(page.get_by_text("只录本公司自己的业务")).to_have_count(1)
    in_order(page)
    page.locator("#id_insurer").fill(unit_name(INSURER))
    follow(page.get_by_role("button", name="保存"), page)
    page.get_by_role("heading", name="测试企业1，Y1").wait_for()
    in_order(page)
    claim = {
        "number": "L1", "policy": "Y1", "insurer": unit_name(INSURER), "insured": "测试企业1", "event": "被侵权", "occurred_on": "2018-04-01",
        "known_on": "2018-04-02", "claimed_on": "2018-04-10", "claimed": "120000",
    }  # fmt: skip
    page.goto("/registers/ip_claims/new/")
    fill(page, registers["ip_claims"].register, claim)
    follow(page.get_by_role("button", name="保存"), page)
    expect(page.get_by_text("索赔 120,000 元，保险金额 100,000 元")).to_have_count(1)
    in_order(page)


def test_an_enterprise_reckons_its_deduction(either, cast):
    page = enter(either, make_person("enterprise", organisation=make_organisation()))
    page.goto("/deduction/?year=2017&kind=any&projects=1")
    expect(page.get_by_text("没有填任何费用")).to_have_count(1)
    in_order(page)
    page.goto("/deduction/?year=2017&kind=any&projects=1&p0_staff=100000&p0_ip_fees=5000")
    expect(page.get_by_text("52,500").first).to_be_visible()
    in_order(page)


def test_an_agreement_is_supplemented_and_its_pool_wound_up(either, cast, settings, tmp_path):
    pool = cast.pool()
    paper = tmp_path / "补充协议.pdf"
    paper.write_bytes(upload().read())
    page = enter(either, cast.handler)
    page.goto(f"/finance/pools/{pool.pk}/supplement/")
    in_order(page)
    page.get_by_label("补充协议文号").fill("补1号")
    page.get_by_label("起算日").fill("2018-07-01")
    page.locator("#id_ends").fill("2018-10-01")
    page.locator("#id_clause-span").fill("第一条")
    page.locator("#id_evidence").set_input_files(paper)
    follow(page.get_by_role("button", name="录入", exact=True), page)
    page.get_by_role("heading", name="补充协议").wait_for()
    in_order(page)
    assert Supplement.objects.get().changes == {"span": "2018-10-01"}

    settings.TODAY = "2018-10-01"
    page.goto(f"/finance/pools/{pool.pk}/payback/")
    in_order(page)
    page.get_by_label("按协议出资比例").check()
    page.get_by_label("依据条款").fill("第十二条")
    page.locator("#id_evidence").set_input_files(paper)
    follow(page.get_by_role("button", name="提交申请"), page)
    page.get_by_text("待财政审批").first.wait_for()
    in_order(page)

    enter(page, cast.finance)
    page.goto(f"/finance/paybacks/{Payback.objects.get().pk}/")
    page.get_by_label("批准文号").fill("样财1号")
    in_order(page)
    follow(page.get_by_role("button", name="批准清退"), page)
    page.get_by_text("待拨付").first.wait_for()
    in_order(page)
    for place in range(3):
        page.locator(f"#pay-voucher-{place}").fill(f"支{place}")
    follow(page.get_by_role("button", name="拨付", exact=True), page)
    page.get_by_text("已清退").first.wait_for()
    in_order(page)
