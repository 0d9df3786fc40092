"""Who answers for which clause: sets of units taken apart, the lead first, and where a unit's work for others' clauses counts."""

from datetime import date
from functools import cache

from zhixian.core.kernel.clauses import is_safeguard
from zhixian.web.kit.plan import the_plan


@cache
def units_of(clause: str) -> tuple[str, ...]:
    """Units that answer for a clause, those in the lead first; of a set, its members."""
    plan = the_plan()
    found = plan.clause(clause)
    named = [*found.lead, *(unit for unit in found.units if unit not in found.lead)]
    members = [member for unit in named for member in (plan.units[unit].members or (unit,))]
    return tuple(dict.fromkeys(members))


@cache
def lead_units(clause: str) -> tuple[str, ...]:
    """Those in the lead; the first named when the text does not say. Of a set nobody leads, so its goals are nobody's alone."""
    plan = the_plan()
    found = plan.clause(clause)
    return tuple(unit for unit in found.lead or found.units[:1] if not plan.units[unit].members)


@cache
def all_units() -> tuple[str, ...]:
    """Every unit that answers for a clause, those named in most clauses first."""
    plan = the_plan()
    named = [unit for clause in plan.clauses for unit in units_of(clause.id) if unit in clause.units]
    rest = [unit for clause in plan.clauses for unit in units_of(clause.id)]
    first = list(dict.fromkeys(named))
    return tuple(dict.fromkeys([*sorted(first, key=lambda unit: (-named.count(unit), first.index(unit))), *rest]))


@cache
def place(clause: str, unit: str) -> str | None:
    """The clause under which a unit's work for a clause counts: that one when the unit answers for it, else the safeguard
    that names the unit, such as the one on money for the finance bureau; None when neither does."""
    plan = the_plan()
    if any(known.id == clause for known in plan.clauses) and unit in units_of(clause):
        return clause
    safeguards = [known for known in plan.clauses if is_safeguard(known.id) and unit in units_of(known.id)]
    safeguards.sort(key=lambda known: unit not in known.units)
    return safeguards[0].id if safeguards else None


def deadline_of(clause: str) -> date:
    """The last day of a clause: of its targets the earliest, else the plan's horizon."""
    plan = the_plan()
    return min((target.due for target in plan.targets if target.id in targets_of_clause(clause)), default=plan.horizon)


@cache
def targets_of_clause(clause: str) -> tuple[str, ...]:
    """Ids of the targets that a clause or section sets, and of those that it names as carrying it."""
    return tuple(target.id for target in the_plan().targets if target.id in indicators_of(clause))


@cache
def indicators_of(clause: str) -> tuple[str, ...]:
    """Ids of the indicators that speak for a clause or section: its targets, and what it names as carrying it."""
    plan = the_plan()
    known = any(clause == one.id for one in plan.clauses)
    carriers = plan.carriers(clause) if known else [f"target:{t.id}" for t in plan.targets if t.clause == clause]
    return tuple(
        dict.fromkeys(name for kind, _, name in (c.partition(":") for c in carriers) if kind in {"target", "indicator"})
    )
