"""Where a search looks for requests for progress."""

from typing import Any

from django.urls import reverse

from zhixian.web.kit.finds import Find, Words, around
from zhixian.web.kit.plan import unit_name
from zhixian.web.supervision.models import ProgressRequest
from zhixian.web.supervision.queries import requests_visible_to


def search_requests(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """Requests that the person sees, by number or what is asked, the latest first."""
    rows = requests_visible_to(user).filter(words.on("number", "asked")).order_by("-pk")
    return [_found(row, words) for row in rows[first : first + most]]


def request_numbered(user: Any, words: Words) -> list[Find]:
    """The request of that number, if the person sees it."""
    return [_found(row, words) for row in requests_visible_to(user).filter(number__in=words.numbers)]


def _found(row: ProgressRequest, words: Words) -> Find:
    return Find(
        title=f"督办{unit_name(row.unit)}",
        link=reverse("progress_request", args=[row.pk]),
        number=row.number,
        note=row.state_name,
        text=around(row.asked, words),
    )
