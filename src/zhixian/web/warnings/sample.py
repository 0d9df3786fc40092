"""Warnings of the demonstration: what the rules find of the sample county, and one that is silenced."""

from typing import Any

from zhixian.web.accounts.models import User
from zhixian.web.kit.clock import today
from zhixian.web.warnings.actions import choose_cadence, mute
from zhixian.web.warnings.jobs import look_again
from zhixian.web.warnings.queries import open_for


def fill(world: Any) -> None:
    """Look once; the enterprise wants a mail every Monday, and whoever has two warnings has silenced one."""
    look_again()
    choose_cadence(world.people["enterprise"], "weekly")
    for name in ("enterprise", "bank"):
        person = User.objects.get(pk=world.people[name].pk)
        rows = list(open_for(person, as_of=today())[:2])
        if len(rows) > 1:
            mute(rows[1], days=7, why="已经联系代理机构办理，等回执。", by=person)
            break
