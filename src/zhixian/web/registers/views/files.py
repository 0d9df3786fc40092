"""Evidence of a row: attached, downloaded, taken off again."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.model import Kept
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit import record
from zhixian.web.kit.doors import door
from zhixian.web.kit.sending import TYPES, send_stored
from zhixian.web.registers.attaching import attach, detach
from zhixian.web.registers.forms import AttachForm, DetachForm
from zhixian.web.registers.menu import READERS
from zhixian.web.registers.models import Row, RowFile
from zhixian.web.registers.queries.visibility import may_change, may_read_files, registers_visible_to, rows_visible_to
from zhixian.web.registers.views.rows import found, row_page


@require_POST
@door(*READERS)
def add(request: SignedIn, register: str, pk: int) -> HttpResponse:
    """Attach files to a row that the person keeps."""
    kept, row = found(request, register, pk)
    if not kept.register.files or not may_change(request.user, row, kept):
        raise Http404
    form = AttachForm(request.POST, request.FILES)
    if not form.is_valid():
        return row_page(request, kept, row, attaching=form, status=422)
    try:
        attach(row, kept, form.cleaned_data["evidence"], said=form.cleaned_data["said"], by=request.user)
    except Refusal as refused:
        return row_page(request, kept, row, attaching=form, refusal=refused, status=422)
    messages.success(request, "证据已附上")
    return redirect("register_row", register=register, pk=pk)


@door(*READERS)
def get(request: SignedIn, pk: int) -> FileResponse:
    """A file, to keep, never to open inside the site; that it was read is on the record."""
    _, row, file = _file(request, pk)
    if file.removed_why:
        raise Http404
    record.write("row_evidence_read", row, by=request.user, file=file.name, sha256=file.sha256)
    return send_stored(file.file, file.name, TYPES[file.kind])


@require_POST
@door(*READERS)
def remove(request: SignedIn, pk: int) -> HttpResponse:
    """Take a file off that was attached by mistake."""
    kept, row, file = _file(request, pk)
    if not may_change(request.user, row, kept):
        raise Http404
    form = DetachForm(request.POST)
    try:
        detach(file, kept, why=form.cleaned_data["why"] if form.is_valid() else "", by=request.user)
    except Refusal as refused:
        return row_page(request, kept, row, refusal=refused, status=422)
    messages.success(request, f"{file.name} 已移除")
    return redirect("register_row", register=row.register, pk=row.pk)


def _file(request: SignedIn, pk: int) -> tuple[Kept, Row, RowFile]:
    file = get_object_or_404(RowFile.objects.select_related("row"), pk=pk)
    kept = registers_visible_to(request.user).get(file.row.register)
    if kept is None or not may_read_files(request.user, file.row, kept):
        raise Http404
    return kept, get_object_or_404(rows_visible_to(request.user, kept), pk=file.row_id), file
