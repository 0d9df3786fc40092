"""One upload: its progress, report, refused rows, changes; and the decision about it."""

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.compare import KINDS, changes_of, has_changes
from zhixian.core.registry.drafts import is_stale, open_draft
from zhixian.core.registry.fixing import by_heading, fix_row
from zhixian.core.registry.formats import importers
from zhixian.core.registry.tables import TABLES
from zhixian.core.reports.xlsx.refused import write_refused_xlsx
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import STAFF
from zhixian.web.kit import record
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import Few, few
from zhixian.web.kit.sending import XLSX, content_made, send_content
from zhixian.web.kit.versions import VersionForm
from zhixian.web.registry import actions, jobs
from zhixian.web.registry.forms import AsideForm, RowForm, show_as_seen
from zhixian.web.registry.models import Batch, RefusedRow, may_upload
from zhixian.web.registry.queries import data
from zhixian.web.registry.words import RIGHT_KIND

ROWS_ON_A_PAGE = 50


def _batch(request: SignedIn, pk: int) -> Batch:
    rows = Batch.objects.visible_to(request.user).select_related("by", "job", "settled_by")
    return get_object_or_404(rows, pk=pk)


@door(*STAFF)
def batch(request: SignedIn, pk: int) -> HttpResponse:
    """Where the upload stands, what came of its files, what would change."""
    found = _batch(request, pk)
    comparison = found.comparison or {}
    waiting, fixed = (found.rows.filter(fixed_at__isnull=empty).count() for empty in (True, False))
    context = {
        "batch": found,
        "may": may_upload(request.user),
        "files": found.files.all(),
        "waiting": waiting,
        "unmerged": found.rows.filter(merged=False).exclude(fixed_at=None).count(),
        "fixed": fixed,
        "stale": found.state == "ready" and _stale(found),
        "listed": has_changes(actions.changes_file(found)),
        "tables": [(TABLES[name].zh, *rows) for name, rows in comparison.get("tables", {}).items()],
        "changes": [(what, KINDS[what], n) for what, n in comparison.get("changes", {}).items() if n],
        "kinds": [
            (RIGHT_KIND.get(kind, kind), [(name, counts.get(what, 0)) for what, name in _RIGHTS.items()])
            for kind, counts in comparison.get("by_kind", {}).items()
        ],
    }
    return render(request, "registry/batch.html", context)


_RIGHTS = {
    "right_added": "新增", "right_removed": "减少", "right_status": "状态变化", "right_holder": "权利人变化", "right_other": "其他变化",
}  # fmt: skip


def _stale(found: Batch) -> bool:
    try:
        return is_stale(data(), open_draft(data(), found.draft))
    except Refusal:
        return True


@door(*STAFF)
def rows(request: SignedIn, pk: int) -> HttpResponse:
    """The refused rows, those that wait first."""
    found = _batch(request, pk)
    page = few(
        found.rows.select_related("fixed_by").order_by(F("fixed_at").asc(nulls_first=True), "id"),
        request,
        size=ROWS_ON_A_PAGE,
    )
    return render(request, "registry/rows.html", {"batch": found, "page": page, "may": may_upload(request.user)})


@door(*STAFF)
def fix(request: SignedIn, pk: int, row: int) -> HttpResponse:
    """Correct the cells of one refused row."""
    found = _batch(request, pk)
    refused = get_object_or_404(found.rows.filter(fixable=True), pk=row)
    if not may_upload(request.user) or found.state != "ready":
        raise Http404
    cells = refused.cells or refused.raw
    if request.method == "POST":
        form = RowForm(cells, request.POST, wrong={})
        if form.is_valid() and (answer := _try_fix(request, form, refused)):
            return answer
    else:
        wrong = _wrong(refused, cells)
        form = RowForm(cells, initial=_opened(refused), wrong=wrong)
    aside = AsideForm(initial={**_opened(refused), "why": refused.aside})
    return _fix_page(request, refused, form, aside)


@require_POST
@door(*STAFF)
def set_aside(request: SignedIn, pk: int, row: int) -> HttpResponse:
    """Wait no longer for the correction of a row."""
    found = _batch(request, pk)
    refused = get_object_or_404(found.rows.filter(fixable=True), pk=row)
    if not may_upload(request.user) or found.state != "ready":
        raise Http404
    aside = AsideForm(request.POST)
    if aside.is_valid():
        try:
            given = aside.cleaned_data
            actions.set_aside(refused, why=given["why"], seen=given["seen"], version=given["version"], by=request.user)
        except Refusal as refusal:
            _tell(aside, refusal, refused)
        else:
            messages.success(request, f"{refused} 已搁置，合并后不再列入待更正")
            return redirect("batch_rows", pk=refused.batch_id)
    cells = refused.cells or refused.raw
    form = RowForm(cells, initial=_opened(refused), wrong=_wrong(refused, cells))
    return _fix_page(request, refused, form, aside)


def _fix_page(request: SignedIn, refused: RefusedRow, form: RowForm, aside: AsideForm) -> HttpResponse:
    context = {"batch": refused.batch, "row": refused, "form": form, "lines": _lines(form, refused), "aside": aside}
    return render(request, "registry/fix.html", context)


def _try_fix(request: SignedIn, form: RowForm, refused: RefusedRow) -> HttpResponse | None:
    try:
        given = form.cleaned_data
        problems = actions.fix(refused, form.cells(), seen=given["seen"], version=given["version"], by=request.user)
    except Refusal as refusal:
        _tell(form, refusal, refused)
        return None
    if problems:
        form.tell(by_heading(form.headings, problems))
        return None
    messages.success(request, f"{refused} 已更正，合并后生效")
    following = refused.batch.rows.filter(fixed_at=None, fixable=True, pk__gt=refused.pk).first()
    if following and "next" in request.POST:
        return redirect("fix_row", pk=refused.batch_id, row=following.pk)
    return redirect("batch", pk=refused.batch_id)


def _opened(refused: RefusedRow) -> dict[str, Any]:
    return {"version": refused.batch.version, "seen": refused.settled}


def _tell(form: RowForm | AsideForm, refusal: Refusal, refused: RefusedRow) -> None:
    form.add_error(None, str(refusal))
    if isinstance(refusal, actions.RowSettledMeanwhile):
        show_as_seen(form, refused.settled)


def _wrong(refused: RefusedRow, cells: dict[str, Any]) -> dict[str, list[str]]:
    try:
        fixed = fix_row(refused.table, cells, format=refused.format, importers=importers())
    except Refusal:
        return {}
    return by_heading(list(cells), fixed.problems)


def _lines(form: RowForm, refused: RefusedRow) -> list[tuple[Any, list[str]]]:
    """Each cell's field with what is wrong there: after sending what is still wrong, before it what the import said."""
    wrong = {} if form.is_bound else _wrong(refused, refused.cells or refused.raw)
    lines = []
    for place, heading in enumerate(form.headings):
        field = form[f"cell{place}"]
        reasons = [str(error) for error in field.errors] or wrong.get(heading, [])
        if reasons:
            field.field.widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"{field.auto_id}_why"}
        lines.append((field, reasons))
    return sorted(lines, key=lambda line: not line[1])


@door(*STAFF)
def report(request: SignedIn, pk: int) -> HttpResponse:
    """The report as a workbook."""
    found = _batch(request, pk)
    listed = found.rows.values("file", "sheet", "row", "reasons", "raw", "fixed_at").iterator(chunk_size=500)
    name = f"import-{found.pk}.xlsx"
    content = content_made(lambda path: write_refused_xlsx(found.report, listed, path, title=str(found)), name)
    record.write("export_import_report", found, by=request.user)
    return send_content(content, name, XLSX)


@door(*STAFF)
def changes(request: SignedIn, pk: int, what: str) -> HttpResponse:
    """Every change of one kind."""
    found = _batch(request, pk)
    path = actions.changes_file(found)
    if what not in KINDS or not path.exists():
        raise Http404
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked) < 100_000 else 1
    listed = changes_of(path, what, offset=(number - 1) * ROWS_ON_A_PAGE, limit=ROWS_ON_A_PAGE + 1)
    page = Few(listed[:ROWS_ON_A_PAGE], number, len(listed) > ROWS_ON_A_PAGE)
    context = {"batch": found, "what": what, "name": KINDS[what], "page": page, "kinds": RIGHT_KIND}
    return render(request, "registry/changes.html", context)


@require_POST
@door(*STAFF)
def act(request: SignedIn, pk: int, act: str) -> HttpResponse:
    """Publish, merge again or discard."""
    found = _batch(request, pk)
    form = VersionForm(request.POST)
    acts = {"publish": jobs.publish, "merge": jobs.merge_again, "discard": actions.discard}
    if act not in acts or not may_upload(request.user) or not form.is_valid():
        raise Http404
    try:
        acts[act](found, version=form.cleaned_data["version"], by=request.user)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("batch", pk=pk)
