"""What is new of a question since it was last asked: rights that came or went, and those whose state or holder is another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from zhixian.core.search.fields import STATE_WORDS

ADDED, GONE, STATE, HOLDER = "added", "gone", "state", "holder"
WORDS = {ADDED: "新出现", STATE: "状态变化", HOLDER: "权利人变化", GONE: "不再命中"}
"""What can be new, in the order in which it is told."""
Known = dict[str, list[str]]
"""Id of a right → its state, its holder, its number and its title, when it was last seen."""


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
        hit["right_id"]: [hit["state"], hit["holder_name"] or "", hit["number"] or hit["right_id"], hit["title"] or ""]
        for hit in hits
    }


def news(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> list[News]:
    """What is new, sort by sort, by number."""
    found = [_news(ADDED, one, after) for one in after.keys() - before.keys()]
    found += [_news(GONE, one, before) for one in before.keys() - after.keys()]
    for one in after.keys() & before.keys():
        (state, holder, *_), (was_state, was_holder, *_) = after[one], before[one]
        if state != was_state:
            found.append(_news(STATE, one, after, was=STATE_WORDS[was_state], now=STATE_WORDS[state]))
        if holder != was_holder:
            found.append(_news(HOLDER, one, after, was=was_holder, now=holder))
    order = list(WORDS)
    return sorted(found, key=lambda one: (order.index(one.what), one.number, one.id))


def _news(what: str, one: str, seen: Mapping[str, list[str]], *, was: str = "", now: str = "") -> News:
    number, title = seen[one][2:]
    return News(what, one, number, title, was, now)
