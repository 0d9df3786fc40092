"""What the money rule says to a dossier: the sum with its whole trace, as plain JSON."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from zhixian.core.catalogue import definitions
from zhixian.core.plan.model import Amount
from zhixian.core.rules.evaluation import NO_MONEY_LEFT, Outcome, amounts_for, evaluate
from zhixian.web.incentives.queries import reserved_fen, used_fen
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import the_plan
from zhixian.web.matters.facts import rule_facts
from zhixian.web.matters.models import Dossier
from zhixian.web.matters.queries import others_reviewed


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why an application is known to come to nothing before anybody fills it in.

    `correctable`: the reasons rest on facts that may be wrong in the registry, or on money held for others, so that one may
    still apply. `year` is the only year that the rule gives this subject anything in, where that is another one.
    """

    reasons: tuple[str, ...]
    correctable: bool
    year: int | None = None


def comes_to_nothing(dossier: Dossier) -> Nothing | None:
    """What is known of an application that is about to begin; None when it may come to something or nobody can tell yet."""
    matter = dossier.its_matter
    known = dossier.known
    asked = (field for field in matter.fields if field.feeds and field.fact and not field.when)
    if not matter.incentive or any(field.fact not in known for field in asked):
        return None
    award = work_out(dossier)
    if not award["refusals"]:
        return None
    rule, facts, plan = definitions().incentives[matter.incentive], rule_facts(dossier), the_plan()
    day = facts.get(rule.day) if rule.day else None
    in_force = rule.day is not None or bool(amounts_for(rule, facts, plan.amounts, year=dossier.year))
    spent = NO_MONEY_LEFT in award["refusals"] and award["already_fen"] == award["used_fen"]
    year = day.year if isinstance(day, date) and day.year != dossier.year else None
    return Nothing(tuple(award["refusals"]), correctable=in_force and not spent, year=year)


def work_out(dossier: Dossier) -> dict[str, Any]:
    """The award by the rule of its matter, for its year, after what the party has been awarded in the scope of the cap."""
    name = dossier.its_matter.incentive
    assert name, "only matters with a money rule are reviewed for a sum"
    rule, plan = definitions().incentives[name], the_plan()
    facts = rule_facts(dossier)
    values = amounts_for(rule, facts, plan.amounts, year=dossier.year)
    cap = values.get(rule.cap.parameter) if rule.cap else None
    used = used_fen(purpose=cap.incentive, scope=scope_of(cap, dossier.year), party=dossier.party) if cap else 0
    already = used + held_fen(dossier, cap) if cap else 0
    outcome = evaluate(rule, facts, plan.amounts, year=dossier.year, region=plan.region, already=already)
    return {
        "incentive": name,
        "year": dossier.year,
        "budget_year": today().year,
        "worked_out_on": today().isoformat(),
        "cap": {"fen": int(cap.value), "scope": scope_of(cap, dossier.year)} if cap else None,
        "already_fen": already,
        "used_fen": used,
        **_plain(outcome),
    }


def held_fen(dossier: Dossier, cap: Amount) -> int:
    """What counts against the cap beside the party's decided and paid sums: what the ledger holds for its other dossiers that
    wait to be decided."""
    return reserved_fen([holding_of(other) for other in others_reviewed(dossier, scope=cap.per)])


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
