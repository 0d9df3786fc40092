"""Journey: a case is entered, handed to the police with its letter, answered by them, and read as a dispute without a name."""

import io

import docx
import pytest
from playwright.sync_api import expect

from factories.people import make_person
from factories.registers import CASE, TRANSFER
from pages.browsing import enter, follow, in_order, press
from zhixian.web.registers.definitions import kept_registers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "样例酒业有限公司与某百货店（样市监〔2018〕1号）"
SENT = {**TRANSFER, "approved_on": "2018-05-31", "sent_on": "2018-05-31"}
ANSWER = {
    "received_on": "2018-05-31", "received_number": "样公受字〔2018〕9号", "answer": "refused", "decided_on": "2018-06-01",
    "answered_on": "2018-06-01", "answer_reason": "样公不立字〔2018〕4号：没有达到追诉标准",
}  # fmt: skip


@pytest.fixture
def people(live_server, settings, tmp_path):
    settings.TODAY = "2018-06-01"
    settings.DATA = tmp_path / "data"
    return {unit: make_person("handler", unit=unit) for unit in ("market_regulation_bureau", "police_bureau")}


def answer(page, register, said):
    """Fill in a register's questions by their names, as far as the page has them."""
    fields = {field.id: field for field in kept_registers()[register].register.fields}
    for name, value in said.items():
        if fields[name].kind in {"choice", "yes_no"}:
            page.locator(f'input[name="{name}"][value="{value}"]').check()
        else:
            page.locator(f"#id_{name}").fill(value)


def save(page):
    in_order(page)
    follow(page.get_by_role("button", name="保存"), page)


def test_a_case_from_its_entry_to_the_police_and_back(either, people, tmp_path):
    page = enter(either, people["market_regulation_bureau"])
    page.goto("/protection/disputes/")
    page.get_by_role("heading", name="还没有案件").wait_for()
    in_order(page)
    page.goto("/registers/ip_cases/new/")
    answer(page, "ip_cases", CASE)
    save(page)
    page.get_by_role("heading", name="样市监〔2018〕1号，某百货店").wait_for()
    in_order(page)
    follow(page.get_by_role("link", name="录入一次移送"), page)
    page.get_by_label("移送书文号").wait_for()
    expect(page.locator("#id_case")).to_have_value(CASE["number"])
    answer(page, "case_transfers", SENT)
    save(page)
    page.get_by_role("heading", name="样市监移〔2018〕1号，假冒注册商标罪").wait_for()
    expect(page.get_by_text("留空、要手写的：").first).to_contain_text("刑法条文")
    in_order(page)
    with page.expect_download() as paper:
        press(page.get_by_role("link", name="涉嫌犯罪案件移送书", exact=True), page)
    path = tmp_path / "移送书.docx"
    paper.value.save_as(path)
    said = [part.text for part in docx.Document(io.BytesIO(path.read_bytes())).paragraphs]
    assert "上杭县市场监督管理局" in said

    enter(page, people["police_bureau"])
    page.goto("/desk/")
    page.get_by_text("公安机关书面答复").first.wait_for()
    in_order(page)
    follow(page.get_by_role("link", name="样市监移〔2018〕1号").first, page)
    page.get_by_role("link", name="答复", exact=True).wait_for()
    in_order(page)
    follow(page.get_by_role("link", name="答复", exact=True), page)
    page.get_by_role("heading", name="答复 样市监移〔2018〕1号，假冒注册商标罪").wait_for()
    expect(page.get_by_text("查获成品。")).to_have_count(1)
    expect(page.locator("#id_facts")).to_have_count(0)
    answer(page, "case_transfers", ANSWER)
    save(page)
    page.get_by_text("已保存").wait_for()
    in_order(page)

    enter(page, people["market_regulation_bureau"])
    page.goto("/protection/disputes/")
    in_order(page)
    follow(page.get_by_role("link", name=NAME), page)
    page.get_by_role("heading", name=NAME).wait_for()
    expect(page.get_by_text("公安机关受案")).to_have_count(1)
    expect(page.get_by_text("不予立案，样公不立字〔2018〕4号：没有达到追诉标准")).to_have_count(1)
    expect(page.get_by_text("提请复议或建议立案监督")).to_have_count(1)
    in_order(page)
