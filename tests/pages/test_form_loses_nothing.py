"""The form of a matter on a site that answers late: what is typed while something else is on its way stays, and is kept."""

import re

import pytest
from playwright.sync_api import expect

from factories.matters import Cast, pdf, start, write_world
from pages.browsing import axe, enter
from zhixian.web.matters.models import Dossier

pytestmark = pytest.mark.browser
RECEIPTS = "interest_receipts"
KEEPING = "**/save/"


@pytest.fixture
def cast(settings, tmp_path, live_server):
    settings.TODAY, settings.DATA, settings.MEDIA_ROOT = "2018-12-03", tmp_path, tmp_path / "files"
    write_world(tmp_path, loans=2)
    return Cast()


@pytest.fixture
def dossier(cast):
    return start(cast)


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "付息凭证.pdf"
    path.write_bytes(pdf())
    return path


@pytest.fixture
def clerk(either, cast, dossier):
    page = enter(either, cast.applicant)
    page.goto(f"/dossiers/{dossier.pk}/form/")
    return page


def hold(page):
    """What is kept by itself stays on its way until `let_go`."""
    page.route(KEEPING, lambda route: None)


def let_go(page):
    page.unroute(KEEPING)


def answers(dossier):
    return Dossier.objects.get(pk=dossier.pk).answers


def test_what_is_typed_beside_an_upload_stays(clerk, dossier, scan):
    hold(clerk)
    paper = clerk.locator(f"#material-{RECEIPTS}")
    paper.locator("[type=file]").set_input_files(scan)
    clerk.get_by_label("开户银行").fill("某银行某支行")
    paper.get_by_role("button", name="上传").click()
    paper.get_by_role("link", name=scan.name).wait_for()
    expect(paper.get_by_role("status")).to_have_text("已上传：付息凭证.pdf")
    expect(clerk.get_by_label("开户银行")).to_have_value("某银行某支行")
    assert axe(clerk) == []

    clerk.get_by_label("收款账号").fill("6222021400012345678")
    paper.get_by_role("button", name="删去").click()
    expect(paper.get_by_role("link", name=scan.name)).to_have_count(0)
    expect(clerk.get_by_label("收款账号")).to_have_value("6222021400012345678")
    assert dossier.materials.filter(removed_at=None).count() == 0

    paper.locator("[type=file]").set_input_files(scan)
    paper.get_by_role("button", name="上传").click()
    paper.get_by_role("link", name=scan.name).wait_for()
    let_go(clerk)
    clerk.get_by_role("button", name="保存", exact=True).click()
    clerk.get_by_text("已保存。可以随时回来接着填。").wait_for()
    kept = answers(dossier)
    assert (kept["bank_name"], kept["bank_account"]) == ("某银行某支行", "6222021400012345678")


def test_a_file_that_is_refused_leaves_the_page_as_it_is(clerk, tmp_path):
    wrong = tmp_path / "坏.pdf"
    wrong.write_bytes(b"MZ\x90")
    paper = clerk.locator(f"#material-{RECEIPTS}")
    paper.locator("[type=file]").set_input_files(wrong)
    clerk.get_by_label("开户银行").fill("某银行某支行")
    paper.get_by_role("button", name="上传").click()
    expect(paper.get_by_role("alert")).to_contain_text("内容是别的格式")
    expect(paper.get_by_role("button", name="上传")).to_be_enabled()
    expect(clerk.get_by_label("开户银行")).to_have_value("某银行某支行")


def test_what_is_handed_in_while_an_earlier_text_is_being_kept_is_no_change_of_another_window(clerk, dossier):
    hold(clerk)
    with clerk.expect_request(KEEPING):
        clerk.get_by_label("开户银行").fill("某银行")
    clerk.get_by_label("开户银行").fill("某银行某支行")
    clerk.get_by_role("button", name="提交").click()
    clerk.get_by_text("正在保存").wait_for()
    let_go(clerk)
    clerk.locator("[data-refusal]").wait_for()
    expect(clerk.locator("[data-refusal]")).to_contain_text(re.compile("还缺|要填"))
    expect(clerk.get_by_label("开户银行")).to_have_value("某银行某支行")
    assert answers(dossier)["bank_name"] == "某银行某支行"


def test_who_leaves_at_once_finds_what_was_typed(clerk, dossier):
    clerk.get_by_label("开户银行").fill("某银行某支行")
    clerk.goto(f"/dossiers/{dossier.pk}/")
    for _ in range(200):
        if answers(dossier).get("bank_name"):
            break
        clerk.wait_for_timeout(50)
    clerk.goto(f"/dossiers/{dossier.pk}/form/")
    expect(clerk.get_by_label("开户银行")).to_have_value("某银行某支行")
