"""What is new of a question since it was last asked: rights that came or went, and those of which something is another: state, holder,
applicant, title."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from zhixian.core.search.fields import STATE_WORDS

ADDED, GONE, STATE, HOLDER, APPLICANT, TITLE = "added", "gone", "state", "holder", "applicant", "title"
WORDS = {
    ADDED: "新出现", STATE: "状态变化", HOLDER: "权利人变化", APPLICANT: "申请人变化", TITLE: "名称变化", GONE: "不再命中",
}  # fmt: skip
"""What can be new, in the order in which it is told."""
Known = dict[str, list[str]]
"""Id of a right → its state, its holder, its number, its title and its applicants, when it was last seen; what was kept by earlier
builds has no applicants. The registry tells none: who files a right is who holds it first."""


@dataclass(frozen=True, slots=True)
class News:
    """One right of which something is new; `was` and `now` in words where something changed."""

    what: str
    id: str
    number: str
    title: str
    was: str = ""
    now: str = ""


def known(hits: Iterable[Mapping[str, Any]]) -> Known:
    """What is to be remembered of hits, each with its `state`."""
    return {
        hit["right_id"]: [
            hit["state"],
            hit["holder_name"] or "",
            hit["number"] or hit["right_id"],
            hit["title"] or "",
            hit.get("applicants") or "",
        ]
        for hit in hits
    }


def news(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> list[News]:
    """What is new, sort by sort, by number."""
    found = [_news(ADDED, one, after) for one in after.keys() - before.keys()]
    found += [_news(GONE, one, before) for one in before.keys() - after.keys()]
    for one in after.keys() & before.keys():
        (state, holder, _, title, *applicants), (was_state, was_holder, _, was_title, *were) = after[one], before[one]
        if state != was_state:
            found.append(_news(STATE, one, after, was=STATE_WORDS[was_state], now=STATE_WORDS[state]))
        if holder != was_holder:
            found.append(_news(HOLDER, one, after, was=was_holder, now=holder))
        if were and applicants and applicants != were:
            found.append(_news(APPLICANT, one, after, was=were[0], now=applicants[0]))
        if title != was_title:
            found.append(_news(TITLE, one, after, was=was_title, now=title))
    order = list(WORDS)
    return sorted(found, key=lambda one: (order.index(one.what), one.number, one.id))


def _news(what: str, one: str, seen: Mapping[str, list[str]], *, was: str = "", now: str = "") -> News:
    number, title = seen[one][2:4]
    return News(what, one, number, title, was, now)
