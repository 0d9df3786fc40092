"""Rights of others near a project: sought feature by feature, listed by the published rule, counted where they are more than are listed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhixian.core.analysis.assessment.bench import Bench, Beside
from zhixian.core.analysis.assessment.found import NEAR, FeatureLine, NearLine, unmarked
from zhixian.core.analysis.assessment.portfolios import Portfolio
from zhixian.core.analysis.assessment.rules import FOREIGN, Rule
from zhixian.core.analysis.assessment.whose import names_of, whose
from zhixian.core.registers.rights import meant
from zhixian.core.registry.kind_words import RIGHT_KIND_WORDS
from zhixian.core.registry.tables import MARK_KINDS
from zhixian.core.search.index import Searchable
from zhixian.core.search.similar import Near, near_lines
from zhixian.core.topics.names import normal_form

MOST_LINES, MOST_NEAR, LEAST_EACH = 30, 12, 3
"""Features that are looked into, near rights listed of one source when they are few, and of each feature when they are many."""
WITHHELD_TITLE, WITHHELD_HOLDER = "名称按来源条款不外传", "他人"
"""What stands for title and holder of a record whose source keeps its data in the house; the number is cited."""
_LOOKED_AT = 300
"""Near rights that are looked at for each feature to find those that the rule lists."""
_SCOPES = {
    "design": "图片或者照片", **dict.fromkeys(MARK_KINDS, "标志和核定商品"), "gi_product": "保护公告", "software": "程序和文档",
    "copyright_work": "作品", "plant_variety": "品种说明书", "layout_design": "图样",
}  # fmt: skip
"""What tells how far a right of a kind reaches; of every other kind its claims."""
HERE = "CN"
"""The country of the registry's rights."""
_SHORT = 2
"""A shared word of fewer letters counts for nothing."""


@dataclass(frozen=True, slots=True)
class NearFound:
    """What is listed, what is told of each feature, and by rule how many rights more the rule would list."""

    lines: tuple[NearLine, ...] = ()
    features: tuple[FeatureLine, ...] = ()
    unlisted: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True)
class _Source:
    """Where near rights are sought: an index as of a day. `name` is empty for the registry; `own` are holders who are the applicant."""

    searchable: Searchable
    as_of: date
    own: Collection[str]
    name: str = ""
    withheld: bool = False


@dataclass(slots=True)
class _Counts:
    """Of one feature, by their ids: what is listed, what the rule would list, what has the whole feature in its title, and whether
    anything shares a word; `cut` says that more share a word than were looked at."""

    listed: set[str] = field(default_factory=set)
    would: set[str] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)
    shares: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A right that a feature led to, the rule for it, its grade by each feature alone (its place from the gravest), and its id."""

    near: Near
    shared: list[list[str]]
    rule: Rule | None
    places: tuple[int, ...]
    id: str


def near_rights(
    bench: Bench, searchable: Searchable | None, applicant: Sequence[Portfolio], topics: Sequence[Beside]
) -> NearFound:
    """Look into the registry and the topics. A right that one source told is told by no later one."""
    lines = bench.project.features[:MOST_LINES]
    sources = list(_sources(bench, searchable, applicant, topics))
    if not lines or not sources:
        return NearFound()
    counts = [_Counts() for _ in lines]
    more: dict[str, set[str]] = {}
    told = tuple(line for source in sources for line in _near_in(bench, source, lines, counts, more))
    features = tuple(
        FeatureLine(line, len(one.listed), len(one.would - one.listed), len(one.whole), one.shares, one.cut)
        for line, one in zip(lines, counts, strict=True)
    )
    return NearFound(told, features, tuple((rule, len(ids)) for rule, ids in more.items() if ids))


def _sources(
    bench: Bench, searchable: Searchable | None, applicant: Sequence[Portfolio], topics: Sequence[Beside]
) -> Iterator[_Source]:
    if searchable is not None:
        yield _Source(searchable, bench.as_of, [party for held in applicant for party in held.parties])
    for beside in topics:
        topic = beside.line
        name = f"专题库“{topic.name}”（截至 {topic.as_of}{f'，{topic.labels}' if topic.labels else ''}）"
        own = {normal_form(name) for name in (bench.project.applicant, *names_of(bench, bench.project.applicant))}
        yield _Source(beside.searchable, date.fromisoformat(topic.as_of), own, name, not topic.shows_raw)


def _near_in(
    bench: Bench, source: _Source, lines: Sequence[str], counts: list[_Counts], more: dict[str, set[str]]
) -> list[NearLine]:
    """The near rights of one source that are listed, with what of each feature they are counted for."""
    compared = list(map(unmarked, lines))
    around = near_lines(
        source.searchable, compared, bench.project.classes, as_of=source.as_of, but=source.own, limit=_LOOKED_AT
    )
    seen: dict[str, _Candidate | None] = {}
    each: list[list[_Candidate]] = []
    for here, count in zip(around, counts, strict=True):
        found = [candidate for near in here.near if (candidate := _candidate(bench, source, near, seen))]
        count.shares, count.cut = count.shares or bool(found), count.cut or here.total > len(here.near)
        each.append(found)
    chosen = _chosen(each)
    for place, (found, count) in enumerate(zip(each, counts, strict=True)):
        count.whole |= {one.id for one in found if one.near.whole[place]}
        count.would |= {one.id for one in found if one.rule and one.shared[place]}
        count.listed |= count.would & chosen.keys()
    for one in (one for found in each for one in found):
        if one.rule and one.id not in chosen:
            more.setdefault(one.rule.id, set()).add(one.id)
    told = [_line(bench, one, lines, source) for one in chosen.values()]
    for one in chosen.values():
        bench.told |= _names_of(one.near.hit.facts["number"] or "")
    for rule in more:
        more[rule] -= chosen.keys()
    return told


def _chosen(each: Sequence[Sequence[_Candidate]]) -> dict[str, _Candidate]:
    """Of each feature those that are gravest by it alone, the nearest first; and of the gravest grade at least one."""
    most = max(LEAST_EACH, MOST_NEAR // len(each))
    chosen: dict[str, _Candidate] = {}
    for place, found in enumerate(each):
        fit = [one for one in found if one.rule and one.shared[place]]
        for one in sorted(fit, key=lambda one: (one.places[place], one.near.whole[place] == 0))[:most]:
            chosen.setdefault(one.id, one)
    every = [one for found in each for one in found if one.rule]
    gravest = min(every, key=lambda one: one.places[-1], default=None)
    if gravest and all(one.places[-1] > gravest.places[-1] for one in chosen.values()):
        chosen[gravest.id] = gravest
    return chosen


def _candidate(bench: Bench, source: _Source, near: Near, seen: dict[str, _Candidate | None]) -> _Candidate | None:
    """A right of others that no earlier source told and the project does not rely on; `seen` keeps what several features lead to."""
    facts = near.hit.facts
    if facts["right_id"] not in seen:
        names = _names_of(facts["number"] or "")
        own = source.name and normal_form(facts["holder_name"] or "") in source.own
        theirs = facts["right_id"] in bench.relied_on if not source.name else bool(bench.told & names)
        if own or theirs:
            seen[facts["right_id"]] = None
        else:
            key = min(names, default=f"{source.name} {facts['right_id']}")
            seen[facts["right_id"]] = _graded(bench, source, near, key)
    return seen[facts["right_id"]]


def _graded(bench: Bench, source: _Source, near: Near, key: str) -> _Candidate:
    shared = [[word for word in words if len(word) >= _SHORT and word not in bench.common] for words in near.lines]
    alone = [
        bench.rule(NEAR, _sight(bench, source, near, shared, [place])) if words else None
        for place, words in enumerate(shared)
    ]
    whole = bench.rule(NEAR, _sight(bench, source, near, shared, range(len(shared))))
    places = tuple(bench.grades.index(rule.grade) if rule else len(bench.grades) for rule in (*alone, whole))
    return _Candidate(near, shared, whole, places, key)


def _sight(bench: Bench, source: _Source, near: Near, shared: list[list[str]], places: Sequence[int]) -> dict[str, Any]:
    """What some of the features see of a right; what the terms keep in the house is in no word of it."""
    facts = near.hit.facts
    kind = RIGHT_KIND_WORDS.get(facts["kind"], facts["kind"])
    holder = facts["holder_name"] or "（权利人不明）"
    return {
        "right": f"{kind} {facts['number'] or ''}".strip(),
        "title": WITHHELD_TITLE if source.withheld else facts["title"] or "",
        "holder": WITHHELD_HOLDER if source.withheld else f"合作方{holder}" if _beside(bench, source, near) else holder,
        "words": len({word for place in places for word in shared[place]}),
        "in_one": max((len(set(shared[place])) for place in places), default=0),
        "whole": max((near.whole[place] for place in places), default=0),
        "lines": sum(bool(shared[place]) for place in places),
        "classes": len(near.classes),
        "scope": _SCOPES.get(facts["kind"], "权利要求"),
        "kind": FOREIGN if (facts.get("country") or HERE) != HERE else facts["kind"],
    }


def _line(bench: Bench, found: _Candidate, lines: Sequence[str], source: _Source) -> NearLine:
    """What a near right shares; its reason is noted."""
    near, facts = found.near, found.near.hit.facts
    grade = bench.see(NEAR, **_sight(bench, source, near, found.shared, range(len(lines))))
    evidence = tuple((line, tuple(words)) for line, words in zip(lines, found.shared, strict=True) if words)
    open_too = (facts["title"] or "", facts["holder_name"] or "", str(facts["filed"] or ""))
    kind = RIGHT_KIND_WORDS.get(facts["kind"], facts["kind"])
    told = (facts["number"] or "", kind, *(("", "", "") if source.withheld else open_too))
    return NearLine(*told, grade, evidence, tuple(near.classes), source.name, _beside(bench, source, near))


def _beside(bench: Bench, source: _Source, near: Near) -> str:
    """What is told of a holder who is a partner; nothing of one whom the terms keep in the house."""
    return "" if source.withheld else whose(bench, near.hit.facts["holder_name"]).beside


def _names_of(number: str) -> set[str]:
    """A number as it stands, and as every spelling of it is read."""
    return {number, *meant(number)[0]} if number else set()
