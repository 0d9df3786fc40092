"""12330: somebody reports, the office answers, an identity is opened by three, and the reporter sees what came of it."""

import json

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from factories.reports import IDENTITY, PASSPHRASE, ReportCast, photo_with_place, set_up_custodian
from pages.browsing import DESK, axe, enter, overflow
from zhixian.core.kernel.signed_text import verify
from zhixian.web.protection.acknowledgements import public_key
from zhixian.web.protection.models import Report

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _here(settings, tmp_path):
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    cache.clear()


def good(page):
    """Nothing for axe to find, nothing to scroll sideways for."""
    assert axe(page) == []
    assert overflow(page) == 0


def fill_in(page, what="卖冒牌酒"):
    page.get_by_label("商标", exact=False).first.check()
    page.get_by_label("谁在侵权").fill("城关某酒行")
    page.get_by_label("是什么情况").fill(what)
    page.get_by_label("以上是我所知道的实情").check()


def receipt(page):
    return page.locator("#receipt-code").inner_text(), page.locator("#receipt-words").inner_text()


def follow(page, code, words):
    page.goto("/report/follow/")
    page.get_by_label("回执编号").fill(code.lower())
    page.get_by_label("查询口令").fill(words)
    page.get_by_role("button", name="查看").click()


def make_move(page, name, **given):
    page.locator("summary", has_text=name).first.click()
    for label, value in given.items():
        field = page.get_by_label(label)
        (field.select_option if field.evaluate("e => e.tagName") == "SELECT" else field.fill)(value)
    page.get_by_role("button", name=f"确定{name}").click()


def test_anonymous_from_report_to_answer(either, pages, tmp_path):
    cast = ReportCast()
    either.goto("/report/")
    good(either)
    either.get_by_role("link", name="匿名举报").click()
    good(either)
    either.get_by_role("button", name="提交举报").click()
    expect(either.locator(".errors")).to_have_count(4)
    good(either)
    fill_in(either)
    either.get_by_label("证据").set_input_files(
        [{"name": "IMG_赖某.jpg", "mimeType": "image/jpeg", "buffer": photo_with_place()}]
    )
    either.get_by_role("button", name="提交举报").click()
    good(either)
    code, words = receipt(either)
    with either.expect_download() as saved:
        either.get_by_role("link", name="保存签名回执").click()
    saved.value.save_as(tmp_path / "receipt.txt")
    assert "方式：匿名举报" in verify((tmp_path / "receipt.txt").read_text("utf-8"), public_key())
    kept_by_browser = either.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert json.loads(kept_by_browser)[0] == {}
    for said in ("卖冒牌酒", "城关某酒行", code, code.replace("-", ""), words.split()[0]):
        assert said not in kept_by_browser
    kept = b"".join(path.read_bytes() for path in (tmp_path / "files").rglob("*") if path.is_file())
    assert b"SECRETCAMERA" not in kept
    assert b"SECRETCOMMENT" not in kept
    assert len(kept) > 100
    either.get_by_role("link", name="去看进度").click()
    assert "待受理" in either.locator(".state-now").inner_text()
    either.get_by_role("button", name="离开").click()
    either.goto("/report/mine/")
    assert either.url.endswith("/report/follow/")

    office = enter(pages(DESK), cast.desk)
    office.goto("/protection/reports/")
    good(office)
    office.get_by_role("link", name="举报〔").click()
    good(office)
    make_move(office, "受理")
    make_move(office, "分办", 承办单位="market_regulation_bureau")
    handler = enter(pages(DESK), cast.handler)
    handler.goto(f"/protection/reports/{Report.objects.get().pk}/")
    handler.get_by_label("留言", exact=False).fill("请问是哪一种酒？")
    handler.get_by_role("button", name="发送").click()
    good(handler)

    follow(either, code, words)
    good(either)
    assert "请问是哪一种酒？" in either.locator(".message").inner_text()
    either.get_by_label("留言", exact=False).fill("红色瓶子的米酒")
    either.get_by_role("button", name="发送").click()
    handler.reload()
    assert "红色瓶子的米酒" in handler.locator(".message.from-applicant").inner_text()
    make_move(handler, "办结并答复", 办理结果="case_opened", 给举报人的答复="属实，已立案查处。")
    either.goto("/report/mine/")
    assert "已办结：属实，已立案查处" in either.locator(".state-now").inner_text()
    assert "属实，已立案查处。" in either.locator(".answer").inner_text()
    good(either)
    handler.reload()
    assert "举报人已于" in handler.locator(".now").inner_text()


def test_confidential_and_opened_by_three(either, pages):
    cast = ReportCast()
    either.goto("/report/")
    expect(either.get_by_role("link", name="保密举报")).to_have_count(0)
    keeper = enter(pages(DESK), cast.custodian)
    keeper.goto("/protection/custody/")
    good(keeper)
    keeper.get_by_label("口令", exact=True).fill(PASSPHRASE)
    keeper.get_by_label("再写一遍").fill(PASSPHRASE)
    keeper.get_by_role("button", name="设立钥匙").click()
    good(keeper)

    either.reload()
    either.get_by_role("link", name="保密举报").click()
    fill_in(either)
    for label, field in (("您的姓名", "name"), ("电话", "phone")):
        either.get_by_label(label).fill(IDENTITY[field])
    good(either)
    either.get_by_role("button", name="提交举报").click()
    code, words = receipt(either)

    office = enter(pages(DESK), cast.desk)
    report = Report.objects.get()
    office.goto(f"/protection/reports/{report.pk}/")
    assert IDENTITY["name"] not in office.content()
    good(office)
    office.locator("summary", has_text="申请查看身份").click()
    office.get_by_label("姓名").check()
    office.get_by_label("用途").fill("请举报人辨认样品")
    office.get_by_label("法律依据", exact=True).fill("行政处罚法第55条")
    good(office)
    office.get_by_role("button", name="提出申请").click()
    good(office)
    address = office.url

    chief = enter(pages(DESK), cast.chief)
    chief.goto(address)
    good(chief)
    chief.get_by_label("批准", exact=True).check()
    chief.get_by_label("意见").fill("确有必要")
    chief.get_by_role("button", name="决定").click()
    keeper.goto("/protection/custody/")
    keeper.locator("table.list a").first.click()
    assert IDENTITY["name"] not in keeper.content()
    good(keeper)
    keeper.get_by_label("口令").fill(PASSPHRASE)
    keeper.get_by_role("button", name="开启").click()
    assert "只有" in keeper.locator(".alert").inner_text()
    assert IDENTITY["name"] not in keeper.content()

    office.goto(address)
    assert IDENTITY["name"] not in office.content()
    office.get_by_role("button", name="查看").click()
    assert office.locator(".seen").inner_text().split() == ["姓名", IDENTITY["name"]]
    good(office)
    chief.goto(address)
    assert IDENTITY["name"] not in chief.content()

    follow(either, code, words)
    assert "请举报人辨认样品" in either.locator(".careful").inner_text()
    good(either)
    auditor = enter(pages(DESK), cast.auditor)
    auditor.goto("/protection/trail/")
    assert "卖冒牌酒" not in auditor.content()
    good(auditor)
    report.refresh_from_db()
    assert report.way == "confidential"


def test_named_without_javascript_and_by_keyboard(browser, live_server):
    set_up_custodian(ReportCast().custodian)
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.goto("/report/new/named/")
    page.get_by_label("商标", exact=False).first.focus()
    page.keyboard.press("Space")
    page.get_by_label("谁在侵权").focus()
    page.keyboard.type("城关某酒行")
    page.keyboard.press("Tab")
    page.keyboard.type("卖冒牌酒")
    page.get_by_label("涉及哪一项权利").fill("某商标")
    page.get_by_role("button", name="在登记数据里查找").press("Enter")
    assert "没有找到" in page.locator("#rights").inner_text()
    assert page.get_by_label("是什么情况").input_value() == "卖冒牌酒"
    page.get_by_label("您的姓名").fill(IDENTITY["name"])
    page.get_by_label("电话").fill(IDENTITY["phone"])
    page.get_by_label("以上是我所知道的实情").press("Space")
    page.get_by_role("button", name="提交举报").press("Enter")
    code, words = receipt(page)
    page.get_by_role("link", name="去看进度").press("Enter")
    page.get_by_role("button", name="离开").press("Enter")
    follow(page, code, words)
    assert "待受理" in page.locator(".state-now").inner_text()
    context.close()


def test_the_right_is_found_without_leaving_the_page(page, monkeypatch):
    from zhixian.web.protection.right_search import FoundRight
    from zhixian.web.protection.views import reporting

    found = FoundRight("R1", "商标", "30001", "某梅", "某合作社")
    monkeypatch.setattr(reporting, "find_rights", lambda asked: [found] if asked == "梅" else [])
    page.goto("/report/new/anonymous/")
    page.get_by_label("是什么情况").fill("写到一半")
    page.get_by_label("涉及哪一项权利").fill("梅")
    page.get_by_role("button", name="在登记数据里查找").click()
    page.get_by_label("商标 30001 某梅（某合作社）").check()
    assert page.get_by_label("是什么情况").input_value() == "写到一半"
    assert page.url.endswith("/report/new/anonymous/")
    good(page)


def test_a_receipt_is_checked_by_anybody(either):
    from factories.reports import lodge

    report = lodge().report
    either.goto("/report/verify/")
    good(either)
    either.get_by_label("回执全文").fill(report.acknowledgement)
    either.get_by_role("button", name="核对").click()
    assert "签名相符" in either.locator(".alert").inner_text()
    good(either)
    either.get_by_label("回执全文").fill(report.acknowledgement.replace("匿名", "实名"))
    either.get_by_role("button", name="核对").click()
    assert "签名与文字不符" in either.locator(".alert").inner_text()
    either.goto("/report/statistics/")
    good(either)
