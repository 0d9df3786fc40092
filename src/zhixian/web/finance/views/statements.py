"""A pool's statement of a year, to print and to reckon with."""

from collections.abc import Callable
from pathlib import Path

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from zhixian.core.reports.docx.risk_pool import write_pool_docx
from zhixian.core.reports.risk_pool import PoolStatement
from zhixian.core.reports.xlsx.risk_pool import write_pool_xlsx
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.finance.menu import READERS
from zhixian.web.finance.papers import statement_of
from zhixian.web.finance.queries import pools_visible_to
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.sending import DOCX, XLSX, content_made, send_content


@door(*READERS)
def as_xlsx(request: SignedIn, pk: int) -> HttpResponse:
    """The year that the address asks for, as a workbook."""
    return _sent(request, pk, write_pool_xlsx, "xlsx", XLSX)


@door(*READERS)
def as_docx(request: SignedIn, pk: int) -> HttpResponse:
    """The year that the address asks for, as a document."""
    return _sent(request, pk, write_pool_docx, "docx", DOCX)


def _sent(
    request: SignedIn, pk: int, write: Callable[[PoolStatement, Path], None], suffix: str, kind: str
) -> HttpResponse:
    pool = get_object_or_404(pools_visible_to(request.user), pk=pk)
    asked = request.GET.get("year", str(today().year))
    if not (asked.isascii() and asked.isdigit() and pool.starts.year <= int(asked[:9]) <= today().year):
        raise Http404
    told = statement_of(pool, year=int(asked))
    name = f"{pool.name} {told.year} 年对账表.{suffix}"
    content = content_made(lambda path: write(told, path), name)
    record.write("pool_statement_printed", pool, by=request.user, year=told.year, kind=suffix)
    return send_content(content, name, kind)
