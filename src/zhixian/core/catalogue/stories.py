"""The stories of a rule as data: what tests prove and what the simulator shows as examples."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from zhixian.core.catalogue import HERE, MATTERS
from zhixian.core.kernel.money import yuan_to_fen
from zhixian.core.kernel.yaml_file import read_yaml

MONEY_FACTS = ("principal", "cost")


@dataclass(frozen=True, slots=True)
class Story:
    """One promise, boundary or refusal: facts by subject, typed as the evaluator wants them."""

    name: str
    year: int
    facts: Mapping[str, Mapping[str, Any]]


@cache
def stories(matter: str) -> tuple[Story, ...]:
    """The stories of a matter in their order; none for one that the catalogue does not have."""
    if matter not in MATTERS:
        return ()
    book = read_yaml(HERE / matter / "stories.yaml")
    return tuple(
        Story(
            story["name"],
            story["year"],
            {subject: _typed({**book["usual"], **own}) for subject, own in story["facts"].items()},
        )
        for story in book["stories"]
    )


def _typed(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: yuan_to_fen(value) if name in MONEY_FACTS and value is not None else value
        for name, value in facts.items()
    }
