"""Papers of supervision: 督办单, the table of lights, the quarterly report, and the files of answers."""

from django.contrib import messages
from django.core.files import File
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from zhixian.core.reports.docx.supervision import write_order, write_table
from zhixian.core.reports.supervision import SupervisionTable
from zhixian.core.reports.xlsx.supervision import write_table_xlsx
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import AUDITOR, LEAD
from zhixian.web.indicators.models import Edition
from zhixian.web.indicators.queries import latest_edition
from zhixian.web.kit import record
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.doors import door
from zhixian.web.kit.jobs import start
from zhixian.web.kit.plan import unit_name
from zhixian.web.kit.sending import DOCX, TYPES, XLSX, send_made, send_stored
from zhixian.web.supervision.gather import course_of, order_of, table_of
from zhixian.web.supervision.jobs import quarterly_name, quarterly_path, write_quarterly_of
from zhixian.web.supervision.lights import Board, rows_of
from zhixian.web.supervision.queries import files_visible_to, requests_visible_to, units_visible_to
from zhixian.web.supervision.views.board import PEOPLE


@door(*PEOPLE)
def order(request: SignedIn, pk: int) -> HttpResponse:
    """督办单 as it was issued; with `?course=1` its answers and what happened since beside it."""
    row = get_object_or_404(requests_visible_to(request.user), pk=pk)
    course = request.GET.get("course") == "1"
    told = course_of(row) if course else order_of(row)
    name = f"{row.number} {unit_name(row.unit)}{' 办理情况' if course else ''}.docx"
    return send_made(lambda path: write_order(told, path), name, DOCX)


@door(*PEOPLE)
def table_docx(request: SignedIn) -> HttpResponse:
    """The lights that the person sees, to print."""
    table = _table(request, "docx")
    return send_made(lambda path: write_table(table, path), f"督查情况表 {table.as_of}.docx", DOCX)


@door(*PEOPLE)
def table_xlsx(request: SignedIn) -> HttpResponse:
    """The lights that the person sees, to sort."""
    table = _table(request, "xlsx")
    return send_made(lambda path: write_table_xlsx(table, path), f"督查情况表 {table.as_of}.xlsx", XLSX)


def _table(request: SignedIn, kind: str) -> SupervisionTable:
    board = Board(as_of=today())
    _, rows = rows_of(board, units_visible_to(request.user))
    record.write("supervision_exported", "supervision", by=request.user, kind=kind)
    return table_of(board, rows)


@door(LEAD, AUDITOR)
@require_POST
def ask_quarterly(request: SignedIn) -> HttpResponse:
    """Have the 季度实施情况报告 of what is published now written in the background; the job's page leads to it."""
    edition = latest_edition()
    if edition is None:
        messages.error(request, "还没有发布数据，没有可印的。先导入登记数据并发布快照。")
        return redirect("supervision_board")
    key = f"{edition.stamp}:{request.user.pk}:{now():%Y%m%d%H%M}"
    job = start(write_quarterly_of, key=key, by=request.user, about=f"截至 {edition.as_of}", edition=edition.pk)
    return redirect("job", job.pk)


@door(LEAD, AUDITOR)
def quarterly(request: SignedIn, pk: int) -> FileResponse:
    """The report that was written on an edition."""
    edition = get_object_or_404(Edition, pk=pk)
    path = quarterly_path(edition)
    if not path.is_file():
        raise Http404
    record.write("quarterly_printed", edition, by=request.user, snapshot=edition.snapshot, as_of=edition.as_of)
    return send_stored(File(path.open("rb")), quarterly_name(edition), DOCX)


@door(*PEOPLE)
def file(request: SignedIn, pk: int) -> FileResponse:
    """A file of an answer, to keep, never to open inside the site."""
    row = get_object_or_404(files_visible_to(request.user), pk=pk)
    record.write("progress_file_read", row.answer.request, by=request.user, file=row.pk)
    return send_stored(row.file, row.name, TYPES[row.kind])
