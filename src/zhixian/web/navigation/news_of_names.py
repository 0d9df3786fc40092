"""What the joining of applicants did to a saved search since it was last asked, so that nobody is told of it as of news."""

from collections.abc import Iterable, Iterator
from typing import Any

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.search.news import Joining, Known, came_or_went, names_held
from zhixian.core.topics import topic as store
from zhixian.core.topics.renamings import held_as, joined_otherwise, parties_named
from zhixian.web.navigation.models import FAMILY, MERGED, OUTSIDE, Edition, SavedSearch
from zhixian.web.navigation.queries import tables
from zhixian.web.registry.queries import data


def with_holders_as_told(edition: Edition, hits: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The hits of an edition, each with its holder as the source spells the name (`held_as`): a name that is joined with another hides it."""
    found = list(hits)
    made = tables(edition)
    told = held_as(made, [hit["right_id"] for hit in found]) if made and found else {}
    return (hit | {"held_as": told.get(hit["right_id"], "")} for hit in found)


def joining_since(row: SavedSearch, found: Known, stamp: str) -> Joining:
    """What the joining of names did between the edition that a search of a topic was last asked of and that of this stamp, as far as what was
    kept and what is found now hang on it. Of the registry, of families and of one and the same edition it did nothing."""
    if row.topic is None or row.kind == FAMILY or stamp == row.stamp:
        return Joining()
    ways = _ways_between(row, stamp)
    only_joined = bool(ways) and set(ways) == {MERGED}
    before, after = _opened(row, row.stamp), _opened(row, stamp)
    if after is None:
        return Joining(all_by_it=only_joined)
    parties = parties_named(after, names_held(row.known) | names_held(found))
    moved = came_or_went(row.known, found)
    if before is None:
        unsure = bool({MERGED, OUTSIDE}.intersection(ways)) and bool(moved)
        return Joining(parties=parties, all_by_it=only_joined, unsure=unsure and not only_joined)
    by_it = joined_otherwise(before, after, moved) if moved else set()
    return Joining(by_it, parties, all_by_it=only_joined)


def _ways_between(row: SavedSearch, stamp: str) -> list[str]:
    """How the editions came about that followed the one last asked, up to that of the stamp; one that came back has both its days."""
    editions = Edition.objects.filter(topic=row.topic_id)
    latest = editions.filter(stamp=stamp).first()
    asked = editions.filter(stamp=row.stamp, pk__lt=latest.pk).first() if latest else None
    if latest is None or asked is None:
        return []
    return list(editions.filter(pk__gt=asked.pk, pk__lte=latest.pk).values_list("way", flat=True))


def _opened(row: SavedSearch, stamp: str) -> store.Topic | None:
    """The tables of an edition; None where they have been cleared away or cannot be read."""
    if row.topic is None or not stamp:
        return None
    try:
        return store.open_topic(data(), row.topic.name, stamp)
    except Refusal:
        return None
