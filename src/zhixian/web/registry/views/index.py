"""Rights and parties of the current snapshot: found by number and name, shown whole."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.particulars import party_in_full, right_in_full, where_from
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.staging import right_ref
from zhixian.core.registry.tables import PATENT_KINDS
from zhixian.core.reports.search import reason, write_hits
from zhixian.core.search.fields import FIELDS
from zhixian.core.search.finding import MOST_AT_ONCE, SORT_WORDS
from zhixian.core.search.lexing import QueryFault
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import AUDITOR, FINANCE, LEAD, STAFF
from zhixian.web.kit import record
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import few, page_asked
from zhixian.web.kit.sending import XLSX, send_made
from zhixian.web.registry.jobs import ask_for_search_index
from zhixian.web.registry.look_alikes import WATCHED
from zhixian.web.registry.models import IndexEdition, IndexedParty, IndexedRight, parties_of
from zhixian.web.registry.offers import offers_for, told_beside
from zhixian.web.registry.queries import current_edition, data, find_parties, snapshot_of
from zhixian.web.registry.rights import A_PAGE, Asked, NotYet, alike, marked_query, page_of, search_for
from zhixian.web.registry.telling import chosen_told, facets_told, value_told
from zhixian.web.registry.valuing import value_of
from zhixian.web.registry.words import PARTY_KIND, event_told

MOST_ALIKE = 6
SEE_LOANS = {LEAD, FINANCE, AUDITOR}


@door()
def rights(request: SignedIn) -> HttpResponse:
    """Rights by a query, with how the answer spreads; a query that cannot be read is shown with the place."""
    edition = current_edition()
    context: dict[str, Any] = {
        "edition": edition,
        "q": request.GET.get("q", ""),
        "fields": FIELDS,
        "most": MOST_AT_ONCE,
        "offers": offers_for(request.user),
    }
    if edition is None:
        return render(request, "registry/rights.html", context)
    asked = Asked.of(request.GET, edition.as_of, any_day=request.user.is_authority)
    page = page_asked(request, most=MOST_AT_ONCE // A_PAGE)
    context |= {"asked": asked, "sorts": SORT_WORDS, "any_day": request.user.is_authority}
    try:
        found, shown = page_of(lambda page: search_for(request.user, asked, edition, page=page), page)
    except QueryFault as fault:
        context |= {"fault": fault, "marked": marked_query(asked.text, fault)}
        return render(request, "registry/rights.html", context)
    except NotYet:
        ask_for_search_index(edition.snapshot, by=request.user)
        return render(request, "registry/rights.html", context | {"not_yet": True})
    context |= {
        "found": found,
        "page": shown,
        "facets": facets_told(found, asked.only),
        "chosen": chosen_told(found, asked.only),
    }
    return render(request, "registry/rights.html", context)


@door(*STAFF)
def rights_sheet(request: SignedIn) -> HttpResponse:
    """The hits of a query as a workbook, the first ten thousand; the taking out is on the record."""
    edition = current_edition()
    if edition is None:
        raise Http404
    asked = Asked.of(request.GET, edition.as_of, any_day=True)
    try:
        found = search_for(request.user, asked, edition, limit=MOST_AT_ONCE)
    except (QueryFault, NotYet):  # the page says why
        return redirect(f"{reverse('rights')}?{request.GET.urlencode()}")
    narrowed = [f"{word}：{value}" for _, word, value in chosen_told(found, asked.only)]
    record.write(
        "export_rights",
        "registry.rights",
        by=request.user,
        query=asked.text,
        narrowed=asked.only,
        as_of=asked.as_of.isoformat(),
        snapshot=edition.snapshot,
        rows=len(found.hits),
    )
    return send_made(
        lambda path: write_hits(path, found, asked=asked.text, narrowed=narrowed, labels=edition.labels),
        f"检索结果{asked.as_of:%Y%m%d}.xlsx",
        XLSX,
    )


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
    told = right_in_full(snapshot, right_id, as_of=row.edition.as_of)
    names = [right_id, right_ref(row.number)] if row.number else [right_id]
    sources = where_from(data(), snapshot, "rights", "right_id", names) if request.user.is_authority else []
    near = alike(row, most=MOST_ALIKE) if request.user.is_authority else []
    context = {
        "alike": [(one, reason(one)) for one in near],
        "watched": row.kind in WATCHED,
        "right": row,
        "facts": (told["facts"] or [{}])[0],
        "told": told,
        "events": [(event, *event_told(event)) for event in told["events"]],
        "sources": sources,
    }
    if row.kind in PATENT_KINDS:
        context |= {"patent": True} | (_valued(request, row) if request.GET.get("value") else {})
    return render(request, "registry/right.html", context)


def _valued(request: SignedIn, row: IndexedRight) -> dict[str, Any]:
    """The value indicators, which take a moment: the page asks for them when it is there."""
    told: dict[str, Any] = {}
    try:
        told["valued"] = value_told(value_of(row))
    except Refusal as refusal:
        told["silence"] = refusal.why
    return told | {"beside": told_beside(request.user, row.right_id, row.number)}


@door()
def party(request: SignedIn, party_id: str) -> HttpResponse:
    """One party: facts, rights, honours, projects; loans for those who may see them."""
    row = get_object_or_404(IndexedParty.objects.visible_to(request.user).select_related("edition"), party_id=party_id)
    told: dict[str, Any] = party_in_full(_snapshot_of(row.edition), party_id)
    loans = bool(request.user.authorities_as(*SEE_LOANS)) or party_id in parties_of(request.user)
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
