"""The unit's pages of penalties: what waits, one decision beside what the public will read, every act on it, the numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import AUDITOR, CHIEF, HANDLER, LEAD
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import few
from zhixian.web.kit.versions import status_of
from zhixian.web.protection.actions.penalties import (
    change_penalty,
    choose_redaction,
    correct_penalty,
    enter_penalty,
    release_penalty,
    send_back_penalty,
    set_aside_penalty,
    submit_penalty,
)
from zhixian.web.protection.actions.penalty_endings import ask_repair, decide_repair, withdraw_penalty
from zhixian.web.protection.forms.penalties import (
    ActForm,
    AskRepairForm,
    CorrectForm,
    DecideRepairForm,
    PenaltyForm,
    RedactionForm,
    ReleaseForm,
    SendBackForm,
    SetAsideForm,
    SubmitForm,
    WithdrawForm,
    initial_of,
)
from zhixian.web.protection.models import Penalty
from zhixian.web.protection.models.penalties import DRAFT, SETTLED, SUBMITTED
from zhixian.web.protection.penalty_units import penalty_clauses
from zhixian.web.protection.penalty_view import facts_of
from zhixian.web.protection.queries.penalties import (
    enforces_in,
    find_penalties,
    late_penalties,
    may_release,
    open_repair,
    penalties_visible_to,
    penalties_waiting_for,
    penalty_statistics,
    penalty_trail_visible_to,
    registered_party,
    releases_in,
)

UNIT = (HANDLER, CHIEF)
PLACE = "protection/penalties"
ACTS: dict[str, tuple[type[ActForm], Callable[..., Penalty]]] = {
    "submit": (SubmitForm, submit_penalty),
    "release": (ReleaseForm, release_penalty),
    "send-back": (SendBackForm, send_back_penalty),
    "correct": (CorrectForm, correct_penalty),
    "set-aside": (SetAsideForm, set_aside_penalty),
    "withdraw": (WithdrawForm, withdraw_penalty),
    "ask-repair": (AskRepairForm, ask_repair),
    "decide-repair": (DecideRepairForm, decide_repair),
}


@door(*UNIT)
def penalties(request: SignedIn) -> HttpResponse:
    """What waits for the person; or every decision of their units."""
    everything = request.GET.get("show") == "all"
    shown: dict[str, Any] = {"everything": everything, "enters": bool(enforces_in(request.user)), "today": today()}
    if not shown["enters"]:
        shown["clauses"] = penalty_clauses()
    if everything:
        rows = penalties_visible_to(request.user).defer("body", "prepared").order_by("-id")
        shown["page"] = few(find_penalties(rows, request.GET.get("q", "")), request)
    else:
        shown["waiting"] = penalties_waiting_for(request.user, as_of=today())
    return render(request, f"{PLACE}/desk.html", shown)


@door(*UNIT)
def new_penalty(request: SignedIn) -> HttpResponse:
    """Enter a decision."""
    units = enforces_in(request.user)
    if not units:
        return render(request, f"{PLACE}/no_unit.html", {"clauses": penalty_clauses()})
    form = PenaltyForm(sorted(units), request.POST or None, initial={"party_kind": "enterprise", "decided_on": today()})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            row = enter_penalty(form.cleaned_data["unit"], form.contents(), by=request.user)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, "已存为草稿。下一步：看哪些内容要隐去")
            return redirect("penalty", pk=row.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, f"{PLACE}/form.html", {"form": form, "refusal": refusal}, status=status)


@door(*UNIT)
@never_cache
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Change a draft."""
    row = get_object_or_404(penalties_visible_to(request.user), pk=pk)
    if row.stage != DRAFT:
        messages.warning(request, f"这件{row.state_name}，不能改内容")
        return redirect("penalty", pk=pk)
    form = PenaltyForm([row.unit], request.POST or None, initial=initial_of(row))
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                change_penalty(row, form.contents(), by=request.user, version=form.cleaned_data["version"] or 0)
            except Refusal as refused:
                refusal, status = refused, status_of(refused)
                form.data = _with_version(request, pk)
            else:
                messages.success(request, "已保存")
                return redirect("penalty", pk=pk)
    return render(request, f"{PLACE}/form.html", {"form": form, "refusal": refusal, "penalty": row}, status=status)


def _with_version(request: SignedIn, pk: int) -> Any:
    """What was typed, ready to be sent again on top of the row as it is now."""
    data = request.POST.copy()
    data["version"] = str(Penalty.objects.values_list("version", flat=True).get(pk=pk))
    return data


@door(*UNIT)
@never_cache
def penalty(request: SignedIn, pk: int) -> HttpResponse:
    """One decision; that it was read is on the record."""
    row = get_object_or_404(penalties_visible_to(request.user), pk=pk)
    record.write("penalty_read", row, by=request.user)
    return penalty_page(request, row)


def penalty_page(
    request: SignedIn, row: Penalty, *, refusal: Refusal | None = None, form: Any = None, status: int = 200
) -> HttpResponse:
    """The page, with what was refused and the form as it was typed."""
    facts = facts_of(row, as_of=today())
    works = row.unit in enforces_in(request.user)
    redaction = None
    if row.stage == DRAFT and works and facts.trouble is None:
        redaction = form if isinstance(form, RedactionForm) else RedactionForm(row, facts.proposals)
    shown = {
        "penalty": row,
        "facts": facts,
        "redaction": redaction,
        "acts": [_typed(form, name, row) for name in acts_open_to(request.user, row)],
        "may_change": works and row.stage == DRAFT,
        "events": row.events.all(),
        "repairs": row.repairs.select_related("entered_by", "decided_by"),
        "registered": registered_party(request.user, row.credit_code, row.party),
        "refusal": refusal,
    }
    return render(request, f"{PLACE}/penalty.html", shown, status=status)


@dataclass(frozen=True, slots=True)
class OpenAct:
    """An act that the person may do now, with its form."""

    name: str
    form: ActForm


def _typed(form: Any, name: str, row: Penalty) -> OpenAct:
    kind = ACTS[name][0]
    return OpenAct(name, form if type(form) is kind else kind(row))


def acts_open_to(user: Any, row: Penalty) -> list[str]:
    """Names of ACTS that the person may do now, the most usual first."""
    works, decides = row.unit in enforces_in(user), row.unit in releases_in(user)
    repair = open_repair(row)
    settled = row.stage == SETTLED and row.is_shown
    may: Mapping[str, bool] = {
        "submit": works and row.stage == DRAFT,
        "release": may_release(user, row),
        "send-back": decides and row.stage == SUBMITTED,
        "decide-repair": decides and repair is not None and repair.entered_by_id != user.pk,
        "correct": works and row.may_be_corrected,
        "ask-repair": works and settled and repair is None,
        "withdraw": decides and row.is_shown,
        "set-aside": decides and row.publication is None and row.stage in (DRAFT, SUBMITTED),
    }
    return [name for name, allowed in may.items() if allowed]


@door(*UNIT)
@require_POST
def redact(request: SignedIn, pk: int) -> HttpResponse:
    """Choose what is hidden."""
    row = get_object_or_404(penalties_visible_to(request.user), pk=pk)
    form = RedactionForm(row, facts_of(row, as_of=today()).proposals, request.POST)
    if not form.is_valid():
        return penalty_page(request, row, form=form, status=422)
    try:
        version = form.cleaned_data["version"]
        choose_redaction(row, form.hidden(), form.kept(), by=request.user, version=version)
    except Refusal as refused:
        return _refused(request, pk, refused, form)
    messages.success(request, "已按您的选择隐去，请看“公众看到的”")
    return redirect("penalty", pk=pk)


@door(*UNIT)
@require_POST
def act(request: SignedIn, pk: int, act: str) -> HttpResponse:
    """One of ACTS."""
    row = get_object_or_404(penalties_visible_to(request.user), pk=pk)
    if act not in ACTS:
        raise Http404
    kind, does = ACTS[act]
    form = kind(row, request.POST)
    if not form.is_valid():
        return penalty_page(request, row, form=form, status=422)
    try:
        does(row, by=request.user, **form.given())
    except Refusal as refused:
        return _refused(request, pk, refused, form)
    messages.success(request, f"{kind.title}：已办")
    return redirect("penalty", pk=pk)


def _refused(request: SignedIn, pk: int, refused: Refusal, form: Any) -> HttpResponse:
    """The page as it is now, with what was typed, ready to be sent again."""
    form.data = _with_version(request, pk)
    row = get_object_or_404(penalties_visible_to(request.user), pk=pk)
    return penalty_page(request, row, refusal=refused, form=form, status=status_of(refused))


@door(LEAD, AUDITOR, HANDLER, CHIEF)
def statistics(request: SignedIn) -> HttpResponse:
    """By unit and year: in time, late, waiting, withdrawn; what is late by number; what was done, without contents."""
    shown = {
        "lines": penalty_statistics(request.user, as_of=today()),
        "late": late_penalties(request.user, as_of=today()),
        "page": few(penalty_trail_visible_to(request.user).order_by("-id"), request, size=40),
    }
    return render(request, f"{PLACE}/statistics.html", shown)
