"""What the money rule says to a dossier: the sum with its whole trace, as plain JSON."""

from dataclasses import asdict
from typing import Any

from zhixian.core.catalogue import definitions
from zhixian.core.plan.model import Amount
from zhixian.core.rules.evaluation import Outcome, amounts_for, evaluate
from zhixian.web.incentives.queries import reserved_fen, used_fen
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import the_plan
from zhixian.web.matters.facts import rule_facts
from zhixian.web.matters.models import Dossier
from zhixian.web.matters.queries import others_reviewed


def work_out(dossier: Dossier) -> dict[str, Any]:
    """The award by the rule of its matter, for its year, after what the party has been awarded in the scope of the cap."""
    name = dossier.its_matter.incentive
    assert name, "only matters with a money rule are reviewed for a sum"
    rule, plan = definitions().incentives[name], the_plan()
    facts = rule_facts(dossier)
    values = amounts_for(rule, facts, plan.amounts, year=dossier.year)
    cap = values.get(rule.cap.parameter) if rule.cap else None
    already = already_fen(dossier, cap) if cap else 0
    outcome = evaluate(rule, facts, plan.amounts, year=dossier.year, region=plan.region, already=already)
    return {
        "incentive": name,
        "year": dossier.year,
        "budget_year": today().year,
        "cap": {"fen": int(cap.value), "scope": scope_of(cap, dossier.year)} if cap else None,
        "already_fen": already,
        **_plain(outcome),
    }


def already_fen(dossier: Dossier, cap: Amount) -> int:
    """What counts against the cap before this dossier, as the ledger has it: the party's decided and paid sums less what was
    recovered, and what is held for its other dossiers that wait to be decided."""
    others = [holding_of(other) for other in others_reviewed(dossier, scope=cap.per)]
    used = used_fen(purpose=cap.incentive, scope=scope_of(cap, dossier.year), party=dossier.party)
    return used + reserved_fen(others)


def scope_of(cap: Amount, year: int) -> str:
    """The ledger's name of what the cap is counted over: the dossier's year, or `ever`."""
    return str(year) if cap.per == "year" else "ever"


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


def holding_of(dossier: Dossier) -> str:
    """The name under which the ledger knows what a dossier holds: its number, and from the second time on which time."""
    times = (dossier.award or {}).get("held", 1)
    return f"{dossier.number}" if times == 1 else f"{dossier.number}（第{times}次）"
