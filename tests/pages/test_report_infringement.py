"""12330: somebody reports, the office answers, an identity is opened by three, and the reporter sees what came of it."""

import json

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from factories.reports import IDENTITY, PASSPHRASE, ReportCast, photo_with_place, set_up_custodian
from pages.browsing import DESK, PHONE, click, enter, follow, in_order, open_page
from zhixian.core.kernel.signed_text import verify
from zhixian.web.protection.acknowledgements import public_key
from zhixian.web.protection.models import Report

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _here(settings, tmp_path):
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    cache.clear()


def fill_in(page, what="卖冒牌酒"):
    page.get_by_label("商标", exact=False).first.check()
    page.get_by_label("谁在侵权").fill("城关某酒行")
    page.get_by_label("是什么情况").fill(what)
    page.get_by_label("以上是我所知道的实情").check()


def receipt(page):
    return page.locator("#receipt-code").inner_text(), page.locator("#receipt-words").inner_text()


def look_up(page, code, words):
    page.goto("/report/follow/")
    page.get_by_label("回执编号").fill(code.lower())
    page.get_by_label("查询口令").fill(words)
    click(page.get_by_role("button", name="查看"))


def make_move(page, name, **given):
    page.locator("summary", has_text=name).first.click()
    for label, value in given.items():
        field = page.get_by_label(label)
        (field.select_option if field.evaluate("e => e.tagName") == "SELECT" else field.fill)(value)
    click(page.get_by_role("button", name=f"确定{name}"))


def test_anonymous_from_report_to_answer(either, pages, tmp_path):
    cast = ReportCast()
    either.goto("/report/")
    in_order(either)
    click(either.get_by_role("link", name="匿名举报"))
    in_order(either)
    click(either.get_by_role("button", name="提交举报"))
    expect(either.locator(".errors")).to_have_count(4)
    in_order(either)
    fill_in(either)
    either.get_by_label("证据").set_input_files(
        [{"name": "IMG_赖某.jpg", "mimeType": "image/jpeg", "buffer": photo_with_place()}]
    )
    click(either.get_by_role("button", name="提交举报"))
    in_order(either)
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
    click(either.get_by_role("link", name="去看进度"))
    assert "待受理" in either.locator(".state-now").inner_text()
    click(either.get_by_role("button", name="离开"))
    either.goto("/report/mine/")
    assert either.url.endswith("/report/follow/")

    office = enter(pages(DESK), cast.desk)
    office.goto("/protection/reports/")
    in_order(office)
    click(office.get_by_role("link", name="举报〔"))
    in_order(office)
    make_move(office, "受理")
    make_move(office, "分办", 承办单位="market_regulation_bureau")
    handler = enter(pages(DESK), cast.handler)
    handler.goto(f"/protection/reports/{Report.objects.get().pk}/")
    handler.get_by_label("留言", exact=False).fill("请问是哪一种酒？")
    click(handler.get_by_role("button", name="发送"))
    in_order(handler)

    look_up(either, code, words)
    in_order(either)
    assert "请问是哪一种酒？" in either.locator(".message").inner_text()
    either.get_by_label("留言", exact=False).fill("红色瓶子的米酒")
    click(either.get_by_role("button", name="发送"))
    handler.reload()
    assert "红色瓶子的米酒" in handler.locator(".message.from-applicant").inner_text()
    make_move(handler, "办结并答复", 办理结果="case_opened", 给举报人的答复="属实，已立案查处。")
    either.goto("/report/mine/")
    assert "已办结：属实，已立案查处" in either.locator(".state-now").inner_text()
    assert "属实，已立案查处。" in either.locator(".answer").inner_text()
    in_order(either)
    handler.reload()
    assert "举报人已于" in handler.locator(".now").inner_text()


def test_confidential_and_opened_by_three(either, pages):
    cast = ReportCast()
    either.goto("/report/")
    expect(either.get_by_role("link", name="保密举报")).to_have_count(0)
    keeper = enter(pages(DESK), cast.custodian)
    keeper.goto("/protection/custody/")
    in_order(keeper)
    keeper.get_by_label("口令", exact=True).fill(PASSPHRASE)
    keeper.get_by_label("再写一遍").fill(PASSPHRASE)
    click(keeper.get_by_role("button", name="设立钥匙"))
    in_order(keeper)

    either.reload()
    click(either.get_by_role("link", name="保密举报"))
    fill_in(either)
    for label, field in (("您的姓名", "name"), ("电话", "phone")):
        either.get_by_label(label).fill(IDENTITY[field])
    in_order(either)
    click(either.get_by_role("button", name="提交举报"))
    code, words = receipt(either)

    office = enter(pages(DESK), cast.desk)
    report = Report.objects.get()
    office.goto(f"/protection/reports/{report.pk}/")
    assert IDENTITY["name"] not in office.content()
    in_order(office)
    office.locator("summary", has_text="申请查看身份").click()
    office.get_by_label("姓名").check()
    office.get_by_label("用途").fill("请举报人辨认样品")
    office.get_by_label("法律依据", exact=True).fill("行政处罚法第55条")
    in_order(office)
    click(office.get_by_role("button", name="提出申请"))
    in_order(office)
    address = office.url

    chief = enter(pages(DESK), cast.chief)
    chief.goto(address)
    in_order(chief)
    chief.get_by_label("批准", exact=True).check()
    chief.get_by_label("意见").fill("确有必要")
    click(chief.get_by_role("button", name="决定"))
    keeper.goto("/protection/custody/")
    click(keeper.locator("table.list a").first)
    assert IDENTITY["name"] not in keeper.content()
    in_order(keeper)
    keeper.get_by_label("口令").fill(PASSPHRASE)
    click(keeper.get_by_role("button", name="开启"))
    assert "只有" in keeper.locator(".alert").inner_text()
    assert IDENTITY["name"] not in keeper.content()

    office.goto(address)
    assert IDENTITY["name"] not in office.content()
    click(office.get_by_role("button", name="查看"))
    assert office.locator(".seen").inner_text().split() == ["姓名", IDENTITY["name"]]
    in_order(office)
    chief.goto(address)
    assert IDENTITY["name"] not in chief.content()

    look_up(either, code, words)
    assert "请举报人辨认样品" in either.locator(".careful").inner_text()
    in_order(either)
    auditor = enter(pages(DESK), cast.auditor)
    auditor.goto("/protection/trail/")
    assert "卖冒牌酒" not in auditor.content()
    in_order(auditor)
    report.refresh_from_db()
    assert report.way == "confidential"


def test_named_without_javascript_and_by_keyboard(browser, live_server):
    set_up_custodian(ReportCast().custodian)
    page = open_page(browser, live_server.url, PHONE, java_script_enabled=False)
    page.goto("/report/new/named/")
    page.get_by_label("商标", exact=False).first.focus()
    page.keyboard.press("Space")
    page.get_by_label("谁在侵权").focus()
    page.keyboard.type("城关某酒行")
    page.keyboard.press("Tab")
    page.keyboard.type("卖冒牌酒")
    page.get_by_label("涉及哪一项权利").fill("某商标")
    follow(page.get_by_role("button", name="在登记数据里查找"), page)
    expect(page.locator("#rights")).to_contain_text("没有找到")
    expect(page.get_by_label("是什么情况")).to_have_value("卖冒牌酒")
    page.get_by_label("您的姓名").fill(IDENTITY["name"])
    page.get_by_label("电话").fill(IDENTITY["phone"])
    page.get_by_label("以上是我所知道的实情").press("Space")
    follow(page.get_by_role("button", name="提交举报"), page)
    code, words = receipt(page)
    follow(page.get_by_role("link", name="去看进度"), page)
    follow(page.get_by_role("button", name="离开"), page)
    look_up(page, code, words)
    assert "待受理" in page.locator(".state-now").inner_text()
    page.context.close()


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
    expect(page.get_by_label("是什么情况")).to_have_value("写到一半")
    assert page.url.endswith("/report/new/anonymous/")
    in_order(page)


def test_a_receipt_is_checked_by_anybody(either):
    from factories.reports import lodge

    report = lodge().report
    either.goto("/report/verify/")
    in_order(either)
    either.get_by_label("回执全文").fill(report.acknowledgement)
    click(either.get_by_role("button", name="核对"))
    assert "签名相符" in either.locator(".alert").inner_text()
    in_order(either)
    either.get_by_label("回执全文").fill(report.acknowledgement.replace("匿名", "实名"))
    click(either.get_by_role("button", name="核对"))
    assert "签名与文字不符" in either.locator(".alert").inner_text()
    either.goto("/report/statistics/")
    in_order(either)
