"""The public's pages of penalties: what is shown, one decision, the open data. None of them can reach an original."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from zhixian.core.disclosure.publication import rules
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import public
from zhixian.web.kit.lists import few
from zhixian.web.protection.penalty_data import FORMS, written
from zhixian.web.protection.penalty_units import penalty_units
from zhixian.web.protection.queries.penalties import (
    find_public,
    public_penalties,
    public_years,
    recently_withdrawn,
    registered_party,
    shown_penalties,
)

PLACE = "protection/penalties"
WITHDRAWN_ON_PAGE = 20


@public
def public_list(request: HttpRequest) -> HttpResponse:
    """Every decision that is shown, newest first, by words, unit and year."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "unit", "year")}
    rows = find_public(shown_penalties(as_of=today()), asked["q"]).defer("body")
    if asked["unit"] in penalty_units():
        rows = rows.filter(unit=asked["unit"])
    if asked["year"].isascii() and asked["year"].isdigit() and 1900 < int(asked["year"]) < 3000:
        rows = rows.filter(decided_on__year=int(asked["year"]))
    shown = {
        "page": few(rows, request, size=20),
        "asked": asked,
        "filtered": any(asked.values()),
        "units": list(penalty_units()),
        "years": public_years(as_of=today()),
        "withdrawn": recently_withdrawn(as_of=today())[:WITHDRAWN_ON_PAGE],
    }
    return render(request, f"{PLACE}/public_list.html", shown)


@public
@never_cache
def public_penalty(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision as the public reads it; or the trace of its withdrawal."""
    row = get_object_or_404(public_penalties(as_of=today()), pk=pk)
    edition = next(one for one in rules().editions if one.id == row.rule)
    shown: dict[str, Any] = {"penalty": row, "edition": edition}
    if row.credit_code:
        shown["registered"] = registered_party(request.user, row.credit_code, row.party)
    return render(request, f"{PLACE}/public_penalty.html", shown)


@public
def penalty_data(request: HttpRequest, form: str) -> HttpResponse:
    """Everything that is shown, and what was withdrawn, as CSV or JSON."""
    if form not in FORMS:
        raise Http404
    rows = public_penalties(as_of=today()).order_by("-shown_on", "-id").defer("body", "address", "search")
    answer = HttpResponse(written(rows.iterator(chunk_size=500), form, as_of=today()), content_type=FORMS[form])
    answer["Content-Disposition"] = f'attachment; filename="penalties.{form}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
