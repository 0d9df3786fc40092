"""The stories of a rule as data: what tests prove and what the simulator shows as examples."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from zhixian.core.catalogue import HERE, definitions
from zhixian.core.kernel.money import yuan_to_fen
from zhixian.core.kernel.yaml_file import read_yaml
from zhixian.core.plan.model import Plan
from zhixian.core.rules import evaluate_all
from zhixian.core.rules.definition import Incentive

MONEY_FACTS = ("principal", "cost")


@dataclass(frozen=True, slots=True)
class Story:
    """One promise, boundary or refusal: facts by subject, typed as the evaluator wants them."""

    name: str
    year: int
    facts: Mapping[str, Mapping[str, Any]]
    award_fen: Mapping[str, int]
    refused: Mapping[str, str]
    capped: tuple[str, ...]
    effective: Mapping[str, date]
    until: Mapping[str, date]
    """Days on which the story lets amounts begin and end, by the amount's id."""
    before_plan: bool

    def in_plan(self, plan: Plan) -> Plan:
        """The plan as the story has it."""
        if not {*self.effective, *self.until} <= {amount.id for amount in plan.amounts}:
            raise LookupError(f"{self.name}: no such amount")
        amounts = [
            replace(a, effective=self.effective.get(a.id, a.effective), until=self.until.get(a.id, a.until))
            for a in plan.amounts
        ]
        return replace(plan, amounts=tuple(amounts))


@cache
def stories(matter: str, *, region: str) -> tuple[Story, ...]:
    """The stories of a money rule in their order, told of a region; none for a matter that pays nothing or that the catalogue does not
    have."""
    if matter not in definitions().incentives:
        return ()
    book = read_yaml(HERE / matter / "stories.yaml")
    return tuple(
        Story(
            name=story["name"],
            year=story["year"],
            facts={subject: _typed({**book["usual"], **own}, region) for subject, own in story["facts"].items()},
            award_fen={subject: yuan_to_fen(amount) for subject, amount in story.get("award", {}).items()},
            refused=story.get("refused", {}),
            capped=tuple(story.get("capped", ())),
            effective=story.get("effective", {}),
            until=story.get("until", {}),
            before_plan=story.get("before_plan", False),
        )
        for story in book["stories"]
    )


def holding(matter: str, definition: Incentive, plan: Plan) -> list[Story]:
    """The stories that come out so under the plan as it is: those told of other amounts would mislead."""
    return [story for story in stories(matter, region=plan.region) if _holds(story, definition, plan)]


def _holds(story: Story, definition: Incentive, plan: Plan) -> bool:
    rows = [{definition.subject: subject, **facts} for subject, facts in story.facts.items()]
    outcomes = {
        row[definition.subject]: outcome
        for row, outcome in evaluate_all(definition, rows, plan.amounts, year=story.year, region=plan.region)
    }
    awarded = {subject: outcome.amount_fen for subject, outcome in outcomes.items() if outcome.amount_fen}
    return awarded == story.award_fen and all(
        subject in outcomes and reason in outcomes[subject].refusals for subject, reason in story.refused.items()
    )


def _typed(facts: Mapping[str, Any], region: str) -> dict[str, Any]:
    places = {"here": region, "elsewhere": "110101" if region != "110101" else "350101"}
    return {
        name: yuan_to_fen(value) if name in MONEY_FACTS and value is not None
        else places.get(value, value) if name.endswith("region") else value
        for name, value in facts.items()
    }  # fmt: skip
