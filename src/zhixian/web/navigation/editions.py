"""Editions as the site keeps them: what an edition in the data folder came to, noted once, and what is lacking beside it."""

from datetime import date
from itertools import zip_longest
from typing import Any

from zhixian.core.engine.views import over
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape.value.kept import lacks_values
from zhixian.core.topics import topic as store
from zhixian.core.topics.differences import difference
from zhixian.core.topics.searching import is_topic_built
from zhixian.web.kit.clock import now
from zhixian.web.navigation.models import COUNTS, Edition, Topic
from zhixian.web.navigation.queries import proposals_of, tables
from zhixian.web.registry.queries import data

MOST_PROBLEMS = 200
"""Problems of a file that are kept to be shown one by one."""


def edition_made(topic: Topic, *, way: str, by: Any) -> Edition:
    """The current edition of the data folder as a row, which is not saved yet where the site does not know it. Takes a while; holds no
    lock. Raises Refusal where it cannot be opened."""
    made = store.open_topic(data(), topic.name)
    latest = topic.editions.first()
    if latest is not None and latest.stamp == made.id:
        return latest
    told = made.manifest
    return Edition(
        topic=topic, stamp=made.id, way=way, as_of=date.fromisoformat(told["as_of"]), counts=_counts(made), labels=made.labels,
        report=_report(told), difference=_difference(made), proposals=len(proposals_of(topic)), by=by, at=now(),
    )  # fmt: skip


def lacking(edition: Edition) -> list[str]:
    """What belongs beside the tables of an edition and does not lie there; nothing where the tables themselves are gone."""
    found = tables(edition)
    if found is None:
        return []
    beside = {"检索索引": not is_topic_built(found), "价值指标": lacks_values(found)}
    return [what for what, lacks in beside.items() if lacks]


def _counts(made: store.Topic) -> dict[str, int]:
    with over({name: made.path(name) for name in ("records", "parties")}) as con:
        told = con.execute(
            "SELECT count(*), count(DISTINCT family) FILTER (coalesce(family_by, '') <> 'untold'), count(granted), "
            "count(*) FILTER (state = 'in_force'), count(*) FILTER (state IS NULL) FROM records"
        ).fetchone()
        people = con.execute("SELECT count(DISTINCT party) FROM parties WHERE role = 'applicant'").fetchone()
    return dict(zip(COUNTS, (*told, *people), strict=True))


def _report(told: dict[str, Any]) -> dict[str, Any]:
    days = [source.get("exported") for source in told["sources"]]
    files = [
        {**file, "problems": file["problems"][:MOST_PROBLEMS], "exported": day}
        for file, day in zip_longest(told["reports"], days)
    ]
    return {
        "files": files,
        "merged": told["merged"],
        "families": told["families"],
        "days": told.get("days"),
        "layout": told["layout"],
    }


def _difference(made: store.Topic) -> dict[str, Any]:
    """Against the edition before, where its tables can still be read."""
    before = made.manifest.get("before")
    if not before:
        return {}
    try:
        return difference(store.open_topic(data(), made.name, before), made)
    except Refusal:
        return {}
