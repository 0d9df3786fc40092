"""Journey: supervision — the board's lights open to reasons, a unit is asked, answers with evidence, late work has climbed."""

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import expect

from factories.figures import make_figures
from factories.matters import upload
from factories.supervision import BUREAU, Cast, send
from pages.browsing import enter, follow, in_order, press
from zhixian.web.supervision import actions
from zhixian.web.supervision.models import ProgressRequest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(live_server, settings, tmp_path):
    settings.TODAY = "2020-11-16"
    settings.MEDIA_ROOT = tmp_path / "files"
    make_figures()
    return Cast()


def test_from_a_red_light_to_an_accepted_answer(either, cast, tmp_path):
    page = enter(either, cast.lead)
    page.goto("/supervision/")
    in_order(page)
    lamp = page.get_by_role("link", name="红 县市场监管局 牵头")
    follow(lamp, page)
    page.get_by_role("heading", name="为什么").wait_for()
    in_order(page)
    expect(page.get_by_role("link", name="商标有效注册量 3,522 件")).to_have_count(1)
    follow(page.get_by_role("link", name="请县市场监管局报告进展"), page)
    page.get_by_label("要报告什么").fill("还差 78 件，怎么补？")
    in_order(page)
    follow(page.get_by_role("button", name="发出督办"), page)
    page.get_by_role("heading", name="杭知督〔2020〕1号").wait_for()
    in_order(page)
    expect(page.get_by_text("届满日 2020-11-23（星期一）")).to_have_count(1)
    with page.expect_download() as paper:
        press(page.get_by_role("link", name="督办单（发出时）"), page)
    assert paper.value.suggested_filename == "杭知督〔2020〕1号 县市场监管局.docx"

    enter(page, cast.handler)
    page.goto("/supervision/requests/?show=answer")
    in_order(page)
    follow(page.get_by_role("link", name="杭知督〔2020〕1号"), page)
    page.get_by_text("随答复原样附上，不能改写").wait_for()
    expect(page.locator(".counted-panel").get_by_role("textbox")).to_have_count(0)
    press(page.get_by_role("button", name="提交答复"), page)  # the browser asks for what is missing
    page.get_by_label("进展和情况").fill("代理机构下乡三次，新申请 90 件。")
    page.get_by_label("下一步措施").fill("跟到注册。")
    page.get_by_label("措施完成日期").fill("2021-01-08")
    path = tmp_path / "清单.pdf"
    path.write_bytes(upload().read())
    page.get_by_label("佐证材料").set_input_files(path)
    in_order(page)
    follow(page.get_by_role("button", name="提交答复"), page)
    page.get_by_role("link", name="清单.pdf").wait_for()
    in_order(page)

    enter(page, cast.lead)
    page.goto(f"/supervision/requests/{ProgressRequest.objects.get().pk}/")
    in_order(page)
    follow(page.get_by_role("button", name="核准，算作进展"), page)
    page.get_by_text("已核准", exact=True).wait_for()
    in_order(page)
    page.goto(f"/supervision/clauses/9/{BUREAU}/")
    expect(page.get_by_text("近 92 日已核进展 1 次")).to_have_count(1)
    in_order(page)


def test_late_work_has_climbed_and_everybody_reads_why(either, cast):
    row = send(cast)
    for day in ("2020-11-19", "2020-11-24", "2020-11-30"):
        django_settings.TODAY = day
        actions.escalate_requests(as_of=row.due.fromisoformat(day))
    page = enter(either, cast.chief)
    page.goto("/notices/")
    follow(page.get_by_role("link", name="督办逾期：县市场监管局").first, page)
    page.get_by_text("逾期，通知单位负责人").wait_for()
    in_order(page)
    for address in (
        "/supervision/",
        f"/supervision/clauses/9/{BUREAU}/",
        "/supervision/clauses/9/",
        "/supervision/rule/",
    ):
        page.goto(address)
        in_order(page)
    enter(page, cast.auditor)
    page.goto("/supervision/")
    expect(page.get_by_role("link", name="红 县市场监管局 牵头 督")).to_have_count(1)
    in_order(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_board_is_accessible_in_both_themes(either, cast, theme):
    page = enter(either, cast.lead)
    page.emulate_media(color_scheme=theme)
    send(cast)
    for address in ("/supervision/", "/supervision/requests/", "/supervision/requests/new/?light=red"):
        page.goto(address)
        in_order(page)
    page.goto("/supervision/clauses/5/court/")
    expect(page.get_by_text("怎样才数得到")).to_have_count(1)
    in_order(page)
