"""The office's pages of reports: the queue, one report, its moves and messages, the auditors' trail."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import AUDITOR, CHIEF, HANDLER, LEAD
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import few
from zhixian.web.kit.unsaved import unsaved
from zhixian.web.kit.versions import moved_on, status_of
from zhixian.web.protection.actions.custody import field_name
from zhixian.web.protection.actions.reports import extend_report, move_report, write_message
from zhixian.web.protection.forms.reports import ExtendReportForm, MessageForm, OpeningForm, ReportMoveForm
from zhixian.web.protection.models import Report
from zhixian.web.protection.queries.reports import (
    has_in_hand,
    openings_visible_to,
    report_files_visible_to,
    reports_visible_to,
    sealed_names,
    sits_at_desk,
    speaks_for_report,
    trail_visible_to,
    waiting_reports,
)
from zhixian.web.protection.report_clock import due_words, limit_of
from zhixian.web.protection.report_desk import subject_name
from zhixian.web.protection.views.report_sending import send_file

OFFICE = (LEAD, HANDLER, CHIEF)
PLACE = "protection/reports"


@door(*OFFICE)
def reports(request: SignedIn) -> HttpResponse:
    """What waits for the person's desk or unit; or everything they may see."""
    everything = request.GET.get("show") == "all"
    rows = reports_visible_to(request.user).order_by("-id") if everything else waiting_reports(request.user)
    page = few(rows, request)
    for row in page:
        row.subject_name = subject_name(row.subject)
    shown = {"page": page, "everything": everything, "at_desk": sits_at_desk(request.user)}
    return render(request, f"{PLACE}/queue.html", shown)


@door(*OFFICE)
@never_cache
def report(request: SignedIn, pk: int) -> HttpResponse:
    """One report; that it was read is on the record."""
    row = get_object_or_404(reports_visible_to(request.user), pk=pk)
    record.write("report_read", row, by=request.user)
    return report_page(request, row)


def report_page(
    request: SignedIn, row: Report, *, refusal: Refusal | None = None, form: Any = None, status: int = 200
) -> HttpResponse:
    """The page, with what was refused and the form as it was typed."""
    user, in_hand = request.user, has_in_hand(request.user, row)
    sealed = [(name, field_name(name)) for name in sealed_names(row)]
    speaks = speaks_for_report(user, row)
    extendable = in_hand and row.unit in user.units_as(CHIEF) and (limit := limit_of(row.step)) and limit.extension
    shown = {
        "report": row,
        "subject": subject_name(row.subject),
        "files": row.files.filter(message=None, sealed=False),
        "events": row.events.all(),
        "letters": row.messages.prefetch_related("files"),
        "derivation": due_words(row, as_of=today()),
        "moves": _moves(row, form) if in_hand else [],
        "extend_form": _own(form, ExtendReportForm)
        or ExtendReportForm(initial={"version": row.version}, auto_id="extend-%s")
        if extendable
        else None,
        "message_form": (_own(form, MessageForm) or MessageForm()) if speaks else None,
        "sealed": sealed,
        "openings": openings_visible_to(user).filter(report=row),
        "opening_form": (_own(form, OpeningForm) or OpeningForm(sealed)) if sealed and speaks else None,
        "refusal": refusal,
    }
    shown["unsaved"] = unsaved(form, shown)
    return render(request, f"{PLACE}/report.html", shown, status=status)


def _moves(row: Report, form: Any) -> list[ReportMoveForm]:
    typed = form if isinstance(form, ReportMoveForm) else None
    ways = row.flow.moves_from(row.step)
    return [typed if typed and typed.move.id == way.id else ReportMoveForm(row, way) for way in ways]


def _own(form: Any, kind: type) -> Any:
    return form if type(form) is kind else None


@door(*OFFICE)
@require_POST
def move(request: SignedIn, pk: int, move: str) -> HttpResponse:
    """Accept, decline, forward, send back, conclude."""
    row = get_object_or_404(reports_visible_to(request.user), pk=pk)
    way = next((way for way in row.flow.moves_from(row.step) if way.id == move), None)
    if way is None:
        once = next((way for way in row.flow.moves if way.id == move), None)
        form = ReportMoveForm(row, once, request.POST) if once else None
        return report_page(request, row, refusal=moved_on(row.now_in.name), form=form, status=409)
    form = ReportMoveForm(row, way, request.POST)
    if not form.is_valid():
        return report_page(request, row, form=form, status=422)
    try:
        move_report(row, move, by=request.user, version=form.cleaned_data["version"], **form.given())
    except Refusal as refused:
        return _refused(request, pk, refused, form)
    messages.success(request, f"{way.name}：已办")
    seen = reports_visible_to(request.user).filter(pk=pk).exists()
    return redirect("report", pk=pk) if seen else redirect("reports")


@door(*OFFICE)
@require_POST
def extend(request: SignedIn, pk: int) -> HttpResponse:
    """延长核查期限."""
    row = get_object_or_404(reports_visible_to(request.user), pk=pk)
    form = ExtendReportForm(request.POST, auto_id="extend-%s")
    if not form.is_valid():
        return report_page(request, row, form=form, status=422)
    try:
        extend_report(row, by=request.user, **form.cleaned_data)
    except Refusal as refused:
        return _refused(request, pk, refused, form)
    return redirect("report", pk=pk)


def _refused(request: SignedIn, pk: int, refused: Refusal, form: Any) -> HttpResponse:
    """The page as it is now, with what was typed, ready to be sent again."""
    row = get_object_or_404(reports_visible_to(request.user), pk=pk)
    form.data = {**request.POST.dict(), "version": row.version}
    return report_page(request, row, refusal=refused, form=form, status=status_of(refused))


@door(*OFFICE)
@require_POST
def message(request: SignedIn, pk: int) -> HttpResponse:
    """Write to the reporter."""
    row = get_object_or_404(reports_visible_to(request.user), pk=pk)
    form = MessageForm(request.POST, request.FILES)
    if not form.is_valid():
        return report_page(request, row, form=form, status=422)
    try:
        write_message(row, form.cleaned_data["body"], form.cleaned_data["attached"], by=request.user)
    except Refusal as refused:
        return report_page(request, row, refusal=refused, form=form, status=422)
    return redirect("report", pk=pk)


@door(*OFFICE)
def file(request: SignedIn, pk: int) -> FileResponse:
    """A file that is not sealed; that it was read is on the record."""
    row = get_object_or_404(report_files_visible_to(request.user).select_related("report"), pk=pk)
    record.write("report_file_read", row.report, by=request.user, file=row.pk)
    return send_file(row)


@door(AUDITOR)
def trail(request: SignedIn) -> HttpResponse:
    """What was done to reports, when and by whom, without contents; and every request to open an identity."""
    page = few(trail_visible_to(request.user).order_by("-id"), request, size=60)
    return render(request, f"{PLACE}/trail.html", {"page": page, "openings": openings_visible_to(request.user)[:30]})
