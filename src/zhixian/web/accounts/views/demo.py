"""The demo's door: step in as any sample person. It stands only in a demonstration site on loopback."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address

# No public way leads to a code or a secret, and both must be what the sign-in takes under its own settings.
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zhixian.web.accounts import demo
from zhixian.web.accounts.adapter import landing_of
from zhixian.web.accounts.models import User
from zhixian.web.accounts.second_factor import secret_of
from zhixian.web.kit import record
from zhixian.web.kit.doors import public

View = Callable[..., HttpResponse]


def _only_in_a_demo(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not (settings.DEMO and _from_here(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _from_here(request: HttpRequest) -> bool:
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@public
@_only_in_a_demo
def doors(request: HttpRequest) -> HttpResponse:
    """Everybody there is to be, and for those who want the real path: mail, password and the code of this moment."""
    emails = demo.people()
    people = {
        p.email: p for p in User.objects.filter(email__in=emails.values()).prefetch_related("seats__organisation")
    }
    shown = [(key, people[email]) for key, email in emails.items() if email in people]
    chosen = next((person for key, person in shown if key == request.GET.get("code")), None)
    return render(
        request,
        "accounts/demo.html",
        {
            "first": [(key, person) for key, person in shown if ":" not in key],
            "units": [(key, person) for key, person in shown if ":" in key],
            "password": demo.password(),
            "more": demo.more(),
            "chosen": chosen,
            "code": _code_now(chosen) if chosen else "",
        },
    )


@public
@_only_in_a_demo
@require_POST
def step_in(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as a sample person, second factor taken as given; the record says so."""
    person = get_object_or_404(User, email=demo.people().get(key, ""), is_active=True)
    with transaction.atomic():
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        UserSession.objects.create_from_request(request)
        record.write("stepped_in_by_the_demo_door", person, by=person)
    return redirect(landing_of(person))


def _code_now(person: User) -> str:
    secret = secret_of(person)
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2])) if secret else ""
