"""Pages of pools: the list, one agreement with its money and loans, entering and changing it, taking loans in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zhixian.core.finance import risk_pool
from zhixian.core.finance.risk_pool import FIGURES, percent, times
from zhixian.core.kernel.money import yuan
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import CHIEF, FINANCE, HANDLER
from zhixian.web.finance.actions import pools as actions
from zhixian.web.finance.forms import ContributionForm, PoolForm
from zhixian.web.finance.menu import READERS
from zhixian.web.finance.models import PAID, REFUSED, WITHDRAWN, Pool, PoolClaim
from zhixian.web.finance.queries import (
    banks,
    banks_of,
    home,
    home_units,
    keeps,
    loans_of_bank,
    loans_told,
    pays,
    pools_visible_to,
    standing_of,
)
from zhixian.web.incentives.models import Transfer
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import few
from zhixian.web.kit.versions import status_of
from zhixian.web.registers.models import Row


@door(*READERS)
def pools(request: SignedIn) -> HttpResponse:
    """Every pool that the person sees, with where it stands."""
    found = []
    for pool in pools_visible_to(request.user):
        standing = standing_of(pool, as_of=today())
        found.append((pool, standing, risk_pool.stopped(pool.terms, standing)))
    facts = {
        "pools": found,
        "keeps": keeps(request.user),
        "home": home(),
        "units": home_units(),
        "bank": bool(banks_of(request.user)),
        "today": today(),
    }
    return render(request, "finance/pools.html", facts)


@door(HANDLER, CHIEF)
def new(request: SignedIn) -> HttpResponse:
    """Enter an agreement."""
    if not keeps(request.user):
        raise Http404
    form = PoolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            pool = actions.enter_pool(form.values(), form.members(), by=request.user)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"已录入{pool}，账户已开，等各方缴存")
            return redirect("pool", pk=pool.pk)
    facts = {"form": form, "pool": None, "banks": banks().exists()}
    return render(request, "finance/pool_form.html", facts, status=422 if form.errors else 200)


@door(HANDLER, CHIEF)
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Correct an agreement on which nothing rests yet."""
    pool = _pool(request, pk)
    if not keeps(request.user):
        raise Http404
    form = PoolForm(request.POST or None, pool=pool)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                version = form.cleaned_data["version"] or 0
                actions.change_pool(pool, form.values(), form.members(), by=request.user, version=version)
            except Refusal as refused:
                form.add_error(None, str(refused))
                form.data = {**request.POST.dict(), "version": _pool(request, pk).version}
                status = status_of(refused)
            else:
                messages.success(request, "已修改")
                return redirect("pool", pk=pk)
    return render(request, "finance/pool_form.html", {"form": form, "pool": pool, "banks": True}, status=status)


@door(*READERS)
def one(request: SignedIn, pk: int) -> HttpResponse:
    """One pool: its money, what it lends, whether it takes loans, its loans and claims."""
    return _page(request, _pool(request, pk))


def _pool(request: SignedIn, pk: int) -> Pool:
    return get_object_or_404(pools_visible_to(request.user), pk=pk)


def _page(request: SignedIn, pool: Pool, *, form: Any = None, status: int = 200) -> HttpResponse:
    terms, standing = pool.terms, standing_of(pool, as_of=today())
    own = pool.bank_id in banks_of(request.user)
    moved = Transfer.objects.filter(pot=pool.pot).select_related("by")
    facts = {
        "pool": pool,
        "standing": standing,
        "terms": terms,
        "in_force": terms.in_force(today()),
        "stopped": risk_pool.stopped(terms, standing),
        "rate": risk_pool.rate_words(standing),
        "most_lent": risk_pool.most_lent(terms, standing),
        "members": _members(pool),
        "figures": _figures(pool),
        "loans": _loans(pool, claims=own),
        "held_fen": pool.pot.reserved_fen + pool.pot.committed_fen if pool.pot else 0,
        "recovered_fen": sum(row.to_pool_fen for claim in _claims(pool) for row in claim.recoveries.all()),
        "paid_fen": sum(claim.amount_fen for claim in _claims(pool) if claim.state == PAID),
        "page": few(moved, request),
        "events": pool.events.order_by("-id")[:30],
        "contribution": (form or ContributionForm(pool)) if pays(request.user) else None,
        "keeps": keeps(request.user),
        "own": own,
        "untouched": actions.is_untouched(pool),
        "years": range(today().year, pool.starts.year - 1, -1),
    }
    return render(request, "finance/pool.html", facts, status=status)


def _claims(pool: Pool) -> list[PoolClaim]:
    return list(PoolClaim.objects.filter(pool_loan__pool=pool).prefetch_related("recoveries"))


def _members(pool: Pool) -> list[tuple[Any, int]]:
    """Each member with what it has paid in."""
    members = pool.members.prefetch_related("contributions")
    return [(member, sum(one.amount_fen for one in member.contributions.all())) for member in members]


def _figures(pool: Pool) -> list[tuple[str, str, str, str]]:
    """Each figure of the agreement in words, with its clause and document."""
    told = {
        "shares": "；".join(f"{member} {percent(member.share)}" for member in pool.members.all()),
        "loss_share": percent(pool.loss_share),
        "most_loan_fen": f"{yuan(pool.most_loan_fen)} 元",
        "most_for_loan_fen": f"{yuan(pool.most_for_loan_fen)} 元",
        "most_in_all_fen": f"{yuan(pool.most_in_all_fen)} 元",
        "leverage": f"{times(pool.leverage)} 倍",
        "stop_at": f"不良率 {percent(pool.stop_at)}",
        "overdue_days": f"{pool.overdue_days} 天",
        "span": f"{pool.starts} 起，{pool.ends} 终止",
    }
    return [(name, told[figure], *pool.basis.get(figure, ("", ""))) for figure, name in FIGURES.items()]


def _loans(pool: Pool, *, claims: bool) -> list[dict[str, Any]]:
    """The pool's loans: as the register tells each now, with its claim, and whether the bank may claim."""
    by_loan: dict[int, PoolClaim] = {}
    for claim in _claims(pool)[::-1]:
        by_loan[claim.pool_loan_id] = claim
    found = []
    for loan, told in loans_told(pool):
        latest = by_loan.get(loan.pk)
        over = 0 if told.repaid else risk_pool.days_over(told.due, today())
        again = latest is None or latest.state in (REFUSED, WITHDRAWN)
        found.append(
            {
                "loan": loan, "told": told, "claim": latest, "over": over,
                "linked": not claims or loan.row.organisation_id == pool.bank_id,
                "may_claim": claims and again and not told.repaid and over >= pool.overdue_days and not told.faults,
            }
        )  # fmt: skip
    return found


@door(FINANCE)
@require_POST
def contribute(request: SignedIn, pk: int) -> HttpResponse:
    """Book what a member has paid in."""
    pool = _pool(request, pk)
    if not pays(request.user):
        raise Http404
    form = ContributionForm(pool, request.POST)
    if not form.is_valid():
        return _page(request, pool, form=form, status=422)
    try:
        actions.contribute(pool, by=request.user, **form.cleaned_data)
    except Refusal as refused:
        form.add_error(None, str(refused))
        return _page(request, _pool(request, pk), form=form, status=422)
    messages.success(request, f"{form.cleaned_data['member']}缴存 {yuan(form.cleaned_data['amount_fen'])} 元，已入账")
    return redirect("pool", pk=pk)


@door(HANDLER, CHIEF)
def admit(request: SignedIn, pk: int) -> HttpResponse:
    """The bank's loans that are in no pool, each with why it would not be taken; take one in."""
    pool = _pool(request, pk)
    if not keeps(request.user):
        raise Http404
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            loan = actions.admit_loan(pool, _asked_for(request, pool), by=request.user)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, f"{loan} 已入池，本金 {yuan(loan.principal_fen)} 元")
            return redirect("admit_to_pool", pk=pk)
    page = few(list(loans_of_bank(pool)), request, size=20)
    standing = standing_of(pool, as_of=today())
    facts = {
        "pool": pool,
        "standing": standing,
        "most_lent": risk_pool.most_lent(pool.terms, standing),
        "page": page,
        "lines": [(row, actions.faults_of(pool, row, standing=standing)) for row in page],
        "refusal": refusal,
    }
    return render(request, "finance/admission.html", facts, status=422 if refusal else 200)


def _asked_for(request: SignedIn, pool: Pool) -> Row:
    """The loan whose button was pressed."""
    asked = request.POST.get("row", "")
    row = next((row for row in loans_of_bank(pool) if str(row.pk) == asked), None)
    if row is None:
        raise Refusal("没有这笔贷款，或者已经在池里", where="贷款", expected="下面列出的一笔")
    return row
