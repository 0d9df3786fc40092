"""One search: hits in order with what is to be marked, how many there are, and how they spread over kinds, states, years, places."""

import json
import os
from collections import Counter
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from typing import Any, Literal

from tantivy import DocAddress, Occur, Order, Query, SearchResult

from zhixian.core.registry.numbers import with_right_check
from zhixian.core.search.class_numbers import topic_of
from zhixian.core.search.compiling import Compiler
from zhixian.core.search.fields import ENDED, IN_FORCE, PENDING, UNKNOWN
from zhixian.core.search.hints import Hint, begins_with_not, rewritten
from zhixian.core.search.index import Searchable
from zhixian.core.search.lexing import QueryFault
from zhixian.core.search.marking import Spans, marks_in_name, marks_in_title
from zhixian.core.search.query import read_query
from zhixian.core.search.schema import BEGINS_NEVER, BEGINS_UNSURE, NEVER, TOPICS, UNSURE, YES
from zhixian.core.search.tree import All, Node, OneOf, Text, sought

Sorting = Literal["best", "newest", "oldest"]
SORT_WORDS: dict[Sorting, str] = {"best": "最相关的在前", "newest": "申请日从新到旧", "oldest": "申请日从旧到新"}
FACETS = {"kind": 20, "year": 60, "region": 12, "holder": 12, "topic": 12}
"""Facets of fields of the index, and how many values of each are told; `state` comes beside them."""
MOST_AT_ONCE = 10_000
_MOST_VALUES = 6_000
"""More than there are subclasses of the IPC and classes of goods together, or kinds in a hundred years with three sorts of starts."""
_MOST_HINTS = 6
"""Other ways to write a query that are tried where it finds nothing."""
_WORTH_KEEPING = 20_000
"""Documents from which on their facets are kept for the next page of the same question."""
_MANY_COUNTED = 100_000
"""Documents from which on a second thread is worth its start; the index counts without holding up other threads."""
_THREE = "kind_year_start"
_BESIDE = frozenset(["holder", "region", _THREE])
"""Facets that together take as long as all others."""
_FEW_PAST = 0.2
"""Share of documents that others follow, up to which they are left out of an answer rather than of the search."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A right as it was on the day: `facts` as the index tells them, its state, and where the sought texts stand in it."""

    facts: dict[str, Any]
    state: str
    in_title: Spans
    in_holder: Spans


@dataclass(frozen=True)
class Found:
    """`total` hits in all, a page of them, and for each facet its values with their numbers, the most frequent first.

    `holders` are the names of the holders in their facet.
    """

    total: int
    hits: list[Hit]
    facets: dict[str, list[tuple[str, int]]]
    holders: dict[str, str]
    as_of: date
    snapshot: str
    notes: list[str] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)
    """Where nothing is found: what else would find something."""


def find(
    searchable: Searchable,
    text: str,
    *,
    as_of: date,
    only: dict[str, str] | None = None,
    holders: Collection[str] | None = None,
    sort: Sorting = "best",
    first: int = 0,
    limit: int = 20,
    facets: bool = True,
) -> Found:
    """Answer a query in the query language, as of a day. `only` narrows by the values of facets (`{"kind": "invention"}`),
    `holders` to what these hold on the day.

    Raises QueryFault for what cannot be read. `first + limit` is at most `MOST_AT_ONCE`.
    """
    limit = max(1, min(limit, MOST_AT_ONCE))
    first = max(0, min(first, MOST_AT_ONCE - limit))
    node = read_query(text)
    compiler = Compiler(searchable, as_of=as_of)
    whole = _narrowed(node, only or {}, holders)
    query = compiler.asked(whole)
    addresses, total = _in_order(compiler, whole, query, sort, first=first, limit=limit)
    texts = sought(node) if node else []
    hits = [hit_at(compiler, address, texts) for address in addresses]
    notes = [searchable.note] if searchable.note else []
    if (said := begins_with_not(text)) and total:
        notes.append(said)
    if meant := with_right_check(text):
        notes.append(f"“{text.strip()}”的校验位不对，按 {meant.normal} 查找")
    spread, names = _spread(compiler, whole, query, total) if facets else ({}, {})
    hints = [] if total else list(_hints(compiler, text, only or {}, holders))
    return Found(total, hits, spread, names, as_of, searchable.snapshot, notes, hints)


def _hints(compiler: Compiler, text: str, only: dict[str, str], holders: Collection[str] | None) -> Iterator[Hint]:
    """Another query that finds something, where this one finds nothing: with all that may be meant, or else with some of it."""
    for hint in rewritten(text)[:_MOST_HINTS]:
        try:
            whole = _narrowed(read_query(hint.query), only, holders)
            query = compiler.asked(whole)
        except QueryFault:
            continue
        _, total = _in_order(compiler, whole, query, "best", first=0, limit=1)
        if total:
            yield replace(hint, total=total)
            return


def every_hit(
    searchable: Searchable,
    text: str,
    *,
    as_of: date,
    only: dict[str, str] | None = None,
    holders: Collection[str] | None = None,
    most: int | None = None,
) -> Iterator[dict[str, Any]]:
    """The facts of every right that a query finds as of a day, with its `state`, in no order; `only` and `holders` as in `find`.
    Whoever takes no more than `most` says so: the engine keeps a place for each that is asked for before the first is told.

    Raises QueryFault as `find` does.
    """
    compiler = Compiler(searchable, as_of=as_of)
    query = compiler.whole(_narrowed(read_query(text), only or {}, holders))
    answer = compiler.searcher.search(
        query, max(1, min(compiler.searcher.num_docs, most or compiler.searcher.num_docs))
    )
    for _, address in answer.hits:
        facts = told(compiler, address)
        yield facts | {"state": _state(facts, compiler.day)}


def _in_order(
    compiler: Compiler, asked: Node | None, query: Query, sort: Sorting, *, first: int, limit: int
) -> tuple[list[DocAddress], int]:
    """A page of the documents that answer a node, of which `query` finds all, and how many of them are valid on the day.

    A few that are not valid are sooner left out of the answer than looked for at every document, which doubles the time. Who need not
    count passes over documents that cannot be on the page.
    """
    field, order = None if sort == "best" else "filed", Order.Asc if sort == "oldest" else Order.Desc
    search = partial(compiler.searcher.search, order_by_field=field, order=order)
    known, out = compiler.known_count(asked), compiler.not_valid()
    front = compiler.searchable.front if asked is None and sort == "best" else []
    if known is not None and not out and first + limit <= len(front):
        return front[first : first + limit], known
    if not out or len(out) > 1 or compiler.searchable.past > _FEW_PAST * compiler.searcher.num_docs:
        known = None if out else known
        answer = search(compiler.whole_of(query), limit, offset=first, count=known is None)
        return [address for _, address in answer.hits], _count(answer) if known is None else known
    wanted = first + limit
    most = wanted + max(limit, wanted // 4)
    while True:
        found = search(query, most, count=known is None) if most > len(front) else None
        addresses = [address for _, address in found.hits] if found else front[:most]
        until = compiler.searcher.fast_field_values("until", addresses)
        valid = [address for address, end in zip(addresses, until, strict=True) if end is None or end > compiler.day]
        if len(valid) >= wanted or len(addresses) < most:
            break
        most *= 2
    both = Query.boolean_query([(Occur.Must, Query.const_score_query(part, 0.0)) for part in (*out, query)])
    every = _count(found) if known is None else known
    return valid[first:wanted], every - _count(compiler.searcher.search(both, 1))


def _count(answer: SearchResult | None) -> int:
    return int(answer.count) if answer else 0  # type: ignore[attr-defined]


def _narrowed(node: Node | None, only: dict[str, str], holders: Collection[str] | None) -> Node | None:
    parts = [node] if node else []
    parts += [OneOf(name, (value,)) for name, value in only.items()]
    parts += [OneOf("holder", tuple(sorted(holders)))] if holders is not None else []
    return All(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None


def hit_at(compiler: Compiler, address: DocAddress, texts: list[Text]) -> Hit:
    """A document as a hit, with the texts to be marked in it."""
    facts = told(compiler, address)
    return Hit(
        facts,
        _state(facts, compiler.day),
        marks_in_title(facts["title"] or "", texts),
        marks_in_name(facts["holder_name"] or "", texts),
    )


def _state(facts: dict[str, Any], day: int) -> str:
    if facts["start"] == UNSURE:
        return UNKNOWN
    if day < facts["start"]:
        return PENDING
    return IN_FORCE if day < facts["end"] else ENDED


Spread = dict[str, list[tuple[str, int]]]


def _spread(compiler: Compiler, asked: Node | None, query: Query, total: int) -> tuple[Spread, dict[str, str]]:
    """The facets of a question and the names of the holders in them. An index never changes: what was counted of it stays true."""
    counts, question = compiler.searchable.counts, (asked, compiler.day)
    told = counts.get(question)
    if told is None:
        spread = _facets(compiler, compiler.whole_of(query), total)
        told = spread, {holder: _name_of(compiler, holder) for holder, _ in spread["holder"]}
        if total >= _WORTH_KEEPING:
            counts.keep(question, told)
    spread, names = told
    return {name: list(values) for name, values in spread.items()}, dict(names)


def _facets(compiler: Compiler, query: Query, total: int) -> Spread:
    wanted: dict[str, Any] = {name: _terms(name, FACETS[name]) for name in ("holder", "region")}
    wanted |= {name: _terms(name, _MOST_VALUES) for name in (_THREE, *TOPICS)}
    wanted["end"] = {"range": {"field": "end", "ranges": [{"to": compiler.day + 1}]}}
    if compiler.day < compiler.searchable.last_start:
        wanted["start"] = {"range": {"field": "start", "ranges": [{"from": compiler.day + 1, "to": NEVER}]}}
    answer = _counted_up(compiler, query, wanted, total)
    kinds, years, starts = _three(answer[_THREE])
    spread = {"kind": _most(kinds, FACETS["kind"]), "year": sorted(_most(years, FACETS["year"]), reverse=True)}
    spread |= {name: _buckets(answer[name]) for name in ("region", "holder")}
    spread["topic"] = _topics(compiler, query, [answer[name] for name in TOPICS])
    later = _counted(answer["start"], "from", "to") if "start" in answer else 0
    pending, unknown, ended = starts[BEGINS_NEVER] + later, starts[BEGINS_UNSURE], _counted(answer["end"], "to")
    in_force = total - pending - ended - unknown
    states = [(IN_FORCE, in_force), (ENDED, ended), (PENDING, pending), (UNKNOWN, unknown)]
    spread["state"] = [(state, count) for state, count in states if count]
    return spread


def _counted_up(compiler: Compiler, query: Query, wanted: dict[str, Any], total: int) -> dict[str, Any]:
    """What is wanted of the documents of a query: of many documents half of it in a thread of its own, beside the other half."""
    count = compiler.searcher.aggregate
    if total < _MANY_COUNTED or (os.cpu_count() or 1) == 1:
        return count(query, wanted)
    beside = {name: what for name, what in wanted.items() if name in _BESIDE}
    try:
        other = _counters().submit(count, query, beside)
    except RuntimeError:  # the interpreter ends and begins no more threads
        return count(query, wanted)
    own = count(query, {name: what for name, what in wanted.items() if name not in _BESIDE})
    return own | other.result()


@cache
def _counters() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="facets")


os.register_at_fork(
    after_in_child=_counters.cache_clear
)  # threads stay behind, and who waits for one of them waits for ever


def _topics(compiler: Compiler, query: Query, few: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """Subclasses and classes of goods, put together from the fields that hold one each and the one that holds further ones."""
    if compiler.searchable.many:
        both = Query.boolean_query([(Occur.Must, query), (Occur.Must, compiler.term("many", YES))])
        wanted = {"topic_more": _terms("topic_more", _MOST_VALUES)}
        few = [*few, compiler.searcher.aggregate(both, wanted)["topic_more"]]
    counted: Counter[int] = Counter()
    for one in few:
        counted.update({int(bucket["key"]): int(bucket["doc_count"]) for bucket in one["buckets"]})
    del counted[0]
    least = min(sorted(counted.values(), reverse=True)[: FACETS["topic"]], default=0)
    return _most(
        Counter({topic_of(topic): count for topic, count in counted.items() if count >= least}), FACETS["topic"]
    )


def _three(counted: dict[str, Any]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Kinds, years and sorts of starts, from the one field that holds all three: a field is looked at as long however few values it has."""
    three = Counter[str](), Counter[str](), Counter[str]()
    for joined, count in _buckets(counted):
        for counter, value in zip(three, joined.rsplit(" ", 2), strict=True):
            counter[value] += count
    return three


def _most(counted: Counter[str], size: int) -> list[tuple[str, int]]:
    """The most frequent values but the empty one; of equally frequent ones the first in order."""
    named = [(value, count) for value, count in counted.items() if value]
    return sorted(named, key=lambda told: (-told[1], told[0]))[:size]


def _terms(name: str, size: int) -> dict[str, Any]:
    return {"terms": {"field": name, "size": size}}


def _buckets(counted: dict[str, Any]) -> list[tuple[str, int]]:
    return [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in counted["buckets"] if bucket["key"]]


def _name_of(compiler: Compiler, holder: str) -> str:
    """A holder's name as a document tells it; its id where it has none."""
    found = compiler.searcher.search(compiler.term("holder", holder), 1, count=False).hits
    if not found:
        return holder
    facts = told(compiler, found[0][1])
    return str(facts.get("people", {}).get(holder) or facts["holder_name"] or holder)


def told(compiler: Compiler, address: DocAddress) -> dict[str, Any]:
    """The facts of a document."""
    facts: dict[str, Any] = json.loads(bytes(compiler.searcher.doc(address).get_first("told") or b"{}"))
    return facts


def _counted(buckets: dict[str, Any], *bounds: str) -> int:
    """Documents in the bucket that has these bounds and no other: tantivy adds buckets for the rest of the line."""
    asked = set(bounds)
    return sum(int(bucket["doc_count"]) for bucket in buckets["buckets"] if {"from", "to"} & bucket.keys() == asked)
