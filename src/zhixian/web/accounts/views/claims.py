"""Clerks of enterprises and banks: claim an organisation, wait, and be confirmed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from zhixian.web.accounts.actions import UnableTo, claims, matching
from zhixian.web.accounts.forms import ClaimForm, PartyForm, ReasonForm
from zhixian.web.accounts.queries import claims_waiting, decides_claims, organisations_to_match, parties_like, party_for
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit.doors import door
from zhixian.web.kit.limits import Limit, limited
from zhixian.web.kit.lists import few


@door()
@limited("claim", Limit(20, 3600))
def claim(request: SignedIn) -> HttpResponse:
    """Say which organisation the person acts for."""
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            claims.claim_organisation(told["kind"], told["name"], told["credit_code"], by=request.user)
        except UnableTo as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "已经提交，核对以后会在消息里告诉您。")
            return redirect("account")
    return render(request, "accounts/claim.html", {"form": form})


@door()
def waiting(request: SignedIn) -> HttpResponse:
    """Claims that wait for this person's word."""
    page = few(organisations_to_match(request.user), request)
    return render(request, "accounts/claims.html", {"claims": claims_waiting(request.user)[:200], "page": page})


@door()
def party(request: SignedIn, pk: int) -> HttpResponse:
    """Say by hand which party of the registry an organisation is, or correct it."""
    organisation = get_object_or_404(organisations_to_match(request.user), pk=pk)
    form = PartyForm(request.POST or None, initial={"seen": organisation.party, "party": organisation.party})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            matching.set_party(organisation, given["party"], seen=given["seen"], why=given["why"], by=request.user)
        except UnableTo as refused:
            organisation.refresh_from_db()
            form.data = {**request.POST.dict(), "seen": organisation.party}
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{organisation}的登记主体已经改好。")
            return redirect("claims")
    context = {"organisation": organisation, "form": form, "like": parties_like(organisation)}
    return render(request, "accounts/party.html", context)


@door()
def decide(request: SignedIn, pk: int) -> HttpResponse:
    """Confirm a claim, or send it back with the reason."""
    seat = get_object_or_404(claims_waiting(request.user), pk=pk)
    form = ReasonForm(request.POST if request.POST.get("answer") == "refuse" else None)
    try:
        if request.method == "POST" and request.POST.get("answer") == "confirm":
            claims.confirm_claim(seat, by=request.user)
            messages.success(request, f"{seat.user} 现在担任{seat}。")
            return redirect("claims")
        if form.is_bound and form.is_valid():
            claims.refuse_claim(seat, by=request.user, why=form.cleaned_data["why"])
            messages.success(request, f"已退回{seat.user}的申请。")
            return redirect("claims")
    except UnableTo as refused:
        messages.error(request, str(refused))
        return redirect("claims")
    assert seat.organisation is not None
    organisation = seat.organisation
    known = organisation.party if organisation.confirmed_at else party_for(organisation)
    given = {"seat": seat, "form": form, "known": known, "matches": decides_claims(request.user)}
    return render(request, "accounts/claim_decide.html", given)
