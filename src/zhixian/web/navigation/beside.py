"""The topics that hold a right of the registry, for its page: there its citations, family and claims are told."""

from typing import Any

from django.urls import reverse

from zhixian.core.engine.views import over
from zhixian.web.navigation.models import Topic
from zhixian.web.navigation.queries import may_read_records, tables, topics_visible_to
from zhixian.web.registry.offers import Beside

MOST_TOPICS = 20
"""Topics that are looked into, the newest first."""


def in_topics(user: Any, right_id: str, number: str) -> list[Beside]:
    """The records of a right in topics of uploaded exports that a person may read, each with how often it is cited there."""
    found = []
    for topic in topics_visible_to(user).order_by("-pk")[:MOST_TOPICS]:
        if topic.from_files and may_read_records(user, topic):
            found += _in_topic(topic, right_id, number)
    return found


def _in_topic(topic: Topic, right_id: str, number: str) -> list[Beside]:
    made = tables(topic.latest) if topic.latest else None
    if made is None:
        return []
    with over({"records": made.path("records")}) as con:
        names = sorted({right_id, number} - {""})
        rows = con.execute(
            "SELECT record, cited_by FROM records WHERE record IN (SELECT unnest(?))", [names]
        ).fetchall()
    return [
        Beside(
            f"{topic}（{'被引次数不详' if cited is None else f'被引 {cited:,} 次'}）",
            f"{reverse('topic_record', args=[topic.pk, record])}#value",
        )
        for record, cited in rows
    ]
