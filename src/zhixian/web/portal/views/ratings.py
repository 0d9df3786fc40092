"""Credit ratings that everybody may read: the list with grades, one card with the rows behind each part, and how it went."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhixian.core.catalogue import registers
from zhixian.core.disclosure.patterns import hidden
from zhixian.core.kernel.periods import parse_day
from zhixian.core.scorecards.model import Kept
from zhixian.core.scorecards.scoring import Card
from zhixian.core.workflow.answers import said
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import public
from zhixian.web.kit.lists import few
from zhixian.web.portal.scorecards import behind, public_ratings, rating_on, sees_all, turns_of
from zhixian.web.portal.search import who_searches
from zhixian.web.portal.views.scorecards import days_to_choose
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.queries.visibility import enters_as

OBJECTIONS = "credit_objections"
"""The register of objections and repairs."""
MOST_TURNS = 60


@public
def ratings(request: HttpRequest) -> HttpResponse:
    """The ratings of the place."""
    return render(request, "portal/ratings.html", {"ratings": public_ratings().values()})


def _asked(request: HttpRequest, scorecard: str) -> tuple[Kept, date, bool]:
    """The rating, the day that is asked, and whether it says anything of that day."""
    kept = public_ratings().get(scorecard)
    if kept is None:
        raise Http404
    try:
        day = min(parse_day(request.GET.get("on", "")), today())
    except ValueError:
        day = today()
    return kept, day, kept.since is None or kept.since <= day


@public
def rating(request: HttpRequest, scorecard: str) -> HttpResponse:
    """Everybody who is rated, with grade and score, as of a day; what each part brought only as of today."""
    kept, day, holds = _asked(request, scorecard)
    scores = rating_on(kept, day) if holds else None
    cards = sorted(scores.cards, key=lambda card: (-card.score, card.subject.name)) if scores else []
    user = who_searches(request.user)
    facts = {
        "kept": kept, "page": few(cards, request, size=50), "day": day, "days": _days(kept), "today": today(), "holds": holds,
        "past": day < today(),
        "whole": user.is_authenticated and sees_all(user, kept.units), "found": len(cards),
    }  # fmt: skip
    return render(request, "portal/rating.html", facts)


def _days(kept: Kept) -> list[date]:
    return [day for day in days_to_choose() if kept.since is None or kept.since <= day]


@public
def rating_card(request: HttpRequest, scorecard: str) -> HttpResponse:
    """One card: each part with the rows behind it, how the score went day by day, and how to object; of an earlier day score and
    grade alone, and of the rows behind those that still count."""
    kept, day, holds = _asked(request, scorecard)
    cards = rating_on(kept, day).cards if holds else ()
    card = next((card for card in cards if card.subject.id == request.GET.get("id", "")), None)
    if card is None:
        raise Http404
    user = who_searches(request.user)
    objections = kept_registers().get(OBJECTIONS)
    facts = {
        "kept": kept, "card": card, "day": day, "days": _days(kept), "today": today(), "past": day < today(),
        "parts": list(zip(card.parts, _behind(card, day), strict=True)),
        "turns": turns_of(kept, card.subject, day)[::-1][:MOST_TURNS],
        "objections": objections, "objects": objections is not None and bool(enters_as(user, objections)),
    }  # fmt: skip
    return render(request, "portal/rating_card.html", facts)


def _behind(card: Card, day: date) -> list[list[list[tuple[str, str]]]]:
    """By part, the rows behind it that everybody may read, each as (heading, words)."""
    found = []
    for part, rows in zip(card.parts, behind(card, day=day, now=today()), strict=True):
        fields = (
            [registers()[part.item.counted.register].field(name) for name in part.item.tells]
            if part.item.counted
            else []
        )
        found.append([_told(row, fields) for row in rows])
    return found


def _told(row: Mapping[str, Any], fields: Sequence[Any]) -> list[tuple[str, str]]:
    return [(field.name, hidden(words)) for field in fields if (words := said(field, row.get(field.id)))]
