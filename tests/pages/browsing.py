"""A browser for the page tests: Chromium at desk and phone width, its complaints, and axe."""

import shutil
from pathlib import Path

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Locator, Page

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 60_000  # ms: a slow machine needs it, and what comes is never waited for longer than it takes
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def open_page(browser: Browser, base_url: str, size: dict[str, int], **given) -> Page:
    """A page in a context of its own; `page.complaints` collects script errors and what the content policy refused."""
    context = browser.new_context(
        base_url=base_url, viewport=size, locale="zh-CN", reduced_motion="reduce", timezone_id="Asia/Shanghai", **given
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda said: "Content Security Policy" in said.text and page.complaints.append(said.text))
    return page


def enter(page: Page, person) -> Page:
    """Sign a person in without the sign-in pages."""
    client = Client()
    client.force_login(person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": page.base}])
    return page


def axe(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands: rule, element, why."""
    page.wait_for_load_state()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{rule['id']}: {node['html'][:160]} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window; 0 when nothing has to be scrolled sideways."""
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def in_order(page: Page) -> None:
    """Nothing wrong with the page as it stands."""
    assert axe(page) == []
    assert overflow(page) == 0
    assert page.locator("h1").count() == 1
    assert page.complaints == []


def press(found: Locator, page: Page, key: str = "Enter") -> None:
    """By keyboard, what stays on this page; what leads to another is `follow`ed."""
    found.focus()
    page.keyboard.press(key)


def follow(found: Locator, page: Page) -> None:
    """By keyboard, to the page that a link or a button leads to, until it has come: what stands on both is read on the new one."""
    found.focus()
    submit(page)


def submit(page: Page) -> None:
    """Enter where the focus is, as in the last field of a form, to the page that answers."""
    with page.expect_event("load"):
        page.keyboard.press("Enter")


def click(found: Locator) -> None:
    """By pointer, to the page that a link or a button leads to."""
    with found.page.expect_event("load"):
        found.click()
