"""Journey: the plan, live — from home to a clause, its words in the text, an indicator with its chart and downloads."""

import pytest
from playwright.sync_api import expect

from factories.figures import make_figures
from pages.browsing import click, follow, in_order, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server):
    make_figures()
    return live_server.url


@pytest.mark.parametrize(
    "address",
    [
        "/", "/clauses/8/", "/clauses/goal/", "/plan/", "/units/", "/units/finance_bureau/", "/indicators/",
        "/indicators/inventions_per_10k/", "/indicators/pledge_financing/", "/open-data/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_accessible_and_fits(site, either, address, theme):
    page = either
    page.emulate_media(color_scheme=theme)
    page.goto(site + address)
    page.wait_for_load_state("networkidle")
    assert page.locator("html").get_attribute("data-bs-theme") == theme
    in_order(page)


def test_from_home_to_the_exact_words(site, either):
    page = either
    page.goto(site)
    expect(page.locator("article.gauge")).to_have_count(5)
    click(page.get_by_role("link", name="第8条 提高专利质量"))
    click(page.get_by_role("link", name="由政府资助50%费用").first)
    target = page.locator("#amount-navigation-share")
    expect(target).to_have_text("由政府资助50%费用")
    expect(page.locator(":target")).to_have_id("amount-navigation-share")
    expect(target).to_be_in_viewport()


def test_the_chart_is_drawn_and_follows_the_theme(site, either):
    page = either
    page.goto(site + "/indicators/inventions_per_10k/")
    canvas = page.locator("[data-chart=course-data] canvas")
    canvas.wait_for()
    before = canvas.evaluate("box => box.toDataURL()")
    page.get_by_role("button", name="切换深色或浅色").click()
    page.wait_for_function(
        "before => document.querySelector('[data-chart=course-data] canvas').toDataURL() !== before", arg=before
    )
    click(page.get_by_role("link", name="按月"))
    expect(page.locator("[aria-current=true]")).to_have_text("按月")
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    assert download.value.suggested_filename == "inventions_per_10k-2020-11-16.xlsx"


def test_by_keyboard_alone(site, either):
    page = either
    page.goto(site)
    page.keyboard.press("Tab")
    expect(page.get_by_text("跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/#*")
    narrow = page.viewport_size["width"] < 600
    if narrow:
        press(page.locator(".site-nav-fold > summary"), page)
    follow(page.locator(".site-nav-fold a" if narrow else ".site-nav a").get_by_text("指标", exact=True), page)
    page.wait_for_url("**/indicators/")
    follow(page.get_by_role("link", name="商标有效注册量"), page)
    page.wait_for_url("**/indicators/registered_marks/")
    press(page.get_by_text("看数值表"), page)
    expect(page.get_by_role("cell", name="4.3", exact=True)).to_be_visible()
