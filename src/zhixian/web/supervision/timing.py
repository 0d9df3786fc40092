"""The clock of a request: so many working days from the day it was sent or returned, with the derivation of its last day."""

from datetime import date

from zhixian.core.supervision.rule import rules
from zhixian.core.workflow.clock import Started, clock
from zhixian.core.workflow.derivation import Step, derivation
from zhixian.core.workflow.limits import TimeLimit
from zhixian.web.kit.clock import today
from zhixian.web.supervision.models import ProgressRequest


def limit(days: int, *, on: date) -> TimeLimit:
    """The limit of a request sent or returned on a day."""
    return TimeLimit("答复督办", days, "working_days", "自发出或者退回之日起", rules().on(on).source)


def most_days() -> int:
    """The most working days that may be given today."""
    return rules().on(today()).most


def due_day(days: int, *, since: date) -> date:
    """The last day to answer."""
    due = clock(limit(days, on=since), [Started(since, "发出")], as_of=since).due
    assert due is not None
    return due


def due_words(row: ProgressRequest) -> tuple[Step, ...]:
    """How the due day comes about."""
    act = "发出" if row.began_on == row.issued_on else "退回"
    return derivation(clock(limit(row.working_days, on=row.began_on), [Started(row.began_on, act)], as_of=row.began_on))
