"""The worker: one at a time holds the lease, does the jobs in their order, and takes over what a dead one left behind."""

import logging
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from zhixian.web.kit.jobs import BACKOFF, DIED, MOST_TRIES, RUNNER, find_lost, start_daily, try_again
from zhixian.web.kit.models import Job, Lease

log = logging.getLogger(__name__)
LEASE = "runner"
LOST = 3
"""Exit code of a worker that was not heard of for so long that another may have taken its place."""


def work(*, once: bool = False) -> None:
    """Wait for the lease, then work until told to stop; with `once`, until nothing is due."""
    while not take_lease():
        time.sleep(settings.JOB_LEASE / 4)
    take_over()
    stop = threading.Event()
    beat = threading.Thread(target=_beat, args=(stop,), daemon=True)
    beat.start()
    try:
        _work_off(once=once)
    finally:
        stop.set()
        beat.join(timeout=settings.JOB_LEASE)
        release_lease()


def _work_off(*, once: bool) -> None:
    """The library's loop, but a worker that is told to stop does so in the middle of a job, which goes back to the queue."""
    worker = Worker(
        queue_names=["*"], excluded_queue_names=[], interval=1, batch=once, backend_name="default", startup_delay=False,
        max_tasks=None, worker_id=RUNNER,
    )  # fmt: skip

    def end(*_: Any) -> None:
        worker.running = False
        sys.exit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    worker.run()


def take_lease() -> bool:
    """Hold the lease from now on, or for longer; False when another worker holds it."""
    at = timezone.now()
    until = at + timedelta(seconds=settings.JOB_LEASE)
    free = Lease.objects.filter(Q(holder=RUNNER) | Q(until__lt=at), pk=LEASE)
    if free.update(holder=RUNNER, until=until):
        return True
    try:
        with transaction.atomic():
            return Lease.objects.get_or_create(pk=LEASE, defaults={"holder": RUNNER, "until": until})[1]
    except IntegrityError:
        return False


def release_lease() -> None:
    """Let the next worker begin at once."""
    Lease.objects.filter(pk=LEASE, holder=RUNNER).update(until=timezone.now() - timedelta(seconds=1))


def take_over() -> None:
    """Put back what is marked as running: only the holder of the lease runs jobs, and it has just begun."""
    for row in Job.objects.filter(state="running"):
        try_again(row, DIED)
    for left in DBTaskResult.objects.running():
        _put_back(left)
    find_lost()


def _put_back(left: Any) -> None:
    """A task of the library: those of ours only carry a job's number, and the job has been put back."""
    ours = left.task_path == "zhixian.web.kit.jobs.run"
    if ours or len(left.worker_ids) >= MOST_TRIES:
        left.status, left.finished_at, left.traceback = "FAILED", timezone.now(), "the worker died"
        left.exception_class_path = "builtins.SystemExit"
    else:
        left.status, left.run_after = "READY", timezone.now() + BACKOFF
    left.save()


def _beat(stop: threading.Event) -> None:
    """Keep the lease, and start what the day asks for. Ends the process when the lease could not be kept."""
    kept = time.monotonic()
    while not stop.wait(settings.JOB_LEASE / 4):
        try:
            close_old_connections()
            if not take_lease():
                os._exit(LOST)
            kept = time.monotonic()
            find_lost()
            start_daily()
        except Exception:  # whatever it is: were this thread to die of it, the work would go on without a lease
            log.exception("the lease could not be kept")
            with suppress(Exception):  # a connection so broken that it cannot be closed is thrown away all the same
                connection.close()
            if time.monotonic() - kept > settings.JOB_LEASE:
                os._exit(LOST)
    connection.close()
