"""Registry desk: an export with one broken date is uploaded, corrected in place, compared and published; the target moves."""

import re

import pytest
from playwright.sync_api import expect

from factories.people import make_person
from factories.registry import marks
from pages.browsing import click, enter, follow, in_order
from zhixian.web.registry.models import Batch, IndexedRight

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    settings.TODAY = "2020-12-31"
    settings.MEDIA_ROOT = settings.DATA / "files"


def go_on(page, button):
    """By keyboard, to the page that answers."""
    follow(page.get_by_role("button", name=button, exact=False).first, page)


def marks_told(page):
    row = page.get_by_role("region", name="目标的变化").get_by_role("row").filter(has_text="商标有效注册量")
    return row.get_by_role("cell").nth(3).inner_text()


def test_from_a_broken_date_to_a_target(either, tmp_path):
    either.set_default_timeout(
        90_000
    )  # the worker's part is done within the request here, all statements compiled for the first time
    enter(either, make_person("lead_office", unit="leading_group_office", name="林文"))
    either.goto("/registry/")
    in_order(either)
    path = marks(tmp_path, 5633001, 5633002, registered="2017.13.2")
    either.get_by_label("文件", exact=True).set_input_files(path)
    go_on(either, "上传并读取")
    either.get_by_text("待发布").wait_for()
    in_order(either)
    assert marks_told(either) == "1"
    click(either.get_by_role("link", name="更正没有收下或缺一部分的 1 行"))
    in_order(either)
    click(either.get_by_role("link", name=re.compile("更正.*第 4 行")))
    either.get_by_text("不是日期，应写成 2017-03-02 这样").wait_for()
    in_order(either)
    either.get_by_label("注册日期").fill("2017-03-02")
    go_on(either, "保存更正")
    either.get_by_text("已更正或搁置 1 行").wait_for()
    go_on(either, "重新合并")
    either.get_by_role("heading", name="发布后的变化").wait_for()
    assert marks_told(either) == "2"
    click(either.get_by_role("link", name="新增权利"))
    in_order(either)
    expect(either.get_by_role("cell", name="杭川5633002")).to_have_count(1)
    either.go_back()
    go_on(either, "发布")
    either.get_by_text("已发布", exact=True).wait_for()
    in_order(either)
    assert Batch.objects.get().state == "published"
    either.goto("/rights/?q=5633002")
    in_order(either)
    click(either.get_by_role("link", name="杭川5633002"))
    either.get_by_role("heading", name="出自").wait_for()
    in_order(either)
    assert IndexedRight.objects.get(number="5633002/31").registered.isoformat() == "2017-03-02"
    either.goto("/registry/")
    expect(either.get_by_text("当前", exact=True)).to_have_count(1)
    in_order(either)


def test_jobs_are_in_order(either):
    enter(either, make_person("admin", unit="market_regulation_bureau"))
    either.goto("/jobs/")
    in_order(either)
