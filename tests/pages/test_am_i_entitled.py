"""Journey: am I entitled? — an enterprise types its name, reads what it would get and why, and tries other numbers."""

import pytest
from playwright.sync_api import expect

from factories.county import make_data
from factories.people import make_organisation, make_person
from pages.browsing import enter, in_order, submit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server, tmp_path, settings):
    settings.DATA = make_data(tmp_path)
    settings.TODAY = "2018-12-01"
    return live_server.url


@pytest.mark.parametrize(
    "address",
    [
        "/entitlements/", "/entitlements/?q=杭梅", "/entitlements/?q=没有这家", "/entitlements/?q=91350823MA00000010",
        "/entitlements/party/?id=P1", "/entitlements/rules/pledge_interest/", "/entitlements/rules/pledge_interest/?story=9",
        "/entitlements/rules/gi_mark/?year=2018",
    ],
)  # fmt: skip
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_accessible_and_fits(site, either, address, theme):
    page = either
    page.emulate_media(color_scheme=theme)
    page.goto(site + address)
    page.wait_for_load_state("networkidle")
    in_order(page)


def test_an_enterprise_reads_what_it_gets_and_why(site, either):
    page = either
    page.goto(site)
    page.get_by_label("今年能享受什么支持？").fill("杭梅食品")
    submit(page)
    page.wait_for_url("**/entitlements/party/**")
    expect(page.locator(".sum-card .sum")).to_have_text("150,000 元")
    expect(page.get_by_text("13,231.25")).to_have_count(0)
    enter(page, make_person("enterprise", organisation=make_organisation(party="P1")))
    page.reload()
    expect(page.locator(".sum-card .sum")).to_have_text("163,231.25 元")
    panel = page.locator(".rule-panel", has_text="知识产权质押贷款贴息")
    expect(panel.get_by_text("下面各笔都算上共 13,231.25 元")).to_be_visible()
    panel.get_by_text("逐步看怎么算的").first.click()
    expect(panel.get_by_role("row", name="计息天数 365")).to_be_visible()
    in_order(page)


def test_other_numbers_are_tried_by_keyboard(site, either):
    page = either
    page.goto(site + "/entitlements/rules/pledge_interest/")
    page.get_by_label("本金（元）").focus()
    page.keyboard.type("1000000")
    page.get_by_label("发明专利").focus()
    page.keyboard.press("Space")
    page.get_by_label("放款日").fill("2018-01-01")
    page.get_by_label("到期日").fill("2019-01-01")
    page.get_by_role("button", name="算一算").focus()
    submit(page)
    page.wait_for_url("**principal=1000000**")
    expect(page.locator("#result .sum")).to_have_text("13,231.25 元")


def test_a_fault_stands_beside_its_field_and_has_the_focus(site, either):
    page = either
    page.goto(
        site
        + "/entitlements/rules/pledge_interest/?year=2018&principal=1&drawn=2018-01-01&due=2017-01-01&party_kind=enterprise&party_region=350823"
    )
    expect(page.get_by_text("应晚于放款日")).to_be_visible()
    expect(page.locator("[name=due]")).to_be_focused()
