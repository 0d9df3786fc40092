"""The evidence file for having a mark found well known (驰名商标认定): which mark, what is on record, what is lacking, as a document."""

import re
from collections.abc import Collection
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render

from zhixian.core.disclosure.rows import without_numbers
from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.laws import cited
from zhixian.core.registry.particulars import right_in_full
from zhixian.core.registry.tables import MARK_KINDS
from zhixian.core.reports.docx.well_known import write_well_known
from zhixian.core.reports.well_known import LAW, Dated, EvidenceFile, Records, evidence_of
from zhixian.core.scorecards.honours import REGISTER, held_by, honours_known
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import LEAD
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import few
from zhixian.web.kit.plan import lead_office, official_name
from zhixian.web.kit.sending import DOCX, send_made
from zhixian.web.portal.scorecards import READERS
from zhixian.web.protection.queries.penalties import shown_penalties
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.queries.figures import values_for_figures
from zhixian.web.registers.queries.visibility import rows_visible_to
from zhixian.web.registry.models import IndexedRight
from zhixian.web.registry.queries import current_snapshot, data_label

REGISTERS = {"contracts": "ip_contracts", "cases": "ip_cases", "users": "gi_users"}
MOST_PENALTIES = 100
OF_MARKS = ("mark_licence", "mark_transfer")
"""Sorts of contracts that may be of a mark without naming one."""
_DIGITS = re.compile(r"[0-9]+")


@door(*READERS)
def well_known(request: SignedIn) -> HttpResponse:
    """Marks that the person sees in the registry: the office any, an enterprise its own."""
    asked = request.GET.get("q", "").strip()[:100]
    marks = IndexedRight.objects.visible_to(request.user).filter(kind__in=MARK_KINDS)
    if asked:
        marks = marks.filter(Q(number__startswith=asked) | Q(title__contains=asked) | Q(holder_name__contains=asked))
    facts = {
        "q": asked,
        "page": few(marks, request) if asked or not request.user.is_authority else None,
        "own": not request.user.is_authority,
        "law": cited(LAW, today()),
    }
    return render(request, "portal/well_known.html", facts)


@door(*READERS)
def well_known_mark(request: SignedIn) -> HttpResponse:
    """What is on record for one mark, factor by factor, and what is lacking."""
    return render(request, "portal/well_known_mark.html", {"file": _file(request), "id": request.GET.get("id", "")})


@door(*READERS)
def well_known_docx(request: SignedIn) -> HttpResponse:
    """The same as a document; that it was made is on the record."""
    found = _file(request)
    with transaction.atomic():
        about = record.veiled("registry.right", request.GET.get("id", ""))
        record.write("evidence_file_made", about, by=request.user, day=str(found.as_of))
    name = f"驰名商标认定证据材料（{found.number}）{found.as_of:%Y%m%d}.docx"
    return send_made(lambda path: write_well_known(found, path), name, DOCX)


def _file(request: SignedIn) -> EvidenceFile:
    """The file of a mark that the person may see; else 404."""
    snapshot, day = current_snapshot(), today()
    marks = IndexedRight.objects.visible_to(request.user).filter(kind__in=MARK_KINDS)
    mark = marks.filter(right_id=request.GET.get("id", "")).first()
    if snapshot is None or mark is None:
        raise Http404
    told = right_in_full(snapshot, mark.right_id, as_of=day)
    if not told["facts"]:
        raise Http404
    holders = {mark.holder_name, *(span["holder_name"] for span in told["spans"])} - {"", None}
    honours = held_by(honours_known(snapshot, values_for_figures([REGISTER])), {mark.holder}, as_of=day)
    return evidence_of(
        told, _records(request.user, mark, holders, day), [Dated(str(one.awarded or "日期不详"), one.name, one.told_by) for one in honours],
        in_force=mark.in_force, as_of=day, snapshot=snapshot.id,
        unit=_issuer(request.user),
        label=data_label(),
    )  # fmt: skip


def _issuer(user: Any) -> str:
    """The lead office where its own people make the file; whoever else does makes a draft that nobody signs."""
    return official_name(lead_office()) if LEAD in user.roles or lead_office() in user.units else ""


def _records(user: Any, mark: IndexedRight, holders: Collection[str], day: date) -> Records:
    """Rows that the person may see and that may be of the mark, and what is published. What of them is, the file sees to."""
    kept = {name: kept_registers().get(register) for name, register in REGISTERS.items()}
    number = mark.number.partition("/")[0]
    digits = max(_DIGITS.findall(number), key=len, default="")
    of_it = Q(search__contains=digits) if digits else Q(pk__in=())
    of_holder = reduce(or_, (Q(search__contains=folded(name)) for name in sorted(holders)), Q(pk__in=()))
    wanted = {"contracts": of_it | Q(values__sort__in=OF_MARKS) & of_holder, "cases": of_it, "users": of_it}
    rows = {
        name: [
            without_numbers(one.register, row.values)
            for row in rows_visible_to(user, one).filter(wanted[name], struck_on=None)
        ]
        if one
        else None
        for name, one in kept.items()
    }
    named = Q(body__contains=number) | Q(penalty__contains=number) | Q(violation__contains=number)
    shown = shown_penalties(as_of=day).filter(named)[:MOST_PENALTIES] if number else []
    penalties = [{"number": one.number, "decided_on": one.decided_on, "violation": one.violation} for one in shown]
    return Records(contracts=rows["contracts"], cases=rows["cases"], users=rows["users"], penalties=penalties)
