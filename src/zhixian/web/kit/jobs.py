"""Long work: asked for once by its key, done by the worker, found again when its worker died, shown to the office.

    @job("registry.import", "导入登记数据")
    def import_upload(progress: Progress, *, batch: int) -> dict: ...

    start(import_upload, key=f"import:{batch.pk}", by=user, batch=batch.pk)

A job may begin more than once, because its worker may die at any moment, also after the last line and before that is known.
So its effects are such that a second run changes nothing: they are made under a key, or replaced as a whole.
"""

import logging
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as clock_time
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import task

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit import clock, record
from zhixian.web.kit.models import Job

MOST_TRIES = 3
BACKOFF = timedelta(seconds=20)
"""Before the second try; each further one waits four times as long."""
KEPT = timedelta(days=90)
"""How long a job that went well is remembered."""
DIED = "做这件事的进程中断了"
RUNNER = f"{socket.gethostname()[:40]}:{os.getpid()}:{get_random_string(8)}"
"""Names this process among all workers."""
_SAID_EVERY = 0.5
logger = logging.getLogger("zhixian.jobs")


class TakenOver(Exception):
    """Another worker has the job, because this one was not heard of for too long: it must leave everything as it is."""


class Later(Exception):
    """Something stands in the way that goes by itself; the job is tried again. The message is told to people."""


class Progress:
    """How far a job is. Call it as often as you like: `progress(done, total, "读取")`."""

    def __init__(self, row: Job) -> None:
        self.row = row
        self._said = 0.0

    def __call__(self, done: int, total: int | None = None, word: str | None = None) -> None:
        """Say it, at most twice a second unless the word is new. Raises TakenOver when another worker has the job."""
        fresh = word is not None and word != self.row.word
        if not fresh and time.monotonic() - self._said < _SAID_EVERY:
            return
        self._said = time.monotonic()
        self.row.word = self.row.word if word is None else word
        with suppress(OperationalError):  # a lock held by others is no reason to stop working
            if not _mine(self.row).update(done=done, total=total, word=self.row.word):
                raise TakenOver


def remember(progress: Progress, **known: Any) -> None:
    """Keep with a job what its next run has to know, as further arguments of it, in the caller's transaction; nothing where a caller's
    own function stands for the progress of a job. Raises TakenOver when another worker has the job.
    """
    if isinstance(progress, Progress):
        progress.row.arguments |= known
        if not _mine(progress.row).update(arguments=progress.row.arguments):
            raise TakenOver


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of job: its id, what people call it, and the function that does it."""

    name: str
    title: str
    does: Callable[..., Any]
    daily: clock_time | None = None
    """The time of day at which the runner starts it by itself."""
    tries: int = field(default=MOST_TRIES)


WORKS: dict[str, Work] = {}


def job(
    name: str, title: str, *, daily: clock_time | None = None, tries: int = MOST_TRIES
) -> Callable[[Callable[..., Any]], Work]:
    """Make a function a kind of job. It takes a Progress first, then plain JSON by keyword; what it returns is plain JSON.

    A Refusal that it raises is told as it is; any other error makes it be tried again.
    """

    def register(does: Callable[..., Any]) -> Work:
        WORKS[name] = Work(name, title, does, daily, tries)
        return WORKS[name]

    return register


@transaction.atomic
def start(work: Work, *, key: str, by: Any, about: str = "", **arguments: Any) -> Job:
    """Ask for a job, in the caller's transaction. The same key again gives the job that is there, whatever its state."""
    at = timezone.now()
    row, new = Job.objects.get_or_create(
        key=f"{work.name}:{key}",
        defaults={
            "name": work.name, "title": work.title, "about": about[:200], "arguments": arguments, "started_by": by, "created_at": at, "due_at": at,
        },
    )  # fmt: skip
    if new:
        run.enqueue(row.pk)
    return row


def _without_paths(said: str) -> str:
    """What pages may tell of it: where the folders lie on the server is for the log."""
    for folder, name in ((settings.DATA, "数据目录"), (settings.MEDIA_ROOT, "上传目录")):
        said = said.replace(str(folder), name)
    return said


@transaction.atomic
def retry(row: Job, *, by: Any) -> None:
    """Try a failed job once more, from the first try. Refuses when it is not failed any more."""
    fresh = {"state": "waiting", "tries": 0, "trouble": "", "finished_at": None, "due_at": timezone.now()}
    if not Job.objects.filter(pk=row.pk, state="failed").update(**fresh):
        raise Refusal("它已经不是失败状态，可能刚被别人重试过", where=str(row), expected="刷新页面看最新状态")
    record.write("retry_job", row, by=by, key=row.key)
    run.enqueue(row.pk)


@task()
def run(pk: int) -> None:
    """Do a job that waits; nothing when another worker has it or it is over."""
    row = _take(pk)
    if row is None:
        return
    try:
        result = _work_of(row).does(Progress(row), **row.arguments)
    except TakenOver:
        return
    except Refusal as refusal:
        logger.warning("job %s (%s): %s", row.pk, row.name, refusal)
        _settle(row, "failed", trouble=_without_paths(str(refusal)))
    except Later as later:
        try_again(row, str(later))
    except Exception as error:
        logger.exception("job %s (%s)", row.pk, row.name)
        try_again(row, f"程序出错（{type(error).__name__}：{str(error)[:300]}）")
    except BaseException:  # told to stop: the next worker begins it anew, and that is no failed try
        _give_back(row)
        raise
    else:
        _settle(row, "done", result=result)


@transaction.atomic
def _give_back(row: Job) -> None:
    if _mine(row).update(state="waiting", runner="", tries=row.tries - 1):
        run.enqueue(row.pk)


def _work_of(row: Job) -> Work:
    if row.name not in WORKS:
        raise Refusal("程序里已没有这种作业", where=row.title, expected="不再需要，不必处理")
    return WORKS[row.name]


def try_again(row: Job, why: str) -> None:
    """Put a job that did not come to its end back for a later try; failed for good after the last, with what to do."""
    tries = WORKS[row.name].tries if row.name in WORKS else MOST_TRIES
    if row.tries >= tries:
        _settle(
            row, "failed",
            trouble=f"{why}。已经试了 {row.tries} 次。请点“重试”；仍不成功时，把作业编号 {row.pk} 告诉系统管理员",
        )  # fmt: skip
        return
    due = timezone.now() + BACKOFF * 4 ** (row.tries - 1)
    with transaction.atomic():
        if _mine(row).update(state="waiting", runner="", due_at=due, trouble=f"{why}，稍后自动重试"):
            _enqueue_later(row.pk, due)


def find_lost() -> None:
    """Put back what nothing would ever do: jobs that wait without a place in the queue, or run while no process has them.

    A process that dies, or a lock held for too long, between the queue's step and the job's leaves these. Jobs are read before the
    queue: `try_again` lets alone what has moved on since, and a second place in the queue does nothing.
    """
    from django_tasks_db.models import DBTaskResult

    jobs = list(Job.objects.filter(state__in=("waiting", "running")))
    places = DBTaskResult.objects.filter(task_path=run.module_path, status__in=("READY", "RUNNING"))
    placed: dict[str, set[int]] = {"READY": set(), "RUNNING": set()}
    for status, call in places.values_list("status", "args_kwargs") if jobs else ():
        placed[status].add(call["args"][0])
    for row in jobs:
        if row.pk in placed["RUNNING"] or (row.state == "waiting" and row.pk in placed["READY"]):
            continue
        if row.state == "waiting":
            _enqueue_later(row.pk, row.due_at)
        else:
            try_again(row, DIED)


def _enqueue_later(pk: int, due: datetime) -> None:
    later = run.using(run_after=due) if run.get_backend().supports_defer else run
    later.enqueue(pk)


def _take(pk: int) -> Job | None:
    row = Job.objects.filter(pk=pk, state="waiting").first()
    if row is None:
        return None
    begun = {
        "state": "running",
        "runner": RUNNER,
        "tries": row.tries + 1,
        "begun_at": timezone.now(),
        "finished_at": None,
    }
    begun |= {"done": 0, "total": None, "word": ""}
    if not Job.objects.filter(pk=pk, state="waiting", tries=row.tries).update(**begun):
        return None
    row.refresh_from_db()
    return row


def _mine(row: Job) -> Any:
    """The row, as long as the worker that began this try has it."""
    return Job.objects.filter(pk=row.pk, state="running", runner=row.runner, tries=row.tries)


def _settle(row: Job, state: str, *, result: Any = None, trouble: str = "") -> None:
    _mine(row).update(state=state, result=result, trouble=trouble, finished_at=timezone.now())


def start_daily() -> None:
    """Start what the day asks for: each daily job once a day, once its time has come."""
    at = clock.now()
    for work in WORKS.values():
        if work.daily is not None and at.time() >= work.daily:
            day = at.date().isoformat()
            if not Job.objects.filter(key=f"{work.name}:{day}").exists():
                start(work, key=day, by=None, about=day)


@job("kit.forget_jobs", "清理作业记录", daily=clock_time(3, 30))
def forget_jobs(progress: Progress) -> int:
    """Forget jobs that went well long ago; those that failed stay until somebody has dealt with them."""
    from django_tasks_db.models import DBTaskResult

    before = timezone.now() - KEPT
    DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
    return Job.objects.filter(state="done", finished_at__lt=before).exclude(pk=progress.row.pk).delete()[0]
