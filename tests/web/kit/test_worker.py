"""A worker that is killed in the middle of a job leaves it to the next one, which does it once."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from kit.slow_jobs import slow

from zhixian.web.kit import jobs, runner
from zhixian.web.kit.models import Entry, Job, Lease

PATIENCE = 120


@pytest.fixture
def queued(racing, settings, monkeypatch):
    """Jobs wait for a worker of their own process, and are tried again at once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.JOB_LEASE = 2


@pytest.fixture
def workers():
    """Starts worker processes, and ends those that are left."""
    started = []

    def go(*arguments):
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "ZHIXIAN_DATA": str(settings.DATA),
            "ZHIXIAN_TEST_DATABASE": str(connection.settings_dict["NAME"]),
        }
        started.append(subprocess.Popen([sys.executable, "-m", "kit.worker", *arguments], env=environment))
        return started[-1]

    yield go
    for process in started:
        process.kill()
        process.wait()


def wait_for(what):
    until = time.monotonic() + PATIENCE
    while not (found := what()):
        assert time.monotonic() < until, "nothing happened"
        time.sleep(0.1)
    return found


def ask(folder):
    return jobs.start(slow, key="1", by=None, folder=str(folder), subject="test.thing:1")


def again_now(row):
    """The next try, without waiting for its hour."""
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    row.refresh_from_db()


def test_a_killed_worker_leaves_its_job_to_the_next(queued, workers, tmp_path):
    row = ask(tmp_path)
    first = workers()
    wait_for((tmp_path / "begun-1").exists)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    row.refresh_from_db()
    assert (row.state, row.tries) == ("running", 1)
    (tmp_path / "go").touch()
    workers()
    wait_for(lambda: Job.objects.get(pk=row.pk).state != "running")
    again_now(row)
    wait_for(lambda: Job.objects.get(pk=row.pk).over)
    row.refresh_from_db()
    assert (row.state, row.tries, row.result) == ("done", 2, {"subject": "test.thing:1"})
    assert Entry.objects.filter(action="slow_done", subject="test.thing:1").count() == 1
    assert (tmp_path / "begun-2").exists()


def test_a_worker_told_to_stop_gives_its_job_back_at_once(queued, workers, tmp_path):
    row = ask(tmp_path)
    first = workers()
    wait_for((tmp_path / "begun-1").exists)
    first.terminate()
    first.wait(PATIENCE)
    row.refresh_from_db()
    assert (row.state, row.tries) == ("waiting", 0)
    assert Lease.objects.get().until < timezone.now()
    (tmp_path / "go").touch()
    assert workers("--once").wait(PATIENCE) == 0
    row.refresh_from_db()
    assert (row.state, row.tries) == ("done", 1)


def test_a_worker_killed_while_it_gives_its_job_back_leaves_it_to_the_next(queued, workers, tmp_path):
    row = ask(tmp_path)
    first = workers("--dies-queuing")
    wait_for((tmp_path / "begun-1").exists)
    first.terminate()
    assert first.wait(PATIENCE) == -signal.SIGKILL
    row.refresh_from_db()
    assert (row.state, row.tries) == ("running", 1)
    (tmp_path / "go").touch()
    workers()
    wait_for(lambda: Job.objects.get(pk=row.pk).state != "running")
    again_now(row)
    wait_for(lambda: Job.objects.get(pk=row.pk).over)
    row.refresh_from_db()
    assert (row.state, row.tries) == ("done", 2)


@pytest.mark.parametrize("taking_over", [True, False])
def test_a_job_whose_place_in_the_queue_was_lost_gets_one(queued, workers, tmp_path, taking_over):
    """As after a kill, or a lock held too long, between the claim of the queue and that of the job."""
    (tmp_path / "go").touch()
    if taking_over:
        row = ask(tmp_path)
        DBTaskResult.objects.get().claim("gone")
        workers()
    else:
        workers()
        wait_for(Lease.objects.exists)
        with transaction.atomic():
            row = ask(tmp_path)
            DBTaskResult.objects.all().delete()
    wait_for(lambda: Job.objects.get(pk=row.pk).over)
    row.refresh_from_db()
    assert (row.state, row.tries) == ("done", 1)


def test_a_job_that_nobody_has_any_more_is_tried_again(queued, tmp_path):
    row = ask(tmp_path)
    DBTaskResult.objects.update(status="FAILED")
    Job.objects.update(state="running", runner="me", tries=1)
    jobs.find_lost()
    row.refresh_from_db()
    assert (row.state, row.tries, row.trouble) == ("waiting", 1, "做这件事的进程中断了，稍后自动重试")
    assert DBTaskResult.objects.filter(status="READY").count() == 1


def test_jobs_that_have_their_place_are_let_alone(queued, tmp_path):
    waits = ask(tmp_path)
    works = jobs.start(slow, key="2", by=None, folder=str(tmp_path), subject="test.thing:2")
    Job.objects.filter(pk=works.pk).update(state="running", runner="me", tries=1)
    DBTaskResult.objects.get(args_kwargs__args__0=works.pk).claim("me")
    jobs.find_lost()
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["READY", "RUNNING"]
    assert list(Job.objects.order_by("pk").values_list("pk", "state")) == [(waits.pk, "waiting"), (works.pk, "running")]


def test_a_second_worker_waits_until_the_first_is_gone(queued, workers, tmp_path):
    row = ask(tmp_path)
    first = workers()
    wait_for((tmp_path / "begun-1").exists)
    holder = Lease.objects.get().holder
    second = workers()
    wait_for(lambda: Lease.objects.get().until > timezone.now() + timedelta(seconds=1.6))
    assert second.poll() is None
    assert Lease.objects.get().holder == holder
    os.kill(first.pid, signal.SIGKILL)
    (tmp_path / "go").touch()
    wait_for(lambda: Job.objects.get(pk=row.pk).state != "running")
    again_now(row)
    wait_for(lambda: Job.objects.get(pk=row.pk).state == "done")
    assert Lease.objects.get().holder != holder


def test_a_job_that_lost_its_worker_too_often_fails_and_says_what_to_do(queued):
    row = Job.objects.create(
        name="test.slow", key="test.slow:x", state="running", tries=3, runner="gone",
        created_at=timezone.now(), due_at=timezone.now(),
    )  # fmt: skip
    runner.take_over()
    row.refresh_from_db()
    assert row.state == "failed"
    assert row.trouble == (
        f"做这件事的进程中断了。已经试了 3 次。请点“重试”；仍不成功时，把作业编号 {row.pk} 告诉系统管理员"
    )


@pytest.mark.parametrize("trouble", [DatabaseError, InterfaceError, OSError])
def test_a_worker_that_cannot_keep_its_lease_ends_whatever_the_trouble(settings, monkeypatch, trouble):
    """Were the thread that keeps it to die, the work would go on beside that of the next worker."""
    settings.JOB_LEASE = 0.2

    def broken():
        raise trouble

    def ended(status):
        raise SystemExit(status)

    monkeypatch.setattr(runner, "take_lease", broken)
    monkeypatch.setattr(runner.os, "_exit", ended)
    with pytest.raises(SystemExit, match=str(runner.LOST)):
        runner._beat(threading.Event())


def test_the_lease_is_held_by_one(queued, monkeypatch):
    assert runner.take_lease()
    assert runner.take_lease()
    monkeypatch.setattr(runner, "RUNNER", "another")
    assert not runner.take_lease()
    Lease.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert runner.take_lease()
