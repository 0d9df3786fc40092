"""The markets of a project: where the applicant has filings, by the identity of countries, and which open alerts speak of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhixian.core.analysis.assessment.bench import Bench
from zhixian.core.analysis.assessment.found import MarketLine
from zhixian.core.analysis.assessment.markets import HOME, OF_THEIR_OWN, Group, Named, groups, named
from zhixian.core.analysis.assessment.readable import with_country
from zhixian.core.analysis.assessment.rules import ABROAD, APART
from zhixian.core.kernel.folding import folded
from zhixian.core.registers.rights import parts_of

MOST_MARKETS = 30
_EVERYWHERE = frozenset(("全球", "世界", "海外", "国外", "境外", "国际"))
_FEW = 12
"""Countries without a filing that are named one by one; more are counted."""


@dataclass(frozen=True, slots=True)
class _Filing:
    number: str
    kind: str
    written: str
    places: Named
    groups: tuple[Group, ...]
    """The regions that it names, with their members on the day."""

    def covers(self, country: str) -> bool:
        """Whether it stands for the country itself, or for a region in which one right of its kind has effect in every country."""
        return country in self.places.countries or any(
            country in one.members and self.kind in one.one_right for one in self.groups
        )

    def waits(self, country: str) -> bool:
        """Whether a right of its kind in a region it stands for takes effect in each country for itself."""
        return any(country in one.members and self.kind in one.validated for one in self.groups)

    def leaves_open(self, country: str) -> bool:
        """Whether it only names a region of the country in which there is no right of the region."""
        return any(country in one.members and not one.one_right and not one.validated for one in self.groups)

    @property
    def said(self) -> str:
        """Its number, where it is, and why it holds in several countries."""
        bases = [one.basis for one in self.groups if self.kind in one.one_right]
        return f"{self.number}（{'；'.join([self.written, *bases])}）"


def markets(bench: Bench) -> tuple[MarketLine, ...]:
    """Each market with the filings that reach it; what is seen of filings and alerts is noted."""
    rows = [row for row in bench.records.filings or () if row.get("state") != "dropped"]
    filings = [_filing(row, bench.as_of) for row in rows]
    return tuple(_market(bench, market, filings) for market in bench.project.markets[:MOST_MARKETS])


def _filing(row: Mapping[str, Any], day: date) -> _Filing:
    told, places = (str(row.get(name) or "") for name in ("number", "kind", "places")), named(row.get("places"))
    number, kind, written = told
    return _Filing(number, kind, written, places, _groups(places, day))


def _groups(place: Named, day: date) -> tuple[Group, ...]:
    return tuple(groups(day)[name] for name in sorted(place.groups))


def _market(bench: Bench, market: str, filings: Sequence[_Filing]) -> MarketLine:
    place, told = named(market), with_country(market)
    _alerts(bench, market, told, place)
    if place == Named(frozenset((HOME,))):
        return MarketLine(told, ("见所依据的权利",))
    listed, each = _groups(place, bench.as_of), place.each(bench.as_of)
    members = "；".join(_members_of(one, bench.as_of) for one in listed if one.source)
    if place.groups and not each:
        bench.missing.append((f"目标市场“{told}”", f"截至 {bench.as_of} 还没有成员：写明国家和地区以后再核对"))
        return MarketLine(told, ("没有核对",), members)
    countries = [country for country in _in_order(place, listed) if country != HOME]
    own = [one for one in filings if _reaches(one, market, place, countries)]
    partly = HOME in each and bool(countries)
    if bench.records.filings is not None:
        within = _abroad_of(told, countries) if partly else told
        _coverage(bench, within, place, countries, filings, found=bool(own))
    said = tuple(one.said for one in own)
    if partly:
        said = ("在中国的见所依据的权利", *(said or ("在中国以外没有查到申请人的申请或注册",)))
    return MarketLine(told, said, members)


def _members_of(group: Group, day: date) -> str:
    """The members of a region on a day, and by what they are."""
    return f"{group.name}截至 {day} 的成员：{'、'.join(group.members) or '还没有'}（依据：{group.source}）"


def _abroad_of(told: str, countries: Sequence[str]) -> str:
    """The rest of a market that is partly at home; regions of this country with systems of their own are named."""
    apart = set(countries) <= set(OF_THEIR_OWN.values())
    return f"{told}的{'、'.join(countries)}" if apart else f"{told}（中国以外）"


def _reaches(filing: _Filing, market: str, place: Named, countries: Sequence[str]) -> bool:
    """Whether a filing reaches one of the countries, or stands for the same region of which no list of members is known."""
    if any(map(filing.covers, countries)) or place.others & filing.places.others:
        return True
    return not place and _same_words(filing.written, market)


def _coverage(
    bench: Bench, told: str, place: Named, countries: Sequence[str], filings: Sequence[_Filing], *, found: bool
) -> None:
    """Note where of a market there is no filing, and what was written so that it cannot be told."""
    if place.others and filings:
        bench.missing.append(
            (f"目标市场“{told}”", "是许多国家的合称，没有成员名单，没有逐国核对：写明国家和地区以后再核对")
        )
    covered = [country for country in countries if any(one.covers(country) for one in filings)]
    lacking = [country for country in countries if country not in covered]
    waiting = [one for one in filings if any(map(one.waits, lacking))]
    for one in filings:
        if any(map(one.leaves_open, lacking)):
            why = f"海外布局台账写的是“{one.written}”，没有写哪些国家和地区"
            bench.missing.append((f"{one.number}在{told}的申请或注册", why))
    if covered and lacking:
        bench.see("market_partly", market=told, there="、".join(covered), others=_counted(lacking))
    elif waiting and not covered:
        bench.see("market_to_validate", market=told, filings="、".join(one.number for one in waiting))
    elif not covered and not found and (countries or not place or not filings):
        apart = bool(countries) and set(countries) <= set(OF_THEIR_OWN.values())
        bench.see("market_uncovered", market=told, kind=APART if apart else ABROAD)


def _alerts(bench: Bench, market: str, told: str, place: Named) -> None:
    for row in bench.records.alerts or ():
        if not row.get("closed_on") and _concerns(row, market, place, bench.as_of):
            bench.see("market_alert", market=told, alert=row.get("title") or "")


def _concerns(alert: Mapping[str, Any], market: str, place: Named, day: date) -> bool:
    """Whether an alert is of a country of the market, of the same region, or one of the two is of everywhere abroad."""
    there = named(alert.get("destination"))
    if place.each(day) & there.each(day) or place.others & there.others:
        return True
    for one, other in ((place, there), (there, place)):
        if one.others & _EVERYWHERE and (other.each(day) - {HOME} or other.others):
            return True
    return not place and _same_words(str(alert.get("destination") or ""), market)


def _same_words(written: str, market: str) -> bool:
    return folded(market) in map(folded, parts_of(written))


def _in_order(place: Named, listed: Sequence[Group]) -> Iterable[str]:
    """The countries of a market, those of a region in the order in which it lists them."""
    return dict.fromkeys([*sorted(place.countries), *(country for group in listed for country in group.members)])


def _counted(countries: Sequence[str]) -> str:
    return "、".join(countries) if len(countries) <= _FEW else f"其余 {len(countries)} 个国家"
