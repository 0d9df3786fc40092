"""The clock of a report: each step has its own limit, which starts when the report comes to it."""

from datetime import date

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.workflow.clock import Clock, Event, Extended, Started, clock
from zhixian.core.workflow.derivation import Step, derivation
from zhixian.core.workflow.limits import TimeLimit, statutory_limits
from zhixian.web.protection.models import Report

LIMITS = {"received": "report_acceptance", "accepted": "report_forwarding", "handling": "report_verification"}


def limit_of(step: str) -> TimeLimit | None:
    """The limit that presses in a step; None at the end."""
    return statutory_limits()[LIMITS[step]] if step in LIMITS else None


def step_clock(report: Report, *, as_of: date) -> Clock | None:
    """The clock of the present step, extensions included. Raises Refusal for an extension the law does not allow."""
    limit = limit_of(report.step)
    if limit is None:
        return None
    happened = list(report.events.all())
    came = max((event.pk for event in happened if event.target == report.step != event.source), default=0)
    ground = limit.extension.source if limit.extension else ""
    events: list[Event] = [Started(report.entered_on, f"进入“{report.now_in.name}”")]
    events += [
        Extended(event.day, event.detail["amount"], event.by_name, ground)
        for event in happened
        if event.kind == "extend" and event.pk > came and event.day >= report.entered_on
    ]  # an extension of an earlier stay does not count
    return clock(limit, events, as_of=max(as_of, report.entered_on))


def set_due(report: Report, *, as_of: date) -> None:
    """Write the due day on the report."""
    running = step_clock(report, as_of=as_of)
    report.due = running.due if running else None


def due_words(report: Report, *, as_of: date) -> tuple[Step, ...]:
    """How the due day comes about."""
    try:
        running = step_clock(report, as_of=as_of)
    except Refusal:
        return ()
    return derivation(running) if running else ()
