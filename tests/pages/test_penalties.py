"""A penalty: entered, redacted, released by a second person, read by the public, corrected, withdrawn; by keyboard and without axe."""

import json
from datetime import date

import pytest
from playwright.sync_api import expect

from factories.penalties import BODY, HOME, ID_NUMBER, PERSON, PHONE, PRIVATE, SECRET, WITNESS, PenaltyCast, released
from pages.browsing import DESK, click, enter, in_order, press, submit
from zhixian.core.kernel.folding import folded
from zhixian.web.protection.models import Penalty

pytestmark = pytest.mark.browser
NUMBER = "样市监处罚〔2020〕88号"


@pytest.fixture(autouse=True)
def _here(settings, tmp_path):
    settings.TODAY = "2020-11-16"
    settings.DATA = tmp_path


def dark(page):
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    in_order(page)
    page.evaluate("document.documentElement.dataset.bsTheme = 'light'")


def unfold(page, name):
    """Open an act with the keyboard."""
    press(page.locator(".act > summary", has_text=name).first, page)


def nothing_private(page):
    page.wait_for_load_state()
    said = folded(page.content())
    assert [value for value in PRIVATE if folded(value) in said] == []


def fill_in(page):
    page.get_by_label("决定书文号").fill(NUMBER)
    page.get_by_label("决定日期").fill("2020-11-02")
    page.get_by_label("自然人", exact=True).check()
    for label, value in {
        "名称或姓名": PERSON, "住所或住址": HOME, "证件号码": ID_NUMBER, "联系电话": PHONE,
        "违法行为类型": "销售侵犯注册商标专用权的商品", "处罚依据": "《商标法》第六十条第二款",
        "行政处罚内容": f"没收侵权商品；对{PERSON}罚款5000元。", "罚款（元）": "5,000",
    }.items():  # fmt: skip
        page.get_by_label(label).first.fill(value)
    page.get_by_label("罚款", exact=True).check()
    page.get_by_label("送达决定书时").check()
    page.get_by_label("正文", exact=True).fill(BODY)
    page.get_by_label("正文里还有哪些自然人").fill(WITNESS)


def test_from_the_clerk_to_the_public_and_back(either, pages):
    people = PenaltyCast()
    clerk = enter(either, people.handler)
    clerk.goto("/protection/penalties/")
    in_order(clerk)
    click(clerk.get_by_role("link", name="录入处罚决定"))
    in_order(clerk)
    click(clerk.get_by_role("button", name="保存，去看隐去的内容"))
    expect(clerk.locator("[aria-invalid=true]").nth(5)).to_be_attached()
    in_order(clerk)
    fill_in(clerk)
    click(clerk.get_by_role("button", name="保存，去看隐去的内容"))
    assert "已存为草稿" in clerk.locator(".alert").inner_text()
    in_order(clerk)
    public = clerk.locator("[data-public]")
    assert (
        "赖某某，男，身份证号码［证件号码已隐去］，住［住址已隐去］，联系电话［电话号码已隐去］" in public.inner_text()
    )
    assert SECRET in public.inner_text()
    expect(clerk.locator(".proposal")).to_have_count(2)
    pick_words(clerk, SECRET)
    press(clerk.locator("[data-hide=hide-secrets]"), clerk)
    expect(clerk.get_by_label("商业秘密")).to_have_value(SECRET)
    click(clerk.get_by_role("button", name="保存并看效果"))
    assert "［商业秘密已隐去］" in public.inner_text()
    dark(clerk)
    unfold(clerk, "提交审核")
    click(clerk.get_by_role("button", name="提交给负责人审核"))
    assert "等本单位另一位负责人审核发布" in clerk.locator("main").inner_text()
    in_order(clerk)

    chief = enter(pages(DESK), people.chief)
    chief.goto("/protection/penalties/")
    in_order(chief)
    assert "审核发布" in chief.locator(".waiting").inner_text()
    click(chief.get_by_role("link", name=NUMBER))
    in_order(chief)
    preview = chief.locator("[data-public]").inner_text()
    click(chief.get_by_role("button", name="发布，向社会公示"))
    assert "看过以后勾选" in chief.locator(".errors").inner_text()
    chief.get_by_label("我逐字看过").check()
    click(chief.get_by_role("button", name="发布，向社会公示"))
    assert "公示中" in chief.locator(".now").inner_text()
    in_order(chief)

    citizen = pages({"width": either.viewport_size["width"], "height": either.viewport_size["height"]})
    citizen.goto("/penalties/")
    in_order(citizen)
    citizen.get_by_placeholder("当事人、文号").fill("〔2020〕８８号")
    submit(citizen)
    click(citizen.get_by_role("link", name="赖某某"))
    in_order(citizen)
    dark(citizen)
    nothing_private(citizen)
    assert "".join(citizen.locator(".paper").inner_text().split()) == "".join(preview.split())
    citizen.goto("/open-data/")
    in_order(citizen)
    with citizen.expect_download() as saved:
        citizen.get_by_role("link", name="JSON").nth(1).click()
    data = json.loads(saved.value.path().read_text("utf-8"))
    assert [one["party"] for one in data["penalties"]] == ["赖某某"]

    unfold(chief, "撤回")
    chief.get_by_label("原因").select_option("revoked")
    chief.get_by_label("变更、撤销、确认或发现的日期").fill("2020-11-15")
    chief.get_by_label("理由", exact=True).fill(f"{PERSON}申请复议，决定被撤销")
    click(chief.get_by_role("button", name="撤回公示"))
    assert "写了姓名，公众会看到" in chief.get_by_role("alert").first.inner_text()
    chief.get_by_label("理由", exact=True).fill("复议决定撤销原处罚决定")
    click(chief.get_by_role("button", name="撤回公示"))
    assert "已撤回" in chief.locator(".now").inner_text()
    in_order(chief)
    citizen.goto("/penalties/")
    click(citizen.get_by_role("link", name=NUMBER))
    in_order(citizen)
    assert "复议决定撤销原处罚决定" in citizen.locator("main").inner_text()
    assert "赖某某" not in citizen.content()


def pick_words(page, words):
    """Select words in the original as a pointer would."""
    page.evaluate(
        """async words => {
          const told = new Promise((done) => document.addEventListener("selectionchange", done, { once: true }));
          const walker = document.createTreeWalker(document.querySelector(".words[data-original]"), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            await told;
            return;
          }
          throw new Error("not in the original");
        }""",
        words,
    )


def test_an_early_end_is_two_peoples_work(either, pages, settings):
    people = PenaltyCast()
    settings.TODAY = "2021-09-10"
    row = released(people, decided_on=date(2021, 9, 1))
    settings.TODAY = "2022-03-11"
    clerk = enter(either, people.handler)
    clerk.goto(f"/protection/penalties/{row.pk}/")
    unfold(clerk, "登记提前停止公示的申请")
    clerk.get_by_label("当事人申请的日期").fill("2022-03-11")
    for words in ("已经自觉履行", "已经主动消除", "未因同一类", "未在经营异常"):
        clerk.get_by_label(words).check()
    clerk.get_by_label("核实了哪些材料").fill("罚款缴纳凭证")
    in_order(clerk)
    click(clerk.get_by_role("button", name="提交给负责人决定"))
    assert "等负责人决定" in clerk.locator("main").inner_text()
    chief = enter(pages(DESK), people.chief)
    chief.goto("/protection/penalties/")
    click(chief.get_by_role("link", name=row.number))
    unfold(chief, "决定是否提前停止公示")
    chief.get_by_label("同意", exact=True).check()
    chief.get_by_label("意见").fill("符合条件")
    in_order(chief)
    click(chief.get_by_role("button", name="作出决定"))
    assert "已提前停止公示" in chief.locator(".now").inner_text()
    assert Penalty.objects.get().publication.party == ""
    watcher = enter(pages(DESK), people.auditor)
    watcher.goto("/protection/penalties/statistics/")
    in_order(watcher)
    nothing_private(watcher)
