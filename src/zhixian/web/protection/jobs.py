"""What the worker does for reports every day; a second run on the same day changes nothing."""

from zhixian.web.kit.clock import now, today
from zhixian.web.protection.actions.custody import end_openings
from zhixian.web.protection.actions.reports import remind_of_reports


def look_after_reports() -> tuple[int, int]:
    """Remind units and the desk of what is due or late, and take back identities whose time is over; how many of each."""
    return remind_of_reports(as_of=today()), end_openings(at=now())
