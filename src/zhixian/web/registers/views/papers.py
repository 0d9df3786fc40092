"""A row as a document."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from zhixian.core.disclosure.rows import without_numbers
from zhixian.core.registers.model import Kept, Paper
from zhixian.core.registers.papers import Source, blanks_of, fill, lacking
from zhixian.core.reports.docx.register_paper import write_paper
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.sending import DOCX, content_made, send_content
from zhixian.web.registers.menu import READERS
from zhixian.web.registers.models import Row
from zhixian.web.registers.queries.visibility import above_visible_to, rows_visible_to
from zhixian.web.registers.views.lists import visible
from zhixian.web.registry.queries import data_label


@door(*READERS)
def paper(request: SignedIn, register: str, pk: int, paper: str) -> HttpResponse:
    """One of the register's papers, filled from the row; nothing private stands in it. That it left is on the record. Not found while it waits for answers."""
    kept = visible(request, register)
    row = get_object_or_404(rows_visible_to(request.user, kept).select_related("of"), pk=pk)
    wanted = kept.register.paper(paper)
    if wanted is None or not wanted.is_of(row.values) or _waits(request, row, wanted):
        raise Http404
    filled = fill(
        wanted,
        Source(kept.register, without_numbers(kept.register, row.values)),
        above=_above(request, row, wanted),
        keeper=row.official_place,
        label=data_label(),
    )
    name = f"{wanted.name} {row}.docx"
    content = content_made(lambda path: write_paper(filled, path, as_of=today()), name)
    record.write("row_printed", row, by=request.user, paper=wanted.id)
    return send_content(content, name, DOCX)


@dataclass(frozen=True, slots=True)
class Offered:
    """A paper on the row's page: what it leaves to be written by hand, and what it waits for; "" where it can be had."""

    paper: Paper
    blanks: list[str]
    waits: str


def papers_of(request: SignedIn, kept: Kept, row: Row) -> list[Offered]:
    """The papers of a row."""
    own = source_of(row)
    return [
        Offered(one, blanks_of(one, own, _above(request, row, one)) if own else [], _waits(request, row, one))
        for one in kept.register.papers
        if one.is_of(row.values) and not kept.register.is_done_with(row.values)
    ]


def _above(request: SignedIn, row: Row, paper: Paper) -> Source | None:
    """The row above as the paper takes it: whole where it is issued in its name, else as far as the person sees it."""
    return source_of(row.of if paper.issuer else above_visible_to(request.user, row))


def _waits(request: SignedIn, row: Row, paper: Paper) -> str:
    """Why a paper that needs answers cannot be had yet; "" where it can."""
    own = source_of(row)
    if not paper.needs or own is None:
        return ""
    if not row.is_open:
        return "这一行已经注销"
    missing = lacking(paper, own, _above(request, row, paper))
    why = [f"还没有写{'、'.join(missing)}"] if missing else []
    return "；".join([*why, "先处理上面标着“要处理”的"] if row.grave else why)


def source_of(row: Row | None) -> Source | None:
    """A row as a paper takes it, without numbers of persons."""
    register = row.its_register if row else None
    return Source(register, without_numbers(register, row.values)) if row and register else None
