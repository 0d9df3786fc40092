"""What is new of a question since it was last asked: rights that came or went, and those of which something is another: state, holder,
applicant, title. What only the joining of names brought is told apart: nothing came, and nothing changed hands."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhixian.core.registry.staging import normalise_name
from zhixian.core.search.fields import STATE_WORDS

ADDED, GONE, STATE, HOLDER, APPLICANT, TITLE = "added", "gone", "state", "holder", "applicant", "title"
WORDS = {
    ADDED: "新出现", STATE: "状态变化", HOLDER: "权利人变化", APPLICANT: "申请人变化", TITLE: "名称变化", GONE: "不再命中",
}  # fmt: skip
"""What can be new, in the order in which it is told."""
JOINED, PARTED, RENAMED, UNSURE = "joined", "parted", "renamed", "unsure"
"""What the joining of names brought: rights that are found by it, that are found no longer, whose holder is called otherwise; and rights
that came or went of which nobody knows whether they did by it."""
Known = dict[str, list[str]]
"""Id of a right → its state, its holder, its number, its title, its applicants and its holder as the source spells it, when it was last
seen; what was kept by earlier builds lacks the last or the last two. The registry tells of no applicants, since who files a right is who
holds it first, and joins no names."""


@dataclass(frozen=True, slots=True)
class News:
    """One right of which something is new; `was` and `now` in words where something changed."""

    what: str
    id: str
    number: str
    title: str
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Joining:
    """What the joining of names did between two questions: `by_it` are ids of rights that came or went by it alone, `parties` has for
    names the party that each is one with now, `all_by_it` says that it is all that was done, and `unsure` that it was done among else
    and nobody can tell what came or went by it."""

    by_it: Collection[str] = ()
    parties: Mapping[str, str] = field(default_factory=dict)
    all_by_it: bool = False
    unsure: bool = False

    def is_one(self, name: str, other: str) -> bool:
        """Whether two names are one party's, so that nothing changed hands from one to the other."""
        return name == other or self.all_by_it or self.parties.get(name, name) == self.parties.get(other, other)

    def brought(self, one: str) -> bool:
        """Whether a right that came or went did so by it alone."""
        return self.all_by_it or one in self.by_it


def known(hits: Iterable[Mapping[str, Any]]) -> Known:
    """What is to be remembered of hits, each with its `state`, and with `held_as` where names are joined."""
    return {
        hit["right_id"]: [
            hit["state"],
            hit["holder_name"] or "",
            hit["number"] or hit["right_id"],
            hit["title"] or "",
            hit.get("applicants") or "",
            hit.get("held_as") or "",
        ]
        for hit in hits
    }


def came_or_went(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> set[str]:
    """The rights that one of two answers has and the other has not."""
    return set(before.keys() ^ after.keys())


def names_held(seen: Mapping[str, list[str]]) -> set[str]:
    """What the holders in an answer are called, as their sources spell them where that is known."""
    return {_held(told) for told in seen.values()}


def _held(told: list[str]) -> str:
    return (told[5] if len(told) > 5 else "") or told[1]


def news(
    before: Mapping[str, list[str]], after: Mapping[str, list[str]], joining: Joining | None = None
) -> tuple[list[News], dict[str, int]]:
    """What is new, sort by sort, by number; and how many rights the joining of names brought, by what it did."""
    joining = joining or Joining()
    moved = came_or_went(before, after)
    by_it = {one for one in moved if joining.brought(one)}
    found = [_news(ADDED, one, after) for one in moved & after.keys() - by_it]
    found += [_news(GONE, one, before) for one in moved & before.keys() - by_it]
    renamed = 0
    for one in after.keys() & before.keys():
        was, now = before[one], after[one]
        changes = list(_changes(one, was, now, after, joining))
        found += changes
        renamed += _spelt_apart(was[1], now[1]) and not any(change.what == HOLDER for change in changes)
    counts = {
        JOINED: len(by_it & after.keys()),
        PARTED: len(by_it & before.keys()),
        RENAMED: renamed,
        UNSURE: len(moved) if joining.unsure else 0,
    }
    order = list(WORDS)
    told = sorted(found, key=lambda one: (order.index(one.what), one.number, one.id))
    return told, {what: number for what, number in counts.items() if number}


def _spelt_apart(one: str, other: str) -> bool:
    return normalise_name(one).upper() != normalise_name(other).upper()


def _changes(
    one: str, was: list[str], now: list[str], after: Mapping[str, list[str]], joining: Joining
) -> Iterator[News]:
    if now[0] != was[0]:
        yield _news(STATE, one, after, was=STATE_WORDS[was[0]], now=STATE_WORDS[now[0]])
    if not joining.is_one(_held(was), _held(now)):
        yield _news(HOLDER, one, after, was=_held(was), now=_held(now))
    applicants, were = now[4:5], was[4:5]
    if were and applicants and applicants != were:
        yield _news(APPLICANT, one, after, was=were[0], now=applicants[0])
    if now[3] != was[3]:
        yield _news(TITLE, one, after, was=was[3], now=now[3])


def said_of_names(counts: Mapping[str, int]) -> str:
    """What the joining of names brought, in a line; nothing where it brought nothing."""
    words = {JOINED: "多找到 {:,} 件", PARTED: "不再找到 {:,} 件", RENAMED: "有 {:,} 件的权利人换了叫法"}
    told = [said.format(counts[what]) for what, said in words.items() if counts.get(what)]
    if told:
        return f"申请人名称的归并有变，因此{'，'.join(told)}；专利本身没有增减，也没有转让"
    if counts.get(UNSURE):
        return f"其间申请人名称的归并有变，{counts[UNSURE]:,} 件里哪些是因此多找到或不再找到的，已经无从区分"
    return ""


def _news(what: str, one: str, seen: Mapping[str, list[str]], *, was: str = "", now: str = "") -> News:
    number, title = seen[one][2:4]
    return News(what, one, number, title, was, now)
