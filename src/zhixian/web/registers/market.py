"""Needs and offers that stand today, ready to be compared, and which of them a person may be told of."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from zhixian.core.analysis.match_rule import match_rule
from zhixian.core.analysis.matching import (
    FITS,
    NEED,
    OFFER,
    Entry,
    Match,
    Pool,
    entry_of,
    is_open,
)
from zhixian.core.disclosure.patterns import hidden
from zhixian.core.kernel.folding import folded
from zhixian.core.registers.rights import meant, parts_of
from zhixian.core.registry.particulars import classes_called
from zhixian.core.registry.snapshot import Snapshot, open_snapshot
from zhixian.web.kit.clock import today
from zhixian.web.kit.sealed import as_stored
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row, kept_rows
from zhixian.web.registers.queries.figures import stamp_of, values_for_figures
from zhixian.web.registers.queries.public import held_back
from zhixian.web.registers.queries.visibility import SEES_ALL, UNIT_PEOPLE, outside_as
from zhixian.web.registry.queries import RegistryUnreadable, current_snapshot, data

MARKET, FOLLOWED = "needs_offers", "matches_followed"
"""The registers of needs and offers, and of what became of matches."""
TOLD_OF = 3
"""The best matches of each need and offer of which both sides are told."""
Pair = tuple[str, str, str, str]
"""Need and offer as registers name them: party and number of the one, of the other."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A need or offer that stands: how it is compared, its number, when it was posted, whether everybody may see it, whose it is."""

    entry: Entry
    number: str
    posted_on: str
    is_public: bool
    unit: str
    organisation: int | None
    found_by: str

    @property
    def named(self) -> tuple[str, str]:
        """Party and number in one spelling."""
        return folded(self.entry.party), folded(self.number)


@dataclass(frozen=True)
class Market:
    """Everything that stands on a day."""

    pool: Pool
    standing: Mapping[int, Standing]
    public: frozenset[int]

    def matches(self, key: int, *, among: frozenset[int] | None, most: int = 20) -> list[Match]:
        """What fits one of them; nothing once it does not stand any more."""
        one = self.standing.get(key)
        return self.pool.matches(one.entry, among=among, most=most) if one else []


def market() -> Market:
    """What stands today; made anew once a row, the day or the registry has changed."""
    try:
        snapshot = current_snapshot()
    except RegistryUnreadable:
        snapshot = None
    held = held_back(kept_registers()[MARKET]) if is_kept() else frozenset()
    return _market(today(), stamp_of([MARKET]), snapshot.id if snapshot else "", held)


@lru_cache(maxsize=2)
def _market(day: date, stamp: Any, snapshot: str, held: frozenset[int]) -> Market:
    with as_stored():  # contacts stay sealed: nothing here needs them
        told = kept_rows(MARKET).order_by("pk").values_list("pk", "unit", "organisation", "values")
        rows = [row for row in told if is_open(row[3], as_of=day)]
    classes = _classes([row[3] for row in rows], open_snapshot(data(), snapshot) if snapshot else None)
    standing = {row[0]: _standing(*row, classes=classes) for row in rows}
    public = frozenset(key for key, one in standing.items() if one.is_public and key not in held)
    return Market(Pool([one.entry for one in standing.values()]), standing, public)


def _classes(rows: list[dict[str, Any]], snapshot: Snapshot | None) -> Mapping[str, tuple[str, ...]]:
    """By number of a right, its classes in the registry."""
    numbers = {number for values in rows for number in _numbers(values)}
    return classes_called(snapshot, sorted(numbers)) if snapshot and numbers else {}


def _numbers(values: Mapping[str, Any]) -> list[str]:
    return [number for part in parts_of(values.get("rights") or "") for number in meant(part)[0]]


def _standing(
    key: int, unit: str, organisation: int | None, values: dict[str, Any], *, classes: Mapping[str, tuple[str, ...]]
) -> Standing:
    values = {**values, **{name: _masked(values[name]) for name in ("title", "about") if values.get(name)}}
    of_rights = [code for number in _numbers(values) for code in classes.get(number, ())]
    entry = entry_of(key, values, keeper=unit or str(organisation), classes=of_rights)
    found_by = _found_by(f"{values['party']}{values['title']}{values.get('about') or ''}{values['number']}")
    is_public = values["open"] == "public"
    return Standing(entry, values["number"], values["posted_on"], is_public, unit, organisation, found_by)


@lru_cache(maxsize=50_000)
def _masked(text: str) -> str:
    """The text as everybody may read it, without what looks like somebody's number or address; kept as below."""
    return hidden(text)


@lru_cache(maxsize=50_000)
def _found_by(text: str) -> str:
    """In one spelling; kept, since one row that changes leaves all others as they were."""
    return folded(text)


def is_kept() -> bool:
    """Whether the place keeps needs and offers."""
    return MARKET in kept_registers()


def stands(row: Row) -> bool:
    """Whether a need or offer is compared today."""
    return row.is_open and is_open(row.values, as_of=today())


def is_member(user: Any) -> bool:
    """Whether the person is told what is for members: those of confirmed organisations, of units, and who sees every unit's."""
    return bool(outside_as(user)) or (
        user.is_authenticated and bool(user.roles & SEES_ALL or user.units_as(*UNIT_PEOPLE))
    )


def told_to(user: Any, found: Market) -> frozenset[int]:
    """Keys of what the person may be told of."""
    return frozenset(found.standing) if is_member(user) else found.public


def listed(user: Any, found: Market, asked: Mapping[str, str]) -> list[Standing]:
    """What the person may be told of, narrowed by `side`, `what`, `dual` and words, the latest first."""
    keys = told_to(user, found)
    wanted = [one for key, one in found.standing.items() if key in keys]
    if asked.get("side") in (NEED, OFFER):
        wanted = [one for one in wanted if one.entry.side == asked["side"]]
    if asked.get("what") in FITS:
        wanted = [one for one in wanted if one.entry.what == asked["what"]]
    if asked.get("dual") == "yes":
        wanted = [one for one in wanted if one.entry.dual_use]
    for word in asked.get("q", "")[:80].split()[:6]:
        wanted = [one for one in wanted if folded(word) in one.found_by]
    return sorted(wanted, key=lambda one: (one.posted_on, one.entry.key), reverse=True)


def new_matches(found: Market) -> Iterator[tuple[Standing, Standing, Match]]:
    """(need, offer, how they fit) of the best matches of each from which both sides are told, without those that anybody has followed."""
    followed, seen = followed_pairs(), set[tuple[int, int]]()
    for key, one in found.standing.items():
        for match in found.matches(key, among=None, most=TOLD_OF):
            other = found.standing[match.entry.key]
            need, offer = (one, other) if one.entry.side == NEED else (other, one)
            pair = (need.entry.key, offer.entry.key)
            if (
                match.points >= match_rule().told_from
                and pair not in seen
                and (*need.named, *offer.named) not in followed
            ):
                seen.add(pair)
                yield need, offer, match


def followed_pairs() -> Collection[Pair]:
    """Pairs of which the register says what became of them."""
    rows = values_for_figures([FOLLOWED]).get(FOLLOWED, [])
    return {_pair(row) for row in rows}


def _pair(values: Mapping[str, Any]) -> Pair:
    return tuple(folded(values[name]) for name in ("need_party", "need", "offer_party", "offer"))  # type: ignore[return-value]


def rows_of_pairs(rows: Collection[Row]) -> dict[Pair, list[Row]]:
    """Rows of the register of what became of matches, by pair, the latest last."""
    found: dict[Pair, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row.values["asked_on"], row.pk)):
        found.setdefault(_pair(row.values), []).append(row)
    return found


def waiting_introductions() -> Iterator[Row]:
    """Rows in which somebody asked to be introduced and nothing has come of it yet."""
    yield from kept_rows(FOLLOWED).filter(values__state="asked", due__isnull=False).order_by("pk")
