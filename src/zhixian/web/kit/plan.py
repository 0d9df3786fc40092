"""The plan this site is about, loaded once."""

from collections import Counter
from functools import cache

from django.conf import settings

from zhixian.core.plan.load import load_plan
from zhixian.core.plan.model import Plan, Unit

COMPANY = "company"
"""The kind of a unit of the plan that does business of its own."""


@cache
def the_plan() -> Plan:
    """The plan of this site. Raises PlanRefused, which stops the site from starting, when the folder does not hold together."""
    return load_plan(settings.PLAN)


def unit_name(unit: str) -> str:
    """How a unit of the plan is called; its id when the plan does not know it."""
    known = the_plan().units.get(unit)
    return known.name if known else unit


def companies() -> frozenset[str]:
    """Units of the plan that are companies and do business of their own: an insurer, a bank."""
    return frozenset(unit.id for unit in the_plan().units.values() if unit.kind == COMPANY)


def official_name(unit: str) -> str:
    """The whole name by which a unit signs its papers and is written to in others'."""
    return the_plan().official_name(unit)


def lead_office() -> str:
    """Id of the office that a unit hosts for the leading group; else the unit named in most clauses, which does that work."""
    hosted = [unit.id for unit in the_plan().units.values() if unit.hosted_by]
    return hosted[0] if hosted else host_unit()


def host_unit() -> str:
    """Id of the unit that hosts the leading group's office; the unit named in most clauses when the plan does not say."""
    plan = the_plan()
    hosts = [unit.hosted_by for unit in plan.units.values() if unit.hosted_by]
    if hosts:
        return hosts[0]
    named = Counter(unit for clause in plan.clauses for unit in clause.units if not plan.units[unit].members)
    return named.most_common(1)[0][0]


def units_with_people() -> list[Unit]:
    """Units that somebody can sit in: all but the sets, which only name others."""
    return [unit for unit in the_plan().units.values() if not unit.members]
