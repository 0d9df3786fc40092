"""Pages of pools: the list, one agreement with its money and loans, entering and changing it, taking loans in."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zhixian.core.finance import risk_pool
from zhixian.core.finance.pool_terms import percent
from zhixian.core.kernel.money import yuan
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import CHIEF, FINANCE, HANDLER
from zhixian.web.finance.actions import pools as actions
from zhixian.web.finance.books import moved_in
from zhixian.web.finance.forms import ContributionForm, PoolForm, ReversalForm, TakeOutForm
from zhixian.web.finance.hindrances import against_reversal, few_of
from zhixian.web.finance.menu import READERS
from zhixian.web.finance.models import REFUSED, WITHDRAWN, Pool, PoolLoan
from zhixian.web.finance.papers import changes_said, figures_of
from zhixian.web.finance.queries import (
    banks,
    banks_of,
    claims_of,
    contributions_visible_to,
    ending_of,
    entries_of,
    home,
    home_units,
    keeps,
    loans_of_bank,
    loans_told,
    paid_fen,
    pays,
    pools_visible_to,
    recovered_fen,
    standing_of,
    standings_of,
)
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.lists import few, key_asked
from zhixian.web.kit.versions import status_of
from zhixian.web.registers.models import Row


@door(*READERS)
def pools(request: SignedIn) -> HttpResponse:
    """Every pool that the person sees, with where it stands."""
    page = few(pools_visible_to(request.user), request)
    standings = standings_of(page.object_list, as_of=today())
    found = [
        (
            pool,
            standings[pool.pk],
            risk_pool.stopped(pool.terms_on(today()), standings[pool.pk]),
            pool.terms_on(today()).ends,
        )
        for pool in page
    ]
    facts = {
        "pools": found,
        "page": page,
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
    terms, standing = pool.terms_on(today()), standing_of(pool, as_of=today())
    own = pool.bank_id in banks_of(request.user)
    ending = ending_of(pool)
    entries = few(entries_of(pool), request)
    moved = {one.entry: one for one in moved_in(pool)}
    loans = few(pool.loans.filter(left_on=None).select_related("row"), request, asked="loans")
    facts = {
        "pool": pool,
        "standing": standing,
        "terms": terms,
        "in_force": terms.in_force(today()),
        "stopped": risk_pool.stopped(terms, standing),
        "rate": risk_pool.rate_words(standing),
        "most_lent": risk_pool.most_lent(terms, standing),
        "members": _members(pool, terms.shares),
        "figures": figures_of(pool, as_of=today()),
        "supplements": _supplements(pool),
        "paybacks": pool.paybacks.all(),
        "ends": terms.ends <= today(),
        "today": today(),
        "loans": _loans(pool, loans.object_list, claims=own, takes_out=keeps(request.user)),
        "loan_page": loans,
        "held_fen": pool.pot.reserved_fen + pool.pot.committed_fen if pool.pot else 0,
        "recovered_fen": recovered_fen(pool),
        "paid_fen": paid_fen(pool),
        "page": entries,
        "entries": [(entry, moved.get(entry.pk)) for entry in entries],
        "events": pool.events.order_by("-id")[:30],
        "contribution": (form or ContributionForm(pool)) if pays(request.user) and not ending else None,
        "ending": ending,
        "keeps": keeps(request.user),
        "own": own,
        "untouched": actions.is_untouched(pool),
        "years": range(today().year, pool.starts.year - 1, -1),
    }
    return render(request, "finance/pool.html", facts, status=status)


def _supplements(pool: Pool) -> list[tuple[Any, list[tuple[str, str]], Any, str]]:
    """Each supplement with what it changes, its papers, and which are taken back before it."""
    rows = list(pool.supplements.prefetch_related("papers"))
    kept = sorted((row for row in rows if not row.is_withdrawn), key=lambda row: row.pk, reverse=True)
    return [
        (row, changes_said(row), row.papers.all(), few_of([str(one) for one in kept if one.pk > row.pk]))
        for row in rows
    ]


def _members(pool: Pool, shares: Sequence[int]) -> list[tuple[Any, str, int, list[Any]]]:
    """Each member with its share today, or from when it is one, what it has paid in, and each time with the day on which it came in."""
    paid: dict[int, list[Any]] = defaultdict(list)
    for one in pool.contributions.order_by("received_on", "pk"):
        paid[one.member_id].append(one)
    return [
        (
            member,
            percent(shares[member.place]) if member.joined <= today() else f"{member.joined} 加入",
            sum(one.amount_fen for one in paid[member.pk] if not one.is_reversed),
            paid[member.pk],
        )
        for member in pool.members.all()
    ]


def _loans(pool: Pool, loans: Sequence[PoolLoan], *, claims: bool, takes_out: bool) -> list[dict[str, Any]]:
    """Some of the pool's loans: as the register tells each now, with its claim, whether the bank may claim, the unit take it out."""
    by_loan = claims_of(loans)
    found = []
    for loan, told in loans_told(loans):
        latest = by_loan.get(loan.pk)
        over = 0 if told.repaid else risk_pool.days_over(told.due, today())
        again = latest is None or latest.state in (REFUSED, WITHDRAWN)
        found.append(
            {
                "loan": loan, "told": told, "claim": latest, "over": over,
                "linked": not claims or loan.row.organisation_id == pool.bank_id,
                "may_claim": claims and again and not told.repaid and over >= pool.terms_on(today(), taken=loan.admitted_on).overdue_days and not told.faults,
                "may_leave": takes_out and again,
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
        if isinstance(refused, actions.UnsureOfSum):
            form.ask()
        form.add_error(None, str(refused))
        return _page(request, _pool(request, pk), form=form, status=422)
    messages.success(request, f"{form.cleaned_data['member']}缴存 {yuan(form.cleaned_data['amount_fen'])} 元，已入账")
    return redirect("pool", pk=pk)


@door(FINANCE)
def reverse(request: SignedIn, pk: int) -> HttpResponse:
    """Undo what was booked wrongly: what it is, what was computed from it, and why it goes."""
    row = get_object_or_404(contributions_visible_to(request.user), pk=pk)
    if not pays(request.user):
        raise Http404
    form = ReversalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reverse_contribution(row, by=request.user, **form.cleaned_data)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"已冲正 {row.member} 缴存 {yuan(row.amount_fen)} 元，凭证可以重新入账")
            return redirect("pool", pk=row.pool_id)
    facts = {
        "row": row,
        "pool": row.pool,
        "form": form,
        "against": [] if row.is_reversed else against_reversal(row),
    }
    return render(request, "finance/reversal.html", facts, status=422 if form.errors else 200)


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
    page = few(loans_of_bank(pool), request, size=20)
    standing = standing_of(pool, as_of=today())
    facts = {
        "pool": pool,
        "standing": standing,
        "most_lent": risk_pool.most_lent(pool.terms_on(today()), standing),
        "page": page,
        "lines": [(row, actions.faults_of(pool, row, standing=standing)) for row in page],
        "refusal": refusal,
    }
    return render(request, "finance/admission.html", facts, status=422 if refusal else 200)


@door(HANDLER, CHIEF)
def take_out(request: SignedIn, pk: int) -> HttpResponse:
    """Take a loan out that should not be in its pool."""
    seen = pools_visible_to(request.user).prefetch_related(None).order_by()
    loan = get_object_or_404(PoolLoan.objects.select_related("pool__bank"), pk=pk, pool__in=seen)
    if not keeps(request.user):
        raise Http404
    form = TakeOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_out(loan, by=request.user, **form.cleaned_data)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{loan} 已移出{loan.pool}")
            return redirect("pool", pk=loan.pool_id)
    facts = {"loan": loan, "pool": loan.pool, "form": form}
    return render(request, "finance/take_out.html", facts, status=422 if form.errors else 200)


def _asked_for(request: SignedIn, pool: Pool) -> Row:
    """The loan whose button was pressed."""
    key = key_asked(request.POST.get("row", ""))
    row = loans_of_bank(pool).filter(pk=key).first() if key is not None else None
    if row is None:
        raise Refusal("没有这笔贷款，或者已经在池里", where="贷款", expected="下面列出的一笔")
    return row
