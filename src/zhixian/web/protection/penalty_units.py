"""Who enters and publishes penalties at this site, and by which rules."""

from zhixian.core.disclosure.publication import rules
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.penalty_units import PenaltyUnit
from zhixian.web.kit.plan import the_plan


def penalty_units() -> dict[str, PenaltyUnit]:
    """Unit → its clauses and rules, in the plan's order. Raises Refusal for rules that do not ship."""
    found = {one.unit: one for one in the_plan().penalty_units}
    for one in found.values():
        if one.regime not in rules().regimes:
            raise Refusal(
                f"“{one.regime}”没有这套规定",
                where=f"penalties.yaml {one.unit}",
                expected="、".join(sorted(rules().regimes)),
            )
    return found


def penalty_clauses() -> str:
    """The clauses under which units publish penalties, in the plan's order: 第5条、第6条、第7条."""
    plan = the_plan()
    named = {clause for one in plan.penalty_units for clause in one.clauses}
    return "、".join(plan.place_name(clause.id) for clause in plan.clauses if clause.id in named)
