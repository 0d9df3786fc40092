"""What the sample modules of the rooms share while they fill a demonstration site."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from zhixian.core.kernel.working_days import working_days
from zhixian.core.plan.model import Plan
from zhixian.core.registry.snapshot import Snapshot
from zhixian.web.kit.clock import today


@dataclass
class World:
    """A sample county as one site sees it. `people` and `organisations` are added by accounts, the first room to fill.

    Keys of `people`: lead, auditor, custodian, second_custodian, finance, admin, enterprise, enterprise2, bank, association,
    association2, `handler:<unit>` and `chief:<unit>`, and `second_handler:<unit>` of the host unit. Keys of `organisations`:
    enterprise, enterprise2, bank, and two that hold a geographical indication: association, which has applied for nothing
    yet, and association2.
    """

    plan: Plan
    snapshot: Snapshot
    today: date
    people: dict[str, Any] = field(default_factory=dict)
    organisations: dict[str, Any] = field(default_factory=dict)


@contextmanager
def as_if(day: date) -> Iterator[None]:
    """The site's day set back, so that what is done has happened then."""
    before: str = settings.TODAY
    settings.TODAY = day.isoformat()
    try:
        yield
    finally:
        settings.TODAY = before


def move_on(days: int) -> None:
    """Move the site's day on by so many working days, the first of which is after today; who fills a site takes it back, as `as_if` does."""
    settings.TODAY = working_days().working_day(days, since=today() + timedelta(days=1)).isoformat()
