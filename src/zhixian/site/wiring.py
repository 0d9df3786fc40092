"""The one upward link: which functions of the house do what the flows name."""

from typing import Any

from zhixian.core.registry.snapshot import Snapshot
from zhixian.web.incentives import actions as ledger
from zhixian.web.indicators.actions import day_for_figures, publish_figures
from zhixian.web.kit.clock import today
from zhixian.web.matters.award import holding_of
from zhixian.web.matters.effects import wire_money
from zhixian.web.matters.models import Dossier
from zhixian.web.registry import published


def wire() -> None:
    """Connect the money effects of flows to the ledger, and a new snapshot to its figures."""
    wire_money(reserve=reserve, commit=commit, pay=pay, release=release)
    published.after_publishing(show_figures)


def show_figures(snapshot: Snapshot) -> None:
    """Compute the figures of what was published, for the pages to show."""
    publish_figures(snapshot, day_for_figures(snapshot, today()))


def reserve(dossier: Dossier, *, by: Any, **_: Any) -> None:
    """Hold what the review came to, and lay claim to what it is paid for."""
    award = dossier.award or {}
    ledger.reserve(
        purpose=award["incentive"],
        year=award["budget_year"],
        amount_fen=award["amount_fen"],
        subject=holding_of(dossier),
        party=dossier.party,
        party_name=dossier.organisation.name,
        claims=(dossier.claim,) if dossier.claim else (),
        by=by,
    )


def commit(dossier: Dossier, *, by: Any, **_: Any) -> None:
    """Decide the sum by the letter, within the party's cap as it was reviewed."""
    award = dossier.award or {}
    cap = award["cap"] or {}
    ledger.commit(
        holding_of(dossier),
        amount_fen=award["amount_fen"],
        cap_fen=cap.get("fen"),
        scope=cap.get("scope", ""),
        document=dossier.letter_number,
        by=by,
    )


def pay(dossier: Dossier, *, by: Any, **_: Any) -> None:
    """Pay it, by the voucher."""
    ledger.pay(holding_of(dossier), document=(dossier.payment or {})["reference"], by=by)


def release(dossier: Dossier, *, reason: str, by: Any) -> None:
    """Give back what is held."""
    ledger.release(holding_of(dossier), reason=reason, by=by)
