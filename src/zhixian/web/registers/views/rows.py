"""One row: read, entered, changed, struck, and what it keeps sealed."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.model import Kept
from zhixian.core.registers.rows import dues_of, held_up
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import key_asked
from zhixian.web.kit.plan import unit_name
from zhixian.web.kit.unsaved import unsaved
from zhixian.web.kit.versions import status_of
from zhixian.web.registers.actions import change_row, closed, strike_row
from zhixian.web.registers.following import after, before, begun_from, enter_tied
from zhixian.web.registers.forms import AttachForm, RowForm, StrikeForm
from zhixian.web.registers.looking import checks_that_looked
from zhixian.web.registers.menu import READERS
from zhixian.web.registers.models import Row
from zhixian.web.registers.queries.answering import asks_outside, responders
from zhixian.web.registers.queries.public import above_choices
from zhixian.web.registers.queries.visibility import (
    above_visible_to,
    enters_as,
    fields_open_to,
    is_closed,
    is_own,
    is_read_as_named,
    may_answer,
    may_change,
    may_read_files,
    may_read_private,
    oversees,
    parts_visible_to,
    registers_visible_to,
    rows_visible_to,
)
from zhixian.web.registers.showing import (
    NOTHING,
    changes_said,
    findings_shown,
    links_of,
    state_of,
    typed_of,
    values_shown,
)
from zhixian.web.registers.views.lists import visible
from zhixian.web.registers.views.papers import papers_of


def found(request: SignedIn, register: str, pk: int) -> tuple[Kept, Row]:
    """The register and the row, if the person may see them; else 404."""
    kept = visible(request, register)
    return kept, get_object_or_404(rows_visible_to(request.user, kept), pk=pk)


@door(*READERS)
def new_row(request: SignedIn, register: str) -> HttpResponse:
    """Enter a row."""
    kept = visible(request, register)
    keepers = enters_as(request.user, kept)
    if not keepers:
        raise Http404
    begun = begun_from(request.user, kept, request.GET.get("from", ""))
    given = {**request.GET.dict(), **_of_above(request, kept), **begun}
    form = RowForm(kept, keepers, request.POST or None, given=given, above=above_choices(request.user, kept))
    refusal, status = None, 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        unit, organisation = form.chosen_keeper()
        try:
            row = enter_tied(kept, form.cleaned_data["values"], by=request.user, unit=unit, organisation=organisation)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, "已录入")
            return redirect("register_row", register=register, pk=row.pk)
    return render(request, "registers/form.html", {"kept": kept, "form": form, "refusal": refusal}, status=status)


def _of_above(request: SignedIn, kept: Kept) -> dict[str, Any]:
    """What a new row says of the row it belongs to, where the address names one that the person sees."""
    tie, asked = kept.register.of, request.GET.get("of", "")
    above = registers_visible_to(request.user).get(tie.register) if tie else None
    if tie is None or above is None or (key := key_asked(asked)) is None:
        return {}
    row = rows_visible_to(request.user, above).filter(pk=key, struck_on=None).first()
    return {tie.field: row.values[tie.matches]} if row else {}


@door(*READERS)
@never_cache
def row(request: SignedIn, register: str, pk: int) -> HttpResponse:
    """Read a row; what it keeps sealed stays masked."""
    kept, row = found(request, register, pk)
    return row_page(request, kept, row)


def row_page(
    request: SignedIn, kept: Kept, row: Row, *, clear: bool = False, refusal: Refusal | None = None,
    strike: StrikeForm | None = None, lost: RowForm | None = None, attaching: AttachForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page, with what was refused and the form as it was typed."""
    own, as_named = is_own(request.user, row), is_read_as_named(request.user, row, kept)
    private = bool(kept.register.sealed) and not clear and may_read_private(request.user, row, kept)
    held_by, looked = row.held_by, checks_that_looked(row, kept)
    shown = {
        "kept": kept,
        "row": row,
        "values": values_shown(row, kept, clear=clear, own=own),
        "as_named": as_named,
        "findings": [] if as_named else findings_shown(row, inside=oversees(request.user, kept)),
        "against_registry": any(check.registry for check in looked),
        "looked": [check.words for check in looked],
        "dues": dues_of(kept.register, row.values, held_by=held_by, as_of=today()) if row.is_open else [],
        "held": held_up(kept.register, row.values, held_by) if row.is_open else [],
        "above": above_visible_to(request.user, row),
        "parts": [
            (part, [(one, state_of(one, part)) for one in rows], row.is_open and bool(enters_as(request.user, part)))
            for part, rows in parts_visible_to(request.user, row)
        ],
        "after": after(request.user, row, kept),
        "before": before(request.user, row),
        "papers": papers_of(request, kept, row),
        "beside": links_of(row),
        "events": [(event, changes_said(event, own=own)) for event in row.events.select_related("row")],
        "may_change": may_change(request.user, row, kept),
        "asks_outside": asks_outside(row, kept),
        **_closed(request, row, kept),
        "fills_in": bool(fields_open_to(request.user, row, kept)),
        "may_answer": may_answer(request.user, row, kept),
        "may_unmask": private and any(row.values.get(name) for name in kept.register.sealed),
        "files": row.files.all() if may_read_files(request.user, row, kept) else None,
        "attach": (attaching or AttachForm()) if kept.register.files else None,
        "strike": strike or StrikeForm(initial={"version": row.version}),
        "refusal": refusal,
        "today": today(),
    }
    shown["unsaved"] = unsaved(strike, shown if shown["may_change"] else {}) or unsaved(
        lost, {}, only=lost.touched() | lost.shut_out() if lost else ()
    )
    return render(request, "registers/row.html", shown, status=status)


def _closed(request: SignedIn, row: Row, kept: Kept) -> dict[str, Any]:
    """Whether a row is closed to whoever keeps it, by whose answer, and what is asked of these by filling it in all the same."""
    if not is_closed(row, kept):
        return {"closed": False}
    asks = {due.day for due in kept.register.dues if kept.register.answers(due)}
    open_later = fields_open_to(request.user, row, kept) & set(kept.register.later) & asks
    return {
        "closed": True,
        "done_with": kept.register.is_done_with(row.values),
        "answerers": [unit_name(unit) for unit in responders(row, kept)],
        "open_later": [field.name for field in kept.register.fields if field.id in open_later],
    }


@door(*READERS)
@require_POST
def private(request: SignedIn, register: str, pk: int) -> HttpResponse:
    """What a row keeps sealed, in the clear; that it was read is on the record."""
    kept, row = found(request, register, pk)
    if not may_read_private(request.user, row, kept):
        raise Http404
    record.write("row_unmasked", row, by=request.user, fields=sorted(kept.register.sealed))
    return row_page(request, kept, row, clear=True)


@door(*READERS)
@never_cache
def change(request: SignedIn, register: str, pk: int) -> HttpResponse:
    """Change a row, or answer what an organisation filed: whoever may fill in something of it."""
    kept, row = found(request, register, pk)
    own, may = may_change(request.user, row, kept), fields_open_to(request.user, row, kept)
    form = RowForm(kept, [], request.POST or None, row=row, open_to=may if row.is_open else None)
    if request.method == "POST" and not row.is_open:
        struck = Refusal("这一行已经注销，改动没有保存", where=str(row), expected="不用再改；要用的先复制下来")
        form.is_valid()
        return row_page(request, kept, row, refusal=struck, lost=form, status=409)
    if not may and own:
        form.is_valid()
        return row_page(request, kept, row, refusal=closed(row, kept), lost=form if form.is_bound else None, status=409)
    if not may:
        raise Http404
    shut_out = unsaved(form, {}, only=form.shut_out()) if form.is_bound else []
    changes: list[tuple[str, str, str]] = []
    refusal, status = None, 422 if request.method == "POST" else 200
    if request.method == "GET" and kept.register.sealed & may:
        record.write("row_unmasked", row, by=request.user, fields=sorted(kept.register.sealed))
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            change_row(row, kept, form.cleaned_data["values"], by=request.user, version=version)
        except Refusal as refused:
            refusal, status = refused, status_of(refused)
            form.data, changes = _at_present(request, row, kept, form)
        else:
            messages.success(request, "已保存")
            return redirect("register_row", register=register, pk=pk)
    shown = {"kept": kept, "form": form, "row": row, "refusal": refusal, "changes": changes, "answers": not own}
    shown["unsaved"] = shut_out
    shown["said"] = (
        []
        if own
        else [one for one in values_shown(row, kept, clear=False) if one.field.id not in may and one.words != NOTHING]
    )
    return render(request, "registers/form.html", shown, status=status)


def _at_present(request: SignedIn, row: Row, kept: Kept, form: RowForm) -> tuple[Any, list[tuple[str, str, str]]]:
    """What was typed on top of the row as it is now, ready to be sent again: fields that were not touched show what is there. And
    what others changed meanwhile."""
    fresh = Row.objects.get(pk=row.pk)
    seen = form.cleaned_data["version"] or 0
    told = [
        change
        for event in fresh.events.filter(version__gt=seen).select_related("row")
        for change in changes_said(event, own=is_own(request.user, row))
    ]
    typed = typed_of(fresh, kept)
    now = {name: typed.get(name, "") for name in sorted(form.open_to)}
    data = request.POST.copy()
    for name, value in now.items():
        if name not in form.touched():
            data.setlist(name, value if isinstance(value, list) else [value])
    data["version"], data["was"] = str(fresh.version), json.dumps(now, ensure_ascii=False)
    return data, told


@door(*READERS)
@require_POST
def strike(request: SignedIn, register: str, pk: int) -> HttpResponse:
    """Strike a row."""
    kept, row = found(request, register, pk)
    form = StrikeForm(request.POST)
    if not form.is_valid():
        return row_page(request, kept, row, strike=form, status=422)
    try:
        strike_row(row, kept, by=request.user, version=form.cleaned_data["version"], reason=form.cleaned_data["reason"])
    except Refusal as refused:
        return row_page(request, kept, Row.objects.get(pk=pk), refusal=refused, strike=form, status=status_of(refused))
    messages.success(request, "已注销")
    return redirect("register_row", register=register, pk=pk)
