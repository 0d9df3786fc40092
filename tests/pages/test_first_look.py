"""The first pages anyone sees hold up at both widths."""

import pytest
from playwright.sync_api import expect

from factories.people import make_person
from pages.browsing import click, enter, in_order

pytestmark = pytest.mark.browser


def test_a_guest_sees_the_plan(either):
    either.goto("/")
    expect(either.locator("h1")).to_have_count(1)
    in_order(either)


def test_somebody_signed_in_finds_their_name(either):
    enter(either, make_person("handler", unit="finance_bureau", name="赖文")).goto("/notices/")
    expect(either.locator(".person-menu summary")).to_have_text("赖文")
    in_order(either)


def test_whoever_writes_long_is_told_how_much_room_is_left(page):
    page.goto("/report/new/anonymous/")
    field = page.locator("input[name=suspect]")
    most = int(field.get_attribute("maxlength"))
    field.fill("字" * (most // 2))
    expect(page.locator(".room-left")).to_have_count(0)
    field.fill("字" * (most - 3))
    expect(page.locator(".room-left")).to_have_text(f"还可以写 3 个字，最多 {most} 个")
    field.press("End")
    page.keyboard.type("再写三四五")
    expect(page.locator(".room-left")).to_have_text(f"已满 {most} 个字，写不进去了")
    in_order(page)
    field.fill("")
    expect(page.locator(".room-left")).to_have_count(0)


def test_texts_that_are_too_much_together_are_not_sent_and_stay(page, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
    page.goto("/accounts/login/")
    field, send = (
        page.locator("input[name=login]"),
        page.locator("form[action='/accounts/login/'] button[type=submit]").first,
    )
    field.evaluate("field => (field.value = '字'.repeat(120000))")  # as a program does, past its maxlength
    send.click()
    told = page.locator(".too-much")
    expect(told).to_have_text(
        "没有提交：填的文字合计 1 MB，一次不能超过 1 MB。填的都还在，请减短以后再提交，或者分成几次。"
    )
    expect(field).to_have_value("字" * 120_000)
    in_order(page)
    field.fill("字")
    click(send)
    expect(page.locator(".too-much")).to_have_count(0)
