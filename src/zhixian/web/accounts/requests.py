"""Requests as views behind a door receive them."""

from django.http import HttpRequest

from zhixian.web.accounts.models import User


class SignedIn(HttpRequest):
    """A request of somebody who is signed in: what `@door()` lets through."""

    user: User
