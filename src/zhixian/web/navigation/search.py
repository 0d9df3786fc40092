"""Where a search looks for topics and issued landscapes."""

from typing import Any

from django.urls import reverse

from zhixian.web.kit.finds import Find, Words
from zhixian.web.navigation.models import ISSUED, Landscape, Topic
from zhixian.web.navigation.queries import landscapes_listed, topics_visible_to


def search_topics(user: Any, words: Words, first: int, most: int) -> list[Find]:
    """Topics that the person sees, by name, and then issued landscapes by number or by their topic's name."""
    if not user.is_authenticated:
        return []
    end = first + most
    found = [_topic(row) for row in topics_visible_to(user).filter(words.on("name"))[:end]]
    issued = landscapes_listed(user).filter(words.on("number", "topic__name"), state=ISSUED)
    return [*found, *(_landscape(row) for row in issued[:end])][first:end]


def landscape_numbered(user: Any, words: Words) -> list[Find]:
    """The issued landscape of that number."""
    if not user.is_authenticated or not words.as_number:
        return []
    return [_landscape(row) for row in landscapes_listed(user).filter(state=ISSUED, number__in=words.numbers)]


def _topic(row: Topic) -> Find:
    latest = row.latest
    note = f"{latest.counts['records']:,} 件申请，截至 {latest.as_of}" if latest else "还没有建成"
    return Find(title=str(row), link=reverse("topic", args=[row.pk]), note=f"{row.place}，{note}")


def _landscape(row: Landscape) -> Find:
    return Find(
        title=str(row),
        link=reverse("landscape", args=[row.pk]),
        number=row.number,
        note=f"{row.issuer}，{row.issued_on} 印发",
    )
