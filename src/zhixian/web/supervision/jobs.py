"""What the worker does for requests every day; a second run on the same day changes nothing."""

from datetime import time

from zhixian.web.kit.clock import today
from zhixian.web.kit.jobs import Progress, job
from zhixian.web.supervision.actions import escalate_requests


@job("supervision.escalate", "督办的提醒和升级", daily=time(1, 30))
def escalate_daily(_: Progress) -> int:
    """See `escalate_requests`."""
    return escalate_requests(as_of=today())
