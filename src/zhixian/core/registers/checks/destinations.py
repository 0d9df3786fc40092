"""What registers and registry know before a product leaves for a country: filings there and their terms, priorities, alerts, and
which items of the list nobody has looked into."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.periods import add_months, turn_of
from zhixian.core.registers.rows import Finding
from zhixian.core.registry.places import regions_named

CHECK = "destination_facts"
ITEMS = {
    "rights": "当地的申请和注册",
    "squatted": "商标被抢注",
    "others": "别人的权利",
    "customs": "海关",
    "rules": "展会规则",
}
"""Items of the list by the field that answers each."""
UNCHECKED = "unchecked"
PRIORITY = {"patent": 12, "design": 6, "mark": 6}
"""Months from the first filing (保护工业产权巴黎公约第4条), by kind of right."""
PARIS = "保护工业产权巴黎公约第4条"
NATIONAL_PHASE = 30
"""Months from the priority date (专利合作条约第22条)."""
MADRID_TERM = 120
"""Months from the international registration (商标国际注册马德里协定有关议定书第6条)."""
MADRID_GRACE = 6
"""Months in which a registration may be renewed before and after its term (商标国际注册马德里协定有关议定书第7条)."""
MADRID = "商标国际注册马德里协定有关议定书第7条（十年；期满后六个月宽展期）"
HOME = ("中国", "中华人民共和国", "中国大陆", "中国内地", "大陆", "内地", "国内", "境内", "本国", "CN")
APART_FROM = ("71", "81", "82")
"""Codes of 台湾, 香港 and 澳门: rights there are asked for apart, and stand in this register."""
NOTHING = frozenset(("无", "没有", "暂无", "不详", "未知", "待定", "none", "null"))
"""Words that name no place, as `folded` has them."""
MOST_TOLD = 5
_SHORT = 2
"""Letters of a name whose 国 belongs to it: 泰国."""
_APART = re.compile(r"[、，,;；/\s]+")
_KINDS = {"patent": "专利", "design": "外观设计", "mark": "商标"}


@dataclass(frozen=True, slots=True)
class AtHome:
    """A right of the same owner in the registry: `kind` as in PRIORITY."""

    kind: str
    number: str
    filed: date


def places_abroad(values: Mapping[str, Any]) -> list[Finding]:
    """Places that are none abroad: the country itself, one of its provinces, cities or counties, or a word that says there is none."""
    named = [place for place in _APART.split(values["places"]) if place]
    home = [place for place in named if _is_at_home(place)]
    nothing = [place for place in named if folded(place) in NOTHING]
    found = []
    if home:
        words = f"国家和地区写了{_quoted(home)}，在国内：写申请去了哪些国外的国家和地区"
        found.append(Finding("places_abroad", words))
    if nothing:
        words = f"国家和地区写了{_quoted(nothing)}，没有说申请去了哪里"
        found.append(Finding("places_abroad", words))
    return found


def madrid_term(values: Mapping[str, Any], *, as_of: date) -> list[Finding]:
    """A Madrid registration whose term and grace are over, and a renewal on a day on which no new term can begin."""
    if values.get("route") != "madrid" or not values.get("registered_on"):
        return []
    registered = date.fromisoformat(values["registered_on"])
    renewed = date.fromisoformat(values["renewed_on"]) if values.get("renewed_on") else None
    if renewed and (fit := _late_for(registered, renewed)):
        return [Finding("madrid_term", f"续展日 {renewed} 太晚：有效期应从 {fit} 起算，核对续展日", MADRID)]
    if values.get("state") == "dropped" or values.get("dropped_on"):
        return []
    last = add_months(turn_of(registered, renewed, MADRID_TERM) if renewed else registered, MADRID_TERM)
    if as_of <= add_months(last, MADRID_GRACE):
        return []
    words = f"国际注册已于 {last} 届满，过了六个月宽展期：填续展日或放弃日"
    return [Finding("madrid_term", words, MADRID)]


def _late_for(registered: date, renewed: date) -> date | None:
    """The turn after whose grace the renewal falls, and before the months in which the next may be asked for."""
    turn = add_months(registered, MADRID_TERM)
    while add_months(turn, MADRID_TERM - MADRID_GRACE) <= renewed:
        turn = add_months(turn, MADRID_TERM)
    return turn if renewed > add_months(turn, MADRID_GRACE) else None


def _is_at_home(place: str) -> bool:
    codes = regions_named(place)
    apart = all(code[:2] in APART_FROM for code in codes)
    return folded(place) in {folded(name) for name in HOME} or (bool(codes) and not apart)


def _quoted(places: Sequence[str]) -> str:
    more = "等" if len(places) > MOST_TOLD else ""
    return "".join(f"“{place}”" for place in places[:MOST_TOLD]) + more


def destination_facts(
    values: Mapping[str, Any],
    filings: Sequence[Mapping[str, Any]] | None,
    alerts: Sequence[Mapping[str, Any]],
    at_home: Sequence[AtHome],
    *,
    as_of: date,
) -> list[Finding]:
    """What is known of a check's owner and destination: `filings` and `alerts` are rows of those registers, of whoever they may be
    (filings None where the place keeps no such register); `at_home` are the owner's own rights."""
    own = [
        one for one in filings or () if folded(one["owner"]) == folded(values["owner"]) and one["state"] != "dropped"
    ]
    there = [one for one in own if _reaches(one["places"], values["destination"])]
    return [
        *_several(values),
        *(_covered(values, there) if filings is not None else ()),
        *_terms(values, there),
        *_priorities(values, own, at_home, as_of=as_of),
        *_alerts(values, alerts),
        *_unchecked(values),
    ]


def _several(values: Mapping[str, Any]) -> Iterator[Finding]:
    if len(_places(values["destination"])) > 1:
        words = f"写了几个目的地（{values['destination']}）：下面只要涉及其中一个就列出，没有列出的不等于各处都没有；请一个目的地录一行"
        yield Finding(CHECK, words)


def _reaches(places: str, destination: str) -> bool:
    return bool(_places(places) & _places(destination))


def _places(text: str) -> set[str]:
    """Names of places in one spelling: 日本国 is 日本."""
    named = {folded(place) for place in _APART.split(text) if place}
    return {place.removesuffix("国") if len(place) > _SHORT else place for place in named}


def _covered(values: Mapping[str, Any], there: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    where = values["destination"]
    if not there:
        yield Finding(
            CHECK, f"海外布局台账里没有{values['owner']}在{where}的申请或注册", grave=values["rights"] != "none"
        )
        return
    told = "、".join(f"{one['number']}（{_KINDS[one['kind']]}，{_state(one)}）" for one in there[:MOST_TOLD])
    yield Finding(CHECK, f"在{where}有 {len(there)} 件：{told}", grave=False)


def _state(filing: Mapping[str, Any]) -> str:
    return "已授权或注册" if filing["state"] == "granted" else "在办"


def _terms(values: Mapping[str, Any], there: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    """What has run out, or will have, by the day on which the product leaves."""
    leaves = date.fromisoformat(values["leaves_on"])
    for one in there:
        first, registered = (
            date.fromisoformat(one[name]) if one.get(name) else None for name in ("first_filed", "registered_on")
        )
        if one["route"] == "pct" and first and not one.get("entered_on"):
            last = add_months(first, NATIONAL_PHASE)
            words = f"{one['number']} 还没有进入国家阶段，期限 {last}"
            yield Finding(CHECK, words, "专利合作条约第22条", grave=last <= leaves)
        if one["route"] == "madrid" and registered:
            renewed = date.fromisoformat(one["renewed_on"]) if one.get("renewed_on") else None
            begun = turn_of(registered, renewed, MADRID_TERM) if renewed else registered
            last = add_months(begun, MADRID_TERM)
            if last <= leaves:
                words = f"{one['number']} 的国际注册到 {last} 期满，没有{'再次' if renewed else ''}续展的记录"
                yield Finding(CHECK, words, "商标国际注册马德里协定有关议定书第6条、第7条")


def _priorities(
    values: Mapping[str, Any], own: Sequence[Mapping[str, Any]], at_home: Sequence[AtHome], *, as_of: date
) -> Iterator[Finding]:
    """Rights that may still be filed at the destination with the day of their first filing."""
    known = {folded(one["number"]) for one in own if _reaches(one["places"], values["destination"])}
    rows = [AtHome(one["kind"], one["number"], date.fromisoformat(one["first_filed"])) for one in own]
    told: dict[str, str] = {}
    for right in (*rows, *at_home):
        last = add_months(right.filed, PRIORITY[right.kind])
        if right.filed <= as_of <= last and folded(right.number) not in known:
            told.setdefault(folded(right.number), f"{right.number}（{_KINDS[right.kind]}）到 {last}")
    if told:
        words = "、".join(list(told.values())[:MOST_TOLD])
        yield Finding(CHECK, f"优先权还在期内，来得及在{values['destination']}申请：{words}", PARIS, grave=False)


def _alerts(values: Mapping[str, Any], alerts: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    for one in alerts:
        if one.get("closed_on") or not _reaches(one["destination"], values["destination"]):
            continue
        same = folded(values["product"]) in folded(one["product"]) or folded(one["product"]) in folded(
            values["product"]
        )
        words = f"{values['destination']}有没有办结的预警：{one['title']}（{one['found_on']}，{one['product']}）"
        yield Finding(CHECK, words, grave=same or one["level"] == "high")


def _unchecked(values: Mapping[str, Any]) -> Iterator[Finding]:
    left = [name for field, name in ITEMS.items() if values.get(field) == UNCHECKED]
    if left:
        yield Finding(CHECK, f"还没有核查：{'、'.join(left)}", grave=bool(values.get("result") == "go"))
    if values.get("result") == "go" and values.get("squatted") == "found":
        yield Finding(CHECK, "查到商标被抢注，结论是可以成行")
