"""Which countries and regions a text names: one answer for every spelling, so that a market and a row of a register meet by identity."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache, reduce
from operator import or_
from pathlib import Path
from typing import Any

from zhixian.core.kernel.countries import countries
from zhixian.core.kernel.yaml_file import load_once
from zhixian.core.registers.rights import parts_of
from zhixian.core.registry.places import district_of, region_of, regions_named

_MARKETS = Path(__file__).parents[1] / "data" / "markets.yaml"
HOME = "中国"
OF_THEIR_OWN = {"71": "中国台湾", "81": "中国香港", "82": "中国澳门"}
"""Regions of the country with a system of rights of their own, by the first two digits of their codes."""
_JOINED = re.compile(r"[和与及或/&+]")
_INSIDE = re.compile(r"[/／()\s]+")


@dataclass(frozen=True, slots=True)
class Group:
    """A region of several countries, `members` on a day in the order of the file: what one right covers in all of them, by kinds of the
    register of filings, on which `basis`; what takes effect in each for itself; `source` is by what its members are what they are."""

    name: str
    members: Mapping[str, None]
    one_right: frozenset[str] = frozenset()
    validated: frozenset[str] = frozenset()
    basis: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names: `countries` one by one by their own names, HOME among them for any place in the mainland; `groups` whose
    members are known; `others`, regions whose members are not."""

    countries: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    def each(self, day: date) -> frozenset[str]:
        """Every country named, also those that are members of the groups on a day."""
        return self.countries.union(*(groups(day)[name].members for name in self.groups))

    def __bool__(self) -> bool:
        return bool(self.countries or self.groups or self.others)

    def __or__(self, other: "Named") -> "Named":
        return Named(self.countries | other.countries, self.groups | other.groups, self.others | other.others)


def named(text: Any) -> Named:
    """What the parts of a text name, one by one; nothing for what is no place."""
    found = Named()
    for part in parts_of(str(text or "")):
        if whole := _exactly(_plain(part)):
            found |= whole
            continue
        for piece in _INSIDE.split(unicodedata.normalize("NFKC", part)):
            found |= _one(_plain(piece))
    return found


def is_place(text: str) -> bool:
    """Whether a text is a place in China or abroad as far as this knows, or several joined: 上海浦东, 深圳南山科技园, 迪拜, 上海和德国; not
    北海道, which only shares letters with a place in China. What stands before or behind the name of a country is not looked at."""
    said = _plain(text)
    return bool(_exactly(said) or _named_city(said) or _each_of(said) or _region(said))


def country_of_city(text: str) -> str:
    """The country of a known city abroad, 阿联酋 for 迪拜 and 迪拜市; "" for what is none."""
    said = _plain(text)
    return cities().get(said) or cities().get(said.removesuffix("市"), "")


@cache
def cities() -> Mapping[str, str]:
    """Country by city abroad."""
    return {city: country for country, found in _told()["cities"].items() for city in found}


@lru_cache(maxsize=8)
def groups(day: date) -> Mapping[str, Group]:
    """Regions whose members are known, by name, with those who are members on a day."""
    return {
        one["name"]: Group(
            one["name"],
            dict.fromkeys(_members(one, day)),
            frozenset(one.get("one_right", ())),
            frozenset(one.get("validated", ())),
            one.get("basis", ""),
            one.get("source", ""),
        )
        for one in _told()["groups"]
    }


def _members(one: Mapping[str, Any], day: date) -> Iterator[str]:
    """Those from the beginning, those who had joined by the day, those who had not left."""
    yield from one["members"]
    yield from (
        name for since, names in one.get("joined", {}).items() if date.fromisoformat(since) <= day for name in names
    )
    yield from (
        name for until, names in one.get("left", {}).items() if day < date.fromisoformat(until) for name in names
    )


@cache
def words() -> Mapping[str, str]:
    """The own name of a country or region by each of its Chinese names."""
    told = _told()
    found = {name: name for name in (*countries().values(), *told["places"], *told["others"], *told["regions"])}
    found |= {alias: name for name, aliases in told["aliases"].items() for alias in aliases}
    found |= dict.fromkeys(told["home"], HOME)
    return found | {alias: one["name"] for one in told["groups"] for alias in (one["name"], *one.get("also", ()))}


@cache
def latin() -> Mapping[str, str]:
    """The own name by codes and names in capitals of the Latin alphabet, without spaces."""
    told = _told()
    found = {**{code: code for code in told["latin"]}, **countries()}
    return found | {
        _plain(spelled).upper(): name for name, spellings in told["english"].items() for spelled in spellings
    }


def _one(said: str) -> Named:
    """Its country or region, else its place in this country, else the country of its city."""
    if exact := _exactly(said):
        return exact
    if said.startswith(tuple(words())):
        return _scanned(said, words())
    if joined := _each_of(said):
        return joined
    if region := _region(said):
        return _at_home([region])
    return _scanned(said, words()) if any(word in said for word in words()) else _scanned(said, cities())


def _each_of(said: str) -> Named:
    """What stands joined in a text, 上海和德国, where each piece is the name of a place; else nothing, as for 呼和浩特."""
    pieces = [_exactly(piece) or _named_city(piece) for piece in _JOINED.split(said)]
    return reduce(or_, pieces) if len(pieces) > 1 and all(pieces) else Named()


def _named_city(said: str) -> Named:
    country = country_of_city(said)
    return Named(frozenset((country,))) if country else Named()


def _region(said: str) -> str | None:
    return None if said.isdigit() else region_of(said) or district_of(said)


def _exactly(said: str) -> Named:
    upper = said.upper().replace(".", "")
    if name := latin().get(upper) or words().get(said):
        return _sorted_out([name])
    return _at_home(regions_named(said)) if said else Named()


def _at_home(codes: Sequence[str]) -> Named:
    return Named(frozenset(OF_THEIR_OWN.get(code[:2], HOME) for code in codes[:1])) if codes else Named()


def _scanned(said: str, names: Mapping[str, str]) -> Named:
    """The longest name in each of the pieces that stand joined in a text; what follows it is a place within."""
    return _sorted_out(_names(said, names))


def _names(said: str, names: Mapping[str, str]) -> Iterator[str]:
    place, longest = 0, max(map(len, names))
    while place < len(said):
        found = next((said[place : place + n] for n in range(longest, 1, -1) if said[place : place + n] in names), "")
        if not found:
            place += 1
            continue
        yield names[found]
        place += len(found)
        joined = _JOINED.search(said, place)
        if said[place : joined.start() if joined else len(said)] not in names:
            place = joined.end() if joined else len(said)


def _sorted_out(found: Collection[str] | Iterator[str]) -> Named:
    told = {words().get(one, one) for one in found}
    regions = told.intersection(one["name"] for one in _told()["groups"])
    others = told.intersection(_told()["regions"]) - regions
    return Named(frozenset(told - regions - others), frozenset(regions), frozenset(others))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@cache
def _told() -> Mapping[str, Any]:
    found: Mapping[str, Any] = load_once(_MARKETS.read_text(encoding="utf-8"))
    return found
