"""Which facts about an enterprise anybody may see, and which are its business secrets."""

from zhixian.core.catalogue import definitions
from zhixian.web.kit.plan import the_plan

OPEN_ROWS = frozenset({"right", "rights", "honours", "parties", "transfers"})
"""Rows whose facts are published by the state anyway: rights and their transfers are gazetted, honours are announced.
Loans and projects (and what mixes them in) tell of an enterprise's money and plans, so they are its own business."""


def is_person(kind: str | None) -> bool:
    """Whether a party may be a natural person, who is nobody's business: also one of which nobody knows what it is."""
    return kind in (None, "individual")


def rows_are_open(rows: str) -> bool:
    """Whether anybody may see what follows from rows of this kind."""
    return rows in OPEN_ROWS


def names_are_open(norm: str) -> bool:
    """Whether those who wait for the figure of an open norm may be named."""
    eligible = next((known.eligible for known in the_plan().open_norms if known.incentive == norm), None)
    return eligible is not None and rows_are_open(definitions().eligibilities[eligible].rows)
