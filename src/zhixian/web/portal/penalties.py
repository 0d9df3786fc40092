"""What the home page tells of penalties: the latest that were published."""

from collections.abc import Sequence

from django.urls import reverse

from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import unit_name
<<<<<<< HEAD
from zhixian.web.portal.evidence import News
from zhixian.web.protection.queries.penalties import shown_penalties
=======
from zhixian.web.portal.evidence import Evidence, News
from zhixian.web.protection.queries.penalties import counts_by_clause, shown_penalties


def evidence(clauses: Collection[str]) -> Mapping[str, Sequence[Evidence]]:
    """How many decisions are shown for each clause, and since when the latest."""
    found = counts_by_clause(clauses, as_of=today())
    link = reverse("public_penalties")
    return {
        clause: [Evidence("publication", f"公示中的行政处罚 {count} 件，最近 {latest} 公示", link=link)]
        for clause, (count, latest) in found.items()
    }
>>>>>>> penalties


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
