"""Looking at rows again: every night, and once a new snapshot of the registry is there."""

from collections.abc import Iterable
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
from zhixian.web.registers.actions import check_again
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row


@job("registers.watch", "核对台账", daily=clock_time(3, 10))
def watch_registers(progress: Progress) -> int:
    """Check every row anew and tell of those that have got worse; how many."""
    watched = [kept for kept in kept_registers().values() if kept.register.checks]
    worse = 0
    for done, kept in enumerate(watched):
        progress(done, len(watched), kept.register.name)
        worse += watch(kept)
    return worse


def look_again() -> None:
    """Check every register that asks for it, now."""
    for kept in kept_registers().values():
        if kept.register.checks:
            watch(kept)


@transaction.atomic
def watch(kept: Kept) -> int:
    """Check one register and tell its keepers and its leading unit what has got worse. A second run tells nothing again."""
    worse = check_again(kept, as_of=today())
    for row in worse:
        grave = [finding["words"] for finding in row.findings if finding["grave"]]
        link = reverse("register_row", args=[row.register, row.pk])
        tell(
            hearers(row, kept),
            f"{kept.register.name}：{row}",
            body="；".join(grave),
            link=link,
            subject=record.name_of(row),
        )
    return len(worse)


def hearers(row: Row, kept: Kept) -> Iterable[Any]:
    """Who keeps a row, and the unit that leads its register."""
    keeper = Q(organisation=row.organisation) if row.organisation_id else Q(unit=row.unit, role__in=(HANDLER, CHIEF))
    return people_with(keeper | Q(unit=kept.units[0], role=HANDLER))
