"""What the money rule says to a dossier: the sum with its whole trace, as plain JSON."""

from dataclasses import asdict
from typing import Any

from zhixian.core.catalogue import definitions
from zhixian.core.plan.model import Amount
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
    cap = cap_of(name, dossier.year)
    already = awarded_so_far(dossier, scope=cap.per) if cap else 0
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


def cap_of(incentive: str, year: int) -> Amount | None:
    """The cap in force for a year, with the scope that the plan gives it: year or ever."""
    values = Parameters(incentive, the_plan().amounts).for_year(year)
    return next((amount for amount in values.values() if amount.kind == "cap"), None)


def holding_of(dossier: Dossier) -> str:
    """The name under which the ledger knows what a dossier holds: its number, and from the second time on which time."""
    times = (dossier.award or {}).get("held", 1)
    return f"{dossier.number}" if times == 1 else f"{dossier.number}（第{times}次）"
