"""What people do to a dossier from its page: moves, acts of the clock and the desk, messages, answers to objections."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.accounts.models import User
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit.doors import door
from zhixian.web.kit.versions import VersionForm, moved_on, status_of
from zhixian.web.matters import actions
from zhixian.web.matters.forms import (
    AnswerForm,
    ExtendForm,
    HandOverForm,
    MessageForm,
    MoveForm,
    SuspendForm,
    TogetherForm,
)
from zhixian.web.matters.models import Dossier
from zhixian.web.matters.permissions import move_rests_on_facts
from zhixian.web.matters.queries import HANDLING, colleagues_of, dossiers_visible_to, objections_visible_to, takers_of
from zhixian.web.matters.views.reading import dossier_page, look_again


@door()
@require_POST
def move(request: SignedIn, pk: int, move: str) -> HttpResponse:
    """Make a move; a refusal comes back with the page and what was typed."""
    row = get_object_or_404(dossiers_visible_to(request.user), pk=pk)
    found = next((way for way in row.flow.moves_from(row.step) if way.id == move), None)
    if found is None:
        once = next((way for way in row.flow.moves if way.id == move), None)
        typed = MoveForm(once, request.POST) if once else None
        return dossier_page(request, row, refusal=moved_on(row.now_in.name), form=typed, status=409)
    outdated = move_rests_on_facts(found) and look_again(row) is not None
    form = MoveForm(found, request.POST, outdated=outdated, inside=row.flow.stays_inside(row.step, move))
    if not form.is_valid():
        return dossier_page(request, row, form=form, status=422)
    try:
        row = actions.make_move(row, move, by=request.user, version=form.cleaned_data["version"], **form.given())
    except Refusal as refused:
        row = get_object_or_404(dossiers_visible_to(request.user), pk=pk)
        form.data = {**request.POST.dict(), "version": row.version}
        return dossier_page(request, row, refusal=refused, form=form, status=status_of(refused))
    messages.success(request, f"{found.name}：已办，现在是“{row.now_in.name}”")
    return redirect("dossier", pk=pk)


def _hand_over(row: Dossier, by: User, version: int, to: User | None = None, reason: str = "") -> Dossier:
    return actions.hand_over_dossier(row, to, by=by, version=version, reason=reason)


TOGETHER: dict[str, Callable[..., actions.Together]] = {
    "claim": lambda ticked, by, _: actions.claim_together(ticked, by=by),
    "put_back": lambda ticked, by, given: actions.hand_over_together(ticked, None, by=by, reason=given["reason"]),
    "hand_over": lambda ticked, by, given: actions.hand_over_together(
        ticked, given["to"], by=by, reason=given["reason"]
    ),
}
TOGETHER_WORDS = {"claim": "已认领", "put_back": "已退回本单位", "hand_over": "已转交"}
ACTS: dict[str, tuple[type[VersionForm], Callable[..., Dossier]]] = {
    "claim": (VersionForm, actions.claim_dossier),
    "resume": (VersionForm, actions.resume_handling),
    "refresh": (VersionForm, actions.refresh_facts),
    "suspend": (SuspendForm, actions.suspend_handling),
    "extend": (ExtendForm, actions.extend_handling),
    "hand_over": (HandOverForm, _hand_over),
}
ACT_WORDS = {
    "claim": "已认领",
    "resume": "已恢复办理",
    "refresh": "已按登记数据更新",
    "suspend": "已中止办理",
    "extend": "已办：延长期限",
    "hand_over": "已转交",
}


@door()
@require_POST
def act(request: SignedIn, pk: int, act: str) -> HttpResponse:
    """Claim, hand over, suspend, resume, extend, look the facts up again."""
    row = get_object_or_404(dossiers_visible_to(request.user), pk=pk)
    if act not in ACTS:
        raise Http404
    make, do = ACTS[act]
    form = HandOverForm(takers_of(row), request.POST) if make is HandOverForm else make(request.POST)
    if not form.is_valid():
        wrong = "；".join(f"{form.fields[name].label or '版本'}：{errors[0]}" for name, errors in form.errors.items())
        return dossier_page(request, row, refusal=Refusal(wrong, expected="填好再提交"), form=form, status=422)
    try:
        row = do(row, by=request.user, **form.cleaned_data)
    except Refusal as refused:
        row = get_object_or_404(dossiers_visible_to(request.user), pk=pk)
        form.data = {**request.POST.dict(), "version": row.version}
        return dossier_page(request, row, refusal=refused, form=form, status=status_of(refused))
    until = f"，现在的届满日是 {row.due}" if act == "extend" and row.due else ""
    messages.success(request, f"{ACT_WORDS[act]}{until}")
    return redirect("dossier", pk=pk)


@require_POST
@door(*HANDLING)
def together(request: SignedIn, act: str) -> HttpResponse:
    """Claim, put back or hand over what is ticked on the desk; tell what was done and, of the others, why not."""
    seats = colleagues_of(request.user)
    form = TogetherForm(request.POST, colleagues=User.objects.filter(pk__in=seats.order_by().values("user")))
    if act not in TOGETHER:
        raise Http404
    back = request.POST.get("next", "")
    ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    there = redirect(back if ours else "dossiers")
    ticked = form.cleaned_data["ticked"] if form.is_valid() else {}
    rows = dossiers_visible_to(request.user).filter(pk__in=ticked).order_by("pk")
    if not rows or (act == "hand_over" and not form.cleaned_data["to"]):
        messages.warning(
            request, "没有选中要办的事项" if form.is_valid() and not rows else "没有选好转给谁，附言不超过 500 字"
        )
        return there
    came = TOGETHER[act]([(row, ticked[row.pk]) for row in rows], request.user, form.cleaned_data)
    if came.done:
        messages.success(request, f"{TOGETHER_WORDS[act]}：{'、'.join(str(row.number) for row in came.done)}")
    for sentence in came.refused:
        messages.warning(request, sentence)
    return there


@door()
@require_POST
def message(request: SignedIn, pk: int) -> HttpResponse:
    """Write to the other side."""
    row = get_object_or_404(dossiers_visible_to(request.user), pk=pk)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return dossier_page(request, row, form=form, status=422)
    try:
        actions.send_message(row, form.cleaned_data["body"], by=request.user)
    except Refusal as refused:
        return dossier_page(request, row, refusal=refused, form=form, status=422)
    return redirect("dossier", pk=pk)


@door()
@require_POST
def answer(request: SignedIn, pk: int) -> HttpResponse:
    """Answer an objection."""
    objection = get_object_or_404(objections_visible_to(request.user), pk=pk)
    form = AnswerForm(request.POST, objection=objection.pk)
    row = get_object_or_404(dossiers_visible_to(request.user), pk=objection.dossier_id)
    if not form.is_valid():
        return dossier_page(request, row, form=form, status=422)
    try:
        given = form.cleaned_data
        actions.answer_objection(
            objection, by=request.user, upheld=given["upheld"] == "yes", answer=given["answer"], seen=given["seen"]
        )
    except Refusal as refused:
        objection.refresh_from_db()
        form.data = {**request.POST.dict(), "seen": len(objection.body)}
        return dossier_page(request, row, refusal=refused, form=form, status=422)
    return redirect("dossier", pk=objection.dossier_id)
