"""Journey: a merge list is downloaded, filled in in a spreadsheet, sent back with a mistake and without, and merged."""

import re

import openpyxl
import pytest
from playwright.sync_api import expect

from factories.people import make_person
from factories.topics import DAY, UNIT, make_topic
from pages.browsing import enter, follow, in_order, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = ("赛峰着陆系统", "赛峰集团", "赛峰集团有限公司")


@pytest.fixture
def topic(live_server, settings, tmp_path):
    settings.TODAY = DAY.isoformat()
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    settings.MEDIA_ROOT = settings.DATA / "files"
    rows = [
        {"申请号": f"20161{nr:07}", "公开（公告）号": f"CN1{nr:08}A", "申请人": name} for nr, name in enumerate(NAMES)
    ]
    return make_topic(tmp_path, *rows, name="起落架", by=make_person("handler", unit=UNIT))


def _fill(path, *answers):
    """Answers into the lines of the list, one after the other."""
    book = openpyxl.load_workbook(path)
    sheet = book["归并清单"]
    lines = [row for row in sheet.iter_rows() if {row[0].value, row[2].value} <= set(NAMES)]
    for row, answer in zip(lines, answers, strict=True):
        row[5].value = answer
    book.save(path)
    return path


def test_a_list_goes_out_and_comes_back(either, topic, tmp_path):
    page = enter(either, topic.by)
    page.goto(f"/topics/{topic.pk}/")
    follow(page.get_by_role("link", name=re.compile("归并清单")), page)
    page.get_by_role("heading", name="申请人归并清单").wait_for()
    in_order(page)
    with page.expect_download() as download:
        press(page.get_by_role("link", name="下载清单"), page)
    assert download.value.suggested_filename == "起落架归并清单20201231.xlsx"
    path = tmp_path / "填好的.xlsx"
    download.value.save_as(path)

    follow(page.get_by_role("link", name="上传填好的清单"), page)
    page.get_by_role("heading", name="上传填好的清单").wait_for()
    in_order(page)
    follow(page.get_by_role("button", name="上传"), page)
    page.get_by_text("请选择填好的清单").wait_for()
    page.get_by_label("填好的清单").set_input_files(_fill(path, "是", "大概", None))
    follow(page.get_by_role("button", name="上传"), page)
    wrong = page.locator(".errors", has_text="决定写的是“大概”")
    expect(wrong).to_contain_text(re.compile("填好的.xlsx 第 [0-9]+ 行"))
    expect(wrong).to_contain_text("都没有记下")
    in_order(page)

    page.get_by_label("填好的清单").set_input_files(_fill(path, "是", "是", None))
    follow(page.get_by_role("button", name="上传"), page)
    page.get_by_text("清单有 3 条：采纳 2 条新的或改过的决定，1 条没有填").wait_for()
    in_order(page)
    follow(page.get_by_role("button", name="按决定归并"), page)
    page.get_by_text("读到 2 条决定，其中 2 条是新的或改过的").wait_for()
    topic.refresh_from_db()
    assert topic.latest.counts["applicants"] == 1
