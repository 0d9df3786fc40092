"""A row as a document."""

import tempfile
from pathlib import Path

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from zhixian.core.disclosure.rows import without_numbers
from zhixian.core.registers.papers import Source, fill
from zhixian.core.reports.docx.register_paper import write_paper
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.sending import DOCX, send_content
from zhixian.web.registers.menu import READERS
from zhixian.web.registers.models import Row
from zhixian.web.registers.queries import above_visible_to, rows_visible_to
from zhixian.web.registers.views.lists import visible
from zhixian.web.registry.queries import data_label


@door(*READERS)
def paper(request: SignedIn, register: str, pk: int, paper: str) -> HttpResponse:
    """One of the register's papers, filled from the row; nothing private stands in it. That it left is on the record."""
    kept = visible(request, register)
    row = get_object_or_404(rows_visible_to(request.user, kept).select_related("of"), pk=pk)
    wanted = kept.register.paper(paper)
    if wanted is None or not wanted.is_of(row.values):
        raise Http404
    filled = fill(
        wanted,
        Source(kept.register, without_numbers(kept.register, row.values)),
        above=_source(above_visible_to(request.user, row)),
        keeper=str(row.place),
        label=data_label(),
    )
    with tempfile.TemporaryDirectory(prefix="zhixian-register-") as folder:
        path = Path(folder) / "paper.docx"
        write_paper(filled, path, as_of=today())
        content = path.read_bytes()
    record.write("row_printed", row, by=request.user, paper=wanted.id)
    return send_content(content, f"{wanted.name} {row}.docx", DOCX)


def _source(row: Row | None) -> Source | None:
    register = row.its_register if row else None
    return Source(register, without_numbers(register, row.values)) if row and register else None
