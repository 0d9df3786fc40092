"""Pages of a pool's end: asking to pay back what is left, and one such request with what may be done."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zhixian.core.finance.risk_pool import WAYS, payback
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import CHIEF, FINANCE, HANDLER
from zhixian.web.finance.actions import paybacks as actions
from zhixian.web.finance.forms import DecideForm, PaybackForm, PaybackPayForm, ReasonForm
from zhixian.web.finance.hindrances import against_payback
from zhixian.web.finance.menu import READERS
from zhixian.web.finance.models import DECIDED, FILED, Payback, Pool
from zhixian.web.finance.queries import balances_of, keeps, paybacks_visible_to, pays, pools_visible_to, standing_of
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.versions import status_of

DONE = {"decide": "已批准，余额已占用", "pay": "已清退", "refuse": "已退回"}


@door(HANDLER, CHIEF)
def new(request: SignedIn, pk: int) -> HttpResponse:
    """Ask to pay back what is left: what stands against it, and both ways reckoned side by side."""
    pool = get_object_or_404(pools_visible_to(request.user), pk=pk)
    if not keeps(request.user):
        raise Http404
    form = PaybackForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = dict(form.cleaned_data)
            row = actions.ask_payback(pool, by=request.user, files=given.pop("evidence"), **given)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "已提交，等财政部门审批")
            return redirect("pool_payback", pk=row.pk)
    facts = {"form": form, "pool": pool, "against": against_payback(pool), "rows": _both(pool)}
    return render(request, "finance/payback_form.html", facts, status=422 if form.errors else 200)


def _both(pool: Pool) -> list[tuple[Any, int, list[int]]]:
    """Each member, what of the pool is theirs by the books, and what each way gives them; nothing where nothing is left."""
    left, own = standing_of(pool, as_of=today()).free_fen, balances_of(pool)
    if left <= 0:
        return []
    shares = pool.terms_on(pool.terms_on(today()).ends).shares
    told = [(member.name, share, fen) for member, share, fen in zip(pool.members.all(), shares, own, strict=True)]
    parts = [payback(left, told, way=way).parts for way in WAYS]
    return [(member, fen, list(both)) for member, fen, *both in zip(pool.members.all(), own, *parts, strict=True)]


@door(*READERS)
def one(request: SignedIn, pk: int) -> HttpResponse:
    """One request: how the sums come about, its papers, what may be done."""
    return _page(request, get_object_or_404(paybacks_visible_to(request.user), pk=pk))


def _page(
    request: SignedIn,
    row: Payback,
    *,
    form: Any = None,
    act: str = "",
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    offered = {
        name: form if name == act and form is not None else _form(name, row, initial={"version": row.version})
        for name in _may(request.user, row)
    }
    facts = {
        "payback": row,
        "pool": row.pool,
        "forms": offered,
        "refusal": refusal,
        "way": WAYS[row.way],
        "papers": row.papers.all(),
        "events": row.events.order_by("-id"),
    }
    return render(request, "finance/payback.html", facts, status=status)


def _form(act: str, row: Payback, *given: Any, **more: Any) -> Any:
    more["auto_id"] = f"{act}-%s"
    if act == "pay":
        return PaybackPayForm(*given, payback=row, **more)
    return {"decide": DecideForm, "refuse": ReasonForm}[act](*given, **more)


def _may(user: Any, row: Payback) -> list[str]:
    """The acts that are offered to the person."""
    if row.state not in (FILED, DECIDED):
        return []
    acts = []
    if pays(user) and row.state == DECIDED:
        acts.append("pay")
    if pays(user) and row.state == FILED and user.pk != row.asked_by_id:
        acts.append("decide")
    return [*acts, "refuse"] if pays(user) or (keeps(user) and row.state == FILED) else acts


@door(HANDLER, CHIEF, FINANCE)
@require_POST
def act(request: SignedIn, pk: int, act: str) -> HttpResponse:
    """Do one of the acts, or show the page as it is now with what was typed."""
    row = get_object_or_404(paybacks_visible_to(request.user), pk=pk)
    if act not in DONE:
        raise Http404
    form = _form(act, row, request.POST)
    if not form.is_valid():
        return _page(request, row, form=form, act=act, status=422)
    given = dict(form.cleaned_data)
    version = given.pop("version")
    try:
        if act == "decide":
            actions.decide_payback(row, by=request.user, version=version, **given)
        elif act == "pay":
            actions.pay_payback(row, by=request.user, version=version, documents=form.documents())
        else:
            actions.refuse_payback(row, by=request.user, version=version, **given)
    except Refusal as refused:
        fresh = get_object_or_404(paybacks_visible_to(request.user), pk=pk)
        form.data = {**request.POST.dict(), "version": fresh.version}
        return _page(request, fresh, refusal=refused, form=form, act=act, status=status_of(refused))
    messages.success(request, f"{row}：{DONE[act]}")
    return redirect("pool_payback", pk=pk)
