"""Everybody whom a rule gives money, at once: as a page and as a workbook."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render

from zhixian.core.kernel.periods import quarter_end
from zhixian.core.reports.xlsx.entitled import EntitledLine, EntitledList, write_entitled_xlsx
from zhixian.core.workflow.model import Matter
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import few
from zhixian.web.kit.plan import the_plan
from zhixian.web.kit.sending import XLSX, send_made
from zhixian.web.portal.entitled_all import QUARTERS, STATES, Everybody, everybody, rules_seen
from zhixian.web.portal.entitlement import years_to_choose
from zhixian.web.portal.scorecards import OFFICE
from zhixian.web.registry.queries import current_snapshot

MOST_REFUSED = 100
"""Rows without an award that the page names; the workbook has all."""


def _asked(request: SignedIn) -> tuple[dict[str, Matter], Matter, int, int]:
    """The lists that are the reader's work, and the rule, year and quarter (0 for the whole year) that the address asks for."""
    seen = rules_seen(request.user)
    if not seen:
        raise Http404
    rule = request.GET.get("rule", "") or next(iter(seen))
    if rule not in seen:
        raise Http404
    years = years_to_choose(max(today().year, the_plan().issued.year))
    year, quarter = request.GET.get("year", ""), request.GET.get("quarter", "")
    chosen = int(year) if year in map(str, years) else years[0]
    return seen, seen[rule], chosen, int(quarter) if quarter in ("1", "2", "3", "4") else 0


@door(*OFFICE)
def entitled_all(request: SignedIn) -> HttpResponse:
    """The list of a rule and a period; that somebody looked is on the record, for it tells of loans and projects."""
    seen, matter, year, quarter = _asked(request)
    snapshot = current_snapshot()
    facts: dict[str, Any] = {
        "rules": [(rule, one.name) for rule, one in seen.items()], "chosen": matter, "year": year, "quarter": quarter,
        "years": years_to_choose(max(today().year, the_plan().issued.year)), "quarters": QUARTERS, "snapshot": snapshot,
        "synthetic": snapshot and snapshot.labels,
    }  # fmt: skip
    if snapshot is None:
        return render(request, "portal/entitled_all.html", facts)
    found = everybody(snapshot, matter, request.user, year=year, quarter=quarter)
    _record("read_entitlements", request, found)
    asked = request.GET.get("state", "")
    state = asked if asked in STATES else ""
    counts = {key: len(found.narrowed(key)) for key in STATES}
    facts |= {
        "found": found, "page": few(found.narrowed(state), request), "state": state,
        "states": [(key, words, counts[key]) for key, words in STATES.items()],
        "refused": found.refused[:MOST_REFUSED], "most": MOST_REFUSED if len(found.refused) > MOST_REFUSED else 0,
        "ahead": today() < quarter_end(year, quarter or 4),
    }  # fmt: skip
    return render(request, "portal/entitled_all.html", facts)


@door(*OFFICE)
def entitled_all_sheet(request: SignedIn) -> HttpResponse:
    """The same as a workbook; that it left is on the record."""
    _, matter, year, quarter = _asked(request)
    snapshot = current_snapshot()
    if snapshot is None:
        raise Http404
    found = everybody(snapshot, matter, request.user, year=year, quarter=quarter)
    _record("entitlements_exported", request, found)
    told = EntitledList(
        title=f"{found.rule.name}可享受名单",
        plan_title=the_plan().title,
        clause=found.clause,
        period=f"{year} 年{QUARTERS[quarter]}",
        whole_year=not quarter,
        as_of=today(),
        snapshot=snapshot.id,
        labels=tuple(snapshot.labels),
        lines=_told(found),
        refused=tuple((name, row.subject, "；".join(row.reasons)) for name, row in found.refused),
        available_fen=found.pot.available_fen if found.pot else None,
        lacks=found.lacks,
    )
    return send_made(
        lambda path: write_entitled_xlsx(told, path), f"{found.rule.name} {year}年{QUARTERS[quarter]}.xlsx", XLSX
    )


def _told(found: Everybody) -> tuple[EntitledLine, ...]:
    return tuple(
        EntitledLine(
            party=party.name,
            party_id=party.party,
            subject=line.award.subject,
            quarter_fen=line.quarter_fen,
            to_date_fen=line.award.amount_fen,
            capped=line.award.capped,
            state=line.words,
            number=(line.dossier.number or "") if line.dossier else "",
            paid_fen=line.paid_fen,
            reasons="；".join(line.award.reasons),
        )
        for party in found.parties
        for line in party.lines
    )


def _record(action: str, request: SignedIn, found: Everybody) -> None:
    with transaction.atomic():
        record.write(
            action,
            f"portal.entitlements:{found.rule.id}",
            by=request.user,
            year=found.year,
            quarter=found.quarter,
            rows=len(found.lines),
        )
