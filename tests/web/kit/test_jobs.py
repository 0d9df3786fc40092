"""Jobs: one for each key, tried again, told when they fail, seen by those who watch and by who started them."""

import logging
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from kit.slow_jobs import failing, refusing, slow

from factories.people import make_person
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit import jobs
from zhixian.web.kit.models import Entry, Job


@pytest.fixture(autouse=True)
def _quiet():
    logging.getLogger("zhixian.jobs").setLevel(logging.CRITICAL)


def test_the_same_key_is_one_job(tmp_path):
    (tmp_path / "go").touch()
    asked = [jobs.start(slow, key="1", by=None, folder=str(tmp_path), subject="test.thing:1") for _ in range(2)]
    assert asked[0] == asked[1]
    asked[0].refresh_from_db()
    assert (asked[0].state, asked[0].tries) == ("done", 1)
    assert Entry.objects.filter(action="slow_done").count() == 1


def test_an_error_is_tried_again_and_then_told(tmp_path):
    row = jobs.start(failing, key="1", by=None, folder=str(tmp_path))
    row.refresh_from_db()
    assert (row.state, row.tries, (tmp_path / "tries").read_text()) == ("failed", 3, "xxx")
    assert row.trouble == (
        f"程序出错（ValueError：没有准备好）。已经试了 3 次。请点“重试”；仍不成功时，把作业编号 {row.pk} 告诉系统管理员"
    )


def test_a_failed_job_can_be_tried_once_more(tmp_path):
    row = jobs.start(failing, key="1", by=None, folder=str(tmp_path))
    (tmp_path / "go").touch()
    admin = make_person("admin", unit="market_regulation_bureau")
    jobs.retry(row, by=admin)
    row.refresh_from_db()
    assert (row.state, row.result, row.trouble) == ("done", "成了", "")
    assert Entry.objects.filter(action="retry_job", actor=f"user:{admin.pk}").count() == 1
    with pytest.raises(Refusal, match="已经不是失败状态"):
        jobs.retry(row, by=admin)


def test_a_refusal_is_told_as_it_is_and_not_tried_again():
    row = jobs.start(refusing, key="1", by=None)
    row.refresh_from_db()
    assert (row.state, row.tries, row.trouble) == ("failed", 1, "甲.xlsx：文件是空的。应为：有内容的文件")


def test_where_the_folders_lie_on_the_server_is_in_the_log_and_on_no_page(settings, tmp_path, monkeypatch):
    settings.DATA, settings.MEDIA_ROOT = tmp_path / "data", tmp_path / "files"

    def refuse(_progress):
        raise Refusal("写不下", where=f"{settings.DATA / 'search'}、{settings.MEDIA_ROOT / 'registry'}")

    monkeypatch.setattr(jobs, "_work_of", lambda _row: replace(refusing, does=refuse))
    row = jobs.start(refusing, key="1", by=None)
    row.refresh_from_db()
    assert row.trouble == "数据目录/search、上传目录/registry：写不下"


def test_a_worker_that_lost_its_job_changes_nothing(tmp_path):
    row = Job.objects.create(
        name="test.slow", key="k", state="running", tries=2, runner="other",
        created_at=jobs.timezone.now(), due_at=jobs.timezone.now(),
    )  # fmt: skip
    row.runner, row.tries = "me", 1
    with pytest.raises(jobs.TakenOver):
        jobs.Progress(row)(1, 2)


def test_a_daily_job_starts_once_a_day_after_its_time(monkeypatch):
    days = []
    work = jobs.Work("test.daily", "每日", lambda progress: days.append(1), time(3, 30))
    monkeypatch.setattr(jobs, "WORKS", {"test.daily": work})
    for at in ("2020-01-01T03:29", "2020-01-01T03:30", "2020-01-01T09:00", "2020-01-02T04:00"):
        monkeypatch.setattr(jobs.clock, "now", lambda at=at: datetime.fromisoformat(at))
        jobs.start_daily()
    assert len(days) == 2
    assert sorted(Job.objects.values_list("key", flat=True)) == ["test.daily:2020-01-01", "test.daily:2020-01-02"]


def test_jobs_long_done_are_forgotten(tmp_path):
    (tmp_path / "go").touch()
    old = jobs.start(slow, key="1", by=None, folder=str(tmp_path), subject="test.thing:1")
    failed = jobs.start(refusing, key="1", by=None)
    Job.objects.update(finished_at=jobs.timezone.now() - jobs.KEPT - timedelta(days=1))
    jobs.start(jobs.forget_jobs, key="now", by=None)
    assert not Job.objects.filter(pk=old.pk).exists()
    assert Job.objects.filter(pk=failed.pk).exists()


@pytest.mark.parametrize(("role", "status"), [("admin", 200), ("lead_office", 200), ("handler", 403), ("auditor", 403)])
def test_who_sees_the_jobs(sign_in, role, status):
    assert sign_in(role, unit="market_regulation_bureau").get("/jobs/").status_code == status


def test_others_see_only_the_jobs_that_they_started(sign_in):
    client = sign_in("handler", unit="market_regulation_bureau")
    own, other = (jobs.start(refusing, key=str(n), by=by) for n, by in enumerate([client.person, None]))
    assert client.get(f"/jobs/{own.pk}/").status_code == 200
    assert client.get(f"/jobs/{other.pk}/").status_code == 404
    assert client.post(f"/jobs/{own.pk}/retry/").status_code == 403


def test_the_page_tells_state_trouble_and_who(sign_in, django_assert_num_queries):
    client = sign_in("admin", unit="market_regulation_bureau", name="赖文")
    for number in range(5):
        jobs.start(refusing, key=str(number), by=client.person)
    page = client.get("/jobs/").content.decode()
    assert page.count("文件是空的") == 5
    assert "赖文" in page
    assert "没有这种状态的作业" in client.get("/jobs/?state=running").content.decode()
    row = Job.objects.first()
    assert client.post(f"/jobs/{row.pk}/retry/", follow=True).status_code == 200
