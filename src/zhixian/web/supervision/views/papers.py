"""Papers of supervision: 督办单, the table of lights, the quarterly report, and the files of answers."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from zhixian.core.analysis.quarter import compute_quarter
from zhixian.core.catalogue import definitions
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.snapshot import open_snapshot
from zhixian.core.reports.docx.quarterly import write_quarterly
from zhixian.core.reports.docx.supervision import write_order, write_table
from zhixian.core.reports.gather import quarterly_report
from zhixian.core.reports.supervision import SupervisionTable
from zhixian.core.reports.xlsx.supervision import write_table_xlsx
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import AUDITOR, LEAD
from zhixian.web.indicators.queries import latest_edition
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.plan import the_plan, unit_name
from zhixian.web.kit.sending import DOCX, TYPES, XLSX, send_content, send_stored
from zhixian.web.supervision.gather import order_of, table_of
from zhixian.web.supervision.lights import Board, rows_of
from zhixian.web.supervision.queries import files_visible_to, requests_visible_to, units_visible_to
from zhixian.web.supervision.views.board import PEOPLE


@door(*PEOPLE)
def order(request: SignedIn, pk: int) -> HttpResponse:
    """督办单."""
    row = get_object_or_404(requests_visible_to(request.user), pk=pk)
    name = f"{row.number} {unit_name(row.unit)}.docx"
    return _sent(lambda path: write_order(order_of(row), path), name, DOCX)


@door(*PEOPLE)
def table_docx(request: SignedIn) -> HttpResponse:
    """The lights that the person sees, to print."""
    table = _table(request, "docx")
    return _sent(lambda path: write_table(table, path), f"督查情况表 {table.as_of}.docx", DOCX)


@door(*PEOPLE)
def table_xlsx(request: SignedIn) -> HttpResponse:
    """The lights that the person sees, to sort."""
    table = _table(request, "xlsx")
    return _sent(lambda path: write_table_xlsx(table, path), f"督查情况表 {table.as_of}.xlsx", XLSX)


def _table(request: SignedIn, kind: str) -> SupervisionTable:
    board = Board(as_of=today())
    _, rows = rows_of(board, units_visible_to(request.user))
    record.write("supervision_exported", "supervision", by=request.user, kind=kind)
    return table_of(board, rows)


@door(LEAD, AUDITOR)
def quarterly(request: SignedIn) -> HttpResponse:
    """季度实施情况报告 of what is published now: computed anew from the very snapshot of the figures. Takes seconds."""
    edition = latest_edition()
    if edition is None:
        messages.error(request, "还没有发布数据，没有可印的。先导入登记数据并发布快照。")
        return redirect("supervision_board")
    try:
        snapshot = open_snapshot(Path(settings.DATA), edition.snapshot)
        quarter = compute_quarter(the_plan(), definitions(), snapshot, as_of=edition.as_of, region=edition.region)
    except Refusal as refused:
        messages.error(request, f"季度报告印不出来：{refused}")
        return redirect("supervision_board")
    record.write("quarterly_printed", edition, by=request.user, snapshot=edition.snapshot, as_of=edition.as_of)
    report = quarterly_report(quarter)
    return _sent(lambda path: write_quarterly(report, path), f"实施情况报告 {edition.as_of}.docx", DOCX)


@door(*PEOPLE)
def file(request: SignedIn, pk: int) -> FileResponse:
    """A file of an answer, to keep, never to open inside the site."""
    row = get_object_or_404(files_visible_to(request.user), pk=pk)
    record.write("progress_file_read", row.answer.request, by=request.user, file=row.pk)
    return send_stored(row.file, row.name, TYPES[row.kind])


def _sent(write: Callable[[Path], None], name: str, kind: str) -> HttpResponse:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"paper{Path(name).suffix}"
        write(path)
        return send_content(path.read_bytes(), name, kind)
