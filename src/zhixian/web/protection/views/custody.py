"""Pages of sealed identities: asking for an opening, deciding on it, opening it, looking; and the custodian's keys."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import AUDITOR, CHIEF, CUSTODIAN, HANDLER, LEAD
from zhixian.web.kit.clock import now
from zhixian.web.kit.doors import door
from zhixian.web.kit.limits import Limit, limited
from zhixian.web.kit.lists import few
from zhixian.web.kit.unsaved import unsaved
from zhixian.web.protection.actions.custody import (
    ask_opening,
    change_key,
    decide_opening,
    end_openings,
    field_name,
    look_at_identity,
    look_at_sealed_file,
    open_identity,
    renew_viewing_key,
    set_up_key,
)
from zhixian.web.protection.forms.reports import (
    ChangeKeyForm,
    DecisionForm,
    NewKeyForm,
    OpeningForm,
    PassphraseForm,
)
from zhixian.web.protection.models import CustodianKey, Opening, ReportFile
from zhixian.web.protection.queries.reports import (
    approves_openings,
    openings_visible_to,
    reports_visible_to,
    sealed_names,
    speaks_for_report,
)
from zhixian.web.protection.report_passes import give_viewing_key, viewing_key_in
from zhixian.web.protection.views.report_desk import report_page
from zhixian.web.protection.views.report_sending import send_opened

PLACE = "protection/reports"
OFFICE = (LEAD, HANDLER, CHIEF)
EVERYBODY = (*OFFICE, CUSTODIAN, AUDITOR)


@door(*OFFICE)
@require_POST
def ask(request: SignedIn, pk: int) -> HttpResponse:
    """Ask to learn who reported; the viewing key stays with this browser."""
    row = get_object_or_404(reports_visible_to(request.user), pk=pk)
    sealed = [(name, field_name(name)) for name in sealed_names(row)]
    form = OpeningForm(sealed, request.POST)
    if not form.is_valid():
        return report_page(request, row, form=form, status=422)
    given = form.cleaned_data
    try:
        opening, private = ask_opening(row, by=request.user, fields=given.pop("fields_asked"), **given)
    except Refusal as refused:
        return report_page(request, row, refusal=refused, form=form, status=422)
    return give_viewing_key(redirect("opening", pk=opening.pk), opening, private)


@door(*EVERYBODY)
def openings(request: SignedIn) -> HttpResponse:
    """Requests that the person made, decides, opens or audits."""
    end_openings(at=now())
    page = few(openings_visible_to(request.user), request)
    return render(request, f"{PLACE}/openings.html", {"page": page})


@door(*EVERYBODY)
@never_cache
def opening(request: SignedIn, pk: int) -> HttpResponse:
    """One request, with what the person may do about it."""
    end_openings(at=now())
    return _page(request, get_object_or_404(openings_visible_to(request.user), pk=pk))


def _page(request: SignedIn, row: Opening, *, status: int = 200, typed: Any = None, **more: Any) -> HttpResponse:
    user = request.user
    own = row.asked_by_id == user.pk
    shown = {
        "opening": row,
        "fields": [field_name(field) for field in row.fields],
        "own": own,
        "holds_key": bool(viewing_key_in(request, row)),
        "decision_form": DecisionForm(initial={"version": row.version})
        if row.state == "asked" and approves_openings(user) and not own
        else None,
        "passphrase_form": PassphraseForm() if row.state == "approved" and CUSTODIAN in user.roles else None,
        "lookable": own and row.state == "opened" and speaks_for_report(user, row.report),
        "files": ReportFile.objects.filter(pk__in=_file_keys(row)) if own and row.state == "opened" else [],
        **more,
    }
    shown["unsaved"] = unsaved(typed, shown)
    return render(request, f"{PLACE}/opening.html", shown, status=status)


def _file_keys(row: Opening) -> list[int]:
    return [int(field.removeprefix("file:")) for field in row.fields if field.startswith("file:")]


@door(CHIEF)
@require_POST
def decide(request: SignedIn, pk: int) -> HttpResponse:
    """Approve or refuse."""
    row = get_object_or_404(openings_visible_to(request.user), pk=pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, row, decision_form=form, status=422)
    given = form.cleaned_data
    try:
        decide_opening(
            row, by=request.user, approved=given["approved"] == "yes", reason=given["reason"], version=given["version"]
        )
    except Refusal as refused:
        row.refresh_from_db()
        return _page(request, row, refusal=refused, typed=form, status=409)
    return redirect("opening", pk=pk)


@door(CUSTODIAN)
@require_POST
@sensitive_post_parameters()
@sensitive_variables()
@limited("open_identity", Limit(10, 600))
def unseal(request: SignedIn, pk: int) -> HttpResponse:
    """The custodian opens with the passphrase; nothing is shown to them."""
    row = get_object_or_404(openings_visible_to(request.user), pk=pk)
    form = PassphraseForm(request.POST)
    if not form.is_valid():
        return _page(request, row, passphrase_form=form, status=422)
    try:
        open_identity(row, by=request.user, passphrase=form.cleaned_data["passphrase"])
    except Refusal as refused:
        row.refresh_from_db()
        return _page(request, row, refusal=refused, status=422)
    messages.success(request, f"已开启，只有{row.asked_by}能看，到期自动收回")
    return redirect("opening", pk=pk)


@door(*OFFICE)
@never_cache
@require_POST
@sensitive_variables()
def look(request: SignedIn, pk: int) -> HttpResponse:
    """Show what was opened, this once; the look is on the record."""
    row = get_object_or_404(openings_visible_to(request.user), pk=pk)
    try:
        found = look_at_identity(row, by=request.user, private=viewing_key_in(request, row))
    except Refusal as refused:
        row.refresh_from_db()
        return _page(request, row, refusal=refused, status=422)
    row.refresh_from_db()
    return _page(request, row, seen=[(field_name(field), value) for field, value in found.items()])


@door(*OFFICE)
@never_cache
@sensitive_variables()
def sealed_file(request: SignedIn, pk: int, file: int) -> HttpResponse:
    """A sealed file that was opened."""
    row = get_object_or_404(openings_visible_to(request.user), pk=pk)
    paper = get_object_or_404(ReportFile, pk=file, report=row.report_id, sealed=True)
    try:
        content = look_at_sealed_file(row, paper, by=request.user, private=viewing_key_in(request, row))
    except Refusal as refused:
        return _page(request, row, refusal=refused, status=422)
    return send_opened(content, paper)


@door(*OFFICE)
@require_POST
def take_along(request: SignedIn, pk: int) -> HttpResponse:
    """Look with this browser instead of the one that asked."""
    row = get_object_or_404(openings_visible_to(request.user), pk=pk)
    try:
        private = renew_viewing_key(row, by=request.user)
    except Refusal as refused:
        return _page(request, row, refusal=refused, status=422)
    return give_viewing_key(redirect("opening", pk=pk), row, private)


@door(CUSTODIAN)
@never_cache
def desk(request: SignedIn) -> HttpResponse:
    """The custodian's desk: keys, and what was approved and waits to be opened."""
    end_openings(at=now())
    return _desk(request)


def _desk(request: SignedIn, *, status: int = 200, **more: Any) -> HttpResponse:
    keys = list(CustodianKey.objects.filter(custodian=request.user))
    in_use = next((key for key in keys if key.retired_at is None), None)
    waiting = openings_visible_to(request.user).filter(state="approved")
    shown = {
        "keys": keys,
        "in_use": in_use,
        "waiting": waiting,
        "new_form": NewKeyForm(auto_id="new-%s"),
        "change_form": ChangeKeyForm(auto_id="change-%s"),
        **more,
    }
    return render(request, f"{PLACE}/custody.html", shown, status=status)


@door(CUSTODIAN)
@require_POST
@sensitive_post_parameters()
@sensitive_variables()
def make_key(request: SignedIn) -> HttpResponse:
    """The first key, or one beside a key whose passphrase is lost."""
    form = NewKeyForm(request.POST, auto_id="new-%s")
    if not form.is_valid():
        return _desk(request, new_form=form, status=422)
    try:
        set_up_key(request.user, form.cleaned_data["new"])
    except Refusal as refused:
        return _desk(request, refusal=refused, status=422)
    messages.success(request, "钥匙已设立，举报人可以留下身份了。请把口令记在安全的地方")
    return redirect("custody")


@door(CUSTODIAN)
@require_POST
@sensitive_post_parameters()
@sensitive_variables()
@limited("change_custodian_key", Limit(10, 600))
def renew_key(request: SignedIn) -> HttpResponse:
    """A new key and passphrase, while the old passphrase is known."""
    form = ChangeKeyForm(request.POST, auto_id="change-%s")
    if not form.is_valid():
        return _desk(request, change_form=form, status=422)
    try:
        change_key(request.user, form.cleaned_data["old"], form.cleaned_data["new"])
    except Refusal as refused:
        return _desk(request, refusal=refused, status=422)
    messages.success(request, "钥匙和口令都已更换；以前封存的内容用新口令也能开启")
    return redirect("custody")
