"""Somebody reads what is kept, takes their data out and closes the account; the lead office decides on a list; at both widths."""

from datetime import date

import pytest

from factories.people import PASSWORD, make_person
from pages.browsing import click, enter, follow, in_order, submit
from zhixian.web.accounts.models import User
from zhixian.web.kit.keeping import propose
from zhixian.web.kit.models import Clearing

pytestmark = pytest.mark.browser


def test_own_data_is_taken_out_and_the_account_closed(either):
    person = make_person(name="张三")
    page = enter(either, person)
    page.goto("/accounts/")
    in_order(page)
    click(page.get_by_role("link", name="保存多久"))
    page.get_by_role("heading", name="存什么、存多久").wait_for()
    in_order(page)
    page.goto("/accounts/data/")
    page.locator("[name=password]").fill(PASSWORD)
    submit(page)
    page.get_by_role("heading", name="我的数据").wait_for()
    in_order(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载一份（zip）").press("Enter")
    assert waiting.value.suggested_filename.startswith("我的数据")
    page.goto("/accounts/leave/")
    page.get_by_label("确定注销，请输入“注销”").fill("算了")
    submit(page)
    page.get_by_role("alert").wait_for()
    in_order(page)
    page.get_by_label("确定注销，请输入“注销”").fill("注销")
    submit(page)
    page.get_by_text("账号已经注销").wait_for()
    assert User.objects.get(pk=person.pk).name != "张三"


def test_the_lead_office_decides_on_a_list(either, settings):
    settings.TODAY = "2022-01-02"
    make_person(name="张三", last_login="2018-12-30T08:00Z")
    propose(as_of=date(2022, 1, 2))
    page = enter(either, make_person("lead_office", unit="leading_group_office"))
    page.goto("/keeping/clearing/")
    page.get_by_text("张三").wait_for()
    in_order(page)
    follow(page.get_by_role("button", name="今晚照此清理"), page)
    page.get_by_role("button", name="暂不清理").wait_for()
    assert Clearing.objects.get().state == "approved"
    in_order(page)
