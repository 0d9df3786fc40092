"""Pages of look-alike marks: what is watched with what comes close to each, one sign with its hits and reasons, and bare words."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from zhixian.core.kernel.periods import parse_day
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.look_alike.rule import GOODS, LEVELS
from zhixian.core.look_alike.watching import LookAlike, classes_asked
from zhixian.core.reports.look_alikes import STATES
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import few
from zhixian.web.registry.look_alikes import WATCHED, hits_of, hits_of_words, rule_told, signs_of, silence_of, watched
from zhixian.web.registry.models import IndexedRight
from zhixian.web.registry.queries import current_edition, snapshot_of

A_PAGE = 20
LONGEST = 60
"""Characters of a name that is asked for."""


@door()
def look_alikes(request: SignedIn) -> HttpResponse:
    """What is the person's to watch, and for staff a name that somebody thinks of; with the rule."""
    edition = current_edition()
    context: dict[str, Any] = {"edition": edition, "rule": rule_told(), "levels": LEVELS, "goods": GOODS}
    if edition is None:
        return render(request, "registry/look_alikes.html", context)
    words, classes = request.GET.get("q", "").strip()[:LONGEST], request.GET.get("classes", "").strip()[:LONGEST]
    if (words or classes) and request.user.is_authority:
        context |= {"q": words, "classes": classes}
        try:
            asked = classes_asked(classes)
        except Refusal as refusal:
            context |= {"problem": str(refusal)}
            return render(request, "registry/look_alikes.html", context, status=422)
    if words and request.user.is_authority:
        snapshot = snapshot_of(edition)
        if snapshot is None:
            raise Http404
        try:
            hits = hits_of_words(words, asked, snapshot, as_of=edition.as_of)
        except Refusal as refusal:
            return render(request, "registry/look_alikes.html", context | {"no_words": str(refusal)}, status=422)
        context |= {
            "hits": _page(request, hits),
            "total": len(hits),
            "states": STATES,
            "as_of": edition.as_of,
        }
        return render(request, "registry/look_alikes.html", context)
    page = few(signs_of(request.user).select_related("edition"), request, size=A_PAGE)
    return render(request, "registry/look_alikes.html", context | {"page": page, "watched": watched(page.object_list)})


@door()
def look_alike(request: SignedIn, right_id: str) -> HttpResponse:
    """One sign: the marks that come close to it, by level and since a day."""
    shown = IndexedRight.objects.visible_to(request.user).filter(kind__in=WATCHED).select_related("edition")
    right = get_object_or_404(shown, right_id=right_id)
    every = hits_of(right)
    level = request.GET.get("level", "")
    level = level if level in LEVELS else ""
    since = _day(request.GET.get("since", ""))
    hits = [hit for hit in every if level in ("", hit.level)]
    hits = [hit for hit in hits if since is None or (hit.mark.seen and hit.mark.seen >= since)]
    counts = [(name, words, sum(hit.level == name for hit in every)) for name, words in LEVELS.items()]
    context = {
        "right": right, "hits": _page(request, hits), "found": len(hits), "whole": len(every), "counts": counts, "level": level,
        "since": since, "levels": LEVELS, "goods": GOODS, "states": STATES, "rule": rule_told(), "as_of": right.edition.as_of, "silence": silence_of(right),
    }  # fmt: skip
    return render(request, "registry/look_alike.html", context)


def _page(request: SignedIn, hits: Sequence[LookAlike]) -> Any:
    return few(hits, request, size=A_PAGE)


def _day(text: str) -> Any:
    try:
        return parse_day(text)
    except ValueError:
        return None
