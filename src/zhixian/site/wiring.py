"""The one upward link: what each room tells the portal about a clause, and where a page leads into a room."""

from zhixian.web.portal import evidence, numbers


def wire() -> None:
    """Connect the rooms; called when the addresses are read, once all of them are loaded."""
    evidence.add(numbers.evidence)
