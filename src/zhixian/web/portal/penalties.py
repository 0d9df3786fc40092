"""What the home page tells of penalties: the latest that were published."""

from collections.abc import Sequence

from django.urls import reverse

from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import unit_name
from zhixian.web.portal.evidence import News
from zhixian.web.protection.queries.penalties import shown_penalties


def news(count: int) -> Sequence[News]:
    """The latest decisions that are shown, by unit and what was done wrong; the party stands on their own pages."""
    rows = shown_penalties(as_of=today()).only("unit", "violation", "shown_on")[:count]
    return [
        News(
            row.shown_on,
            f"{unit_name(row.unit)}：{row.violation}",
            reverse("public_penalty", args=[row.pk]),
            "行政处罚",
        )
        for row in rows
    ]
