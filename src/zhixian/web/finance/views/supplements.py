"""Pages of supplements to an agreement, and of papers of pools."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import CHIEF, HANDLER
from zhixian.web.finance.actions.supplements import supplement, withdraw_supplement
from zhixian.web.finance.forms import SupplementForm, WithdrawalForm
from zhixian.web.finance.hindrances import against_withdrawal, entered_after, few_of
from zhixian.web.finance.menu import READERS
from zhixian.web.finance.papers import changes_said, figures_of
from zhixian.web.finance.queries import keeps, papers_visible_to, pools_visible_to, supplements_visible_to
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.sending import TYPES, send_stored


@door(HANDLER, CHIEF)
def new(request: SignedIn, pk: int) -> HttpResponse:
    """Enter a supplement: what it changes, beside what holds today."""
    pool = get_object_or_404(pools_visible_to(request.user), pk=pk)
    if not keeps(request.user):
        raise Http404
    form = SupplementForm(pool, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = supplement(pool, by=request.user, **form.values())
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"已录入{row}，{row.effective} 起算")
            return redirect("pool", pk=pk)
    facts = {"form": form, "pool": pool, "figures": figures_of(pool, as_of=today())}
    return render(request, "finance/supplement.html", facts, status=422 if form.errors else 200)


@door(HANDLER, CHIEF)
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Take a supplement back: what it changes, what rests on it, and why it goes."""
    row = get_object_or_404(supplements_visible_to(request.user), pk=pk)
    if not keeps(request.user):
        raise Http404
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_supplement(row, by=request.user, **form.cleaned_data)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"已撤回{row}，以前的约定照旧")
            return redirect("pool", pk=row.pool_id)
    facts = {
        "form": form,
        "pool": row.pool,
        "row": row,
        "changes": changes_said(row),
        "against": [] if row.is_withdrawn else against_withdrawal(row),
        "later": "" if row.is_withdrawn else few_of([str(one) for one in entered_after(row)]),
    }
    return render(request, "finance/withdrawal.html", facts, status=422 if form.errors else 200)


@door(*READERS)
def paper(request: SignedIn, pk: int) -> FileResponse:
    """A paper of a pool, to keep, never to open inside the site."""
    row = get_object_or_404(papers_visible_to(request.user), pk=pk)
    record.write("pool_paper_read", row.pool, by=request.user, file=row.pk)
    return send_stored(row.file, row.name, TYPES[row.kind])
