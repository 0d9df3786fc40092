"""Jobs for the tests of the worker: one that waits until a file says go on, and one that fails at first."""

import time
from pathlib import Path

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit import record
from zhixian.web.kit.jobs import job
from zhixian.web.kit.models import Entry


@job("test.slow", "慢作业")
def slow(progress, *, folder, subject):
    """Says that it has begun, waits for `go`, and then writes its line of the record, once for all."""
    Path(folder, f"begun-{progress.row.tries}").touch()
    while not Path(folder, "go").exists():
        progress(1, 2, "等待")
        time.sleep(0.05)
    if not Entry.objects.filter(action="slow_done", subject=subject).exists():
        record.write("slow_done", subject, by=None)
    return {"subject": subject}


@job("test.failing", "会失败的作业")
def failing(progress, *, folder):
    """Fails until `go` is there."""
    with Path(folder, "tries").open("a") as file:
        file.write("x")
    if not Path(folder, "go").exists():
        raise ValueError("没有准备好")
    return "成了"


@job("test.refusing", "会被拒的作业")
def refusing(progress):
    """Refuses, which no second try would change."""
    raise Refusal("文件是空的", where="甲.xlsx", expected="有内容的文件")
