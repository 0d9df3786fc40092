"""Statements of rights (权利情况说明): whose they are on a day, as a document."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render

from zhixian.core.analysis.finding import party_of
from zhixian.core.registry.particulars import rights_of_party
from zhixian.core.reports.docx.statement import write_statement
from zhixian.core.reports.statement import NO_INVENTORS, statement_of
from zhixian.core.scorecards.honours import REGISTER, held_by, honours_known
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import few
from zhixian.web.kit.plan import lead_office, official_name
from zhixian.web.kit.sending import DOCX, send_made
from zhixian.web.portal.scorecards import READERS
from zhixian.web.portal.views.scorecards import day_asked, days_to_choose
from zhixian.web.registers.queries.figures import values_for_figures
from zhixian.web.registry.models import IndexedParty
from zhixian.web.registry.queries import current_snapshot, data_label, find_parties


@door()
def statements(request: SignedIn) -> HttpResponse:
    """Look for the holder: the office anybody, others themselves."""
    asked, own = request.GET.get("q", "").strip()[:100], not request.user.is_authority
    shown = IndexedParty.objects.visible_to(request.user)
    found = shown if own else find_parties(request.user, asked)
    facts = {
        "q": asked,
        "own": own,
        "page": few(found, request),
        "days": days_to_choose(),
        "day": day_asked(request),
        "today": today(),
        "honest": NO_INVENTORS,
        "scored": bool(request.user.roles & set(READERS)),
    }
    return render(request, "portal/statements.html", facts)


@door()
def statement_docx(request: SignedIn) -> HttpResponse:
    """The statement of one holder whom the person may see in the registry; that it was made is on the record."""
    snapshot, holder, day = current_snapshot(), request.GET.get("id", ""), day_asked(request)
    seen = IndexedParty.objects.visible_to(request.user).filter(party_id=holder).exists()
    party = party_of(snapshot, holder) if snapshot and seen else None
    if snapshot is None or party is None:
        raise Http404
    honours = honours_known(snapshot, values_for_figures([REGISTER]))
    told = statement_of(
        party, rights_of_party(snapshot, holder, as_of=day), held_by(honours, {holder}, as_of=day),
        as_of=day, snapshot=snapshot.id, unit=official_name(lead_office()),
        label=data_label(),
    )  # fmt: skip
    with transaction.atomic():
        record.write("statement_made", record.veiled("registry.party", holder), by=request.user, day=str(day))
    return send_made(lambda path: write_statement(told, path), f"权利情况说明（{party.name}）{day:%Y%m%d}.docx", DOCX)
