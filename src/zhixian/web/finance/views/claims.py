"""Pages of claims: filing one, one with its derivation and what may be done, its files."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zhixian.core.finance.pool_terms import percent
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import BANK, CHIEF, FINANCE, HANDLER
from zhixian.web.finance.actions import claims as actions
from zhixian.web.finance.forms import ClaimForm, DecideForm, PayForm, ReasonForm, RecoveryForm
from zhixian.web.finance.menu import READERS
from zhixian.web.finance.models import CHECKED, DECIDED, FILED, PAID, PoolClaim, PoolLoan
from zhixian.web.finance.queries import (
    banks_of,
    claims_visible_to,
    claims_waiting,
    current_row,
    files_visible_to,
    keeps,
    loan_told,
    pays,
    pools_visible_to,
)
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.sending import TYPES, send_stored
from zhixian.web.kit.unsaved import unsaved
from zhixian.web.kit.versions import VersionForm, status_of

ACTS: Mapping[str, tuple[type[VersionForm], Callable[..., Any], str]] = {
    "check": (VersionForm, actions.check_claim, "审核通过，余额已占用"),
    "decide": (DecideForm, actions.decide_claim, "已批准"),
    "pay": (PayForm, actions.pay_claim, "已拨付"),
    "refuse": (ReasonForm, actions.refuse_claim, "已告知银行不予补偿"),
    "withdraw": (ReasonForm, actions.withdraw_claim, "已撤回"),
    "recover": (RecoveryForm, actions.recover, "收回已入账，按承担比例分回"),
}
"""Act → its form, what it does, and what is said afterwards."""


@door(BANK)
def new(request: SignedIn, pk: int) -> HttpResponse:
    """The bank claims for a loan of its pool."""
    pools = pools_visible_to(request.user).filter(bank__in=banks_of(request.user)).prefetch_related(None).order_by()
    loan = get_object_or_404(PoolLoan.objects.select_related("pool__bank", "row"), pk=pk, pool__in=pools)
    form = ClaimForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = dict(form.cleaned_data)
            claim = actions.file_claim(loan, by=request.user, files=given.pop("evidence"), **given)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{claim} 已提交，等主管单位审核")
            return redirect("pool_claim", pk=claim.pk)
    row = current_row(loan)
    terms = loan.pool.terms_on(today(), taken=loan.admitted_on)
    facts = {
        "loan": loan,
        "pool": loan.pool,
        "terms": terms,
        "loss_percent": percent(terms.loss_share),
        "told": loan_told(row) if row else None,
        "form": form,
    }
    return render(request, "finance/claim_form.html", facts, status=422 if form.errors else 200)


@door(*READERS)
def one(request: SignedIn, pk: int) -> HttpResponse:
    """One claim: how the sum comes about, the evidence, what may be done, what was recovered."""
    return _page(request, _claim(request, pk))


def _claim(request: SignedIn, pk: int) -> PoolClaim:
    return get_object_or_404(claims_visible_to(request.user), pk=pk)


def _page(
    request: SignedIn, claim: PoolClaim, *, refusal: Refusal | None = None, form: Any = None, act: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    offered = {
        name: form if name == act and form is not None else _empty(name, claim) for name in _may(request.user, claim)
    }
    recoveries = list(claim.recoveries.all())
    members = list(claim.pool.members.all())[: max(0, len(claim.bears) - 1)]  # who joined later bears nothing of it
    holders = [*members, f"{claim.pool.bank}自担"]
    back = [sum(row.parts[place] for row in recoveries) for place in range(len(claim.bears))]
    page: dict[str, Any] = {
        "claim": claim,
        "pool": claim.pool,
        "loan": claim.pool_loan,
        "forms": offered,
        "refusal": refusal,
        "recoveries": recoveries,
        "bearers": [
            (holder, bear, got, bear - got)
            for holder, bear, got in zip(holders, claim.bears, back, strict=bool(claim.bears))
        ],
        "lost_fen": claim.outstanding_fen - sum(back),
        "files": claim.files.all(),
        "events": claim.events.order_by("-id"),
        "own": claim.pool.bank_id in banks_of(request.user),
        "today": today(),
    }
    page["unsaved"] = unsaved(form, page)
    return render(request, "finance/claim.html", page, status=status)


def _empty(act: str, claim: PoolClaim) -> Any:
    kind = ACTS[act][0]
    return kind(initial={"version": claim.version}, auto_id=f"{act}-%s")


def _may(user: Any, claim: PoolClaim) -> list[str]:
    """The acts that are offered to the person."""
    waits = claims_waiting(user).filter(pk=claim.pk).exists()
    found = {FILED: "check", CHECKED: "decide", DECIDED: "pay"}
    acts = [found[claim.state]] if waits and claim.state in found else []
    if claim.state in found and (keeps(user) if claim.state == FILED else pays(user)):
        acts.append("refuse")
    if claim.state in (FILED, CHECKED) and claim.pool.bank_id in banks_of(user):
        acts.append("withdraw")
    lost = claim.outstanding_fen - sum(row.amount_fen for row in claim.recoveries.all())
    if claim.state == PAID and lost and pays(user):
        acts.append("recover")
    return acts


@door(HANDLER, CHIEF, FINANCE, BANK)
@require_POST
def act(request: SignedIn, pk: int, act: str) -> HttpResponse:
    """Do one of the acts, or show the page as it is now with what was typed."""
    claim = _claim(request, pk)
    if act not in ACTS:
        raise Http404
    kind, does, done = ACTS[act]
    form = kind(request.POST, auto_id=f"{act}-%s")
    if not form.is_valid():
        return _page(request, claim, form=form, act=act, status=422)
    try:
        does(claim, by=request.user, **form.cleaned_data)
    except Refusal as refused:
        fresh = _claim(request, pk)
        form.data = {**request.POST.dict(), "version": fresh.version}
        return _page(request, fresh, refusal=refused, form=form, act=act, status=status_of(refused))
    messages.success(request, f"{claim}：{done}")
    return redirect("pool_claim", pk=pk)


@door(*READERS)
def file(request: SignedIn, pk: int) -> FileResponse:
    """A file of a claim, to keep, never to open inside the site."""
    row = get_object_or_404(files_visible_to(request.user), pk=pk)
    record.write("pool_claim_file_read", row.claim, by=request.user, file=row.pk)
    return send_stored(row.file, row.name, TYPES[row.kind])
