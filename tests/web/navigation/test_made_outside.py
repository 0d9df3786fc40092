"""The command line may refresh a topic of the site: the site finds the edition, and says where it was made."""

import pytest

from factories.exports import write_export
from factories.topics import DAY, SECOND, THIRD, make_topic
from zhixian.core.topics.making import refresh_topic
from zhixian.web.kit.models import Entry, Job, Notice
from zhixian.web.navigation import jobs
from zhixian.web.navigation.models import OUTSIDE, Edition


@pytest.fixture
def topic(handler, tmp_path):
    return make_topic(tmp_path, {}, by=handler.person, shows_raw=True)


@pytest.fixture
def twice(topic, tmp_path, settings):
    """Two refreshes at the command line: the tables that the site knows of are cleared away."""
    for name, row in (("二", SECOND), ("三", THIRD)):
        export = write_export(tmp_path / f"{name}.csv", row)
        refresh_topic(settings.DATA, topic.name, as_of=DAY, paths=(export,), made=DAY)


@pytest.mark.parametrize("below", ["", "records/", "topic.xlsx"])
def test_any_page_of_the_topic_finds_the_edition(handler, topic, twice, below):
    answer = handler.get(f"/topics/{topic.pk}/{below}")
    assert answer.status_code == 200
    row = topic.latest
    assert (row.way, row.by, row.counts["records"]) == (OUTSIDE, None, 3)
    shown = handler.get(f"/topics/{topic.pk}/").content.decode()
    assert 'data-label="由来">命令行</td>' in shown
    assert "正在登记进来" not in shown
    entry = Entry.objects.order_by("number").filter(action="make_topic_edition").last()
    assert (entry.actor, entry.detail["way"], entry.detail["stamp"]) == ("system", OUTSIDE, row.stamp)
    assert Notice.objects.filter(title="专题库“铜箔”在命令行上更新过").count() == 1
    assert Edition.objects.count() == 2


def test_it_is_found_at_night_too_and_once(handler, topic, twice):
    other = jobs.sweep.does(lambda *_: None)
    assert (other, jobs.sweep.does(lambda *_: None)) == (1, 0)
    handler.get(f"/topics/{topic.pk}/")
    assert Edition.objects.filter(way=OUTSIDE).count() == 1
    assert Entry.objects.filter(action="make_topic_edition").count() == 2


def test_what_a_job_of_the_site_is_at_is_its_own(handler, topic, twice):
    topic.job = Job.objects.create(
        name="navigation.refresh", key="navigation.refresh:now", state="running", created_at=topic.at, due_at=topic.at
    )
    topic.save()
    assert jobs.sweep.does(lambda *_: None) == 0
    handler.get(f"/topics/{topic.pk}/")
    jobs.adopt.does(lambda *_: None, topic=topic.pk)
    assert not Edition.objects.filter(way=OUTSIDE).exists()
    Job.objects.update(state="done")
    assert jobs.sweep.does(lambda *_: None) == 1
    assert Edition.objects.filter(way=OUTSIDE).count() == 1


def test_a_topic_that_nobody_touched_starts_no_job(handler, topic):
    before = Job.objects.count()
    assert "正在登记进来" not in handler.get(f"/topics/{topic.pk}/").content.decode()
    assert jobs.sweep.does(lambda *_: None) == 0
    assert Job.objects.count() == before


def test_while_the_worker_has_not_come_to_it_the_page_says_so(handler, topic, twice, monkeypatch):
    monkeypatch.setattr(jobs, "start", lambda *_, **__: None)
    assert "正在登记进来" in handler.get(f"/topics/{topic.pk}/").content.decode()
