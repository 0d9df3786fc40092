"""What the page tests share: a live site and a browser in front of it."""

import os

import pytest
from playwright.sync_api import expect, sync_playwright

from pages.browsing import CHROMIUM, DESK, PATIENCE, PHONE, QUIET, open_page
from slow_site import held_back

# Playwright keeps an event loop in this thread, in which Django would refuse to touch the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all page tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session", autouse=True)
def _pace(request, live_server):
    """The site as slow as `--slow-site` asks for."""
    seconds = request.config.getoption("--slow-site")
    if seconds:
        httpd = live_server.thread.httpd
        httpd.set_app(held_back(httpd.get_app(), seconds))


@pytest.fixture
def pages(browser, live_server):
    """`pages(size)` opens a page in a browser context of its own; at the end none may have complained."""
    opened = []

    def go(size=DESK):
        page = open_page(browser, live_server.url, size)
        page.base = live_server.url
        opened.append(page)
        return page

    yield go
    complaints = [complaint for page in opened for complaint in page.complaints]
    for page in opened:
        page.context.close()
    assert complaints == []


@pytest.fixture
def page(pages):
    """A page at desk width."""
    return pages()


@pytest.fixture
def phone(pages):
    """A page at phone width."""
    return pages(PHONE)


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def either(request, pages):
    """The same test at desk and at phone width."""
    return pages(request.param)
