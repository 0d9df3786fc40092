"""Who may come in by which address: every view says it once, and the middleware holds it to it.

A view without a door answers nobody. Which rows a person sees behind the door is asked of `visible_to`, not of the door.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from zhixian.web.kit.posted import clean_posted
from zhixian.web.kit.sorry import signed_out
from zhixian.web.kit.unsaved import typed_in

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Door:
    """`roles` None lets anyone in; an empty set anyone who is signed in; else whoever has one of the roles."""

    roles: frozenset[str] | None
    second_factor: bool = True
    """Whether those who must have a second factor are sent to set it up first."""

    def opens_to(self, roles: Collection[str], *, signed_in: bool) -> bool:
        """Whether somebody with these roles may come in."""
        if self.roles is None:
            return True
        return signed_in and (not self.roles or bool(self.roles & set(roles)))


PUBLIC = Door(None)


def door(*roles: str) -> Callable[[View], View]:
    """The view is for those who have one of the roles; for anyone signed in when none is named."""
    return _with(Door(frozenset(roles)))


def public(view: View) -> View:
    """The view is for everybody."""
    return _with(PUBLIC)(view)


def _with(own: Door) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.door = own  # type: ignore[attr-defined]
        return view

    return mark


def door_of(view: Any) -> Door | None:
    """The door of a view function or of the class behind it; what comes from allauth and Django is told in FOREIGN."""
    own = getattr(view, "door", None) or getattr(getattr(view, "view_class", None), "door", None)
    if own is not None:
        return own  # type: ignore[no-any-return]
    module = getattr(getattr(view, "view_class", view), "__module__", "")
    return next((found for prefix, found in FOREIGN.items() if module.startswith(prefix)), None)


NOT_SAVED = "您已退出，刚才填的没有保存，请登录后再填一次。"
"""To whoever sends a form after signing out, in another tab or by being away."""

FOREIGN: dict[str, Door] = {
    "allauth.": Door(None, second_factor=False),
    "django.views.generic.base": Door(None, second_factor=False),
}
"""Views of libraries that guard themselves, and plain redirects."""


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """To sign in and from there to the page asked for. Who sent a form comes back to its page, and hears that it was not kept; who
    has typed something into it sees that first, to be copied."""
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    way = redirect_to_login(
        came_from._replace(scheme="", netloc="").geturl() if came_from.netloc == request.get_host() else "/"
    )
    if typed_in(request):
        return signed_out(request, way.url)
    messages.warning(request, NOT_SAVED)
    return way


class DoorMiddleware:
    """Holds every view to its door, and staff to their second factor; browsers keep nothing of what somebody signed in sees."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if (
            request.session.accessed  # a request of the API has none, and none is to be looked up for it here
            and not response.has_header("Cache-Control")
            and request.user.is_authenticated
        ):
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponseBase | None:
        """Let in with what they sent made clean, send to sign in, send to set up a second factor, or refuse."""
        refused = self._held(request, view)
        if refused is None and not getattr(
            view, "csrf_exempt", False
        ):  # which reads its own: report_passes.py, the API
            clean_posted(request)
        return refused

    def _held(self, request: HttpRequest, view: Any) -> HttpResponseBase | None:
        own = door_of(view)
        if own is None:
            raise PermissionDenied("这个地址没有声明谁可以进入")
        if own.roles is None and not own.second_factor:
            return None
        user = request.user
        if not user.is_authenticated:
            return None if own.roles is None else to_sign_in(request)
        if own.roles is not None and not own.opens_to(user.roles, signed_in=True):
            raise PermissionDenied("您的身份不能进入这个页面")
        if own.roles is not None and own.second_factor and user.lacks_second_factor():
            return redirect("second_factor_needed")
        return None
