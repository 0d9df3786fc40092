"""A company clerk applies, officers correct, review, publicise, decide and pay; everybody by the pages, at both widths."""

import re
from datetime import date

import pytest
from django.conf import settings as live

from factories.matters import ANSWERS, Cast, later, pdf, write_world
from pages.browsing import DESK, PHONE, click, enter, follow, in_order
from zhixian.web.incentives import actions as ledger
from zhixian.web.matters.models import Dossier

pytestmark = pytest.mark.browser


@pytest.fixture
def cast(settings, tmp_path, live_server):
    """Everybody, a small registry, and money in the pot."""
    settings.TODAY, settings.DATA, settings.MEDIA_ROOT = "2018-12-03", tmp_path, tmp_path / "files"
    write_world(tmp_path, loans=2)
    people = Cast()
    for purpose in ("pledge_interest", "gi_mark", "navigation"):
        ledger.appropriate(purpose=purpose, year=2018, amount_fen=10**10, document="杭财〔2018〕1号", by=people.payer)
    return people


def do(page, dossier, name, **given):
    """A move from the dossier's page, by keyboard: open it, fill it in, confirm."""
    page.goto(f"/dossiers/{dossier.pk}/")
    act = page.locator("details.act", has=page.locator("summary", has_text=name)).first
    act.locator("summary").focus()
    page.keyboard.press("Enter")
    for field, value in given.items():
        act.locator(f"[name={field}]").fill(value)
    follow(act.get_by_role("button").last, page)
    page.get_by_role("status").first.wait_for()
    dossier.refresh_from_db()


def arrived(clerk, dossier):
    """On the page of the dossier, which the form leads to once it is handed in."""
    clerk.wait_for_url(re.compile(rf"/dossiers/{dossier.pk}/(#.*)?$"))


def begin(clerk):
    """Find the matter, choose the loan, and come to the form; all by keyboard."""
    clerk.goto("/matters/")
    in_order(clerk)
    click(clerk.get_by_role("link", name="知识产权质押贷款贴息"))
    in_order(clerk)
    follow(clerk.get_by_role("link", name="我要申报"), clerk)
    in_order(clerk)
    clerk.get_by_role("radio").first.focus()
    clerk.keyboard.press("Space")
    clerk.keyboard.press("Tab")
    clerk.keyboard.press("Tab")
    clerk.keyboard.press("Enter")
    clerk.wait_for_url("**/form/")
    assert "1,000,000 元" in clerk.locator("main").inner_text()
    in_order(clerk)
    return Dossier.objects.get()


def submit_too_soon(clerk):
    """What was typed is kept by itself, and what is missing is told."""
    clerk.get_by_label("开户银行").fill("某银行某支行")
    clerk.get_by_text("已自动保存").wait_for()
    clerk.reload()
    assert clerk.get_by_label("开户银行").input_value() == "某银行某支行"
    click(clerk.get_by_role("button", name="提交"))
    assert "还缺材料：付息凭证" in clerk.get_by_role("alert").inner_text()
    assert clerk.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    in_order(clerk)


def submit(clerk, dossier, folder):
    """Hand in the receipts, fill in the rest and submit."""
    scan = folder / "付息凭证.pdf"
    scan.write_bytes(pdf())
    clerk.locator("#file-interest_receipts").set_input_files(scan)
    clerk.locator("#material-interest_receipts").get_by_role("button", name="上传").click()
    clerk.get_by_role("link", name="付息凭证.pdf").wait_for()
    assert clerk.get_by_label("开户银行").input_value() == "某银行某支行"
    for number in (0, 1):
        clerk.get_by_role("radio", name="否").nth(number).check()
    clerk.get_by_label("收款账号").fill("6222021400012345678")
    click(clerk.get_by_role("button", name="提交"))
    arrived(clerk, dossier)
    in_order(clerk)


def correct(handler, clerk, dossier):
    """The officer sends it back, the company hands it in again."""
    handler.goto("/dossiers/")
    in_order(handler)
    click(handler.get_by_role("link", name="杭知办〔2018〕000001号"))
    in_order(handler)
    do(handler, dossier, "要求补正", reason="付息凭证看不清，请重新扫描。")
    clerk.goto(f"/dossiers/{dossier.pk}/")
    click(clerk.get_by_role("link", name="去补正"))
    assert "付息凭证看不清" in clerk.locator("main").inner_text()
    in_order(clerk)
    click(clerk.get_by_role("button", name="补正后提交"))
    arrived(clerk, dossier)


def accept(handler, dossier):
    """The officer takes it up, with sum and day worked out, and passes it."""
    do(handler, dossier, "受理")
    assert "13,231.25 元" in handler.locator("main").inner_text()
    assert "届满日 2018-12-29" in handler.locator(".derivation").inner_text()
    in_order(handler)
    do(handler, dossier, "审核通过")


def object_to_it(public):
    """Somebody of the public objects, and sees no account."""
    public.goto("/publicity/")
    in_order(public)
    click(public.get_by_role("link", name="测试企业1"))
    assert "6222" not in public.content()
    public.get_by_label("姓名或单位名称").fill("邻厂")
    public.get_by_label("联系方式").fill("0597-3841234")
    public.get_by_label("异议和理由").fill("听说这笔贷款已经还清。")
    in_order(public)
    click(public.get_by_role("button", name="提交异议"))
    public.get_by_role("status").first.wait_for()


def answer_the_objection(handler, dossier):
    """The officer looks into it and answers."""
    handler.goto(f"/dossiers/{dossier.pk}/")
    handler.get_by_label("核实情况").fill("银行回函：尚未还清。")
    handler.get_by_role("radio", name="异议不成立").check()
    in_order(handler)
    click(handler.get_by_role("button", name="答复"))
    handler.get_by_text("答复异议：异议不成立").wait_for()


def read_the_outcome(clerk, dossier):
    """The company hears of the payment and takes letter and voucher."""
    clerk.goto("/notices/")
    assert "登记拨付" in clerk.locator("main").inner_text()
    clerk.goto(f"/dossiers/{dossier.pk}/")
    with clerk.expect_download() as letter:
        clerk.get_by_role("link", name="决定书").click()
    assert letter.value.suggested_filename == "杭知决〔2018〕000001号 知识产权质押贷款贴息.docx"
    click(clerk.get_by_role("link", name="拨付凭单"))
    assert "国库2018-0001" in clerk.locator("main").inner_text()
    in_order(clerk)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_from_application_to_payment(pages, cast, size, tmp_path):
    clerk, handler, chief = (enter(pages(size), who) for who in (cast.applicant, cast.handler, cast.chief))
    payer, public = enter(pages(size), cast.payer), pages(size)
    dossier = begin(clerk)
    submit_too_soon(clerk)
    submit(clerk, dossier, tmp_path)
    correct(handler, clerk, dossier)
    accept(handler, dossier)
    object_to_it(public)
    answer_the_objection(handler, dossier)
    later(6)
    do(handler, dossier, "公示期满")
    do(chief, dossier, "决定支持")
    in_order(chief)
    do(payer, dossier, "登记拨付", reference="国库2018-0001", paid_on=date.fromisoformat(live.TODAY).isoformat())
    read_the_outcome(clerk, dossier)
    assert (dossier.outcome, dossier.award_fen) == ("done", 1_323_125)


def fill_in(page, dossier, scan):
    """What the form asks and does not know yet, and each material that must be there."""
    for field in dossier.its_matter.fields:
        asked = page.locator(f"[name={field.id}]")
        if field.id in ANSWERS and asked.count() == 1:
            asked.fill(ANSWERS[field.id])
        elif asked.count() > 1:
            page.locator(f"[name={field.id}][value={ANSWERS[field.id]}]").check()
    for material in dossier.its_matter.materials:
        if material.required and material.known_by not in dossier.known:
            page.locator(f"#file-{material.id}").set_input_files(scan)
            page.locator(f"#material-{material.id}").get_by_role("button", name="上传").click()
            page.locator(f"#material-{material.id}").get_by_role("link", name=scan.name).wait_for()


@pytest.mark.parametrize(("matter", "fen"), [("gi_mark", 15_000_000), ("navigation", 3_000_000)])
def test_the_other_supports_are_applied_for_and_paid_by_the_pages_as_well(pages, cast, tmp_path, matter, fen):
    clerk, handler, chief, payer = (
        enter(pages(PHONE), who) for who in (cast.applicant, cast.handler, cast.chief, cast.payer)
    )
    public = pages(PHONE)
    scan = tmp_path / "材料.pdf"
    scan.write_bytes(pdf())
    clerk.goto(f"/matters/{matter}/")
    in_order(clerk)
    click(clerk.get_by_role("link", name="我要申报"))
    clerk.get_by_role("radio").first.check()
    click(clerk.locator("main form button[type=submit]").last)
    clerk.wait_for_url("**/form/")
    dossier = Dossier.objects.get()
    in_order(clerk)
    fill_in(clerk, dossier, scan)
    click(clerk.get_by_role("button", name="提交"))
    arrived(clerk, dossier)

    do(handler, dossier, "受理")
    in_order(handler)
    do(handler, dossier, "审核通过")
    public.goto("/publicity/")
    click(public.get_by_role("link", name="测试企业1"))
    in_order(public)
    later(6)
    do(handler, dossier, "公示期满")
    do(chief, dossier, "决定支持")
    do(payer, dossier, "登记拨付", reference="国库2018-0002", paid_on=date.fromisoformat(live.TODAY).isoformat())
    clerk.goto(f"/dossiers/{dossier.pk}/")
    with clerk.expect_download() as letter:
        clerk.get_by_role("link", name="决定书").click()
    assert letter.value.suggested_filename.endswith(".docx")
    click(clerk.get_by_role("link", name="拨付凭单"))
    assert "国库2018-0002" in clerk.locator("main").inner_text()
    in_order(clerk)
    assert (dossier.outcome, dossier.award_fen) == ("done", fen)


def test_the_second_of_two_officers_reads_what_the_first_did(pages, cast):
    from factories.matters import make_dossier

    dossier = make_dossier(cast, "acceptance")
    first, second = enter(pages(), cast.handler), enter(pages(), cast.second_handler)
    second.goto(f"/dossiers/{dossier.pk}/")
    do(first, dossier, "受理")
    act = second.locator("details.act", has_text="要求补正").first
    act.locator("summary").click()
    act.locator("[name=reason]").fill("缺页")
    click(act.get_by_role("button").last)
    assert "这件已经不在那一步" in second.get_by_role("alert").inner_text()
    assert "李经办" in second.locator(".timeline").inner_text()
    in_order(second)
