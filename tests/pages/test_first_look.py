"""The first pages anyone sees hold up at both widths."""

import pytest

from factories.people import make_person
from pages.browsing import axe, enter, overflow

pytestmark = pytest.mark.browser


def test_a_guest_sees_the_plan(either):
    either.goto("/")
    assert either.locator("h1").count() == 1
    assert axe(either) == []
    assert overflow(either) == 0


def test_somebody_signed_in_finds_their_name(either):
    enter(either, make_person("handler", unit="finance_bureau", name="赖文")).goto("/notices/")
    assert either.locator(".person-menu summary").inner_text() == "赖文"
    assert axe(either) == []
    assert overflow(either) == 0
