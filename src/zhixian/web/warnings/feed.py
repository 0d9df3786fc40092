"""A person's calendar: every deadline on their desk and every open warning of something to be done, in words that name nobody else."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from zhixian.core.reports.icalendar import Event, calendar
from zhixian.core.warnings.reading import warning_rules
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.duties import SOURCES, Ask, Duty, When
from zhixian.web.kit.plan import the_plan
from zhixian.web.warnings.queries import open_for

DATED: tuple[When, ...] = ("overdue", "today", "week", "later")
MOST = 500
"""Deadlines of one room and one of `DATED`."""
MOST_WARNINGS = 1000


def calendar_file(user: Any, *, site: str) -> bytes:
    """The file. `site` is the address of the site with its scheme, without the last slash."""
    return calendar(events_of(user, site=site), name=f"{the_plan().place}知识产权期限", made_at=now())


def events_of(user: Any, *, site: str) -> list[Event]:
    """Each deadline once, the soonest first: a warning of a thing that is on the desk for the same day is not told again."""
    told: dict[str, Event] = {}
    on_desk = set()
    for duty in _duties(user):
        event = _of_duty(duty, site)
        told.setdefault(event.uid, event)
        on_desk.add((duty.link, duty.due))
    for row in open_for(user, as_of=today()).exclude(raised__day=None)[:MOST_WARNINGS]:
        raised, rule = row.raised, warning_rules()[row.raised.rule]
        if raised.day is not None and rule.before is not None and (raised.link, raised.day) not in on_desk:
            uid = _uid("warning", rule.id, raised.subject)
            told.setdefault(
                uid, Event(uid, raised.day, f"预警：{rule.name}", rule.basis, f"{site}{raised.link}", "预警")
            )
    return sorted(told.values(), key=lambda event: (event.day, event.uid))


def _duties(user: Any) -> Iterator[Duty]:
    asked = Ask("overdue", today(), most=MOST)
    for when in DATED:
        for source in SOURCES:
            yield from (duty for duty in source(user, replace(asked, when=when)) if duty.due is not None)


def _of_duty(duty: Duty, site: str) -> Event:
    """Sort, step and number; the party, what it is about and the sum stay on the site."""
    number = "" if duty.names else f" {duty.number}"
    summary = f"{duty.sort}{number}：{duty.step}" if duty.step else f"{duty.sort}{number}"
    assert duty.due is not None
    return Event(_uid("duty", duty.sort, duty.link, duty.step), duty.due, summary, "", f"{site}{duty.link}", "待办")


def _uid(*parts: str) -> str:
    """The same for the same deadline, and telling nothing of it."""
    return f"{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:40]}@zhixian"
