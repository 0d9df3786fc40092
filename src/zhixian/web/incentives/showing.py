"""What rooms above have to show of a pot on pages of their own."""

from collections.abc import Callable
from typing import Any

from zhixian.web.incentives.models import Pot

LINKS: dict[str, Callable[[Any, Pot], str]] = {}
"""Words of a link → who asks and of which pot to the address; an empty one where there is nothing for that person."""


def add_link(words: str, address: Callable[[Any, Pot], str]) -> None:
    """Called by a room above once Django has loaded it."""
    LINKS[words] = address


def links_of(user: Any, pot: Pot) -> list[tuple[str, str]]:
    """(words, address) of the pages of rooms above that show a pot to this person."""
    found = ((words, address(user, pot)) for words, address in LINKS.items())
    return [(words, address) for words, address in found if address]
