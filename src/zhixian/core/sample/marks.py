"""Marks, geographical indications and the rights that have certificates instead of an export."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from random import Random

from zhixian.core.kernel.periods import add_months
from zhixian.core.look_alike.characters import TONE, Alike
from zhixian.core.look_alike.rule import likeness_rule
from zhixian.core.sample.days import between, years_on
from zhixian.core.sample.lives import MARK_TERM, live_mark
from zhixian.core.sample.model import County, Event, Party, Right
from zhixian.core.sample.names import NICE, Names
from zhixian.core.sample.numbers import Numbers
from zhixian.core.sample.quotas import fill

_FIRST_MARK = date(1997, 5, 14)
_WORKS_LAST = 50
_PROGRAM_LAST = 50
_VARIETY_TERM = 15
_NEAR_OWN = 12
"""Marks of enterprises that somebody comes close to."""


def make_marks(county: County, rng: Random, names: Names, numbers: Numbers) -> None:
    """Marks until as many are in force at the horizon as the profile wants, then the GI marks, each on its day."""
    profile = county.profile
    wanted = {"trademark": profile.in_force["trademark"]}
    fill(county, wanted, lambda right: right.kind, partial(_mark, county, rng, names, numbers))
    keepers = county.at_home("association")
    for order, day in enumerate(profile.gi_marks):
        kind = "certification_mark" if order % 3 else "collective_mark"
        county.rights.append(
            _gi_mark(county, rng, names, numbers, kind=kind, day=day, order=order, keeper=rng.choice(keepers))
        )


def _mark(county: County, rng: Random, names: Names, numbers: Numbers) -> Right:
    profile = county.profile
    first = years_on(profile.plan_day, -18) if rng.random() < 0.25 else date(profile.first_year - 2, 1, 1)
    days = (profile.last_day - max(first, _FIRST_MARK)).days
    registered = max(first, _FIRST_MARK) + timedelta(days=int(days * rng.random() ** 0.55))
    kinds = ["enterprise"] * 5 + ["cooperative", "cooperative", "farm", "individual", "individual", "soe"]
    holder = rng.choice(county.outside) if rng.random() < 0.03 else rng.choice(county.at_home(rng.choice(kinds)))
    number, nice = numbers.mark(registered), rng.choice(NICE)
    right = Right(
        id=f"{number}/{nice}", kind="trademark", number=f"{number}/{nice}", title=names.mark(), classes=[str(nice)],
        filed=add_months(registered, -rng.randint(9, 20)), registered=registered, expires=years_on(registered, MARK_TERM),
        holders=[holder], sources={"marks"},
    )  # fmt: skip
    live_mark(county, right, rng)
    return right


def _gi_mark(
    county: County, rng: Random, names: Names, numbers: Numbers, *, kind: str, day: date, order: int, keeper: Party
) -> Right:
    number, nice = numbers.mark(day), rng.choice([29, 30, 31])
    right = Right(
        id=f"{number}/{nice}", kind=kind, number=f"{number}/{nice}", title=names.product(county.profile.place, order),
        classes=[str(nice)], filed=add_months(day, -20), registered=day, expires=years_on(day, MARK_TERM),
        holders=[keeper], gi=True, sources={"marks"},
    )  # fmt: skip
    live_mark(county, right, rng)
    return right


def make_near_marks(county: County, rng: Random, numbers: Numbers) -> None:
    """Marks of others that come close to the indications and to some marks of enterprises, late enough for somebody to be warned."""
    enterprises = {party.id for party in county.at_home("enterprise")}
    indications = [right for right in county.rights if right.gi and right.kind != "gi_product"]
    own = [r for r in county.rights if r.kind == "trademark" and len(r.title) > 2 and r.holders[0].id in enterprises]
    alike = Alike(likeness_rule())
    titles = [(right, title) for right in indications for title in _near_titles(alike, rng, right.title)]
    titles += [(right, _sounding(alike, rng, right.title)) for right in rng.sample(own, min(_NEAR_OWN, len(own)))]
    for near, title in titles:
        registered = add_months(county.profile.horizon, -rng.randint(2, 4)) + timedelta(days=rng.randrange(12))
        number, holder = numbers.mark(registered), rng.choice(county.outside)
        right = Right(
            id=f"{number}/{near.classes[0]}", kind="trademark", number=f"{number}/{near.classes[0]}", title=title,
            classes=list(near.classes), filed=add_months(registered, -rng.randint(9, 20)), registered=registered,
            expires=years_on(registered, MARK_TERM), holders=[holder], sources={"marks"},
        )  # fmt: skip
        county.rights.append(right)


def _near_titles(alike: Alike, rng: Random, title: str) -> Iterator[str]:
    """A character that sounds the same, one more inside, and another product of the place."""
    yield _sounding(alike, rng, title)
    yield f"{title[:-2]}老{title[-2:]}"
    yield f"{title[:-2]}山珍"


def _sounding(alike: Alike, rng: Random, title: str) -> str:
    """The title with its last character but one written by another of the same sound."""
    place = len(title) - 2
    same = sorted(char for char, bits in alike.to(title[place]).items() if bits & TONE and char != title[place])
    return title[:place] + rng.choice(same or [title[place]]) + title[place + 1 :]


def make_certificates(county: County, rng: Random, names: Names, numbers: Numbers) -> None:
    """Works, programs, plant varieties and GI products."""
    profile = county.profile
    since = date(profile.first_year, 1, 5)
    people = county.at_home("individual", "enterprise")
    for _ in range(profile.copyright_works):
        day, holder = between(rng, since, profile.last_day), rng.choice(people)
        title = names.work(profile.place)
        county.rights.append(
            _certificate(numbers.work(day), "copyright_work", title, day=day, holder=holder, term=_WORKS_LAST)
        )
    companies = county.at_home("enterprise", "soe")
    for _ in range(profile.software):
        day, holder = between(rng, since, profile.last_day), rng.choice(companies)
        county.rights.append(
            _certificate(numbers.program(day), "software", names.program(), day=day, holder=holder, term=_PROGRAM_LAST)
        )
    growers = county.at_home("enterprise", "cooperative", "institute")
    for order in range(profile.plant_varieties):
        day, holder = between(rng, since, profile.last_day), rng.choice(growers)
        number, title = numbers.variety(add_months(day, -30)), f"拟禾{order + 1}号（样例）"
        county.rights.append(_certificate(number, "plant_variety", title, day=day, holder=holder, term=_VARIETY_TERM))
    keeper = county.at_home("government")[0]
    for order, day in enumerate(profile.gi_products):
        number, title = (
            f"国家质检总局公告{day.year}年第{rng.randint(10, 199)}号",
            names.product(profile.place, order + 7),
        )
        county.rights.append(_certificate(number, "gi_product", title, day=day, holder=keeper))


def _certificate(number: str, kind: str, title: str, *, day: date, holder: Party, term: int = 0) -> Right:
    right = Right(
        id=number, kind=kind, number=number, title=title, classes=[], filed=add_months(day, -3), registered=day,
        expires=years_on(day, term) if term else None, holders=[holder], sources={"certificates"},
    )  # fmt: skip
    right.events.append(Event("granted", day, day))
    return right
