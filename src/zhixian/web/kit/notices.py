"""Notices: tell people what happened or falls due; each person reads their own."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from zhixian.web.kit.clock import now
from zhixian.web.kit.models import Notice
from zhixian.web.kit.spoken import within

MOST_TITLE = 120


def tell(people: Iterable[Any], title: str, *, body: str = "", link: str = "", subject: str = "") -> None:
    """One notice to each person, once each; a title too long for a line stands whole in the body. Effects: rows in the
    caller's transaction."""
    at, line = now(), within(title, MOST_TITLE)
    body = body if line == title else f"{title}\n{body}".strip()
    Notice.objects.bulk_create(
        Notice(user=person, at=at, title=line, body=body, link=link, subject=subject) for person in set(people)
    )


def notices_of(user: Any) -> QuerySet[Notice]:
    """A person's own notices, newest first."""
    return Notice.objects.filter(user=user)


def unread(user: Any) -> int:
    """How many a person has not opened yet, counted up to 100."""
    return notices_of(user).filter(read_at=None).order_by()[:100].count()
