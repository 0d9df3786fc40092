"""Journey: a bank enters a pledge loan, sees what is wrong with the pledge, takes a sheet in; the unit follows it."""

import pytest
from playwright.sync_api import expect

from factories.registers import TYPED, LoanCast, as_sheet, kept_loans, write_patent
from pages.browsing import enter, follow, in_order
from zhixian.web.registers.models import Row

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LAPSED = {"event": "lapsed", "effective": "2018-05-20"}


@pytest.fixture
def cast(live_server, settings, tmp_path):
    settings.TODAY = "2018-06-01"
    settings.DATA = tmp_path / "data"
    write_patent(settings.DATA, LAPSED)
    return LoanCast()


def fill(page, **changes):
    """Answer the register's questions by their names."""
    names = {field.id: field for field in kept_loans().register.fields}
    for name, said in {**TYPED, **changes}.items():
        if names[name].kind == "choice":
            page.get_by_label(dict(names[name].choices)[said], exact=True).check()
        else:
            page.locator(f"#id_{name}").fill(said)


def test_a_loan_from_its_entry_to_the_unit_that_oversees_it(either, cast):
    page = enter(either, cast.clerk)
    page.goto("/registers/")
    in_order(page)
    follow(page.get_by_role("link", name="知识产权质押贷款台账"), page)
    page.get_by_role("heading", name="还没有记过").wait_for()
    in_order(page)
    follow(page.get_by_role("link", name="录入一笔贷款").first, page)
    page.get_by_label("贷款编号").wait_for()
    in_order(page)
    fill(page, principal="许多")
    follow(page.get_by_role("button", name="保存"), page)
    page.get_by_text("“许多”不是金额").wait_for()
    in_order(page)
    assert page.get_by_label("贷款编号").input_value() == "JH-1"
    page.locator("#id_principal").fill("1000000")
    follow(page.get_by_role("button", name="保存"), page)
    page.get_by_role("heading", name="测试企业1，JH-1").wait_for()
    in_order(page)
    expect(page.get_by_text("已于 2018-05-20 终止")).to_have_count(1)
    expect(page.get_by_text("专利权质押登记办法（2010年）第十二条第二项")).to_have_count(1)
    expect(page.get_by_text("13800000000")).to_have_count(0)

    enter(page, cast.handler)
    page.goto("/registers/pledge_loans/?only=grave")
    in_order(page)
    follow(page.get_by_role("link", name="测试企业1"), page)
    follow(page.get_by_role("button", name="看个人信息（留痕）"), page)
    page.get_by_text("13800000000").wait_for()
    in_order(page)


def test_a_sheet_is_taken_in_and_its_bad_row_told(either, cast, tmp_path):
    page = enter(either, cast.clerk)
    page.goto("/registers/pledge_loans/sheet/")
    in_order(page)
    sheet = tmp_path / "贷款.csv"
    lines = as_sheet().read().decode().split("\n")
    sheet.write_text("\n".join([*lines, lines[1].replace("JH-9", "JH-10").replace("1000000", "许多")]), "utf-8")
    page.get_by_label("填好的表").set_input_files(sheet)
    follow(page.get_by_role("button", name="上传并导入"), page)
    page.get_by_role("heading", name="共 2 行：新录 1 行，没有收下 1 行").wait_for()
    in_order(page)
    expect(page.get_by_text("“许多”不是金额")).to_have_count(1)
    assert Row.objects.get().values["loan"] == "JH-9"
