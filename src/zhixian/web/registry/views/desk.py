"""The desk: what is current, what is on its way, what was published."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.compare import KINDS, compare
from zhixian.core.registry.sheets.templates import templates, write_template
from zhixian.core.registry.snapshot import open_snapshot
from zhixian.core.registry.tables import TABLES
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import STAFF
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import few
from zhixian.web.kit.sending import XLSX, send_made
from zhixian.web.registry import jobs
from zhixian.web.registry.forms import ReasonForm, UploadForm
from zhixian.web.registry.models import Batch, Publication, may_upload
from zhixian.web.registry.queries import current_edition, current_snapshot, data


@door(*STAFF)
def desk(request: SignedIn) -> HttpResponse:
    """Upload files, see what waits, go back to what was published."""
    may = may_upload(request.user)
    form = UploadForm(request.POST or None, request.FILES or None) if may else None
    if form and request.method == "POST" and form.is_valid():
        try:
            batch = jobs.upload(form.cleaned_data["exports"], kind=form.cleaned_data["kind"], by=request.user)
        except Refusal as refusal:
            form.add_error("exports", str(refusal))
        else:
            for sentence in form.fields["exports"].passed_over:  # type: ignore[attr-defined]
                messages.warning(request, sentence)
            return redirect("batch", pk=batch.pk)
    snapshot = current_snapshot()
    batches = Batch.objects.visible_to(request.user)
    context = {
        "form": form,
        "may": may,
        "templates": templates().values() if may else [],
        "snapshot": snapshot,
        "waiting": sum(snapshot.manifest.get("refused", {}).values()) if snapshot else 0,
        "edition": current_edition(),
        "tables": [(TABLES[name].zh, rows) for name, rows in snapshot.manifest["tables"].items()] if snapshot else [],
        "open": batches.open().select_related("by", "job").prefetch_related("files")[:50],
        "page": few(Publication.objects.select_related("by", "batch"), request, size=10),
    }
    return render(request, "registry/desk.html", context)


@require_POST
@door(*STAFF)
def correct_waiting(request: SignedIn) -> HttpResponse:
    """Open the rows of the current snapshot that wait, to correct them or set them aside."""
    if not may_upload(request.user):
        raise Http404
    try:
        batch = jobs.correct_waiting(by=request.user)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("registry")
    return redirect("batch", pk=batch.pk)


@door(*STAFF)
def empty_form(request: SignedIn, kind: str) -> HttpResponse:
    """One of our templates, to be filled in and uploaded; uploaded as it is, it says that there is none."""
    if kind not in templates():
        raise Http404
    return send_made(lambda path: write_template(kind, path), f"模板-{templates()[kind].zh}.xlsx", XLSX)


@door(*STAFF)
def go_back(request: SignedIn, snapshot: str) -> HttpResponse:
    """What would change if an earlier snapshot were current again; and making it so, with a reason."""
    now = current_snapshot()
    if not may_upload(request.user) or now is None or not Publication.objects.filter(snapshot=snapshot).exists():
        raise Http404
    try:
        found = open_snapshot(data(), snapshot)
    except Refusal:
        raise Http404 from None
    form = ReasonForm(request.POST or None, initial={"seen": now.id})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            job = jobs.ask_to_go_back(snapshot, seen=given["seen"], reason=given["reason"], by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"正在恢复快照 {snapshot}")
            return redirect("job", pk=job.pk)
    compared = compare(now, found, as_of=today())
    context = {
        "found": found, "now": now, "form": form, "compared": compared.to_json(),
        "counts": [(KINDS[what], number) for what, number in compared.changes.items() if number],
        "targets": jobs.targets_between(now, found),
    }  # fmt: skip
    return render(request, "registry/go_back.html", context)
