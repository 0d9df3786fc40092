"""What rooms upstairs add to pages of the registry, in `site/wiring.py`: what can be done with a question, and where more is told of a right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Offer:
    """A button beside what was found: it leads to the address of that name with the question as it stands."""

    words: str
    url: str
    may: Callable[[Any], bool]


OFFERS: list[Offer] = []


def add(*offers: Offer) -> None:
    """Take what rooms offer, once each."""
    OFFERS.extend(offer for offer in offers if offer not in OFFERS)


def offers_for(user: Any) -> list[Offer]:
    """Those that a person may take."""
    return [offer for offer in OFFERS if offer.may(user)]


@dataclass(frozen=True, slots=True)
class Beside:
    """Where more is told of a right, and what."""

    words: str
    href: str


TELL_BESIDE: list[Callable[[Any, str, str], list[Beside]]] = []


def tell_beside(*tellers: Callable[[Any, str, str], list[Beside]]) -> None:
    """Take those who know where more is told of a right, by its id and number, to a person; once each."""
    TELL_BESIDE.extend(teller for teller in tellers if teller not in TELL_BESIDE)


def told_beside(user: Any, right_id: str, number: str) -> list[Beside]:
    """What they know."""
    return [one for teller in TELL_BESIDE for one in teller(user, right_id, number)]
