"""Scorecards: those that somebody sees, the ranking, one card with its parts, and the ranking as a workbook."""

from datetime import date
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhixian.core.catalogue import registers
from zhixian.core.kernel.periods import parse_day
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.reports.xlsx.scores import write_scores_xlsx
from zhixian.core.scorecards.model import Kept
from zhixian.core.scorecards.scoring import Card, Scores
from zhixian.core.workflow.answers import said
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import few
from zhixian.web.kit.sending import XLSX, send_made
from zhixian.web.portal.scorecards import (
    READERS,
    cards_visible_to,
    kept_scorecards,
    public_ratings,
    scorecards_visible_to,
    scores_on,
    sees_all,
)
from zhixian.web.registry.queries import current_snapshot

YEARS = 3
"""Ends of years that one may go back to with one press."""


def day_asked(request: SignedIn) -> date:
    """`?on=`, not after today; today when it is no day."""
    try:
        return min(parse_day(request.GET.get("on", "")), today())
    except ValueError:
        return today()


def days_to_choose() -> list[date]:
    """Today, and the ends of the years before."""
    return [today(), *(date(today().year - back, 12, 31) for back in range(1, YEARS + 1))]


def _computed(request: SignedIn, scorecard: str) -> tuple[Snapshot, Kept, Scores, tuple[Card, ...]]:
    """The scorecard as the person sees it; else 404."""
    kept, snapshot = kept_scorecards().get(scorecard), current_snapshot()
    if kept is None or snapshot is None:
        raise Http404
    whole = sees_all(request.user, kept.units)
    scores = scores_on(snapshot, kept, day_asked(request))
    cards = cards_visible_to(request.user, scores)
    if not (whole or cards):
        raise Http404
    return snapshot, kept, scores, cards


@door(*READERS)
def scorecards(request: SignedIn) -> HttpResponse:
    """The scorecards of which the person sees some card."""
    snapshot, day = current_snapshot(), today()
    shown = [
        {"kept": kept, "scores": scores, "own": cards_visible_to(request.user, scores)[:1] if scores and not sees_all(request.user, kept.units) else ()}
        for kept, scores in scorecards_visible_to(request.user, snapshot, day)
    ]  # fmt: skip
    return render(request, "portal/scorecards.html", {"shown": shown, "day": day, **_about(snapshot)})


@door(*READERS)
def scorecard(request: SignedIn, scorecard: str) -> HttpResponse:
    """The ranking of one scorecard; of one that everybody may read, on its public page."""
    if scorecard in public_ratings():
        return redirect(f"{reverse('rating', args=[scorecard])}?{request.GET.urlencode()}")
    snapshot, kept, scores, cards = _computed(request, scorecard)
    lots = [lot for lot in scores.lots if any(card.subject.lot == lot for card in cards)]
    lot = request.GET.get("lot", "") if request.GET.get("lot", "") in lots else next(iter(lots), "")
    scores, cards = scores.of_lot(lot), tuple(card for card in cards if card.subject.lot == lot)
    asked = request.GET.get("q", "").strip()[:100]
    found = [card for card in cards if asked in card.subject.name]
    facts = {
        "lots": lots, "lot": lot, "projects": kept.card.scored == "projects",
        "kept": kept, "scores": scores, "page": few(found, request, size=50), "q": asked, "day": scores.as_of,
        "days": days_to_choose(), "whole": sees_all(request.user, kept.units), "missing": _missing(scores), **_about(snapshot),
    }  # fmt: skip
    return render(request, "portal/scorecard.html", facts)


@door(*READERS)
def score_card(request: SignedIn, scorecard: str) -> HttpResponse:
    """One subject's card: each part with the figure behind it, and how to rise."""
    if scorecard in public_ratings():
        return redirect(f"{reverse('rating_card', args=[scorecard])}?{request.GET.urlencode()}")
    snapshot, kept, scores, cards = _computed(request, scorecard)
    card = next((card for card in cards if card.subject.id == request.GET.get("id", "")), None)
    if card is None:
        raise Http404
    if card.subject.parties and card.subject.parties[0].kind == "individual":
        with transaction.atomic():
            record.write(
                "read_score", record.veiled("registry.party", card.subject.id), by=request.user, card=scorecard
            )
    facts = {
        "kept": kept,
        "scores": scores.of_lot(card.subject.lot),
        "card": card,
        "told": _told(kept, card),
        "day": scores.as_of,
        "days": days_to_choose(),
        **_about(snapshot),
    }
    return render(request, "portal/score_card.html", facts)


@door(*READERS)
def scorecard_sheet(request: SignedIn, scorecard: str) -> HttpResponse:
    """The ranking with all parts as a workbook, as far as the person sees it; that it left is on the record."""
    snapshot, kept, scores, cards = _computed(request, scorecard)
    record.write(
        "scores_exported", f"portal.scorecard:{scorecard}", by=request.user, rows=len(cards), day=str(scores.as_of)
    )
    return send_made(
        lambda path: write_scores_xlsx(scores, cards, path, labels=snapshot.labels),
        f"{kept.card.name} {scores.as_of:%Y-%m-%d}.xlsx",
        XLSX,
    )


def _told(kept: Kept, card: Card) -> list[tuple[str, str]]:
    """What the row of a project says of itself, as (heading, words)."""
    members = kept.card.members
    if members is None or not members.tells:
        return []
    fields = [registers()[members.register].field(name) for name in members.tells]
    return [(field.name, words) for field in fields if (words := said(field, card.subject.answers.get(field.id)))]


def _missing(scores: Scores) -> dict[str, str]:
    """Items of which nobody's figure is known, and why."""
    parts: dict[str, list[Any]] = {}
    for card in scores.cards:
        for part in card.parts:
            parts.setdefault(part.item.name, []).append(part)
    return {name: own[0].figure.why for name, own in parts.items() if all(part.points is None for part in own)}


def _about(snapshot: Snapshot | None) -> dict[str, Any]:
    return {"snapshot": snapshot, "synthetic": snapshot and snapshot.labels, "today": today()}
