"""The search of a topic's records as its page uses it."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from zhixian.core.search.finding import MOST_AT_ONCE, Found, every_hit, find
from zhixian.core.search.index import Searchable
from zhixian.core.topics.searching import is_topic_built, open_topic_index
from zhixian.core.topics.topic import open_topic
from zhixian.web.kit.sorry import OutOfOrder
from zhixian.web.navigation.models import Edition
from zhixian.web.navigation.queries import tables
from zhixian.web.registry.queries import data
from zhixian.web.registry.rights import A_PAGE, Asked, NotYet

_MOST_AT_ONCE = 5_000
"""Up to so many records an index is built while a page waits."""


class Gone(OutOfOrder):
    """The tables of the edition cannot be read."""

    def __init__(self) -> None:
        super().__init__("专题库的数据现在读不出", expected="更新一次，就会重新生成")


def search_records(edition: Edition, asked: Asked, *, page: int = 1, limit: int = A_PAGE) -> Found:
    """What is found in an edition. Raises QueryFault, NotYet, Gone."""
    first = min((page - 1) * limit, MOST_AT_ONCE)
    return find(
        searchable(edition), asked.text, as_of=edition.as_of, only=asked.only, sort=asked.sort, first=first, limit=limit
    )


def every_record(edition: Edition, text: str, only: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The facts of every record that is found, with its `state`, in no order. Raises QueryFault, NotYet, Gone."""
    return every_hit(searchable(edition), text, as_of=edition.as_of, only=only)


def searchable(edition: Edition) -> Searchable:
    """The index of an edition. Raises NotYet while a large one is being built, Gone where there is nothing to build it of."""
    found = tables(edition)
    if found is None:
        raise Gone
    if not is_topic_built(found) and edition.counts["records"] > _MOST_AT_ONCE:
        raise NotYet
    return _opened(data(), edition.topic.name, edition.stamp)


@lru_cache(maxsize=4)
def _opened(folder: Path, name: str, stamp: str) -> Searchable:
    return open_topic_index(open_topic(folder, name, stamp))
