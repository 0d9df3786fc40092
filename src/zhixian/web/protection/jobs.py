"""What the worker does for reports and penalties every day; a second run on the same day changes nothing."""

from datetime import time

from zhixian.web.kit.clock import now, today
from zhixian.web.kit.jobs import Progress, job
from zhixian.web.protection.actions.custody import end_openings
from zhixian.web.protection.actions.penalty_endings import end_penalties, remind_of_penalties
from zhixian.web.protection.actions.reports import remind_of_reports


@job("protection.reports", "举报的提醒和身份收回", daily=time(1, 0))
def look_after_reports_daily(_: Progress) -> list[int]:
    """See `look_after_reports`."""
    return list(look_after_reports())


def look_after_reports() -> tuple[int, int]:
    """Remind units and the desk of what is due or late, and take back identities whose time is over; how many of each."""
    return remind_of_reports(as_of=today()), end_openings(at=now())


@job("protection.penalties", "行政处罚公示的到期下架和提醒", daily=time(0, 5))
def look_after_penalties_daily(_: Progress) -> list[int]:
    """See `look_after_penalties`."""
    return list(look_after_penalties())


def look_after_penalties() -> tuple[int, int]:
    """Take down what has been shown long enough, and remind units of what must appear; how many of each."""
    return end_penalties(as_of=today()), remind_of_penalties(as_of=today())
