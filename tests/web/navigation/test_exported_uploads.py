"""导出日 beside an upload: kept with the file, told on pages, refused where it cannot be."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from factories.exports import write_export
from factories.registry import as_upload
from factories.topics import DAY, SECOND, TERMS, THIRD, make_topic, seat_of
from zhixian.web.kit.models import Entry
from zhixian.web.navigation import jobs
from zhixian.web.navigation.models import Topic, TopicFile
from zhixian.web.navigation.queries import tables

EXPORTED = date(2019, 6, 30)


def upload(handler, path, **given):
    sent = {"name": "铜箔", "exports": [as_upload(path)], "terms": TERMS, "as_of": DAY.isoformat(), "seat": seat_of(handler.person).pk}  # fmt: skip
    return handler.post("/topics/upload/", sent | given)


def refresh(handler, topic, *paths, **given):
    topic.refresh_from_db()
    sent = {"version": topic.version, "as_of": DAY.isoformat(), "exports": [as_upload(path) for path in paths]}
    answer = handler.post(f"/topics/{topic.pk}/refresh/", sent | given)
    topic.refresh_from_db()
    return answer


def facts(handler, topic):
    """What the page says of the day of the export."""
    page = handler.get(f"/topics/{topic.pk}/").content.decode()
    return page.partition("<dt>导出日</dt><dd>")[2].partition("</dd>")[0]


def test_the_day_is_asked_kept_and_told(handler, tmp_path):
    assert 'name="exported"' in handler.get("/topics/upload/").content.decode()
    upload(handler, write_export(tmp_path / "a.csv", {}, SECOND), exported="2019-06-30")
    topic = Topic.objects.get()
    assert tables(topic.latest).known_until == EXPORTED
    assert topic.latest.report["files"][0]["exported"] == "2019-06-30"
    assert facts(handler, topic) == "2019-06-30"
    said = "来源的导出日是 2019-06-30，以后到截止日 2020-12-31 的变化没有计入。"
    assert said in handler.get(f"/topics/{topic.pk}/").content.decode()
    edition = handler.get(f"/topics/{topic.pk}/editions/{topic.latest.pk}/").content.decode()
    assert '<td data-label="导出日" class="nowrap">2019-06-30</td>' in edition
    assert Entry.objects.get(action="ask_for_topic").detail["exported"] == "2019-06-30"
    report = jobs.analyse(topic, by=handler.person)
    report.refresh_from_db()
    figures = {one["id"]: one for one in report.told["figures"]}
    assert "来源的导出日是 2019-06-30，2018 年起的申请没有收全" in figures["filings"]["method"]
    assert said.removesuffix("。") in handler.get(f"/landscapes/{report.pk}/").content.decode()


def test_where_nobody_says_it_the_latest_day_of_the_files_is_named(handler, tmp_path):
    topic = make_topic(tmp_path, {}, THIRD, by=handler.person)
    assert facts(handler, topic) == "没有写明，按来源里最晚的日期 2016-02-04 算"


@pytest.mark.parametrize("rehearsed", ["2020-12-31", ""])
def test_a_day_after_the_real_one_is_refused_with_the_form(handler, tmp_path, settings, rehearsed):
    settings.TODAY = rehearsed
    tomorrow = localdate() + timedelta(days=1)
    answer = upload(handler, write_export(tmp_path / "a.csv", {}), exported=tomorrow.isoformat())
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"exported": [f"晚于今天（{localdate()}）"]}
    assert not Topic.objects.exists()


def test_a_day_before_one_that_a_row_tells_fails_with_the_row_and_leaves_what_there_was(handler, tmp_path):
    topic = make_topic(tmp_path, {}, SECOND, by=handler.person)
    refresh(handler, topic, write_export(tmp_path / "b.csv", THIRD), exported="2015-12-31")
    assert topic.editions.count() == 1
    said = "b.csv 第 2 行：申请日是 2016-02-04，晚于所说的导出日 2015-12-31（共 1 行晚于它）"
    assert said in handler.get(f"/topics/{topic.pk}/").content.decode()
    handler.post(f"/topics/{topic.pk}/files/", {"version": topic.version, "all": "1"})
    refresh(handler, topic, tmp_path / "b.csv", exported="2016-12-31")
    assert topic.latest.counts["records"] == 3
    assert facts(handler, topic) == "2016-12-31；1 份没有写明"


def test_the_day_of_files_that_wait_for_a_refresh_is_said_right_without_them(handler, tmp_path):
    topic = make_topic(tmp_path, {}, SECOND, by=handler.person)
    refresh(handler, topic, write_export(tmp_path / "b.csv", THIRD), exported="2015-12-31")
    waits = topic.files.get()
    page = handler.get(f"/topics/{topic.pk}/").content.decode()
    assert "等着收入的文件：b.csv（导出日 2015-12-31）" in page
    assert 'value="2015-12-31"' in page.partition(f'name="day_{waits.pk}"')[2].partition(">")[0]
    refresh(handler, topic, **{f"day_{waits.pk}": "2016-12-31"})
    assert facts(handler, topic) == "2016-12-31；1 份没有写明"
    assert Entry.objects.get(action="say_day_of_topic_file").detail["before"] == "2015-12-31"


def test_a_file_that_failed_keeps_its_day_until_it_is_read(handler, tmp_path):
    topic = make_topic(tmp_path, {}, SECOND, by=handler.person)
    bad = tmp_path / "坏.csv"
    bad.write_text("甲,乙\n1,2\n", encoding="utf-8")
    refresh(handler, topic, bad, write_export(tmp_path / "b.csv", THIRD), exported="2018-12-31")
    assert list(TopicFile.objects.values_list("exported", flat=True)) == [date(2018, 12, 31)] * 2
    handler.post(f"/topics/{topic.pk}/files/", {"version": topic.version})
    topic.refresh_from_db()
    assert topic.latest.days["exported"] == ["2018-12-31"]


def test_a_day_without_files_is_refused_and_a_question_to_the_registry_has_none(handler, tmp_path, county):
    topic = make_topic(tmp_path, {}, by=handler.person)
    answer = refresh(handler, topic, exported="2018-12-31")
    assert answer.status_code == 422
    assert answer.context["refresh_form"].errors["exported"][0].startswith("没有选文件")
    asked = jobs.make("尾矿", seat=seat_of(handler.person), as_of=DAY, query="尾矿", by=handler.person)
    page = handler.get(f"/topics/{asked.pk}/").content.decode()
    assert "导出日" not in page


def test_the_day_of_a_file_that_was_taken_in_is_said_by_choosing_it_once_more(handler, tmp_path):
    topic = make_topic(tmp_path, {}, SECOND, by=handler.person)
    refresh(handler, topic, tmp_path / "铜箔.csv", exported="2019-06-30")
    assert (facts(handler, topic), topic.latest.counts["records"]) == ("2019-06-30", 2)
