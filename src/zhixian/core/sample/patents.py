"""Patents of the county and those its exports drag in from next door, each with a whole life and the files it stands in."""

from datetime import date, timedelta
from functools import partial
from random import Random

from zhixian.core.kernel.periods import add_months
from zhixian.core.sample.days import between, gazette_day, years_on
from zhixian.core.sample.lives import live_patent
from zhixian.core.sample.model import County, Party, Right
from zhixian.core.sample.names import IPC, LOCARNO, Names
from zhixian.core.sample.numbers import Numbers
from zhixian.core.sample.quotas import fill
from zhixian.core.sample.truth import holder

_TERM = {"invention": 20, "utility_model": 10, "design": 10}
_MONTHS_TO_GRANT = {"invention": (22, 50), "utility_model": (5, 12), "design": (4, 9)}
_OLDEST = {"invention": date(1999, 3, 1), "utility_model": date(2006, 1, 10), "design": date(2006, 1, 10)}
_OUTSIDE_SHARE = 0.06


def make_patents(county: County, rng: Random, names: Names, numbers: Numbers) -> None:
    """Draw lives until as many are in force at the horizon, by holder, as the profile wants."""
    wanted = county.profile.in_force
    inventions = {"enterprises": wanted["invention_by_enterprises"], "others": wanted["invention_by_others"]}
    fill(county, inventions, partial(_by_holder, county), partial(_patent, county, rng, names, numbers, "invention"))
    for kind in ("utility_model", "design"):
        fill(county, {kind: wanted[kind]}, _kind, partial(_patent, county, rng, names, numbers, kind))
    for _ in range(county.profile.pending_inventions):
        county.rights.append(_pending(county, rng, names, numbers))


def _kind(right: Right) -> str:
    return right.kind


def _by_holder(county: County, right: Right) -> str:
    return "enterprises" if holder(right, county.profile.horizon, county)[0] in ("enterprise", "soe") else "others"


def _holders(county: County, rng: Random) -> list[Party]:
    if rng.random() < _OUTSIDE_SHARE:
        return [rng.choice(county.outside)]
    kinds = ["enterprise"] * 7 + ["soe", "individual", "individual", "university", "institute", "cooperative"]
    first = rng.choice(county.at_home(rng.choice(kinds)))
    if rng.random() < 0.1:
        second = rng.choice([p for p in county.parties if p.kind in ("university", "institute", "enterprise")])
        return [first] if second is first else [first, second]
    return [first]


def _filed(county: County, rng: Random, kind: str) -> date:
    """More every year, as in any county; a few old ones, so that some expire."""
    profile = county.profile
    if rng.random() < 0.07:
        return between(rng, _OLDEST[kind], date(profile.first_year - 3, 12, 31))
    last = add_months(profile.last_day, -_MONTHS_TO_GRANT[kind][1] - 1)
    days = (last - date(profile.first_year - 3, 1, 1)).days
    return date(profile.first_year - 3, 1, 1) + timedelta(days=int(days * rng.random() ** 0.6))


def _patent(county: County, rng: Random, names: Names, numbers: Numbers, kind: str) -> Right:
    filed = _filed(county, rng, kind)
    granted = gazette_day(add_months(filed, rng.randint(*_MONTHS_TO_GRANT[kind])) + timedelta(days=rng.randint(0, 27)))
    published = gazette_day(add_months(filed, rng.choice([6, 9, 12, 18, 18]))) if kind == "invention" else None
    laid_open = numbers.laid_open(published) if published else ""
    number = numbers.application(kind, filed)
    right = Right(
        id=number, kind=kind, number=number, title=names.title(),
        classes=[rng.choice(LOCARNO)] if kind == "design" else rng.sample(IPC, rng.randint(1, 3)),
        filed=filed, registered=granted, expires=years_on(filed, _TERM[kind]), holders=_holders(county, rng),
        published=published, laid_open=laid_open, granted_as=numbers.granted(kind, granted, laid_open),
        inventors=names.inventors(),
    )  # fmt: skip
    right.sources = _sources(rng, right)
    live_patent(county, right, rng, gazette_only="patsnap" in right.sources)
    return right


def _sources(rng: Random, right: Right) -> set[str]:
    """Which export it stands in; some stand in two, and the import has to see that they are one right."""
    if right.kind == "utility_model":
        return {"incopat"}
    if right.kind == "design":
        return {"patentics"}
    draw = rng.random()
    if draw < 0.55:
        return {"patsnap", "patentics"} if draw < 0.15 else {"patsnap"}
    return {"cnipa_xml"} if draw > 0.82 else {"patentics"}


def _pending(county: County, rng: Random, names: Names, numbers: Numbers) -> Right:
    """Laid open and not granted, or not yet: it never counts, and the exports are full of them."""
    profile = county.profile
    filed = between(rng, date(profile.first_year, 6, 1), add_months(profile.last_day, -19))
    published = gazette_day(add_months(filed, 18))
    number = numbers.application("invention", filed)
    return Right(
        id=number, kind="invention", number=number, title=names.title(), classes=rng.sample(IPC, 2), filed=filed,
        registered=None, expires=None, holders=_holders(county, rng), published=published,
        laid_open=numbers.laid_open(published), inventors=names.inventors(),
        sources={rng.choice(["patsnap", "patentics", "cnipa_xml"])},
    )  # fmt: skip
