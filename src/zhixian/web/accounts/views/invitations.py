"""What the link of an invitation opens: who invites to what, and the way in for people with and without an account."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from zhixian.web.accounts.actions import UnableTo, seats
from zhixian.web.accounts.actions.tokens import hashed
from zhixian.web.accounts.forms import NewPersonForm
from zhixian.web.accounts.models import Invitation, User
from zhixian.web.kit.doors import Door
from zhixian.web.kit.limits import Limit, limited


@limited("invitation", Limit(20, 3600))
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept as whoever is signed in, or make an account for the invited address."""
    found = get_object_or_404(Invitation.objects.select_related("invited_by"), token_hash=hashed(token))
    person = request.user if isinstance(request.user, User) else None
    known = User.objects.filter(email=found.email).exists()
    form = None if person or known else NewPersonForm(request.POST or None, email=found.email)
    try:
        if request.method == "POST" and person:
            seat = seats.accept_invitation(found, by=person)
            messages.success(request, f"您现在担任{seat}。")
            return redirect("home")
        if form is not None and form.is_bound and form.is_valid():
            new = seats.accept_as_new(found, name=form.cleaned_data["name"], password=form.cleaned_data["password"])
            login(request, new, backend=settings.AUTHENTICATION_BACKENDS[0])
            UserSession.objects.create_from_request(request)
            return redirect("second_factor_needed")
    except UnableTo as refused:
        messages.error(request, str(refused))
    context = {"invitation": found, "form": form, "known": known, "over": seats.why_over(found)}
    return render(request, "accounts/invitation.html", context)


invitation.door = Door(None, second_factor=False)  # type: ignore[attr-defined]
