"""Who sits in a unit or organisation: list, invite, close, move; the register of all seats."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhixian.web.accounts.actions import UnableTo, claims, factors, seats
from zhixian.web.accounts.forms import InvitationForm, MoveForm, ReasonForm
from zhixian.web.accounts.models import Seat
from zhixian.web.accounts.queries import (
    claims_waiting,
    decides_claims,
    gives,
    invitations_visible_to,
    may_confirm,
    may_give,
    seats_visible_to,
)
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.accounts.roles import ADMIN, AUDITOR, CHIEF, LEAD, NAMES
from zhixian.web.kit.clock import now
from zhixian.web.kit.doors import door


@door()
def people(request: SignedIn) -> HttpResponse:
    """The own unit or organisation: who sits there, who is invited, who waits."""
    user = request.user
    own = Q(unit__in=user.units) if user.units else Q(organisation__in=user.organisations)
    shown = seats_visible_to(user).filter(own, closed_at=None, waits=False)
    return render(
        request,
        "accounts/people.html",
        {
            "seats": [(seat, seat.user_id != user.pk and _may_close(user, seat)) for seat in shown],
            "invitations": [i for i in invitations_visible_to(user, at=now()) if i.unit in user.units],
            "waiting": claims_waiting(user).count() if decides_claims(user) or user.organisations else 0,
            "may_invite": bool(gives(user)),
        },
    )


def _may_close(user: object, seat: Seat) -> bool:
    return may_give(user, seat.role, seat.unit) if seat.unit else may_confirm(user, seat)  # type: ignore[arg-type]


@door(CHIEF, LEAD, ADMIN)
@reauthentication_required
def invite(request: SignedIn) -> HttpResponse:
    """Invite somebody to a seat."""
    form = InvitationForm(request.POST or None, offers=gives(request.user))
    if request.method == "POST" and form.is_valid():
        unit, role = form.cleaned_data["seat"]
        try:
            invitation = seats.invite(
                form.cleaned_data["email"],
                role,
                unit,
                by=request.user,
                link=lambda token: request.build_absolute_uri(reverse("invitation", args=[token])),
            )
        except UnableTo as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"邀请信已发往 {invitation.email}，七天内有效。")
            return redirect("people")
    return render(request, "accounts/invite.html", {"form": form})


@door(CHIEF, LEAD, ADMIN)
@require_POST
def withdraw_invitation(request: SignedIn, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(invitations_visible_to(request.user, at=now()), pk=pk)
    try:
        seats.withdraw_invitation(invitation, by=request.user)
        messages.success(request, f"给 {invitation.email} 的邀请已经撤回。")
    except UnableTo as refused:
        messages.error(request, str(refused))
    return redirect("people")


@door()
def close(request: SignedIn, pk: int) -> HttpResponse:
    """End somebody's seat, with the reason."""
    seat = get_object_or_404(seats_visible_to(request.user).filter(closed_at=None), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = seats.close_seat if seat.unit else claims.close_clerk
        try:
            act(seat, by=request.user, why=form.cleaned_data["why"])
        except UnableTo as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{seat.user} 不再担任{seat}。")
            return redirect("people")
    return render(request, "accounts/close.html", {"form": form, "seat": seat})


@door(CHIEF, LEAD, ADMIN)
@reauthentication_required
def lost_factor(request: SignedIn, pk: int) -> HttpResponse:
    """Take the lost second factor off somebody, so that they begin anew."""
    seat = get_object_or_404(seats_visible_to(request.user).filter(closed_at=None).exclude(unit=""), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            factors.drop_factors(seat, by=request.user, why=form.cleaned_data["why"])
        except UnableTo as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{seat.user} 的第二重验证已经重置；重新开始的办法已发往 {seat.user.email}。")
            return redirect("people")
    return render(request, "accounts/lost_factor.html", {"form": form, "seat": seat})


@door(LEAD, ADMIN)
def move(request: SignedIn, pk: int) -> HttpResponse:
    """Move a person to another unit."""
    seat = get_object_or_404(seats_visible_to(request.user).filter(closed_at=None).exclude(unit=""), pk=pk)
    units = [unit for unit, roles in gives(request.user) if seat.role in roles and unit != seat.unit]
    form = MoveForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            new = seats.move_seat(seat, form.cleaned_data["unit"], by=request.user, why=form.cleaned_data["why"])
        except UnableTo as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{new.user} 现在担任{new}。")
            return redirect("all_seats")
    return render(request, "accounts/move.html", {"form": form, "seat": seat})


@door(LEAD, ADMIN, AUDITOR)
def all_seats(request: SignedIn) -> HttpResponse:
    """Every seat there is and was: search by name, mail or place."""
    words, role = request.GET.get("q", "").strip(), request.GET.get("role", "")
    found = seats_visible_to(request.user)
    if words:
        found = found.filter(
            Q(user__name__icontains=words) | Q(user__email__icontains=words) | Q(organisation__name__icontains=words)
        )
    if role in NAMES:
        found = found.filter(role=role)
    if not request.GET.get("closed"):
        found = found.filter(closed_at=None)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    shown = [(seat, _may_close(request.user, seat) and seat.user_id != request.user.pk) for seat in page]
    return render(
        request,
        "accounts/all_seats.html",
        {"page": page, "seats": shown, "roles": NAMES.items(), "q": words, "role": role},
    )
