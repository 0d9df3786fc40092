"""Ends the session of whoever has left: after a span without a sign of the person, or after SESSION_COOKIE_AGE in any case,
whoever comes next signs in anew."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from zhixian.web.kit.doors import door_of, to_sign_in

_SEEN, _BEGAN = "seen", "began"
POLL = "X-Poll"
"""Header of requests that a page makes by itself: no sign of a person."""
_STEP = 60
"""Seconds between two marks in the session, fewer where the limit is short: one write a minute, not one each request."""


def begin(sender: object, *, request: HttpRequest, **_: object) -> None:
    """The first mark, at signing in."""
    request.session[_SEEN] = request.session[_BEGAN] = int(time.time())


class IdleSessions:
    """Holds sessions to SESSION_IDLE and SESSION_COOKIE_AGE. Requests without a session are not looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *_: object) -> HttpResponseBase | None:
        """Mark that the person is here, or sign out; then a page that is not for everybody asks to sign in."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith("/api/v1/"):
            return None
        if SESSION_KEY not in request.session:
            return None
        now = int(time.time())
        seen = request.session.get(_SEEN, now)
        long = now - request.session.get(_BEGAN, now) > settings.SESSION_COOKIE_AGE
        asked_by_itself = POLL in request.headers
        if not long and now - seen <= settings.SESSION_IDLE:
            if not asked_by_itself and (
                now - seen >= min(_STEP, settings.SESSION_IDLE / 10) or _SEEN not in request.session
            ):
                request.session[_SEEN] = now
            return None
        logout(request)
        span = f"登录已满 {settings.SESSION_COOKIE_AGE // 3600} 小时"
        why = span if long else f"超过 {settings.SESSION_IDLE // 60} 分钟没有操作"
        messages.info(request, f"{why}，已为您退出。请重新登录。")
        if asked_by_itself:
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        own = door_of(view)
        if own is not None and own.roles is None:
            return None
        return to_sign_in(request)
