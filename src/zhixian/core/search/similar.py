"""Rights like a given one or near what somebody plans, each with what it shares: rare words of the title, classes, the holder."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import log
from typing import Any

from tantivy import DocAddress, Occur, Query

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.search.compiling import Compiler
from zhixian.core.search.fields import IN_FORCE
from zhixian.core.search.finding import Hit, hit_at, told
from zhixian.core.search.index import Searchable
from zhixian.core.search.marking import marks_in_title
from zhixian.core.search.numbers_asked import keys_asked
from zhixian.core.search.schema import classes
from zhixian.core.search.tree import Text
from zhixian.core.search.words import SKIPPED, words

MOST_WORDS = 25
_GROUP, _SUBCLASS, _NICE = 3.0, 1.0, 1.0
"""Weights of a shared main group, of a shared subclass and of a shared class of goods, beside the rarity of shared words."""
_MOST_SHARING, _FEW = 0.1, 10
"""A word that more than this share of all documents has, and more than these few, tells nothing."""
_OFTEN = 0.002
"""Share of all documents from which on those that share one thing alone are many to go through."""
_TIMES_RARITY = 2.2 / 1.3
"""What a word weighs at most beside its rarity: BM25 with k1 = 1.2 and b = 0.75 in a title of no length."""
_BESIDE_ROUNDING = 1.001


@dataclass(frozen=True, slots=True)
class Alike:
    """A right like the given one. `words` are shared, the rarest first; so are `classes`; `same_holder` says so."""

    hit: Hit
    words: list[str]
    classes: list[str]
    same_holder: bool


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """Something that rights may share: how it is sought, how many documents have it, what it weighs at most."""

    query: Query
    having: int
    most: float


def more_like(searchable: Searchable, asked: str, *, as_of: date, limit: int = 20) -> list[Alike]:
    """The rights most like one, known by its id or a number, as of a day, the likest first. Raises Refusal for what is not there."""
    compiler = Compiler(searchable, as_of=as_of)
    named = [compiler.term("right", asked), *(compiler.term("number", key) for key in keys_asked(asked))]
    itself = compiler.searcher.search(compiler.whole_of(compiler.either(named)), 1).hits
    if not itself:
        raise Refusal(f"没有权利“{asked}”", expected="登记数据里的权利编号或号码")
    facts = told(compiler, itself[0][1])
    rare = _rare_words(compiler, facts["title"] or "", least=2)  # another right has it too
    ways = _ways(compiler, rare, _classes(facts["classes"] or ""))
    out = [compiler.term("right", facts["right_id"]), *compiler.not_valid()]
    found = _likest(compiler, ways, out, limit) if ways else []
    return [_alike(hit_at(compiler, address, []), facts, rare) for address in found]


def _likest(compiler: Compiler, ways: list[Way], out: list[Query], limit: int) -> list[DocAddress]:
    """The documents that share the most, but those of `out`.

    Those that share only what many have are sought last: where so many share more than all of that together weighs, they are not
    looked for at all. The answer is the same.
    """
    often: list[Way] = []
    every = compiler.searcher.num_docs
    for way in sorted(ways, key=lambda one: one.having, reverse=True):
        if way.having > _OFTEN * every and len(often) < len(ways) - 1:
            often.append(way)
    while often:
        few = [way for way in ways if way not in often]
        query = Query.boolean_query([(Occur.Should, way.query) for way in few])
        for way in often:
            query = Query.boolean_query([(Occur.Must, query), (Occur.Should, way.query)])
        found = _without(compiler, query, out, limit)
        most = sum(way.most for way in often) * _BESIDE_ROUNDING
        if len(found) == limit and found[-1][0] > most:
            return [address for _, address in found]
        often = _lighter(often, found[-1][0] if len(found) == limit else 0.0)
    query = Query.boolean_query([(Occur.Should, way.query) for way in ways])
    return [address for _, address in _without(compiler, query, out, limit)]


def _lighter(often: list[Way], than: float) -> list[Way]:
    """The most frequent of them that together weigh less."""
    kept, weight = [], 0.0
    for way in often:
        if weight + way.most * _BESIDE_ROUNDING < than:
            kept.append(way)
            weight += way.most * _BESIDE_ROUNDING
    return kept


def _without(compiler: Compiler, query: Query, out: list[Query], limit: int) -> list[tuple[float, DocAddress]]:
    but = Query.boolean_query([(Occur.Must, query), *((Occur.MustNot, part) for part in out)])
    return list(compiler.searcher.search(but, limit, count=False).hits)


@dataclass(frozen=True, slots=True)
class Near:
    """A right near a plan. `lines` has for each line of the plan the words that it shares, the longest of each place only; `classes`
    are shared."""

    hit: Hit
    lines: list[list[str]]
    classes: list[str]


def near_lines(
    searchable: Searchable,
    lines: Sequence[str],
    joined: str,
    *,
    as_of: date,
    but: Collection[str] = (),
    limit: int = 20,
) -> list[Near]:
    """Rights in force on the day that share rare words with the lines of a plan or classes with it (`joined`, as a right has them),
    the nearest first; `but` are holders whose rights are not looked for."""
    compiler = Compiler(searchable, as_of=as_of)
    rare = _rare_words(compiler, "\n".join(lines), least=1)
    ways = _ways(compiler, rare, _classes(joined))
    if not ways:
        return []
    wanted = [(Occur.Must, compiler.either([way.query for way in ways])), (Occur.Must, compiler.state(IN_FORCE))]
    query = Query.boolean_query([*wanted, *((Occur.MustNot, compiler.term("holder", holder)) for holder in but)])
    found = compiler.searcher.search(compiler.whole_of(query), limit, count=False).hits
    texts, cut = [Text(word, "title") for word in rare], [set(words(line)) for line in lines]
    return [_near(hit_at(compiler, address, texts), cut, rare, joined) for _, address in found]


def _near(hit: Hit, lines: Sequence[set[str]], rare: list[str], joined: str) -> Near:
    title = set(words(hit.facts["title"] or ""))
    shared = [[word for word in rare if word in line and word in title] for line in lines]
    whole = [[word for word in line if not any(word != other and word in other for other in line)] for line in shared]
    return Near(hit, whole, _shared_classes(joined, hit.facts["classes"] or ""))


def _ways(compiler: Compiler, rare: list[str], sought: tuple[list[str], list[str], list[str]]) -> list[Way]:
    """What a right may share, each by its weight."""
    groups, subclasses, nice = sought
    weighed = [("ipc", code, _GROUP) for code in groups] + [("ipc", code, _SUBCLASS) for code in subclasses]
    weighed += [("nice", code, _NICE) for code in nice]
    ways = []
    for word in rare:
        having = compiler.searcher.doc_freq("words", word)
        ways.append(Way(compiler.term("words", word), having, _TIMES_RARITY * _rarity(compiler, having)))
    for field, code, weight in weighed:
        having = compiler.searcher.doc_freq("codes", f"{field}={code}")
        ways.append(Way(Query.const_score_query(compiler.term(field, code), weight), having, weight))
    return ways


def _rarity(compiler: Compiler, having: int) -> float:
    """How much a word tells at most that so many documents have, as the index weighs it."""
    every = compiler.searcher.num_docs + compiler.searchable.gone
    return log(1 + (max(0, every - having) + 0.5) / (having + 0.5))


def _rare_words(compiler: Compiler, text: str, *, least: int) -> list[str]:
    """The words of a text that tell something and that at least so many rights have, the rarest first."""
    every = compiler.searcher.num_docs
    weighed = []
    for word in dict.fromkeys(words(text)):
        having = compiler.searcher.doc_freq("words", word)
        if word not in SKIPPED and least <= having <= max(_MOST_SHARING * every, _FEW):
            weighed.append((-log(every / having), word))
    return [word for _, word in sorted(weighed)[:MOST_WORDS]]


def _classes(joined: str) -> tuple[list[str], list[str], list[str]]:
    """Main groups, subclasses and classes of goods."""
    paths, nice = classes(joined)
    return _level(paths, 3), _level(paths, 2), nice


def _level(paths: list[list[str]], level: int) -> list[str]:
    return list(dict.fromkeys(path[level] for path in paths if len(path) > level))


def _alike(hit: Hit, facts: dict[str, Any], rare: list[str]) -> Alike:
    title = hit.facts["title"] or ""
    its_words = set(words(title))
    shared = [word for word in rare if word in its_words]
    return Alike(
        replace(hit, in_title=marks_in_title(title, [Text(word, "title", exact=True) for word in shared])),
        shared,
        _shared_classes(facts["classes"] or "", hit.facts["classes"] or ""),
        bool(facts["holder"]) and facts["holder"] == hit.facts["holder"],
    )


def _shared_classes(one: str, other: str) -> list[str]:
    """Main groups that both have, subclasses where no group of them is shared, and classes of goods."""
    ours, its = _classes(one), _classes(other)
    groups = [code for code in ours[0] if code in its[0]]
    within = [code for code in ours[1] if code in its[1] and not any(group.startswith(code) for group in groups)]
    return [*groups, *within, *(f"第 {code} 类" for code in ours[2] if code in its[2])]
