"""Patent intensity by industry, the clusters among the industries, and the enterprises behind; as a workbook too."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from zhixian.core.analysis.intensity import LACKING, YEARS
from zhixian.core.reports.xlsx.intensity import RULES, write_intensity_xlsx
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.sending import XLSX, send_made
from zhixian.web.portal.intensity import STANDARDS, intensity_on, sees_intensity
from zhixian.web.portal.scorecards import OFFICE
from zhixian.web.portal.views.scorecards import day_asked, days_to_choose
from zhixian.web.registry.queries import current_snapshot


@door(*OFFICE)
def patent_intensity(request: SignedIn) -> HttpResponse:
    """The industries of the place, those with most inventions per enterprise first."""
    if not sees_intensity(request.user):
        raise Http404
    snapshot, day = current_snapshot(), day_asked(request)
    facts = {
        "found": intensity_on(snapshot, day) if snapshot else None, "day": day, "today": today(), "days": days_to_choose(),
        "lacking": LACKING, "rules": RULES, "years": YEARS, "register": STANDARDS, "snapshot": snapshot,
        "synthetic": snapshot and snapshot.labels,
    }  # fmt: skip
    return render(request, "portal/patent_intensity.html", facts)


@door(*OFFICE)
def patent_intensity_sheet(request: SignedIn) -> HttpResponse:
    """The same as a workbook; that it left is on the record."""
    snapshot = current_snapshot()
    if snapshot is None or not sees_intensity(request.user):
        raise Http404
    found = intensity_on(snapshot, day_asked(request))
    record.write(
        "intensity_exported", "portal.patent_intensity", by=request.user, rows=found.enterprises, day=str(found.as_of)
    )
    return send_made(
        lambda path: write_intensity_xlsx(found, path, labels=snapshot.labels),
        f"专利密集度 {found.as_of:%Y-%m-%d}.xlsx",
        XLSX,
    )
