"""What a slow site must not do: take a form twice, or leave whoever presses again without a word."""

import pytest
from playwright.sync_api import expect

from factories.people import PASSWORD, make_person
from pages.browsing import enter, in_order, press, submit

pytestmark = pytest.mark.browser

NEVER_ANSWERED = """() => {
  window.sent = 0;
  addEventListener("submit", (event) => {
    if (!event.defaultPrevented) window.sent += 1;
    event.preventDefault();
  });
}"""
"""Counts what would have been sent; the page stays as it does until an answer comes."""


def test_a_form_is_sent_once_until_the_site_has_had_a_minute(either):
    either.clock.install()
    either.goto("/report/verify/")
    either.evaluate(NEVER_ANSWERED)
    either.get_by_label("回执全文").fill("不是回执")
    send = either.get_by_role("button", name="核对")
    told = either.get_by_role("status").filter(has_text="已经提交，网站还没有回答")
    press(send, either)
    expect(told).to_have_count(0)
    for _ in range(2):
        either.clock.fast_forward(20_000)
        press(send, either)
        expect(told).to_have_count(1)
        assert either.evaluate("window.sent") == 1
    in_order(either)
    either.clock.fast_forward(21_000)
    expect(told).to_have_count(0)
    press(send, either)
    assert either.evaluate("window.sent") == 2


def test_own_data_can_soon_be_taken_out_again_as_the_page_stays(page):
    page.clock.install()
    enter(page, make_person(name="张三")).goto("/accounts/data/")
    page.locator("[name=password]").fill(PASSWORD)
    submit(page)
    for _ in range(2):
        with page.expect_download():
            press(page.get_by_role("button", name="下载一份（zip）"), page)
        page.clock.fast_forward(9_000)


def test_a_form_that_its_own_script_held_back_was_not_sent(page):
    page.goto("/report/verify/")
    page.evaluate(NEVER_ANSWERED)
    page.get_by_label("回执全文").fill("不是回执")
    hold_back = "form => form.addEventListener('submit', (event) => event.preventDefault(), { once: true })"
    page.locator("main form").first.evaluate(hold_back)
    send = page.get_by_role("button", name="核对")
    press(send, page)
    assert page.evaluate("window.sent") == 0
    press(send, page)
    assert page.evaluate("window.sent") == 1
