"""Named effects of moves outside the dossier: money reserved, committed, paid, released. The site's wiring says what each does.

What a flow calls `reserve`, `commit`, `pay` and `release` is done by functions with the signature of `MoneyEffect`; they run
inside the transaction of the move, and a refusal of theirs undoes the move.
"""

from typing import Any, Protocol

from zhixian.web.accounts.models import Organisation
from zhixian.web.matters.models import Dossier

MONEY = ("reserve", "commit", "pay", "release")


class MoneyEffect(Protocol):
    """Reads sum, purpose and year from the dossier's award, the letter's number and the payment from the dossier."""

    def __call__(self, dossier: Dossier, *, reason: str, by: Any) -> object:
        """Do it in the caller's transaction, or raise a Refusal in Chinese."""


_money: dict[str, MoneyEffect] = {}


def wire_money(**effects: MoneyEffect) -> None:
    """Say what reserve, commit, pay and release do."""
    unknown = set(effects) - set(MONEY)
    if unknown:
        raise LookupError(f"{sorted(unknown)}: {MONEY}")
    _money.update(effects)


def run_money(effect: str, dossier: Dossier, *, reason: str, by: Any) -> None:
    """Let a money effect happen for a dossier. Raises KeyError when the site has not been wired."""
    _money[effect](dossier, reason=reason, by=by)


def lock_party(dossier: Dossier) -> None:
    """Make those who decide about one party at the same time wait for one another: its caps are counted together."""
    Organisation.objects.select_for_update().get(pk=dossier.organisation_id)
