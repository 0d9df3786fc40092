"""The search of a topic's records as its page uses it."""

import logging
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from zhixian.core.engine.views import as_dicts, over
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.search.fields import UNKNOWN
from zhixian.core.search.finding import MOST_AT_ONCE, Found, every_hit, find
from zhixian.core.search.index import IndexTrouble, Searchable
from zhixian.core.search.numbers_asked import keys_asked
from zhixian.core.search.similar import Alike
from zhixian.core.topics.likeness import alike_in_topic
from zhixian.core.topics.searching import open_topic_index, open_whole_topic_index, party_named, without_holder
from zhixian.core.topics.topic import open_topic
from zhixian.web.kit.sorry import OutOfOrder
from zhixian.web.navigation.models import Edition
from zhixian.web.navigation.queries import tables
from zhixian.web.registry.queries import data
from zhixian.web.registry.rights import A_PAGE, MOST_WHILE_WAITING, Asked, NotYet, logged, repair_of

log = logging.getLogger("zhixian.navigation")
_MOST_ALIKE = 8


class Gone(OutOfOrder):
    """The tables of the edition cannot be read."""

    def __init__(self) -> None:
        super().__init__("专题库的数据现在读不出", expected="更新一次，就会重新生成")


def search_records(
    edition: Edition, asked: Asked, *, page: int = 1, first: int | None = None, limit: int = A_PAGE
) -> Found:
    """What is found in an edition: a page of it, or from the hit numbered `first` (from 0) on. Raises QueryFault, NotYet, Gone."""
    if first is None:
        first = min((page - 1) * limit, MOST_AT_ONCE)
    only, index = _by_party(edition, asked.only), searchable(edition)
    found = find(index, asked.text, as_of=edition.as_of, only=only, sort=asked.sort, first=first, limit=limit)
    return replace(found, notes=[*repair_of(index), *found.notes])


def every_record(
    edition: Edition, text: str, only: dict[str, str], *, most: int | None = None
) -> Iterator[dict[str, Any]]:
    """The facts of every record that is found, `most` at most, with its `state`, in no order. Raises QueryFault, NotYet, Gone."""
    return every_hit(searchable(edition), text, as_of=edition.as_of, only=_by_party(edition, only), most=most)


def _by_party(edition: Edition, only: dict[str, str]) -> dict[str, str]:
    """What narrows a question, with the party that a holder's name was joined to in the edition: one may be asked for by a name that has
    been merged since. Raises Gone."""
    if "holder" not in only:
        return only
    found = tables(edition)
    if found is None:
        raise Gone
    return only | {"holder": party_named(found, only["holder"]) or only["holder"]}


def held_by(edition: Edition) -> tuple[str, str]:
    """What the one who holds a record is called in an edition, and what has to be said of it: where its source tells no holder at all it is the
    applicant. Raises Gone."""
    found = tables(edition)
    if found is None:
        raise Gone
    return _held_by(data(), found.name, found.id)


@lru_cache(maxsize=64)
def _held_by(folder: Path, name: str, stamp: str) -> tuple[str, str]:
    topic = open_topic(folder, name, stamp)
    lacking, records = without_holder(topic), int(topic.manifest["tables"]["records"])
    if lacking == records:
        return "申请人", "来源没有写权利人，按申请人计件" if records else ""
    return "权利人", f"{lacking:,} 件没有写权利人，按申请人计" if lacking else ""


def alike_records(edition: Edition, record: str) -> list[Alike]:
    """The records of an edition most like one of them; none while the index of a large one is being built, or for a record without name
    in the index."""
    found = tables(edition)
    if found is None:
        raise Gone
    try:
        return alike_in_topic(found, searchable(edition), record, limit=_MOST_ALIKE)
    except (NotYet, Refusal):
        return []


def family_of(edition: Edition, record: str) -> list[dict[str, Any]]:
    """The members of a record's family in an edition, itself among them, as hits with how each came in (`family_by`); none where it is
    not there.

    The record is named as the edition calls it, or by any number by which the search finds it. Raises NotYet where a number is
    looked for while the index of a large edition is being built, Gone where the edition's tables cannot be read.
    """
    if members := _members(edition, [record]):
        return members
    if not keys_asked(record):
        return []
    quoted = record.replace('"', " ")
    return _members(edition, [facts["right_id"] for facts in every_record(edition, f'号码:"{quoted}"', {})])


def _members(edition: Edition, records: Collection[str]) -> list[dict[str, Any]]:
    found = tables(edition)
    if found is None:
        raise Gone
    with over({name: found.path(name) for name in ("records", "parties")}) as con:
        return as_dicts(con.execute(_FAMILY, [UNKNOWN, list(records)]))


_FAMILY = """
SELECT r.record AS right_id, coalesce(nullif(r.state, ''), ?) AS state, coalesce(r.publication, r.record) AS number, r.title, r.family_by,
    min_by(p.name, (p.role <> 'holder', p.nth)) AS holder_name,
    string_agg(p.name, '、' ORDER BY p.nth) FILTER (p.role = 'applicant') AS applicants
FROM records AS r LEFT JOIN parties AS p ON p.nr = r.nr AND p.role IN ('holder', 'applicant')
WHERE r.family IN (SELECT family FROM records WHERE record IN (SELECT unnest(?::VARCHAR[])))
GROUP BY ALL ORDER BY r.record
"""


def searchable(edition: Edition) -> Searchable:
    """The index of an edition. Raises NotYet while a large one is being built, Gone where there is nothing to build it of,
    OutOfOrder where it cannot be built."""
    found = tables(edition)
    if found is None:
        raise Gone
    try:
        return _opened(data(), edition.topic.name, edition.stamp, edition.counts["records"] <= MOST_WHILE_WAITING)
    except IndexTrouble as trouble:
        log.exception("the index of %s", edition)
        raise OutOfOrder(trouble.why, expected=trouble.expected) from None


@lru_cache(maxsize=4)
def _opened(folder: Path, name: str, stamp: str, small: bool) -> Searchable:
    topic = open_topic(folder, name, stamp)
    found = open_topic_index(topic) if small else open_whole_topic_index(topic)
    if found is None:
        raise NotYet
    return logged(found)
