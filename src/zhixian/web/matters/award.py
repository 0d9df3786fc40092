"""What the money rule says to a dossier: the sum with its whole trace, as plain JSON."""

from dataclasses import asdict
from typing import Any

from zhixian.core.catalogue import definitions
from zhixian.core.rules.evaluation import Outcome, evaluate
from zhixian.core.rules.parameters import Parameters
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import the_plan
from zhixian.web.matters.facts import rule_facts
from zhixian.web.matters.models import Dossier
from zhixian.web.matters.queries import awarded_so_far


def work_out(dossier: Dossier) -> dict[str, Any]:
    """The award by the rule of its matter, for its year, after what the party has been awarded in the scope of the cap."""
    name = dossier.its_matter.incentive
    assert name, "only matters with a money rule are reviewed for a sum"
    rule, plan = definitions().incentives[name], the_plan()
    already = awarded_so_far(dossier, scope=_cap_scope(name)) if rule.cap else 0
    outcome = evaluate(rule, rule_facts(dossier), plan.amounts, year=dossier.year, region=plan.region, already=already)
    return {
        "incentive": name,
        "year": dossier.year,
        "budget_year": today().year,
        "already_fen": already,
        **_plain(outcome),
    }


def _plain(outcome: Outcome) -> dict[str, Any]:
    return {
        "amount_fen": outcome.amount_fen,
        "base_fen": outcome.base_fen,
        "raw_fen": outcome.raw_fen,
        "capped": outcome.capped,
        "refusals": list(outcome.refusals),
        "reasons": list(outcome.reasons),
        "trace": [asdict(step) for step in outcome.trace],
    }


def _cap_scope(incentive: str) -> str | None:
    """The scope that the plan gives to the rule's cap: year or ever."""
    parameters = Parameters(incentive, the_plan().amounts)
    return next((amount.per for amount in parameters.amounts if amount.kind == "cap"), None)
