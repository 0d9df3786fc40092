"""Journeys: an enterprise enters a need, sees why offers fit, asks to be introduced, the university and the unit answer; everybody
reads the public ratings; an enterprise sees its next step."""

import pytest
from playwright.sync_api import expect

from factories.matters import write_world
from factories.people import make_organisation, make_person
from factories.registers import row_of
from pages.browsing import enter, follow, in_order
from zhixian.core.registers.rows import read_row
from zhixian.core.registry.snapshot import current
from zhixian.web.kit.clock import today
from zhixian.web.portal.scorecards import _rating, _rows, _turns
from zhixian.web.registers.actions import enter_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.market import FOLLOWED, MARKET, _market
from zhixian.web.registers.models import Row
from zhixian.web.registry.indexing import rebuild_index
from zhixian.web.warnings.jobs import look_again

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
UNIT, BUREAU = "industry_science_bureau", "market_regulation_bureau"
CODE = "91000000MA00000043"
OFFER = {
    "party": "某大学", "number": "供-1", "sort": "university", "side": "offer", "what": "patent", "title": "一种铜箔表面粗化方法",
    "about": "与树脂的结合力高", "classes": "C25D5/00", "dual_use": "no", "open": "members", "posted_on": "2018-10-01",
}  # fmt: skip
MADE = (_market, _rating, _rows, _turns)


@pytest.fixture(autouse=True)
def county(live_server, settings, tmp_path):
    settings.TODAY, settings.DATA = "2018-12-03", tmp_path
    write_world(tmp_path)
    rebuild_index(current(tmp_path), as_of=today())
    for made in MADE:
        made.cache_clear()
    yield
    for made in MADE:
        made.cache_clear()


def enter_offer(clerk, university):
    kept = kept_registers()[MARKET]
    values, wrong = read_row(kept.register, OFFER, today=today())
    assert not wrong
    return enter_row(kept, values, by=clerk, organisation=university)


def fill_need(page):
    page.locator("#id_number").fill("需-1")
    for label in ("企业、合作社", "需求", "技术", "只给登录的企业、银行和单位看"):
        page.get_by_label(label, exact=True).check()
    page.locator("#id_title").fill("铜箔表面粗化处理技术")
    page.locator("#id_about").fill("电解铜箔与树脂的结合力不够")
    page.locator("#id_classes").fill("C25D7/06")
    page.get_by_role("group", name="是否军民双向转化").get_by_label("否").check()
    page.locator("#id_posted_on").fill("2018-12-01")


def test_from_a_need_to_the_answer_of_the_university_and_the_unit(either):
    firm, university = make_organisation(party="P1", name="测试企业1"), make_organisation(name="某大学")
    clerk, scholar = make_person("enterprise", organisation=firm), make_person("enterprise", organisation=university)
    enter_offer(scholar, university)

    page = enter(either, clerk)
    page.goto("/needs-and-offers/")
    in_order(page)
    follow(page.get_by_role("link", name="登记一条供需"), page)
    page.get_by_label("一句话").wait_for()
    expect(page.locator("#id_party")).to_have_value("测试企业1")
    in_order(page)
    fill_need(page)
    follow(page.get_by_role("button", name="保存"), page)
    follow(page.get_by_role("link", name="看谁和它对得上"), page)
    page.get_by_role("heading", name="对得上的供给").wait_for()
    in_order(page)
    expect(page.get_by_role("link", name="一种铜箔表面粗化方法", exact=True)).to_be_visible()
    expect(page.get_by_text("分类相近：C25D7/06 对 C25D5/00")).to_be_visible()
    expect(page.get_by_text("都提到：")).to_contain_text("铜箔")
    expect(page.get_by_text("资金、知识产权服务没有分类可比")).to_be_visible()
    follow(page.get_by_role("link", name="求牵线，记下进展"), page)
    expect(page.locator("#id_offer")).to_have_value("供-1")
    in_order(page)
    follow(page.get_by_role("button", name="保存"), page)
    page.get_by_role("heading", name="测试企业1，某大学").wait_for()
    in_order(page)

    look_again()
    answer_for_the_unit(page)
    enter(page, scholar)
    page.goto(f"/needs-and-offers/{Row.objects.get(values__number='供-1').pk}/")
    follow(page.get_by_role("link", name="求牵线，记下进展"), page)
    page.get_by_label("已经联系", exact=True).check()
    page.locator("#id_contacted_on").fill("2018-12-03")
    follow(page.get_by_role("button", name="保存"), page)
    page.get_by_role("heading", name="测试企业1，某大学").wait_for()
    enter(page, clerk)
    page.goto(f"/needs-and-offers/{Row.objects.get(values__number='需-1').pk}/")
    follow(page.get_by_role("link", name="2018-12-03 起的对接").first, page)
    page.get_by_text("已经把电话给了双方").first.wait_for()
    in_order(page)


def answer_for_the_unit(page):
    """The unit hears of the wish among its warnings and answers on the row."""
    enter(page, make_person("handler", unit=kept_registers()[FOLLOWED].units[0]))
    page.goto("/warnings/?rule=introduction_asked")
    in_order(page)
    follow(page.locator(".warning-list h2 a").first, page)
    follow(page.get_by_role("link", name="答复"), page)
    page.locator("#id_introduced_on").fill("2018-12-03")
    page.locator("#id_introduction").fill("已经把电话给了双方")
    in_order(page)
    follow(page.get_by_role("button", name="保存"), page)
    page.get_by_text("已经把电话给了双方").first.wait_for()


def test_an_own_match_is_news_until_it_has_been_seen(either):
    firm, university = make_organisation(party="P1", name="测试企业1"), make_organisation(name="某大学")
    clerk, scholar = make_person("enterprise", organisation=firm), make_person("enterprise", organisation=university)
    enter_offer(scholar, university)
    page = enter(either, clerk)
    page.goto(f"/registers/{MARKET}/new/")
    fill_need(page)
    follow(page.get_by_role("button", name="保存"), page)
    page.get_by_role("link", name="看谁和它对得上").wait_for()
    look_again()
    enter(page, scholar)
    page.goto("/warnings/?rule=new_match")
    in_order(page)
    expect(page.locator(".warning-list")).to_contain_text("对得上")
    follow(page.get_by_role("button", name="“供需对上了”都看过了"), page)
    page.get_by_text("看过了 1 条").wait_for()
    expect(page.get_by_role("heading", name="没有要处理的预警")).to_be_visible()
    page.goto("/warnings/?state=muted")
    expect(page.locator(".warning-list")).to_contain_text("看过了")
    in_order(page)


def test_everybody_reads_the_public_ratings_and_finds_them(either):
    bureau = make_person("handler", unit=BUREAU)
    row_of(
        "agencies", by=bureau, agency="某代理公司", code=CODE, sort="patent", form="seat", practitioners="3", set_up_on="2018-02-01",
        checked_on="2018-02-01",
    )  # fmt: skip
    row_of(
        "credit_events", by=bureau, party="某代理公司", code=CODE, sort="bad", gravity="normal", event="被警告", document="罚〔2018〕1号",
        decided_on="2018-09-01",
    )  # fmt: skip
    either.goto("/ratings/")
    in_order(either)
    follow(either.locator("main").get_by_role("link", name="知识产权服务机构信用评级"), either)
    either.get_by_role("heading", name="怎样计分、怎样分级").wait_for()
    in_order(either)
    follow(either.get_by_role("link", name="某代理公司"), either)
    either.get_by_role("heading", name="分数和等级的变化").wait_for()
    expect(either.get_by_text("罚〔2018〕1号")).to_be_visible()
    in_order(either)
    either.goto("/search/?q=某代理")
    in_order(either)
    follow(either.locator("main").get_by_role("link", name="某代理公司").first, either)
    either.get_by_role("heading", name="每一项和背后的记录").wait_for()
    either.goto("/search/?q=某代理&in=public_rows")
    follow(either.locator("main").get_by_role("link", name="某代理公司").first, either)
    either.get_by_role("heading", name="知识产权服务机构名录").or_(either.locator("tr:target")).first.wait_for()
    in_order(either)


def test_an_enterprise_sees_its_own_next_step_and_the_unit_its_leads(either):
    page = enter(either, make_person("enterprise", organisation=make_organisation(party="P1", name="测试企业1")))
    page.goto("/ladder/")
    expect(page.locator("main")).to_contain_text("测试企业1")
    expect(page.get_by_text("测试企业2")).to_have_count(0)
    in_order(page)
    page.goto("/partners/")
    in_order(page)
    enter(page, make_person("handler", unit=UNIT))
    page.goto("/leads/?q=测试企业1")
    in_order(page)
