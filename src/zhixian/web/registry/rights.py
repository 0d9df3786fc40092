"""The search of rights as the pages use it: which index, which rights a person may find, and what an address asks."""

import logging
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from zhixian.core.kernel.periods import parse_day
from zhixian.core.registry.snapshot import Snapshot, open_snapshot
from zhixian.core.search.fields import STATE_WORDS
from zhixian.core.search.finding import FACETS, MOST_AT_ONCE, SORT_WORDS, Found, Hit, Sorting, every_hit, find
from zhixian.core.search.index import IndexTrouble, Searchable, open_index, open_whole
from zhixian.core.search.lexing import QueryFault
from zhixian.core.search.rebuilt import take_word
from zhixian.core.search.similar import Alike, more_like
from zhixian.web.kit.lists import Few
from zhixian.web.kit.sorry import OutOfOrder
from zhixian.web.registry.models import IndexEdition, IndexedRight, parties_of
from zhixian.web.registry.queries import current_edition, data, snapshot_of

log = logging.getLogger("zhixian.registry")
A_PAGE = 20
MOST_WHILE_WAITING = 5_000
"""Up to so many rights or records an index is built while a page waits; a larger one by a job, mostly that of the publication."""
_EARLIEST, _LATEST = date(1985, 1, 1), date(2200, 12, 31)


class NotYet(OutOfOrder):
    """The index of a large snapshot is still being built."""

    def __init__(self) -> None:
        super().__init__("检索索引正在编制", expected="请过几分钟再来")


@dataclass(frozen=True)
class Asked:
    """What an address asks: a query, values of facets, an order, a day."""

    text: str
    only: dict[str, str]
    sort: Sorting
    as_of: date

    @classmethod
    def of(cls, given: Any, day: date, *, any_day: bool) -> "Asked":
        """Read an address; what it cannot mean is left out. `day` holds where none is asked; others are for those who see every right."""
        only = {name: given[name] for name in FACETS if given.get(name)}
        only |= {"state": given["state"]} if given.get("state") in STATE_WORDS else {}
        return cls(
            given.get("q", "").strip(),
            only,
            next((sort for sort in SORT_WORDS if sort == given.get("sort")), "best"),
            (_day(given.get("as_of", "")) if any_day else None) or day,
        )


def search_for(user: Any, asked: Asked, edition: IndexEdition, *, page: int = 1, limit: int = A_PAGE) -> Found:
    """What a person finds: those of units that are no company everything, others what their organisations hold. Raises QueryFault, NotYet."""
    holders = None if user.is_authority else parties_of(user)
    first = min((page - 1) * limit, MOST_AT_ONCE)
    searchable = _of(edition)
    found = find(
        searchable,
        asked.text,
        as_of=asked.as_of,
        only=asked.only,
        holders=holders,
        sort=asked.sort,
        first=first,
        limit=limit,
    )
    return replace(found, notes=[*repair_of(searchable), *found.notes, *_forecast(asked.as_of, edition.as_of)])


def _forecast(day: date, known: date) -> list[str]:
    """What has to be said of states on a day after that of the data."""
    if day <= known:
        return []
    only = "只按现在登记的期限和权利人，以后的授权、年费缴纳、续展、转让和提前失效还不知道"
    return [f"{day} 晚于登记数据的截止日 {known}，这一天的状态是推算的：{only}"]


def page_of(search: Callable[[int], Found], page: int) -> tuple[Found, Few]:
    """What `search` finds with a page of its hits: the page that is asked for, or the last where there are not so many."""
    found = search(page)
    reached = min(found.total, MOST_AT_ONCE)
    last = max(1, -(-reached // A_PAGE))
    if page > last:
        page, found = last, search(last)
    return found, Few(found.hits, page, page < last)


def every_right(
    user: Any,
    text: str,
    only: dict[str, str],
    edition: IndexEdition,
    *,
    own: bool = False,
    most: int | None = None,
) -> Iterator[dict[str, Any]]:
    """The facts of every right that a person finds, `most` at most, with its `state`, in no order; `own` only those of their organisations, whatever
    else they may see. Raises QueryFault, NotYet."""
    holders = None if user.is_authority and not own else parties_of(user)
    return every_hit(_of(edition), text, as_of=edition.as_of, only=only, holders=holders, most=most)


def find_plainly(edition: IndexEdition, text: str, *, holders: Collection[str] | None, limit: int) -> list[Hit]:
    """What fits words typed where nobody expects a query language: what is no query is sought letter for letter.

    The best first; `holders` as in `find`. Raises NotYet.
    """
    found = _plainly(edition, text, holders=holders, limit=limit)
    return found.hits if found else []


def _plainly(edition: IndexEdition, text: str, **how: Any) -> Found | None:
    """The same, with `how` as in `find`; None for what can be read in neither way."""
    for asked in (text, f'"{text.replace(chr(34), " ")}"'):
        try:
            return find(_of(edition), asked, as_of=edition.as_of, facets=False, **how)
        except QueryFault:
            continue
    return None


@dataclass(frozen=True, slots=True)
class FoundRights:
    """A page of the rights found, the best first: how many there are in all, and how many have been told with this page; `more` is
    whether others follow, of which `MOST_AT_ONCE` are told at most."""

    rows: list[IndexedRight]
    total: int
    told: int

    @property
    def more(self) -> bool:
        """Whether a page follows."""
        return self.told < min(self.total, MOST_AT_ONCE)


def page_of_rights(user: Any, text: str, *, first: int = 0, limit: int, kind: str | None = None) -> FoundRights:
    """Rights that a person sees and that fit words or a number, of one kind where one is named; only the page is read. Raises NotYet."""
    edition, first = current_edition(), min(first, MOST_AT_ONCE)
    if edition is None or not text.strip():
        return FoundRights([], 0, first)
    limit = min(limit, MOST_AT_ONCE - first)
    holders, only = None if user.is_authority else parties_of(user), {"kind": kind} if kind else None
    found = _plainly(edition, text, holders=holders, only=only, first=first, limit=max(limit, 1))
    if found is None:
        return FoundRights([], 0, first)
    ids = [hit.facts["right_id"] for hit in found.hits[:limit]]
    rows = {row.right_id: row for row in IndexedRight.objects.visible_to(user).filter(right_id__in=ids)}
    return FoundRights([rows[right] for right in ids if right in rows], found.total, first + len(ids))


def find_rights(user: Any, text: str, *, first: int = 0, most: int = MOST_AT_ONCE) -> list[IndexedRight]:
    """The rows of such a page. Raises NotYet."""
    return page_of_rights(user, text, first=first, limit=most).rows


def alike(right: IndexedRight, *, most: int) -> list[Alike]:
    """Rights like one, for those who see every right; none while the index is being built."""
    try:
        return more_like(_of(right.edition), right.right_id, as_of=right.edition.as_of, limit=most)
    except NotYet:
        return []


def index_of(snapshot: Snapshot) -> Searchable | None:
    """The index of a snapshot; None while a large one is being built. Whoever shows what it tells sees to it who may read that.

    Raises OutOfOrder where it cannot be built.
    """
    small = snapshot.manifest["tables"]["rights"] <= MOST_WHILE_WAITING
    try:
        return _opened(data(), snapshot.id, small)
    except NotYet:
        return None
    except IndexTrouble as trouble:
        log.exception("the index of %s", snapshot.id)
        raise OutOfOrder(trouble.why, expected=trouble.expected) from None


def _of(edition: IndexEdition) -> Searchable:
    snapshot = snapshot_of(edition)
    found = index_of(snapshot) if snapshot else None
    if found is None:
        raise NotYet
    return found


@lru_cache(maxsize=2)
def _opened(folder: Path, snapshot: str, small: bool) -> Searchable:
    if not small:
        found = open_whole(folder, open_snapshot(folder, snapshot))
        if found is None:
            raise NotYet
        return found
    return logged(open_index(folder, open_snapshot(folder, snapshot)))


def logged(found: Searchable) -> Searchable:
    """The index with its note in the log and nowhere else: whoever sees an answer of it is told by `repair_of`."""
    if found.note:
        log.warning("%s (%s)", found.note, found.snapshot)
    return replace(found, note="")


def repair_of(found: Searchable) -> list[str]:
    """That the index was built anew, and why, for the first answer that is shown, whether a page or a job built it; nothing for those after it."""
    word = take_word(found.place)
    return [word] if word else []


def build(snapshot: Snapshot, progress: Any = None) -> None:
    """Have the index lie there before anybody asks."""
    logged(open_index(data(), snapshot, progress=progress))


def marked_query(text: str, fault: QueryFault) -> tuple[str, str, str]:
    """What stands before the place of a fault, there, and after it."""
    return text[: fault.start], text[fault.start : fault.end] or "▮", text[fault.end :]


def _day(text: str) -> date | None:
    try:
        day = parse_day(text)
    except ValueError:
        return None
    return day if _EARLIEST <= day <= _LATEST else None
