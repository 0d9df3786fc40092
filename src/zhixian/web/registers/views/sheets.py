"""Sheets: the empty form, rows taken from a filled one, rows as a workbook."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.model import Kept
from zhixian.core.registers.sheet import write_form
from zhixian.core.reports.xlsx.register import write_register_xlsx
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.sending import XLSX, send_made
from zhixian.web.registers.forms import SheetForm
from zhixian.web.registers.intake import Taken, take_sheet
from zhixian.web.registers.menu import READERS
from zhixian.web.registers.queries.visibility import enters_as, in_order, is_own, rows_asked_for
from zhixian.web.registers.showing import values_told
from zhixian.web.registers.views.lists import visible

MOST_EXPORTED = 100_000
MOST_SHOWN = 200
"""Refused rows that the page lists."""


@door(*READERS)
def form(request: SignedIn, register: str) -> HttpResponse:
    """The empty form as a workbook."""
    kept = visible(request, register)
    return send_made(lambda path: write_form(kept.register, path), f"{kept.register.name}（空表）.xlsx", XLSX)


@door(*READERS)
def export(request: SignedIn, register: str) -> HttpResponse:
    """The rows of the list as it is narrowed, without what is sealed; that they left is on the record."""
    kept = visible(request, register)
    asked = {name: request.GET.get(name, "")[:200] for name in ("q", "only", *kept.register.filters)}
    rows = in_order(rows_asked_for(request.user, kept, asked))[:MOST_EXPORTED]
    private = kept.register.sealed
    told = (values_told(row, kept, own=is_own(request.user, row)) for row in rows)
    values = [{name: value for name, value in one.items() if name not in private} for one in told]
    record.write("register_exported", f"registers.register:{register}", by=request.user, rows=len(values))
    note = f"{kept.register.name}，{today():%Y-%m-%d} 导出"
    if len(values) == MOST_EXPORTED:
        note += f"，只有前 {MOST_EXPORTED:,} 行，其余请缩小范围再导出"
    name = f"{kept.register.name} {today():%Y-%m-%d}.xlsx"
    return send_made(lambda path: write_register_xlsx(kept.register, values, path, note=note), name, XLSX)


@door(*READERS)
def take(request: SignedIn, register: str) -> HttpResponse:
    """Take a filled sheet in, and say of every row that was not taken where and why."""
    kept = visible(request, register)
    keepers = enters_as(request.user, kept)
    if not keepers:
        raise Http404
    form = SheetForm(keepers, request.POST, request.FILES) if request.method == "POST" else SheetForm(keepers)
    shown: dict[str, object] = {"kept": kept, "form": form}
    if request.method != "POST":
        return render(request, "registers/sheet.html", shown)
    if form.is_valid():
        try:
            taken = _take(request, kept, form)
        except Refusal as refused:
            shown["refusal"] = refused
        else:
            if not (taken.refused or taken.strange or taken.notes):
                messages.success(request, _said(taken))
                return redirect("register", register=register)
            shown |= {"taken": taken, "said": _said(taken), "refused": taken.refused[:MOST_SHOWN]}
            return render(request, "registers/sheet.html", shown)
    return render(request, "registers/sheet.html", shown, status=422)


def _take(request: SignedIn, kept: Kept, form: SheetForm) -> Taken:
    file = form.cleaned_data["file"]
    unit, organisation = form.chosen_keeper()
    with tempfile.TemporaryDirectory(prefix="zhixian-register-") as folder:
        path = Path(folder) / f"sheet{Path(file.name).suffix.lower()[:6]}"
        with path.open("wb") as kept_file:
            for chunk in file.chunks():
                kept_file.write(chunk)
        try:
            return take_sheet(path, kept, name=file.name, by=request.user, unit=unit, organisation=organisation)
        except Refusal as refused:
            where = file.name if refused.where == path.name else refused.where
            raise Refusal(refused.why, where=where, expected=refused.expected) from None


def _said(taken: Taken) -> str:
    parts = (
        (taken.entered, "新录"),
        (taken.changed, "更新"),
        (taken.same, "没有变化"),
        (len(taken.refused), "没有收下"),
    )
    return f"共 {taken.rows} 行：" + "，".join(f"{word} {count} 行" for count, word in parts if count)
