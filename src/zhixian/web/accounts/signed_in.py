"""A request behind a door, for the type checker: there is somebody, and not an anonymous guest."""

from django.http import HttpRequest

from zhixian.web.accounts.models import User


class SignedIn(HttpRequest):
    """What a view with `@door(...)` receives."""

    user: User
