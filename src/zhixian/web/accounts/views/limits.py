"""What somebody sees who tried to sign in or up too often."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from zhixian.web.kit import sorry
from zhixian.web.kit.doors import public


@public
def too_many(request: HttpRequest) -> HttpResponse:
    """429 for allauth's own limits (ACCOUNT_RATE_LIMITS): an hour for signing up, a minute for the rest."""
    return sorry.too_many(request, 3600 if request.path == reverse("account_signup") else 60)
