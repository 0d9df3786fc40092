"""Rights like a given one or near what somebody plans, each with what it shares: rare words of the title, classes, the holder."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from math import log
from types import MappingProxyType
from typing import Any

from tantivy import Occur, Query

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.locarno import locarno_path
from zhixian.core.search.compiling import Compiler
from zhixian.core.search.fields import IN_FORCE
from zhixian.core.search.finding import Hit, hit_at, told
from zhixian.core.search.index import Searchable
from zhixian.core.search.marking import marks_in_title
from zhixian.core.search.numbers_asked import keys_asked
from zhixian.core.search.schema import DESIGN, classes
from zhixian.core.search.tree import Text
from zhixian.core.search.words import SKIPPED, units, words

MOST_WORDS = 25
_GROUP, _SUBCLASS, _NICE, _DESIGN, _LINK = 3.0, 1.0, 1.0, 1.0, 6.0
"""Weights of a shared main group, of a shared subclass, of a shared class of goods, of a shared subclass of designs and of what ties them otherwise, beside the rarity of shared words."""
_KNOWN = 5_000
_MOST_SHARING, _FEW = 0.1, 10
"""A word that more than this share of all documents has, and more than these few, tells nothing."""
_MANY = 40_000
"""Rights that share a word or a subclass with so many others are not alike for it: it weighs no more than a main group and costs the most."""


@dataclass(frozen=True, slots=True)
class _Classes:
    """Of a right or a plan: main groups and subclasses of the IPC, classes of goods, subclasses of designs."""

    groups: list[str]
    subclasses: list[str]
    nice: list[str]
    designs: list[str]


@dataclass(frozen=True, slots=True)
class Alike:
    """A right like the given one. `words` are shared, the rarest first; so are `classes`; `same_holder` says so; `links` tells in words
    what else ties them."""

    hit: Hit
    words: list[str]
    classes: list[str]
    same_holder: bool
    links: tuple[str, ...] = ()


def more_like(
    searchable: Searchable,
    asked: str,
    *,
    as_of: date,
    limit: int = 20,
    links: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> list[Alike]:
    """The rights most like one, known by its id or a number, as of a day, the likest first; `links` are ids of rights that are tied to it
    otherwise, each with the words for it. Raises Refusal for what is not there."""
    compiler = Compiler(searchable, as_of=as_of)
    named = [compiler.term("right", asked), *(compiler.term("number", key) for key in keys_asked(asked))]
    itself = compiler.searcher.search(compiler.whole_of(compiler.either(named)), 1).hits
    if not itself:
        raise Refusal(f"没有权利“{asked}”", expected="登记数据里的权利编号或号码")
    facts = told(compiler, itself[0][1])
    rare = _rare_words(compiler, facts["title"] or "", least=2, many=_MANY)  # another right has it too
    ways = _ways(compiler, rare, _telling(compiler, _classes(facts["classes"] or "", facts["kind"])))
    ways += [Query.const_score_query(compiler.term("right", one), _LINK) for one in links]
    out = [compiler.term("right", facts["right_id"]), *compiler.not_valid()]
    if not ways:
        return []
    query = Query.boolean_query([*((Occur.Should, way) for way in ways), *((Occur.MustNot, part) for part in out)])
    found = compiler.searcher.search(query, limit, count=False).hits
    alike = [_alike(hit_at(compiler, address, []), facts, rare) for _, address in found]
    return [replace(one, links=links.get(one.hit.facts["right_id"], ())) for one in alike]


@dataclass(frozen=True, slots=True)
class Near:
    """A right near a plan. `lines` has for each line of the plan the words that it shares, the longest of each place only; `whole` the
    letters of each line that the title has whole, 0 where a word is missing; `classes` are shared."""

    hit: Hit
    lines: list[list[str]]
    whole: list[int]
    classes: list[str]


@dataclass(frozen=True, slots=True)
class Around:
    """What is near one line of a plan, the nearest first; `total` is how many share a word with it, of which `near` are the first."""

    near: list[Near]
    total: int


def near_lines(
    searchable: Searchable,
    lines: Sequence[str],
    joined: str,
    *,
    as_of: date,
    but: Collection[str] = (),
    limit: int = 20,
) -> list[Around]:
    """For each line of a plan the rights in force on the day that share rare words with it, those first that share more and rarer words
    and classes with the plan (`joined`, as a right has them); `but` are holders whose rights are not looked for. A line of common words
    alone is looked for as a whole; a long line is looked for with all its words."""
    compiler = Compiler(searchable, as_of=as_of)
    cut = [_Line(line, set(words(line)), _rare_words(compiler, line, least=1)) for line in lines]
    around = []
    for line in cut:
        shares = [compiler.term("words", word) for word in line.rare] or _all_of(compiler, line)
        if not shares:
            around.append(Around([], 0))
            continue
        wanted = [(Occur.Must, compiler.either(shares)), (Occur.Must, compiler.state(IN_FORCE))]
        helps = [(Occur.Should, way) for way in _ways(compiler, [], _classes(joined))]
        never = [(Occur.MustNot, compiler.term("holder", holder)) for holder in but]
        query = compiler.whole_of(Query.boolean_query([*wanted, *helps, *never]))
        found = compiler.searcher.search(query, limit)
        hits = [hit_at(compiler, address, []) for _, address in found.hits]
        total = int(found.count)  # type: ignore[attr-defined]
        around.append(Around([_near(hit, cut, joined) for hit in hits], total))
    return around


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a plan with its words, and the rare ones among them."""

    text: str
    words: set[str]
    rare: list[str]

    @property
    def longest(self) -> list[str]:
        """Its words but those inside longer ones and those that nobody looks for."""
        return [word for word in _outermost(self.words) if word not in SKIPPED]


def _all_of(compiler: Compiler, line: _Line) -> list[Query]:
    every = [(Occur.Must, compiler.term("words", word)) for word in line.longest]
    return [Query.boolean_query(every)] if every else []


def _outermost(found: Collection[str]) -> list[str]:
    return [word for word in found if not any(word != other and word in other for other in found)]


def _near(hit: Hit, lines: Sequence[_Line], joined: str) -> Near:
    title = set(words(hit.facts["title"] or ""))
    shared = [_outermost([word for word in line.rare if word in title]) for line in lines]
    letters = "".join(units(hit.facts["title"] or ""))
    whole = [_whole(line, title, letters) for line in lines]
    both = [found or (line.longest if held else []) for line, found, held in zip(lines, shared, whole, strict=True)]
    return Near(hit, both, whole, _shared_classes(_classes(joined), hit))


def _whole(line: _Line, title: set[str], letters: str) -> int:
    """How many letters a line has when the title has its words, or its very letters; else 0."""
    found = units(line.text)
    if not line.longest or not (set(line.longest) <= title or "".join(found) in letters):
        return 0
    return len(units("".join(line.longest)))


def _ways(compiler: Compiler, rare: list[str], sought: _Classes) -> list[Query]:
    """What a right may share, each by its weight."""
    ways = [compiler.term("words", word) for word in rare]
    ways += [compiler.weighing("ipc", code, _GROUP) for code in sought.groups]
    ways += [compiler.weighing("ipc", code, _SUBCLASS) for code in sought.subclasses]
    ways += [compiler.weighing("nice", code, _NICE) for code in sought.nice]
    return ways + [compiler.weighing("locarno", code, _DESIGN) for code in sought.designs]


def _telling(compiler: Compiler, ours: _Classes) -> _Classes:
    """The same without the subclasses that too many rights have."""
    few = [code for code in ours.subclasses if compiler.having("ipc", code) <= _MANY]
    return replace(ours, subclasses=few)


def _rare_words(compiler: Compiler, text: str, *, least: int, many: int | None = None) -> list[str]:
    """The words of a text that tell something and that at least so many rights have, the rarest first; with `many` the first MOST_WORDS
    that no more rights have than that."""
    every = compiler.searcher.num_docs
    weighed = []
    for word in dict.fromkeys(words(text)):
        having = compiler.searcher.doc_freq("words", word)
        if word not in SKIPPED and least <= having <= min(max(_MOST_SHARING * every, _FEW), many or every):
            weighed.append((-log(every / having), word))
    return [word for _, word in sorted(weighed)[: MOST_WORDS if many else None]]


@lru_cache(maxsize=_KNOWN)
def _classes(joined: str, kind: str = "") -> _Classes:
    """The classes of a right of a kind; without one bare digits are classes of goods."""
    of_design = kind == DESIGN
    designs = [path for code in joined.split(";") if (path := locarno_path(code, of_design=of_design))]
    paths, nice = classes(joined)
    return _Classes(
        _level(paths, 3),
        _level(paths, 2),
        [] if of_design else nice,
        list(dict.fromkeys(path[1] for path in designs if len(path) > 1)),
    )


def _level(paths: list[tuple[str, ...]], level: int) -> list[str]:
    return list(dict.fromkeys(path[level] for path in paths if len(path) > level))


def _alike(hit: Hit, facts: dict[str, Any], rare: list[str]) -> Alike:
    title = hit.facts["title"] or ""
    its_words = set(words(title))
    shared = [word for word in rare if word in its_words]
    return Alike(
        replace(hit, in_title=marks_in_title(title, [Text(word, "title", exact=True) for word in shared])),
        shared,
        _shared_classes(_classes(facts["classes"] or "", facts["kind"]), hit),
        bool(facts["holder"]) and facts["holder"] == hit.facts["holder"],
    )


def _shared_classes(ours: _Classes, hit: Hit) -> list[str]:
    """Main groups that both have, subclasses where no group of them is shared, classes of goods, and subclasses of designs."""
    its = _classes(hit.facts["classes"] or "", hit.facts["kind"])
    groups = [code for code in ours.groups if code in its.groups]
    within = [
        code
        for code in ours.subclasses
        if code in its.subclasses and not any(group.startswith(code) for group in groups)
    ]
    goods = [f"第 {code} 类" for code in ours.nice if code in its.nice]
    return [*groups, *within, *goods, *(f"外观设计 {code}" for code in ours.designs if code in its.designs)]
