"""Journey: a topic from an upload and from a question, its names decided, its landscape written and issued, its news read."""

import re

import pytest
from playwright.sync_api import expect

from factories.exports import write_export
from factories.figures import make_figures
from factories.people import make_person
from factories.registry import write_csv
from factories.topics import DAY, SECOND, UNIT, many
from pages.browsing import enter, follow, in_order, press, submit
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
from zhixian.core.registry.snapshot import current
from zhixian.web.navigation.models import Landscape, SavedSearch, Topic
from zhixian.web.registry.indexing import rebuild_index

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def handler(live_server, settings, tmp_path):
    settings.TODAY = DAY.isoformat()
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    settings.MEDIA_ROOT = settings.DATA / "files"
    make_figures()
    return make_person("handler", unit=UNIT)


def test_from_an_export_to_an_issued_landscape(either, handler, tmp_path):
    page = enter(either, handler)
    page.goto("/topics/")
    in_order(page)
    follow(page.get_by_role("link", name="用导出表新建"), page)
    page.get_by_label("名称").fill("电解铜箔")
    page.get_by_label("导出表").set_input_files(write_export(tmp_path / "铜箔.csv", *many(60), {}, SECOND))
    in_order(page)
    press(page.get_by_role("button", name="上传并建库"), page)
    page.get_by_label("来源的许可条款").fill(
        "限本单位内部使用"
    )  # asked for by the browser, with nothing lost but the file
    follow(page.get_by_role("button", name="上传并建库"), page)
    page.get_by_role("heading", name="电解铜箔").wait_for()
    in_order(page)
    expect(page.get_by_text("不外传")).to_have_count(1)

    follow(page.get_by_role("link", name=re.compile("归并清单")), page)
    page.get_by_role("group", name=re.compile("紫金矿业集团")).get_by_label("是一家", exact=True).check()
    in_order(page)
    follow(page.get_by_role("button", name="记下这一页的决定"), page)
    follow(page.get_by_role("button", name="按决定归并"), page)
    page.get_by_text("归并申请人").first.wait_for()
    assert Topic.objects.get().latest.counts["applicants"] == 5

    follow(page.get_by_role("link", name="在里面检索"), page)
    page.get_by_label("检索式", exact=True).fill("电解铜箔 申请日:2014")
    submit(page)
    page.locator("mark", has_text="电解").first.wait_for()
    in_order(page)

    page.goto(f"/topics/{Topic.objects.get().pk}/")
    follow(page.get_by_role("button", name="算出导航报告"), page)
    page.get_by_role("heading", name=re.compile("专利导航报告")).wait_for()
    page.locator("#filings canvas").wait_for()
    in_order(page)
    figure = page.locator("#filings")
    press(figure.get_by_text("编辑", exact=False).first, page)
    figure.get_by_label("评注").fill("近两年的还没有全部公开。")
    in_order(page)
    follow(figure.get_by_role("button", name="保存"), page)
    page.locator("#filings .figure-remark", has_text="近两年的还没有全部公开。").wait_for()
    expect(page.get_by_role("button", name="印发")).to_have_count(0)
    expect(page.get_by_text("的负责人印发")).to_have_count(1)

    enter(page, make_person("chief", unit=UNIT, name="陈主任"))
    page.goto(f"/landscapes/{Landscape.objects.get().pk}/")
    follow(page.get_by_role("button", name="印发"), page)
    page.locator(".issued-number", has_text="导〔2020〕1号").wait_for()
    in_order(page)
    with page.expect_download() as paper:
        press(page.get_by_role("link", name="下载 Word"), page)
    assert paper.value.suggested_filename == f"{Landscape.objects.get().number} 电解铜箔专利导航报告.docx"


def test_from_a_question_to_news(either, handler, settings, tmp_path):
    party = {"party_id": "P1", "name": "测试公司", "kind": "enterprise", "region": "350823"}
    rights = [
        {"right_id": f"R{nr}", "kind": "invention", "number": number, "title": f"一种尾矿{word}", "classes": "B03D1/00", "filed": "2014-08-15",
         "registered": "2016-01-02", "expires": "2034-08-15", "holder": "P1", "region": "350823"}
        for nr, number, word in ((1, "201410408762.5", "装置"), (2, "201510408762.X", "方法"))
    ]  # fmt: skip
    tables = [write_csv(tmp_path / f"{name}.csv", rows) for name, rows in (("parties", [party]), ("rights", rights))]
    import_paths(tables, data=settings.DATA, importers=importers())
    rebuild_index(current(settings.DATA), as_of=DAY)
    page = enter(either, handler)
    page.goto("/rights/?q=尾矿")
    follow(page.get_by_role("link", name="保存检索"), page)
    page.get_by_label("名称").fill("尾矿")
    in_order(page)
    follow(page.get_by_role("button", name="保存"), page)
    page.get_by_text("为什么没有新消息").wait_for()
    in_order(page)
    rebuild_index(current(settings.DATA), as_of=DAY.replace(year=2035))
    follow(page.get_by_role("button", name="暂停"), page)
    follow(page.get_by_role("button", name="继续"), page)
    page.get_by_text("有效 → 已失效").first.wait_for()
    in_order(page)
    page.goto("/searches/")
    in_order(page)
    assert SavedSearch.objects.get().silence == ""

    page.goto("/rights/?q=尾矿&kind=invention")
    follow(page.get_by_role("link", name="存为专题库"), page)
    expect(page.get_by_label("检索式")).to_have_value("(尾矿) 类型:发明专利")
    page.get_by_label("名称").fill("尾矿")
    page.get_by_label("数据截止日").fill(DAY.isoformat())
    in_order(page)
    follow(page.get_by_role("button", name="建库"), page)
    page.get_by_role("heading", name="尾矿").wait_for()
    in_order(page)
    assert Topic.objects.get().latest.counts["records"] == 2
