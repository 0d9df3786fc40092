"""A handler's day by the pages, at desk and phone width and by keyboard: what presses, claim, hand over, decide, search."""

import pytest
from playwright.sync_api import expect

from factories.matters import Cast, later, make_dossier, write_world
from factories.people import make_person
from factories.reports import ReportCast, handled
from pages.browsing import DESK, PHONE, enter, follow, in_order, press, submit
from zhixian.web.incentives import actions as ledger
from zhixian.web.matters import actions
from zhixian.web.matters.models import Dossier
from zhixian.web.protection import receipt_codes

pytestmark = pytest.mark.browser


@pytest.fixture
def cast(settings, tmp_path, live_server, monkeypatch):
    """Everybody, dossiers of every urgency, a report, and money in the pot."""
    settings.TODAY, settings.DATA, settings.MEDIA_ROOT = "2018-11-05", tmp_path, tmp_path / "files"
    monkeypatch.setattr(receipt_codes, "OPS", 1)
    monkeypatch.setattr(receipt_codes, "MEMORY", 8192)
    write_world(tmp_path, loans=9)
    people = Cast()
    for purpose in ("pledge_interest", "gi_mark", "navigation"):
        ledger.appropriate(purpose=purpose, year=2018, amount_fen=10**10, document="杭财〔2018〕1号", by=people.payer)
    people.late = make_dossier(people, "acceptance", subject="L1-1")
    later(15)
    people.first = make_dossier(people, "review", subject="L1-2")
    people.second = make_dossier(people, "review", subject="L1-3")
    people.waiting = make_dossier(people, "correction", subject="L1-4")
    for number in (5, 6):
        make_dossier(people, "review", subject=f"L1-{number}")
    handled(ReportCast())
    return people


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_handler_s_day(pages, cast, size):
    page = enter(pages(size), cast.handler)
    page.goto("/desk/")
    assert page.get_by_role("heading", level=1).inner_text().endswith("我的事项")
    overdue = page.get_by_role("region", name="逾期", exact=True)
    assert cast.late.number in overdue.inner_text()
    assert "超 " in overdue.inner_text()
    waiting = page.get_by_role("region", name="等别人办")
    assert "等申请人测试企业1" in waiting.inner_text()
    assert "举报〔" in page.locator("main").inner_text()
    in_order(page)

    press(overdue.locator("summary").first, page)
    overdue.get_by_text("届满日", exact=False).first.wait_for()
    in_order(page)

    actions.claim_dossier(cast.second, by=cast.second_handler, version=cast.second.version)
    for row in (cast.first, cast.second):
        press(page.get_by_role("checkbox", name=f"选中 {row.number}"), page, "Space")
    page.get_by_text("选中 2 件").wait_for()
    in_order(page)
    follow(page.locator(".together").get_by_role("button", name="认领", exact=True), page)
    page.get_by_text(f"已认领：{cast.first.number}").wait_for()
    assert "赵经办" in page.get_by_text(f"{cast.second.number}：这件刚被改动过").inner_text()
    in_order(page)

    follow(page.get_by_role("navigation", name="谁的").get_by_role("link", name="我认领的"), page)
    page.wait_for_url("**whose=mine")
    assert cast.first.number in page.locator("main").inner_text()
    assert cast.second.number not in page.locator("main").inner_text()
    press(page.get_by_role("checkbox", name=f"选中 {cast.first.number}"), page, "Space")
    page.get_by_label("转交给").select_option(label="赵经办（县经信科技局 经办）")
    page.get_by_label("附言").fill("我明天出差")
    follow(page.get_by_role("button", name="转交", exact=True), page)
    page.get_by_text(f"已转交：{cast.first.number}").wait_for()
    assert Dossier.objects.get(pk=cast.first.pk).assignee == cast.second_handler
    page.get_by_role("heading", name="这样筛选，没有等您办的").wait_for()
    in_order(page)

    colleague = enter(pages(size), cast.second_handler)
    colleague.goto("/desk/?whose=mine")
    follow(colleague.get_by_role("link", name=cast.first.number), colleague)
    colleague.wait_for_url(f"**/dossiers/{cast.first.pk}/")
    act = colleague.locator("details.act", has=colleague.locator("summary", has_text="审核通过"))
    press(act.locator("summary"), colleague)
    follow(act.get_by_role("button").last, colleague)
    colleague.get_by_role("status").wait_for()
    assert Dossier.objects.get(pk=cast.first.pk).step == "publicity"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_search_by_keyboard(pages, cast, size):
    page = enter(pages(size), cast.handler)
    page.goto("/desk/")
    page.keyboard.press("/")
    expect(page.get_by_label("搜索全站", exact=True)).to_be_focused()
    in_order(page)
    page.keyboard.type(cast.first.number)
    submit(page)
    page.get_by_role("heading", name="就是这个号码").wait_for()
    in_order(page)
    page.keyboard.press("/")
    page.keyboard.type("质押/")
    expect(page.locator("#search-words")).to_have_value("质押/")
    page.keyboard.press("Backspace")
    submit(page)
    page.get_by_role("heading", name="条款", exact=True).wait_for()
    expect(page.locator("mark").first).to_have_text("质押")
    in_order(page)
    follow(page.get_by_role("link", name="更多办件"), page)
    page.get_by_role("heading", name="办件").wait_for()
    in_order(page)

    public = pages(size)
    public.goto(f"/search/?q={cast.first.number}")
    public.get_by_role("heading", name="没有找到").wait_for()
    in_order(public)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_clerk_s_own_matters(pages, cast, size):
    page = enter(pages(size), cast.applicant)
    page.goto("/desk/")
    in_order(page)
    follow(page.get_by_role("link", name=cast.waiting.number), page)
    page.wait_for_url(f"**/dossiers/{cast.waiting.pk}/form/")
    nobody = enter(pages(size), make_person("bank"))
    nobody.goto("/desk/")
    nobody.get_by_role("heading", name="没有等您办的事").wait_for()
    in_order(nobody)
