"""The one upward link: which functions of the house do what the flows name."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from zhixian.web.kit import record
from zhixian.web.matters.effects import MONEY, MoneyEffect, wire_money

LEDGER = "zhixian.web.incentives.actions"
"""Expected there: reserve, commit, pay and release, each (*, purpose, year, amount_fen, dossier, by), in the caller's
transaction; a Refusal of theirs undoes the move."""


def wire() -> None:
    """Connect money effects to the ledger; without a ledger each is a line of the record, and nothing is checked against a
    budget."""
    if find_spec(LEDGER):
        ledger = import_module(LEDGER)
        wire_money(**{effect: getattr(ledger, effect) for effect in MONEY})
    else:
        wire_money(**{effect: _recorded(effect) for effect in MONEY})


def _recorded(effect: str) -> MoneyEffect:
    def write(*, purpose: str, year: int, amount_fen: int, dossier: str, by: Any) -> None:
        record.write(f"money_{effect}", f"matters.dossier:{dossier}", by=by, purpose=purpose, year=year, fen=amount_fen)

    return write
