"""The ladder of honours, and leads about marks and patents."""

from collections import Counter
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from zhixian.core.analysis.leads import BASES, SORTS
from zhixian.core.kernel.in_force import in_force
from zhixian.core.reports.xlsx.leads import write_leads_xlsx
from zhixian.core.scorecards.honours import REGISTER as HONOURS
from zhixian.core.scorecards.ladder import ladders
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import few
from zhixian.web.kit.sending import XLSX, send_made
from zhixian.web.portal.cultivation import (
    FOLLOWED,
    PRODUCTS,
    Followed,
    leads_on,
    sees_ladder,
    sees_leads,
    standings_visible_to,
    units_of,
)
from zhixian.web.portal.scorecards import OFFICE, READERS
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.queries.visibility import enters_as
from zhixian.web.registry.queries import current_snapshot

TOP = "top"
"""Asks for those on the highest step."""
STATES = {"": "全部", "open": "还没有联系", "followed": "联系过"}


@door(*READERS)
def ladder(request: SignedIn) -> HttpResponse:
    """Enterprises by their next step, those with the least missing first; for an enterprise its own place."""
    snapshot, whole = current_snapshot(), sees_ladder(request.user)
    found = standings_visible_to(request.user, snapshot, today()) if snapshot else ()
    version = in_force(ladders(), today())
    counts = Counter(one.step.id if one.step else TOP for one in found)
    tabs = [(step.id, f"要上{step.name}", counts[step.id]) for step in reversed(version.steps)]
    tabs = [(TOP, "已在最高一级", counts[TOP]), *tabs]
    chosen = request.GET.get("step", "") or next((step for step, _, number in tabs[1:] if number), TOP)
    asked = request.GET.get("q", "").strip()[:100]
    shown = [
        one
        for one in found
        if not whole
        or (asked and asked in one.subject.name)
        or (not asked and (one.step.id if one.step else TOP) == chosen)
    ]
    facts = {
        "whole": whole, "page": few(shown, request), "tabs": tabs, "chosen": "" if asked else chosen, "q": asked, "version": version,
        "register": HONOURS if units_of(HONOURS) else "", **_about(snapshot),
    }  # fmt: skip
    return render(request, "portal/ladder.html", facts)


def _asked(request: SignedIn) -> tuple[Any, list[Followed], str, str]:
    """Snapshot, the leads as narrowed, their sort and whether they were followed up; 404 for whom they are no work of."""
    snapshot = current_snapshot()
    if not sees_leads(request.user):
        raise Http404
    found = leads_on(snapshot, today()) if snapshot else []
    sort, state = request.GET.get("sort", ""), request.GET.get("state", "")
    if sort in SORTS:
        found = [one for one in found if one.lead.sort == sort]
    if state in ("open", "followed"):
        found = [one for one in found if (one.last is None) == (state == "open")]
    if asked := request.GET.get("q", "").strip()[:100]:
        found = [one for one in found if asked in one.lead.name]
    return snapshot, found, sort, state


@door(*OFFICE)
def leads(request: SignedIn) -> HttpResponse:
    """Whom to talk to about marks and patents, and who was."""
    snapshot, found, sort, state = _asked(request)
    counts = Counter(one.lead.sort for one in leads_on(snapshot, today())) if snapshot else Counter()
    kept = kept_registers().get(FOLLOWED)
    facts = {
        "page": few(found, request), "found": len(found), "sorts": [(name, words, counts[name]) for name, words in SORTS.items()],
        "sort": sort, "state": state, "states": STATES, "q": request.GET.get("q", "").strip()[:100], "whole": sum(counts.values()),
        "enters": bool(kept and enters_as(request.user, kept)),
        "basis": BASES.get(sort, ""), "bases": BASES, "register": FOLLOWED if units_of(FOLLOWED) else "",
        "products": PRODUCTS if units_of(PRODUCTS) else "", **_about(snapshot),
    }  # fmt: skip
    return render(request, "portal/leads.html", facts)


@door(*OFFICE)
def leads_sheet(request: SignedIn) -> HttpResponse:
    """The leads as narrowed, as a workbook; that they left is on the record."""
    snapshot, found, sort, _ = _asked(request)
    if snapshot is None:
        raise Http404
    record.write("leads_exported", "portal.leads", by=request.user, rows=len(found), sort=sort)
    lines = [(one.lead, (one.last or {}).get("contacted_on", ""), one.result) for one in found]
    return send_made(
        lambda path: write_leads_xlsx(lines, path, as_of=today(), snapshot=snapshot.id, labels=snapshot.labels),
        f"线索 {today():%Y-%m-%d}.xlsx",
        XLSX,
    )


def _about(snapshot: Any) -> dict[str, Any]:
    return {"snapshot": snapshot, "synthetic": snapshot and snapshot.labels, "day": today()}
