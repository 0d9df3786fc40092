"""Budget pages for the office, and the public's list of payments."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from zhixian.core.kernel.money import yuan
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import STAFF
from zhixian.web.incentives import actions, queries
from zhixian.web.incentives.forms import AppropriationForm, RecoveryForm, WithdrawalForm, year_asked
from zhixian.web.incentives.models import Pot
from zhixian.web.incentives.showing import links_of
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door, public
from zhixian.web.kit.lists import few

MOST_HELD = 100
"""Dossiers that one page of a pot names, the latest first."""


@door(*STAFF)
def budgets(request: SignedIn) -> HttpResponse:
    """The pots of a year, and a form to fill one."""
    if not request.user.is_authority:
        raise PermissionDenied(queries.NOT_FOR_COMPANIES)
    asked = year_asked(request.GET.get("year"), today())
    year = asked.year
    pots = list(Pot.objects.visible_to(request.user).filter(year=year).order_by("clause", "purpose"))
    may = queries.fills_pots(request.user)
    form = AppropriationForm(request.POST or None, year=year) if may else None
    if form and request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            pot = actions.appropriate(
                purpose=given["purpose"],
                year=given["year"],
                amount_fen=given["amount"],
                document=given["document"],
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error("document", str(refusal))
        else:
            messages.success(request, f"{pot} 已安排 {yuan(given['amount'])} 元")
            return redirect(f"{request.path}?year={given['year']}")
    told = queries.by_clause(pots, year=year, as_of=today())
    facts = {"pots": pots, "year": year, "asked": asked, "form": form, "by_clause": told}
    return render(request, "incentives/budgets.html", facts, status=422 if asked.refused else 200)


@door(*STAFF)
def pot(request: SignedIn, pk: int) -> HttpResponse:
    """One pot: what dossiers hold of it and every transfer, newest first; finance may take money out."""
    found = get_object_or_404(Pot.objects.visible_to(request.user), pk=pk)
    form = WithdrawalForm(request.POST or None) if queries.fills_pots(request.user) else None
    if form and request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.withdraw(found, amount_fen=given["amount"], document=given["document"], by=request.user)
        except Refusal as refusal:
            form.add_error("document" if refusal.where == "依据文件" else "amount", str(refusal))
        else:
            messages.success(request, f"{found} 已调减 {yuan(given['amount'])} 元")
            return redirect("pot", pk=pk)
    transfers = few(found.transfers.select_related("by"), request)
    commitments = found.commitments.exclude(state="released").order_by("-id")[: MOST_HELD + 1]
    return render(
        request,
        "incentives/pot.html",
        {
            "pot": found,
            "links": links_of(request.user, found),
            "page": transfers,
            "commitments": commitments[:MOST_HELD],
            "form": form,
            "most": MOST_HELD if len(commitments) > MOST_HELD else 0,
        },
    )


@door(*STAFF)
def held(request: SignedIn, pk: int) -> HttpResponse:
    """What one dossier holds of a pot, movement by movement; finance may take back what was paid."""
    found = get_object_or_404(queries.commitments_visible_to(request.user), pk=pk)
    may = queries.fills_pots(request.user) and found.state == "paid" and found.amount_fen > 0
    form = RecoveryForm(request.POST or None) if may else None
    if form and request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.recover(
                found.subject,
                amount_fen=given["amount"],
                reason=given["reason"],
                document=given["document"],
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已追回 {yuan(given['amount'])} 元，退回可用预算")
            return redirect("held", pk=pk)
    facts = {"held": found, "transfers": queries.transfers_of(found.subject), "form": form}
    return render(request, "incentives/held.html", facts)


@public
def payments(request: HttpRequest) -> HttpResponse:
    """What was paid in a year: to whom, for what, how much."""
    asked = year_asked(request.GET.get("year"), today())
    year = asked.year
    page = few(queries.payments(year=year), request)
    facts = {"page": page, "year": year, "asked": asked, "total": queries.paid_fen(year=year)}
    return render(request, "incentives/payments.html", facts, status=422 if asked.refused else 200)
