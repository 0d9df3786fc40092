"""A topic's page waits for its job: it is loaded anew when that is done, but not under the hands of somebody who fills in a form."""

import pytest
from playwright.sync_api import expect

from factories.people import make_person
from factories.topics import DAY, UNIT, make_topic
from pages.browsing import enter, in_order
from zhixian.web.kit.models import Job

pytestmark = pytest.mark.browser


@pytest.fixture
def topic(live_server, settings, tmp_path):
    settings.TODAY = DAY.isoformat()
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    settings.MEDIA_ROOT = settings.DATA / "files"
    made = make_topic(tmp_path, by=make_person("handler", unit=UNIT))
    Job.objects.filter(pk=made.job_id).update(state="running", finished_at=None)
    return made


def finish(topic):
    Job.objects.filter(pk=topic.job_id).update(state="done")


def test_what_was_typed_outlasts_the_end_of_the_job(either, topic):
    page = enter(either, topic.by)
    page.goto(f"/topics/{topic.pk}/")
    live, enterprise = page.locator("#topic-live"), page.get_by_label("企业", exact=False).first
    expect(live.get_by_text("可以离开这个页面")).to_be_visible()
    enterprise.fill("紫金矿业集团股份有限公司")
    finish(topic)
    expect(live.get_by_text("已经做完。您正在填的还没有提交")).to_be_visible()
    expect(enterprise).to_have_value("紫金矿业集团股份有限公司")
    expect(live).not_to_have_attribute("hx-trigger", "every 2s")
    in_order(page)


def test_a_page_that_nobody_writes_on_is_loaded_anew(page, topic):
    enter(page, topic.by).goto(f"/topics/{topic.pk}/")
    expect(page.get_by_text("可以离开这个页面")).to_be_visible()
    with page.expect_event("load"):
        finish(topic)
    expect(page.get_by_text("可以离开这个页面")).to_have_count(0)
    in_order(page)
