"""What the journeys share: one Chromium, and a page at each width that fails on any error in its console."""

import os

import pytest
from browsing import CHROMIUM, QUIET, WIDTHS


@pytest.fixture(scope="session")
def chromium():
    """Playwright's loop makes Django think it runs in async code; it does not."""
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(params=list(WIDTHS))
def page(request, chromium):
    """A fresh page, once as a desktop and once as a phone; a message in the console that tells of an error fails the test."""
    width, height = WIDTHS[request.param]
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN", reduced_motion="reduce")
    page = context.new_page()
    page.is_phone = request.param == "phone"
    wrong = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []
