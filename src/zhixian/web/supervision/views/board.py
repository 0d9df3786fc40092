"""The board of clauses and units, the page of each light with its reasons, and the rule itself."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhixian.core.supervision.lights import NAMES, WORDS
from zhixian.core.supervision.rule import TOLD, rules
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import AUDITOR, CHIEF, FINANCE, HANDLER, LEAD
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door, public
from zhixian.web.kit.plan import the_plan
from zhixian.web.supervision.evidence import shown_reasons
from zhixian.web.supervision.lights import Board, counts, rows_of
from zhixian.web.supervision.models import STILL_OPEN
from zhixian.web.supervision.queries import requests_visible_to, units_visible_to
from zhixian.web.supervision.responsible import deadline_of, units_of

PEOPLE = (LEAD, AUDITOR, HANDLER, CHIEF, FINANCE)


@door(*PEOPLE)
def board(request: SignedIn) -> HttpResponse:
    """Clause × unit with lights; people of a unit see their own column."""
    found = Board(as_of=today())
    columns, rows = rows_of(found, units_visible_to(request.user))
    asked = set(requests_visible_to(request.user).filter(state__in=STILL_OPEN).values_list("clause", "unit"))
    wanted = request.GET.get("light", "")
    page = {
        "units": columns,
        "rows": [row for row in rows if wanted not in NAMES or any(c.light.colour == wanted for c in row.shown)],
        "counts": counts(rows),
        "words": WORDS,
        "names": NAMES,
        "wanted": wanted if wanted in NAMES else "",
        "asked": asked,
        "leads": LEAD in request.user.roles,
        "as_of": today(),
    }
    return render(request, "supervision/board.html", page)


@door(*PEOPLE)
def clause(request: SignedIn, clause: str) -> HttpResponse:
    """One clause: every unit's light with its reasons."""
    known = _clause(clause)
    found = Board(as_of=today())
    seen = units_visible_to(request.user)
    cells = [cell for cell in found.row(clause) if cell.unit in seen]
    if not cells:
        raise Http404
    page = {"clause": known, "cells": cells, "deadline": deadline_of(clause), "leads": LEAD in request.user.roles}
    return render(request, "supervision/clause.html", page)


@door(*PEOPLE)
def cell(request: SignedIn, clause: str, unit: str) -> HttpResponse:
    """One light, its reasons, and the evidence behind each."""
    known = _clause(clause)
    if unit not in units_of(clause) or unit not in units_visible_to(request.user):
        raise Http404
    found = Board(as_of=today()).cell(clause, unit)
    rows = requests_visible_to(request.user).filter(clause=clause, unit=unit).order_by("-id")
    page: dict[str, Any] = {
        "clause": known,
        "cell": found,
        "reasons": shown_reasons(found, request.user, as_of=today()),
        "deadline": deadline_of(clause),
        "left": (deadline_of(clause) - today()).days,
        "requests": rows[:20],
        "may_ask": LEAD in request.user.roles and not rows.filter(state__in=STILL_OPEN).exists(),
        "as_of": today(),
    }
    return render(request, "supervision/cell.html", page)


@public
def rule(request: HttpRequest) -> HttpResponse:
    """The rule by which lights turn, for everybody."""
    found = rules()
    page = {
        "rule": found.on(today()), "versions": found.versions, "kinds": found.kinds.values(), "levels": found.levels, "told": TOLD,
        "names": NAMES, "words": WORDS,
    }  # fmt: skip
    return render(request, "supervision/rule.html", page)


def _clause(clause: str) -> Any:
    try:
        return the_plan().clause(clause)
    except KeyError:
        raise Http404 from None
