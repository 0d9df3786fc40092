"""A person's settings: how often a mail comes, and the secret address of their calendar."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.warnings import actions
from zhixian.web.warnings.forms import CadenceForm
from zhixian.web.warnings.queries import calendar_of, open_for, wish_of


@door()
def settings(request: SignedIn) -> HttpResponse:
    """See and choose."""
    form = CadenceForm(request.POST or None, initial={"cadence": wish_of(request.user)})
    if request.method == "POST" and form.is_valid():
        actions.choose_cadence(request.user, form.cleaned_data["cadence"])
        messages.success(request, "已保存")
        return redirect("warning_settings")
    waiting = open_for(request.user, as_of=today()).order_by().count()
    context = {"form": form, "calendar": calendar_of(request.user), "waiting": waiting}
    return render(request, "warnings/settings.html", context, status=422 if form.errors else 200)


@door()
@reauthentication_required
@never_cache
def make(request: SignedIn) -> HttpResponse:
    """Make an address, or another in its place; it is shown this once."""
    if request.method != "POST":
        return render(request, "warnings/make_calendar.html", {"calendar": calendar_of(request.user)})
    secret = actions.make_calendar(request.user)
    address = request.build_absolute_uri(reverse("calendar", args=[secret]))
    return render(request, "warnings/calendar_made.html", {"address": address})


@door()
@require_POST
def revoke(request: SignedIn) -> HttpResponse:
    """Close the address."""
    actions.revoke_calendar(request.user)
    messages.success(request, "日历地址已作废")
    return redirect("warning_settings")
