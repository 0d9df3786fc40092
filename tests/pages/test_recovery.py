"""Finance takes back what was not due, from the budget page, at both widths and by keyboard."""

import pytest
from playwright.sync_api import expect

from factories.people import make_person
from pages.browsing import click, enter, in_order, submit
from zhixian.web.incentives.actions import appropriate, commit, pay, reserve

pytestmark = pytest.mark.browser


def test_a_recovery_from_the_budget_to_the_movement(either, settings):
    settings.TODAY = "2020-11-16"
    clerk = make_person("finance", unit="finance_bureau")
    pot = appropriate(purpose="gi_mark", year=2020, amount_fen=30_000_000, document="财〔2020〕1号", by=clerk)
    held = reserve(
        purpose="gi_mark", year=2020, amount_fen=15_000_000, subject="杭知办〔2020〕000001号", party="P1",
        party_name="上杭县杭梅产业协会", by=clerk,
    )  # fmt: skip
    commit(held.subject, amount_fen=15_000_000, document="杭知决〔2020〕000001号", by=clerk)
    pay(held.subject, document="凭证1", by=clerk)
    page = enter(either, clerk)
    page.goto(f"/budgets/{pot.pk}/")
    click(page.get_by_role("link", name="上杭县杭梅产业协会").first)
    page.get_by_role("heading", name="追回").wait_for()
    in_order(page)
    for field, text in (("amount", "150000.01"), ("reason", "商标被宣告无效"), ("document", "杭知追〔2020〕1号")):
        page.locator(f"[name={field}]").fill(text)
    submit(page)
    page.get_by_text("超过了已拨付的 150,000 元").wait_for()
    in_order(page)
    page.locator("[name=amount]").fill("50,000")
    submit(page)
    page.get_by_role("status").wait_for()
    expect(page.get_by_role("region", name="流水")).to_contain_text("追回：商标被宣告无效")
    in_order(page)
