"""Looking at rows again: every night, and once a new snapshot of the registry is there."""

from collections.abc import Callable
from datetime import time as clock_time

from django.db import transaction

from zhixian.core.registers.model import Kept
from zhixian.web.kit.clock import today
from zhixian.web.kit.jobs import Progress, job
from zhixian.web.registers.actions import keep_findings, let_lapse
from zhixian.web.registers.checking import findings_on
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.mending import put_right
from zhixian.web.registers.models import kept_rows


@job("registers.watch", "核对台账", daily=clock_time(3, 10))
def watch_registers(progress: Progress) -> int:
    """Put rows of an earlier build right, then check every row anew; of how many there is more to be told. The warnings of the night
    tell it."""
    for done, kept in enumerate(every := list(kept_registers().values())):
        progress(done, len(every), "改正以前录入的写法")
        put_right(kept)
        let_lapse(kept)
    return look_again(progress)


def look_again(progress: Callable[[int, int, str], None] = lambda _done, _all, _name: None) -> int:
    """The same, now."""
    watched = [kept for kept in kept_registers().values() if kept.register.is_checked]
    worse = 0
    for done, kept in enumerate(watched):
        progress(done, len(watched), kept.register.name)
        worse += watch(kept)
    return worse


def watch(kept: Kept, *, at_once: int = 500) -> int:
    """Check one register; how many rows have got worse. A second run finds none again.

    What takes long, looking into the registry, holds no lock.
    """
    keys, worse = list(kept_rows(kept.register.id).values_list("pk", flat=True)), 0
    for start in range(0, len(keys), at_once):
        lot = kept_rows(kept.register.id).filter(pk__in=keys[start : start + at_once])
        rows = list(lot.select_related("organisation"))
        found = findings_on(rows, as_of=today())
        with transaction.atomic():
            worse += len(keep_findings(rows, found))
    return worse
