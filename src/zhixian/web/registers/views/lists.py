"""Lists: the registers a person may see, the rows of one and what they add up to, and what everybody may read."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhixian.core.kernel.money import yuan
from zhixian.core.registers.model import Kept
from zhixian.core.workflow.answers import YES_NO
from zhixian.core.workflow.model import FormField
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door, public
from zhixian.web.kit.limits import Limit, limited
from zhixian.web.kit.lists import few, few_of
from zhixian.web.registers.menu import READERS
from zhixian.web.registers.queries.public import public_registers, public_rows
from zhixian.web.registers.queries.visibility import (
    counts,
    enters_as,
    in_order,
    is_own,
    is_read_as_named,
    may_feed,
    registers_visible_to,
    rows_asked_for,
    sums_visible_to,
)
from zhixian.web.registers.search import lines_holding
from zhixian.web.registers.showing import line_of, public_line_of

MOST_ASKED, MOST_PARTS = 80, 6
"""Letters and words of what the public looks for."""
ASKED = Limit(120, 60)
"""Questions of one address; each reads rows until a page is full."""
MOST_SUMS = 50
"""Groups that the page of a register shows."""


def visible(request: SignedIn, register: str) -> Kept:
    """The register, if the person may see rows of it; else 404."""
    kept = registers_visible_to(request.user).get(register)
    if kept is None:
        raise Http404
    return kept


@door(*READERS)
def registers(request: SignedIn) -> HttpResponse:
    """Every register that the person sees, with how much is in it and what needs looking at."""
    cards = [(kept, counts(request.user, kept, as_of=today())) for kept in registers_visible_to(request.user).values()]
    return render(request, "registers/registers.html", {"cards": cards})


@door(*READERS)
def register(request: SignedIn, register: str) -> HttpResponse:
    """Rows of one register: searched, narrowed, newest first."""
    kept = visible(request, register)
    asked = {name: request.GET.get(name, "")[:200] for name in ("q", "only", *kept.register.filters)}
    page = few(in_order(rows_asked_for(request.user, kept, asked)), request)
    shown = {
        "kept": kept,
        "asked": asked,
        "headings": [kept.register.field(name) for name in kept.register.columns],
        "filters": [_filter(kept.register.field(name), asked[name]) for name in kept.register.filters],
        "page": page,
        "lines": [
            line_of(row, kept, own=is_own(request.user, row), as_named=is_read_as_named(request.user, row, kept))
            for row in page
        ],
        "enters": bool(enters_as(request.user, kept)),
        "feeds": may_feed(request.user, kept),
        "today": today(),
        "sums": _sums(request, kept),
    }
    return render(request, "registers/register.html", shown)


def _sums(request: SignedIn, kept: Kept) -> dict[str, Any] | None:
    """The register added up, as it is shown; None where it is not."""
    tally, register = kept.register.tally, kept.register
    if tally is None:
        return None
    sums = sums_visible_to(request.user, kept, as_of=today())
    lines = [(one, [(register.field(name), yuan(n) if register.field(name).kind == "money" else f"{n:,}") for name, n in one.sums.items()]) for one in sums[:MOST_SUMS]]  # fmt: skip
    heads = [register.field(name) for name in (*tally.by, *tally.sums)]
    return {"lines": lines, "heads": heads, "tally": tally, "of": register.field(tally.of), "by": [register.field(name).name for name in tally.by]}  # fmt: skip


def _filter(field: FormField, chosen: str) -> tuple[FormField, tuple[tuple[str, str], ...], str]:
    return field, field.choices or YES_NO, chosen


@public
def public_list(request: HttpRequest) -> HttpResponse:
    """Registers of which everybody may read something."""
    return render(request, "registers/public_list.html", {"registers": public_registers().values()})


@public
@limited("public_register", ASKED, method="GET")
def public_register(request: HttpRequest, register: str) -> HttpResponse:
    """The public fields of one register's rows."""
    kept = public_registers().get(register)
    if kept is None:
        raise Http404
    asked = request.GET.get("q", "").strip()[:MOST_ASKED]
    parts = tuple(asked.split()[:MOST_PARTS])
    found = (line for _, line in lines_holding(public_rows(kept), kept, parts))
    page = few_of(found, request) if parts else few(in_order(public_rows(kept)), request)
    columns = kept.register.public
    shown = {
        "kept": kept,
        "q": asked,
        "headings": [kept.register.field(name) for name in columns],
        "page": page,
        "lines": list(page) if parts else [public_line_of(row, kept) for row in page],
    }
    return render(request, "registers/public_register.html", shown)
