"""Requests for progress: the list, sending, one request with its answer, accepting and returning."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.supervision.lights import NAMES, RED
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import CHIEF, HANDLER, LEAD
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import few
from zhixian.web.kit.plan import the_plan, unit_name
from zhixian.web.kit.unsaved import unsaved
from zhixian.web.kit.versions import VersionForm, status_of
from zhixian.web.supervision import actions
from zhixian.web.supervision.evidence import shown_reasons
from zhixian.web.supervision.forms import AnswerForm, ReturnForm, SendForm, WithdrawForm
from zhixian.web.supervision.lights import Board, Cell
from zhixian.web.supervision.models import STATES, STILL_OPEN, ProgressRequest
from zhixian.web.supervision.queries import may_answer, may_judge, requests_visible_to, requests_waiting_for
from zhixian.web.supervision.responsible import units_of
from zhixian.web.supervision.timing import due_words
from zhixian.web.supervision.views.board import PEOPLE


@door(*PEOPLE)
def requests(request: SignedIn) -> HttpResponse:
    """Everything the person may see, what waits for them first."""
    waiting = requests_waiting_for(request.user, as_of=today())
    shows = {"answer": waiting.to_answer, "judge": waiting.to_judge, "overdue": waiting.overdue}
    show = request.GET.get("show", "")
    rows = shows.get(
        show,
        requests_visible_to(request.user).order_by(F("closed_on").asc(nulls_first=True), "due", "-id")
        if not show
        else None,
    )
    if rows is None:
        rows = requests_visible_to(request.user).filter(state=show).order_by("-id")
    page = few(rows, request)
    for row in page:
        row.late = row.with_unit and row.due < today()
    leads = LEAD in request.user.roles
    given = {
        "page": page,
        "show": show,
        "states": STATES,
        "leads": leads,
        "answers": bool(request.user.units_as(HANDLER, CHIEF)),
    }
    return render(request, "supervision/requests.html", given)


@door(LEAD)
def send(request: SignedIn) -> HttpResponse:
    """Ask one unit, the units of a clause, or every unit with a red light; who is asked can be ticked."""
    board = Board(as_of=today())
    still_open = requests_visible_to(request.user).filter(state__in=STILL_OPEN)
    open_now = set(still_open.values_list("clause", "unit"))
    cells = [cell for cell in _asked_of(request, board) if (cell.clause, cell.unit) not in open_now]
    form = SendForm(request.POST or None)
    ticked = set(request.POST.getlist("cell")) if request.method == "POST" else {_key(cell) for cell in cells}
    refusal = None
    if request.method == "POST" and form.is_valid():
        pairs = [(cell.clause, cell.unit) for cell in cells if _key(cell) in ticked]
        if not pairs:
            refusal = Refusal("没有选单位", expected="至少选一个；已有未办结督办的单位不再列出")
        else:
            try:
                sent, _ = actions.send_requests(pairs, by=request.user, **form.cleaned_data)
            except Refusal as refused:
                refusal = refused
            else:
                messages.success(request, f"已发出 {len(sent)} 件督办，单位已收到消息")
                return redirect("progress_request", pk=sent[0].pk) if len(sent) == 1 else redirect("progress_requests")
    page = {"form": form, "cells": [(cell, _key(cell), _key(cell) in ticked) for cell in cells], "refusal": refusal}
    return render(request, "supervision/send.html", page, status=422 if form.errors or refusal else 200)


def _asked_of(request: SignedIn, board: Board) -> list[Cell]:
    clause, unit = request.GET.get("clause", ""), request.GET.get("unit", "")
    if request.GET.get("light") == RED:
        return [cell for cell in board.cells.values() if cell.light.colour == RED]
    if all(clause != known.id for known in the_plan().clauses):
        return []
    return [board.cell(clause, one) for one in units_of(clause) if unit in ("", one)]


def _key(cell: Cell) -> str:
    return f"{cell.clause}:{cell.unit}"


@door(*PEOPLE)
def one(request: SignedIn, pk: int) -> HttpResponse:
    """One request: what is asked, what the system counts, the answers, what happened."""
    return _page(request, _row(request, pk))


def _page(
    request: SignedIn, row: ProgressRequest, *, refusal: Refusal | None = None, form: Any = None, status: int = 200
) -> HttpResponse:
    user, cell = request.user, Board(as_of=today()).cell(row.clause, row.unit)
    judges = may_judge(user, row)
    page = {
        "row": row,
        "clause": the_plan().clause(row.clause),
        "cell": cell,
        "reasons": shown_reasons(cell, user, as_of=today()),
        "late": row.with_unit and row.due < today(),
        "derivation": due_words(row),
        "answers": row.answers.prefetch_related("files"),
        "events": row.events.all(),
        "names": NAMES,
        "refusal": refusal,
        "answer_form": _typed(form, AnswerForm, row) if may_answer(user, row) else None,
        "accept_form": VersionForm(initial={"version": row.version}, auto_id="accept-%s") if judges else None,
        "return_form": _typed(form, ReturnForm, row) if judges else None,
        "withdraw_form": _typed(form, WithdrawForm, row) if LEAD in user.roles and row.state in STILL_OPEN else None,
    }
    page["unsaved"] = unsaved(form, page)
    return render(request, "supervision/request.html", page, status=status)


def _typed(form: Any, kind: Any, row: ProgressRequest) -> Any:
    return form if isinstance(form, kind) else kind(row)


def _row(request: SignedIn, pk: int) -> ProgressRequest:
    return get_object_or_404(requests_visible_to(request.user), pk=pk)


@door(HANDLER, CHIEF)
@require_POST
def answer(request: SignedIn, pk: int) -> HttpResponse:
    """A unit answers."""
    row = _row(request, pk)
    form = AnswerForm(row, request.POST, request.FILES)

    def act() -> None:
        given = dict(form.cleaned_data)
        actions.answer_request(row, by=request.user, files=given.pop("attached"), **given)

    return _act(request, row, form, act, "已答复")


@door(LEAD)
@require_POST
def accept(request: SignedIn, pk: int) -> HttpResponse:
    """核准."""
    row = _row(request, pk)
    form = VersionForm(request.POST, auto_id="accept-%s")
    return _act(request, row, form, lambda: actions.accept_answer(row, by=request.user, **form.cleaned_data), "已核准")


@door(LEAD)
@require_POST
def send_back(request: SignedIn, pk: int) -> HttpResponse:
    """退回."""
    row = _row(request, pk)
    form = ReturnForm(row, request.POST)
    return _act(request, row, form, lambda: actions.return_answer(row, by=request.user, **form.cleaned_data), "已退回")


@door(LEAD)
@require_POST
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """撤回."""
    row = _row(request, pk)
    form = WithdrawForm(row, request.POST)
    return _act(
        request, row, form, lambda: actions.withdraw_request(row, by=request.user, **form.cleaned_data), "已撤回"
    )


def _act(request: SignedIn, row: ProgressRequest, form: Any, act: Callable[[], Any], done: str) -> HttpResponse:
    """Do it, or show the page as it is now with what was typed, ready to be sent again."""
    if not form.is_valid():
        return _page(request, row, form=form, status=422)
    try:
        act()
    except Refusal as refused:
        fresh = _row(request, row.pk)
        form.data = {**request.POST.dict(), "version": fresh.version}
        return _page(request, fresh, refusal=refused, form=form, status=status_of(refused))
    messages.success(request, f"{row.number}（{unit_name(row.unit)}）：{done}")
    return redirect("progress_request", pk=row.pk)
