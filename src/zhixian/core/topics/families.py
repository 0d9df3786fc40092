"""Simple families: records of one family number, of a list of members, or else of exactly the same priorities."""

from collections import Counter
from collections.abc import Mapping

from zhixian.core.registry.numbers import application, filed_abroad, office_told
from zhixian.core.registry.numbers.patents import plain_number
from zhixian.core.topics.document import publication_key
from zhixian.core.topics.joining import Record

NUMBER, MEMBERS, PRIORITY, ALONE, UNTOLD = "family_number", "members", "priority", "alone", "untold"
WORDS = {
    NUMBER: "同族编号相同", MEMBERS: "列在同族清单里", PRIORITY: "优先权完全相同", ALONE: "没有并入同族", UNTOLD: "来源没有说同族",
}  # fmt: skip
"""A record is alone where its source tells of families and of none of its own; where its source tells of no family at all, its own is unknown."""


class Sets:
    """Things that are found to be the same, joined."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def first(self, thing: str) -> str:
        """The one that stands for all of its set: the smallest."""
        path = []
        while (above := self._above.get(thing, thing)) != thing:
            path.append(thing)
            thing = above
        for below in path:
            self._above[below] = thing
        return thing

    def join(self, one: str, other: str) -> bool:
        """Make two one; whether they were two."""
        one, other = self.first(one), self.first(other)
        if one == other:
            return False
        small, large = min(one, other), max(one, other)
        self._above[large] = small
        return True


def families(records: Mapping[str, Record]) -> tuple[dict[str, tuple[str, str]], Counter[str]]:
    """(record → its family's first record and how it came in, how many records joined an earlier one, by reason)."""
    sets = Sets()
    how: dict[str, str] = {}
    joined: Counter[str] = Counter()
    by_publication = {
        known: key
        for key, record in records.items()
        for number in record.publications
        if (known := publication_key(number))
    }

    def join(key: str, other: str, reason: str) -> None:
        if sets.join(key, other):
            joined[reason] += 1
            how.setdefault(key, reason)
            how.setdefault(other, reason)

    seen: dict[tuple[str, str], str] = {}
    for key, record in records.items():
        told = record.document
        if told.family:
            join(key, seen.setdefault((NUMBER, told.family), key), NUMBER)
        for member in told.family_members:
            if other := by_publication.get(publication_key(member) or ""):
                join(key, other, MEMBERS)
    for key, record in records.items():
        if not record.document.family:
            join(key, seen.setdefault((PRIORITY, _priorities(key, record)), key), PRIORITY)
    telling = {record.document.source for record in records.values() if _tells(record)}
    alone = {
        key: ALONE if _tells(record) or record.document.source in telling else UNTOLD for key, record in records.items()
    }
    return {key: (sets.first(key), how.get(key, alone[key])) for key in records}, joined


def _tells(record: Record) -> bool:
    """Whether a record says anything of its family: how large it is names none of it."""
    told = record.document
    return bool(told.family or told.family_members or told.priority_numbers)


def _priorities(key: str, record: Record) -> str:
    """The priorities claimed; an application without any is its own, which a later one of the family claims. Its own number is the key of its
    record: one that does not tell its kind is marked there, so that it is never taken for an invention's of the same digits."""
    return " ".join(sorted({_spelt(number) for number in record.document.priority_numbers} or {key}))


def _spelt(number: str) -> str:
    """A priority in one spelling; where it does not tell its kind it is one of an invention, as offices write them."""
    plain = plain_number(number)
    if office := office_told(number):
        return filed_abroad(number, office, kind="invention").normal
    if plain.startswith("CN") or plain[:1].isdigit():
        return application(plain).normal or plain
    return filed_abroad(number, "", kind="invention").normal
