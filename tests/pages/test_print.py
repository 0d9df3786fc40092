"""What stands on paper: the board without background graphics, the dossier without what is for the screen."""

import pytest
from playwright.sync_api import expect

from factories.figures import make_figures
from factories.matters import Cast as MatterCast
from factories.matters import make_dossier, write_world
from factories.supervision import BUREAU, Cast, send
from pages.browsing import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BAR = """() => { const bar = getComputedStyle(document.querySelector('.lamp-link.leads'), '::after');
    return [bar.borderBottomWidth, bar.borderBottomStyle, bar.content]; }"""


def test_the_board_on_paper_marks_the_lead_and_what_is_asked_without_backgrounds(page, settings, tmp_path):
    settings.TODAY, settings.MEDIA_ROOT = "2020-11-16", tmp_path / "files"
    make_figures()
    cast = Cast()
    send(cast, unit=BUREAU)
    enter(page, cast.lead)
    page.goto("/supervision/")
    page.emulate_media(media="print")
    assert page.evaluate(BAR) == ["3px", "solid", '""']
    mark = page.locator(".asked-mark").first
    assert mark.evaluate("one => getComputedStyle(one).printColorAdjust") == "exact"
    assert mark.evaluate("one => getComputedStyle(one).borderTopWidth") == "1px"
    assert page.locator(".board-wrap").evaluate("one => getComputedStyle(one).breakInside") == "auto"
    assert page.locator(".board tr").first.evaluate("one => getComputedStyle(one).breakInside") == "avoid"


def test_a_dossier_on_paper_begins_with_the_facts(page, settings, tmp_path):
    settings.TODAY, settings.DATA, settings.MEDIA_ROOT = "2018-11-05", tmp_path, tmp_path / "files"
    write_world(tmp_path)
    cast = MatterCast()
    dossier = make_dossier(cast, "review")
    enter(page, cast.applicant)
    page.goto(f"/dossiers/{dossier.pk}/")
    expect(page.get_by_role("button", name="发送")).to_be_visible()
    page.emulate_media(media="print")
    for words in ("还可以", "留言"):
        expect(page.get_by_role("heading", name=words)).not_to_be_visible()
    expect(page.get_by_role("button", name="发送")).not_to_be_visible()
    facts, course = (
        page.get_by_role("heading", name=name, exact=True).bounding_box()["y"] for name in ("事实", "经过")
    )
    assert facts < course
