"""Who holds rights and borrows: companies, co-operatives, people and public bodies, at home and next door."""

from datetime import date
from random import Random

from zhixian.core.sample.days import between
from zhixian.core.sample.model import County, Party
from zhixian.core.sample.names import Names
from zhixian.core.sample.profile import Place

_ROADS = ("样例大道", "拟建路", "示例工业园路", "样例新村")
_WORDS = {"university": "学院", "institute": "研究所", "association": "行业协会", "government": "服务中心"}
_RENAMED_SHARE = 0.03
_AGENCY = "M7520"
"""知识产权服务 in GB/T 4754—2017."""


def make_parties(county: County, rng: Random, names: Names) -> None:
    """Fill the county's parties; some companies have had another name, some differ from another by one word."""
    profile = county.profile
    for kind, count in profile.parties.items():
        for _ in range(count):
            _add(county, rng, names, kind, profile.home)
    for _ in range(profile.outside_parties):
        kind = rng.choice(["enterprise", "enterprise", "enterprise", "university", "individual"])
        _add(county, rng, names, kind, rng.choice(profile.neighbours))
    for day in profile.agencies:
        agency = _add(county, rng, names, "enterprise", profile.home)
        agency.name = names.organisation(profile.place, "知识产权代理有限公司")
        agency.industry, agency.founded = _AGENCY, day
    _look_alikes(county, rng)
    _former_names(county, rng, names)


def _add(county: County, rng: Random, names: Names, kind: str, place: Place) -> Party:
    industry = ""
    if kind in ("enterprise", "soe"):
        name, industry, _ = names.company(place.place)
        if kind == "soe":
            name = name.replace("有限", "国有资本有限", 1)
    elif kind == "cooperative":
        name = names.cooperative(place.place)
    elif kind == "farm":
        name = names.farm(place.place)
    elif kind == "individual":
        name = names.person()
    else:
        name = names.organisation(place.place, _WORDS[kind])
    address = f"{place.address}{rng.choice(_ROADS)}{rng.randint(1, 399)}号"
    founded = None if kind == "individual" else between(rng, date(1992, 3, 1), date(2016, 12, 31))
    party = Party(f"P{len(county.parties) + 1:06}", name, kind, place.region, address, industry, founded)
    county.parties.append(party)
    return party


def _look_alikes(county: County, rng: Random) -> None:
    """A company of another county whose name shares all but the form, and an institute named after a company."""
    first, second = rng.sample(_companies(county), 2)
    elsewhere = county.profile.neighbours[0]
    for name, kind in ((first.name.replace(county.profile.place, elsewhere.place, 1), "enterprise"),
                       (second.name.split("有限")[0].split("股份")[0] + "实验室", "institute")):  # fmt: skip
        if all(name != party.name for party in county.parties):
            address = f"{elsewhere.address}{_ROADS[0]}1号"
            county.parties.append(Party(f"P{len(county.parties) + 1:06}", name, kind, elsewhere.region, address))


def _former_names(county: County, rng: Random, names: Names) -> None:
    """Some companies go on under a new name: another row of parties, at the same address."""
    companies = _companies(county)
    for old in rng.sample(companies, max(1, int(len(companies) * _RENAMED_SHARE))):
        name = names.company(county.profile.place)[0]
        new = Party(
            f"P{len(county.parties) + 1:06}", name, old.kind, old.region, old.address, old.industry, old.founded
        )
        county.parties.append(new)
        county.renamed[old.id] = new


def _companies(county: County) -> list[Party]:
    return [p for p in county.parties if p.kind == "enterprise" and p.region == county.profile.region]
