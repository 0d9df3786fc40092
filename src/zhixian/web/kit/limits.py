"""How often a public form may be sent, by address and by a key of the form's own.

A limit of five in ten minutes is five slots in the cache, each taken for ten minutes: taking one is the cache's atomic
`add`, so that no burst of requests gets more, whichever cache and however many processes. Addresses are kept only as a
keyed hash.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from allauth.core.internal.httpkit import (
    get_client_ip,  # the address that sign-ins are limited by: one way to count proxies, not two
)
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from zhixian.web.kit.sorry import too_many

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Limit:
    """`times` within any span of `seconds`."""

    times: int
    seconds: int


class TooMany(Exception):
    """Somebody sent a form too often; `wait` is after how many seconds one more is taken."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"再过 {wait} 秒")
        self.wait = wait


def limited(
    form: str, *limits: Limit, key: str | None = None, key_limits: tuple[Limit, ...] = (), method: str = "POST"
) -> Callable[[View], View]:
    """The view takes a form only so often: `limits` hold per address, `key_limits` per value of the field `key`. With `method`
    GET it is questions (what stands behind `?`) that are limited."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            asked = request.POST if method == "POST" else request.GET
            if request.method == method and (asked or method == "POST"):
                try:
                    for limit in limits:
                        take(f"{form}:address", address(request), limit)
                    value = asked.get(key, "").strip().lower() if key else ""
                    for limit in key_limits if value else ():
                        take(f"{form}:key", value, limit)
                except TooMany as refused:
                    return too_many(request, refused.wait)
            return view(request, *args, **kwargs)

        return guarded

    return guard


def take(name: str, who: str, limit: Limit) -> None:
    """Take one of the slots that `who` has for `name`. Raises TooMany when all are taken."""
    hashed = blake2b(f"{name}|{who}".encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()
    slots = [f"limit:{hashed}:{limit.seconds}:{number}" for number in range(limit.times)]
    now = time.time()
    taken = cache.get_many(slots)
    for slot in slots:
        if slot not in taken and cache.add(slot, now + limit.seconds, limit.seconds):
            return
    first_free = min(cache.get_many(slots).values(), default=now)
    raise TooMany(max(1, round(first_free - now)))


def address(request: HttpRequest) -> str:
    """Where a request comes from, past the proxies that ZHIXIAN_PROXIES counts; an IPv6 address by its network."""
    given = get_client_ip(request) or ""
    try:
        found = ip_address(given)
    except ValueError:
        return given
    return str(ip_network(f"{found}/64", strict=False)) if isinstance(found, IPv6Address) else str(found)
