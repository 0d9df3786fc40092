"""Journey: the plan, live — from home to a clause, its words in the text, an indicator with its chart and downloads."""

import pytest
from playwright.sync_api import expect

from factories.figures import make_figures
from pages.browsing import axe, overflow

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
    assert axe(page) == []
    assert overflow(page) == 0


def test_from_home_to_the_exact_words(site, either):
    page = either
    page.goto(site)
    expect(page.locator("article.gauge")).to_have_count(5)
    page.get_by_role("link", name="第8条 提高专利质量").click()
    page.get_by_role("link", name="由政府资助50%费用").first.click()
    target = page.locator("#amount-navigation-share")
    assert target.inner_text() == "由政府资助50%费用"
    assert page.evaluate("document.querySelector(':target').id") == "amount-navigation-share"
    expect(target).to_be_in_viewport()


def test_the_chart_is_drawn_and_follows_the_theme(site, either):
    page = either
    page.goto(site + "/indicators/inventions_per_10k/")
    canvas = page.locator("[data-chart=course-data] canvas")
    canvas.wait_for()
    ink = "(box) => box.toDataURL()"
    before = canvas.evaluate(ink)
    page.get_by_role("button", name="切换深色或浅色").click()
    assert canvas.evaluate(ink) != before
    page.get_by_role("link", name="按月").click()
    assert page.locator("[aria-current=true]").inner_text() == "按月"
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    assert download.value.suggested_filename == "inventions_per_10k-2020-11-16.xlsx"


def test_by_keyboard_alone(site, either):
    page = either
    page.goto(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    if page.viewport_size["width"] < 600:
        menu = page.locator(".site-nav-fold > summary")
        menu.focus()
        page.keyboard.press("Enter")
    page.locator(".site-nav-fold a" if page.viewport_size["width"] < 600 else ".site-nav a").get_by_text(
        "指标", exact=True
    ).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/indicators/")
    link = page.get_by_role("link", name="商标有效注册量")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/indicators/registered_marks/")
    fold = page.get_by_text("看数值表")
    fold.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="4.3", exact=True)).to_be_visible()
