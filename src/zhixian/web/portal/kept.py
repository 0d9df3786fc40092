"""Parts of public pages kept ready in memory: they look the same to everybody, and most visitors read the same few."""

from collections.abc import Callable

from django.core.cache import caches

from zhixian.web.indicators.models import Edition
from zhixian.web.kit.clock import today


def kept(name: str, edition: Edition | None, make: Callable[[], str]) -> str:
    """The part of that name for what is published now and today; made when there is none, or when it is a minute old."""
    stamp = edition.stamp if edition else "none"
    made: str | None = caches["pages"].get_or_set(f"{name}:{stamp}:{today().isoformat()}", make)
    return make() if made is None else made
