"""The plan this site is about, loaded once."""

from functools import cache

from django.conf import settings

from zhixian.core.plan.load import load_plan
from zhixian.core.plan.model import Plan


@cache
def the_plan() -> Plan:
    """The plan of this site. Raises PlanRefused, which stops the site from starting, when the folder does not hold together."""
    return load_plan(settings.PLAN)


def unit_name(unit: str) -> str:
    """How a unit of the plan is called; its id when the plan does not know it."""
    known = the_plan().units.get(unit)
    return known.name if known else unit
