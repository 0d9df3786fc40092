"""An officer finds who has not applied in a quarter, takes the list along; the company applies and is paid, and the page says so."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from factories.matters import Cast, filled, start, step_on, write_world
from pages.browsing import DESK, PHONE, click, enter, in_order
from zhixian.web.incentives import actions as ledger

pytestmark = pytest.mark.browser


@pytest.fixture
def cast(settings, tmp_path, live_server):
    """Everybody, a small registry, and money in the pot."""
    settings.TODAY, settings.DATA, settings.MEDIA_ROOT = "2018-12-03", tmp_path, tmp_path / "files"
    write_world(tmp_path, loans=2)
    people = Cast()
    ledger.appropriate(
        purpose="pledge_interest", year=2018, amount_fen=10**8, document="杭财〔2018〕1号", by=people.payer
    )
    return people


def open_quarter(officer):
    """From the page of the pot to the third quarter."""
    officer.goto("/budgets/?year=2018")
    click(officer.get_by_role("link", name="知识产权质押贷款贴息"))
    click(officer.get_by_role("link", name="谁可以享受、谁还没有申请"))
    click(officer.get_by_role("link", name="第三季度"))
    officer.wait_for_url("**quarter=3**")
    return officer.get_by_role("row").filter(has_text="测试企业1")


def download(officer):
    """The rows of the workbook by loan."""
    with officer.expect_download() as sheet:
        officer.get_by_role("link", name="导出表格").click()
    assert sheet.value.suggested_filename == "知识产权质押贷款贴息 2018年第三季度.xlsx"
    book = CalamineWorkbook.from_filelike(BytesIO(sheet.value.path().read_bytes()))
    heading, *rows = book.get_sheet_by_name("可享受名单").to_python()
    return {row[3]: dict(zip(heading, row, strict=True)) for row in rows}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_who_has_not_applied_is_found_called_and_paid(pages, cast, size):
    officer = enter(pages(size), cast.handler)
    row = open_quarter(officer)
    assert "还没有申请 2" in row.inner_text()
    assert "6,670" in row.inner_text()  # two loans of a million: 92 of 360 days at 4.35 %, of it 30 %
    assert "3 个主体" in officer.locator(".sum-card").inner_text()
    in_order(officer)
    assert {told["办理情况"] for told in download(officer).values() if told["主体"]} == {"还没有申请", ""}

    dossier = filled(start(cast), cast)
    for move in ("submit", "accept", "approve"):
        dossier = step_on(dossier, move, cast)
    officer.reload()
    row.locator("summary").click()
    assert "公示" in row.inner_text()
    assert row.get_by_role("link", name=str(dossier.number)).count() == 1
    in_order(officer)

    for move in ("conclude", "grant", "pay"):
        dossier = step_on(dossier, move, cast)
    officer.goto("/who-is-entitled/?rule=pledge_interest&year=2018&quarter=3")
    row.locator("summary").click()
    assert "已拨付 13,231.25 元" in row.inner_text()
    assert "已拨付 1" in row.inner_text()
    told = download(officer)["L1-1"]
    assert (told["办理情况"], told["已拨付（元）"], told["件号"]) == ("已拨付", 13231.25, dossier.number)
    click(officer.get_by_role("link", name="还没有申请 3"))
    in_order(officer)
