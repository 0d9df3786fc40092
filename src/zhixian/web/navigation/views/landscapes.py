"""Landscapes: asked for, shown figure by figure, edited, issued, taken out as a document."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape.variants import variants
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit import record
from zhixian.web.kit.doors import door
from zhixian.web.kit.sending import DOCX, send_content, send_stored
from zhixian.web.kit.versions import VersionForm, status_of
from zhixian.web.navigation import jobs
from zhixian.web.navigation.actions import landscapes as actions
from zhixian.web.navigation.drawn import parts_of
from zhixian.web.navigation.forms.landscapes import AnalyseForm, FigureForm, ForewordForm
from zhixian.web.navigation.models import DRAFT, ISSUED, WORKING, Landscape
from zhixian.web.navigation.queries import landscapes_listed, landscapes_visible_to, may_change, may_issue, topic_of
from zhixian.web.navigation.views.topics import topic_page
from zhixian.web.navigation.written import as_edited, carried, paper_of


@require_POST
@door()
def analyse(request: SignedIn, pk: int) -> HttpResponse:
    """Have a landscape of the latest edition computed."""
    topic = topic_of(request.user, pk)
    if not may_change(request.user, topic):
        raise Http404
    form = AnalyseForm(request.POST, topic=topic)
    if not form.is_valid():
        return topic_page(request, topic, analyse_form=form)
    try:
        row = jobs.analyse(topic, **form.cleaned_data, by=request.user)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("topic", pk=pk)
    return redirect("landscape", pk=row.pk)


def _landscape(request: SignedIn, pk: int) -> Landscape:
    return get_object_or_404(landscapes_visible_to(request.user).select_related("before"), pk=pk)


@door()
def landscape(request: SignedIn, pk: int) -> HttpResponse:
    """One landscape; a page that waited for it is loaded anew once it is there, with what draws its charts."""
    row = _landscape(request, pk)
    if row.state != WORKING and "X-Poll" in request.headers:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return _page(request, row)


def _page(
    request: SignedIn, row: Landscape, *, refused: Any = None, figure: str = "", status: int = 200
) -> HttpResponse:
    """The page; with a form that could not be taken in its place, at a figure or before all of them."""
    writes = row.state == DRAFT and may_change(request.user, row.topic)
    context = {
        "landscape": row,
        "told": row.told,
        "variant": variants()[row.variant],
        "may": may_change(request.user, row.topic),
        "writes": writes,
        "issues": row.state == DRAFT and may_issue(request.user, row.topic),
        "parts": parts_of(row, editing=writes, refused=refused, figure=figure) if row.state != WORKING else [],
        "out": [figure["title"] for figure in row.told.get("figures", []) if row.edits.get(figure["id"], {}).get("out")],
        "carried": carried(row) if writes else None,
        "foreword_form": refused if refused and not figure else ForewordForm(initial={"foreword": row.foreword, "version": row.version}),
        "stale": row.topic.latest != row.edition,
        "later": landscapes_listed(request.user).filter(before=row).first(),
    }  # fmt: skip
    return render(request, "navigation/landscape.html", context, status=status)


def _writing(request: SignedIn, pk: int) -> Landscape:
    row = _landscape(request, pk)
    if not may_change(request.user, row.topic):
        raise Http404
    return row


@require_POST
@door()
def edit(request: SignedIn, pk: int, figure: str) -> HttpResponse:
    """Keep what was made of one figure; what cannot be kept stays typed on the page."""
    row = _writing(request, pk)
    form = FigureForm(request.POST)
    told = form.cleaned_data if form.is_valid() else {}
    keep: Callable[[], None] = lambda: actions.edit_figure(row, figure, by=request.user, **told)  # noqa: E731
    return _keep(request, row, form, keep, figure=figure)


@require_POST
@door()
def foreword(request: SignedIn, pk: int) -> HttpResponse:
    """Keep what stands before the figures."""
    row = _writing(request, pk)
    form = ForewordForm(request.POST)
    told = form.cleaned_data if form.is_valid() else {}
    return _keep(request, row, form, lambda: actions.write_foreword(row, by=request.user, **told))


def _keep(request: SignedIn, row: Landscape, form: Any, act: Callable[[], None], *, figure: str = "") -> HttpResponse:
    if not form.is_valid():
        return _page(request, row, refused=form, figure=figure, status=422)
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        fresh = _landscape(request, row.pk)
        return _page(request, fresh, refused=form, figure=figure, status=status_of(refusal))
    anchor = f"#{figure}" if figure else ""
    return redirect(f"/landscapes/{row.pk}/{anchor}")


@require_POST
@door()
def act(request: SignedIn, pk: int, act: str) -> HttpResponse:
    """Issue it, throw it away, or compute it anew from the topic's latest edition."""
    row = _writing(request, pk)
    form = VersionForm(request.POST)
    acts = {"issue": _issue, "discard": _discard, "again": _again}
    if act not in acts or not form.is_valid():
        raise Http404
    try:
        return acts[act](request, row, form.cleaned_data["version"])
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("landscape", pk=pk)


def _issue(request: SignedIn, row: Landscape, version: int) -> HttpResponse:
    issued = actions.issue(row, version=version, by=request.user)
    messages.success(request, f"已印发，文号 {issued.number}" if issued.number else "已印发，内容已固定")
    return redirect("landscape", pk=row.pk)


def _discard(request: SignedIn, row: Landscape, version: int) -> HttpResponse:
    actions.discard(row, version=version, by=request.user)
    messages.success(request, "这份报告已放弃")
    return redirect("topic", pk=row.topic_id)


def _again(request: SignedIn, row: Landscape, version: int) -> HttpResponse:
    made = jobs.analyse_again(row, version=version, by=request.user)
    return redirect("landscape", pk=made.pk)


@door()
def paper(request: SignedIn, pk: int) -> HttpResponse:
    """The document: as it was issued, or as it stands now."""
    row = _landscape(request, pk)
    if row.state == WORKING:
        raise Http404
    record.write("export_landscape", row, by=request.user, number=row.number, version=row.version)
    if row.state == ISSUED:
        return send_stored(row.paper, f"{row.number} {row}.docx".strip(), DOCX)  # type: ignore[return-value]
    return send_content(paper_of(as_edited(row)), f"{row}（未印发）.docx", DOCX)
