"""Cases of every channel looked at together: disputes, the course of one, who infringes again, what is supervised, figures by year."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from zhixian.core.analysis.cases.disputes import course
from zhixian.core.analysis.cases.figures import NOTES
from zhixian.core.analysis.cases.held import CASES
from zhixian.core.analysis.cases.supervision import supervised
from zhixian.core.reports.xlsx.cases import write_cases_xlsx
from zhixian.core.warnings.reading import warning_rules
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import few
from zhixian.web.kit.sending import XLSX, content_made, send_content
from zhixian.web.protection.menu import CASE_READERS
from zhixian.web.protection.queries.cases import (
    beginnings,
    cases_kept,
    count_late,
    disputes_of,
    figures_of,
    held,
    infringers_of,
    rows_of_dispute,
    sees_cases,
    supervised_rows,
)
from zhixian.web.registry.queries import data_label

PLACE = "protection/cases"
MOST_OF_NAME = 100


def _seen(request: SignedIn, **shown: Any) -> dict[str, Any]:
    """What every page of the room shows; 404 for whoever reads no case, where the place keeps them."""
    kept = cases_kept()
    if kept is not None and not sees_cases(request.user):
        raise Http404
    return {"kept": kept, "today": today(), **shown}


@door(*CASE_READERS)
def disputes(request: SignedIn) -> HttpResponse:
    """Disputes with their cases, those that go on first."""
    shown, asked = _seen(request), request.GET.get("q", "").strip()[:MOST_OF_NAME]
    found = [one for one in disputes_of(request.user) if one.says(asked)]
    shown |= {"page": few(found, request), "asked": asked, "begins": beginnings(request.user, [])}
    return render(request, f"{PLACE}/disputes.html", shown)


@door(*CASE_READERS)
def dispute(request: SignedIn, pk: int) -> HttpResponse:
    """The course of the dispute to which a case, hand-over or mediation belongs."""
    found = rows_of_dispute(request.user, pk)
    if found is None:
        raise Http404
    name, rows = found
    shown: dict[str, Any] = {
        "name": name,
        "rows": rows,
        "steps": course(rows, as_of=today()),
        "begins": beginnings(request.user, rows),
        "unnamed": not any(row.values.get("dispute") for row in rows),
    }
    return render(request, f"{PLACE}/dispute.html", _seen(request, **shown))


@door(*CASE_READERS)
def again(request: SignedIn) -> HttpResponse:
    """Who stands in several cases."""
    shown = _seen(request)
    found = infringers_of(request.user)
    return render(request, f"{PLACE}/again.html", {**shown, "page": few(found, request)})


@door(*CASE_READERS)
def under_supervision(request: SignedIn) -> HttpResponse:
    """Supervised cases: by whom, since when, until when, lifted."""
    shown = _seen(request)
    kept, rows = shown["kept"], supervised_rows(request.user)
    page = few(rows, request)
    told = [supervised(held(row, kept), as_of=today()) for row in page]
    shown |= {
        "page": replace(page, object_list=told),
        "late": count_late(rows, as_of=today()),
        "before": _told_before(),
    }
    return render(request, f"{PLACE}/supervised.html", shown)


def _told_before() -> int | None:
    """From how many days before its day a supervised case is warned of."""
    dues = f"{CASES}.supervision"
    return next((rule.before for rule in warning_rules().values() if dues in rule.dues), None)


@door(*CASE_READERS)
def figures(request: SignedIn) -> HttpResponse:
    """Figures by year, and of one year by channel and kind of right."""
    shown, years = _seen(request), figures_of(request.user, as_of=today())
    asked = request.GET.get("year", "")
    chosen = next((year for year in years if str(year.year) == asked), years[0] if years else None)
    return render(request, f"{PLACE}/figures.html", {**shown, "years": years, "chosen": chosen, "notes": NOTES.items()})


@door(*CASE_READERS)
def figures_xlsx(request: SignedIn) -> HttpResponse:
    """The same as a workbook, with who infringes again."""
    _seen(request)
    years, found = figures_of(request.user, as_of=today()), infringers_of(request.user)
    name = f"知识产权案件统计 {today():%Y-%m-%d}.xlsx"
    content = content_made(lambda path: write_cases_xlsx(years, found, path, as_of=today(), label=data_label()), name)
    record.write("case_figures_exported", f"registers.register:{CASES}", by=request.user, years=len(years))
    return send_content(content, name, XLSX)
