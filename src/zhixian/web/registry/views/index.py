"""Rights and parties of the current snapshot: found by number and name, shown whole."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from zhixian.core.registry.particulars import party_in_full, right_in_full, where_from
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.staging import right_ref
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import AUDITOR, FINANCE, LEAD
from zhixian.web.kit import record
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import few
from zhixian.web.registry.models import IndexEdition, IndexedParty, IndexedRight, parties_of
from zhixian.web.registry.queries import current_edition, data, find_parties, find_rights, snapshot_of
from zhixian.web.registry.words import EVENT, PARTY_KIND, RIGHT_KIND

SEE_LOANS = {LEAD, FINANCE, AUDITOR}


@door()
def rights(request: SignedIn) -> HttpResponse:
    """Rights by number in any spelling, title or holder."""
    asked = request.GET.get("q", "")
    found = find_rights(request.user, asked)
    kind = request.GET.get("kind", "")
    if kind in RIGHT_KIND:
        found = found.filter(kind=kind)
    context = {"page": few(found, request), "q": asked, "kind": kind, "kinds": RIGHT_KIND, "edition": current_edition()}
    return render(request, "registry/rights.html", context)


@door()
def parties(request: SignedIn) -> HttpResponse:
    """Parties by name or id."""
    asked = request.GET.get("q", "")
    page = few(find_parties(request.user, asked), request)
    return render(request, "registry/parties.html", {"page": page, "q": asked, "edition": current_edition()})


@door()
def right(request: SignedIn, right_id: str) -> HttpResponse:
    """One right: facts, events, spans, pledges, honours, and which rows of which files say so."""
    row = get_object_or_404(IndexedRight.objects.visible_to(request.user).select_related("edition"), right_id=right_id)
    snapshot = _snapshot_of(row.edition)
    told = right_in_full(snapshot, right_id)
    names = [right_id, right_ref(row.number)] if row.number else [right_id]
    sources = where_from(data(), snapshot, "rights", "right_id", names) if request.user.is_office else []
    context = {"right": row, "facts": (told["facts"] or [{}])[0], "told": told, "events": EVENT, "sources": sources}
    return render(request, "registry/right.html", context)


@door()
def party(request: SignedIn, party_id: str) -> HttpResponse:
    """One party: facts, rights, honours, projects; loans for those who may see them."""
    row = get_object_or_404(IndexedParty.objects.visible_to(request.user).select_related("edition"), party_id=party_id)
    told: dict[str, Any] = party_in_full(_snapshot_of(row.edition), party_id)
    loans = bool(request.user.roles & SEE_LOANS) or party_id in parties_of(request.user)
    if row.kind == "individual" or (loans and told["loans"]):
        record.write(
            "read_party",
            record.veiled("registry.party", party_id),
            by=request.user,
            loans=loans and bool(told["loans"]),
        )
    context = {
        "party": row, "facts": (told["facts"] or [{}])[0], "told": told, "loans": loans, "kinds": PARTY_KIND,
        "page": few(IndexedRight.objects.visible_to(request.user).filter(holder=party_id), request),
    }  # fmt: skip
    return render(request, "registry/party.html", context)


def _snapshot_of(edition: IndexEdition) -> Snapshot:
    found = snapshot_of(edition)
    if found is None:
        raise Http404
    return found
