"""What can be done with a question on the page of the search; rooms upstairs add theirs in `site/wiring.py`."""

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
