"""Journey: a clerk makes a token of the API, sees it once, reads by it, and revokes it."""

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from factories.people import PASSWORD, make_organisation, make_person
from pages.browsing import click, enter, in_order, submit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clerk():
    return make_person("enterprise", organisation=make_organisation(name="杭梅食品有限公司"), name="王会计")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_of_the_api_is_accessible_and_fits(either, theme):
    page = either
    page.emulate_media(color_scheme=theme)
    page.goto("/api/")
    in_order(page)
    page.locator("summary", has_text="/api/v1/clauses/{clause}").click()
    expect(page.get_by_text("原文、责任单位、状态和依据")).to_be_visible()
    in_order(page)


def test_a_token_from_making_to_revoking(either, live_server, clerk):
    page = enter(either, clerk)
    page.goto("/accounts/")
    click(page.locator("a.choice-card", has_text="接口令牌"))
    expect(page.get_by_role("heading", name="还没有令牌")).to_be_visible()
    click(page.get_by_role("link", name="建立令牌"))
    page.locator("input[type=password]").fill(PASSWORD)
    submit(page)
    page.get_by_label("用途").fill("财务系统")
    page.get_by_label("读取办件：").check()
    in_order(page)
    click(page.get_by_role("button", name="建立令牌"))
    text = page.locator(".token-text").inner_text()
    in_order(page)
    click(page.get_by_role("link", name="抄好了"))
    assert text not in page.content()
    asked = Request(f"{live_server.url}/api/v1/dossiers", headers={"Authorization": f"Bearer {text}"})
    with urlopen(asked, timeout=15) as answer:
        assert json.load(answer) == {"items": [], "next": None}
    page.reload()
    expect(page.get_by_text("没有用过")).not_to_be_visible()
    in_order(page)
    click(page.get_by_role("button", name="作废"))
    expect(page.locator("td").get_by_text("已作废")).to_be_visible()
    with pytest.raises(HTTPError) as refused:
        urlopen(asked, timeout=15)
    assert refused.value.code == 401
    refused.value.close()
