"""Looking at rows again: every night, and once a new snapshot of the registry is there."""

from collections.abc import Callable, Iterable
from datetime import time as clock_time
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from zhixian.core.registers.model import Kept
from zhixian.web.accounts.queries import people_with
from zhixian.web.accounts.roles import CHIEF, HANDLER
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.jobs import Progress, job
from zhixian.web.kit.notices import tell
from zhixian.web.registers.actions import keep_findings
from zhixian.web.registers.checking import findings_on
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row, kept_rows


@job("registers.watch", "核对台账", daily=clock_time(3, 10))
def watch_registers(progress: Progress) -> int:
    """Check every row anew and tell of those that have got worse; how many."""
    return look_again(progress)


def look_again(progress: Callable[[int, int, str], None] = lambda _done, _all, _name: None) -> int:
    """The same, now."""
    watched = [kept for kept in kept_registers().values() if kept.register.checks]
    worse = 0
    for done, kept in enumerate(watched):
        progress(done, len(watched), kept.register.name)
        worse += watch(kept)
    return worse


def watch(kept: Kept, *, at_once: int = 500) -> int:
    """Check one register and tell its keepers and its leading unit what has got worse; how many. A second run tells nothing again.

    What takes long, looking into the registry, holds no lock.
    """
    keys, worse = list(kept_rows(kept.register.id).values_list("pk", flat=True)), 0
    for start in range(0, len(keys), at_once):
        lot = kept_rows(kept.register.id).filter(pk__in=keys[start : start + at_once])
        rows = list(lot.select_related("organisation"))
        found = findings_on(rows, as_of=today())
        with transaction.atomic():
            for row in keep_findings(rows, found):
                worse += 1
                _tell_worse(row, kept)
    return worse


def _tell_worse(row: Row, kept: Kept) -> None:
    grave = [finding["words"] for finding in row.findings if finding["grave"]]
    link = reverse("register_row", args=[row.register, row.pk])
    name = f"{kept.register.name}：{row}"
    tell(hearers(row, kept), name, body="；".join(grave), link=link, subject=record.name_of(row))


def hearers(row: Row, kept: Kept) -> Iterable[Any]:
    """Who keeps a row, and the unit that leads its register."""
    keeper = Q(organisation=row.organisation) if row.organisation_id else Q(unit=row.unit, role__in=(HANDLER, CHIEF))
    return people_with(keeper | Q(unit=kept.units[0], role=HANDLER))
