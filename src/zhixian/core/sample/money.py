"""Pledge loans, projects and honours: the facts that the plan pays for, with its caps reached by a few."""

from datetime import date, timedelta
from random import Random

from zhixian.core.kernel.money import FEN_PER_WAN, FEN_PER_YUAN
from zhixian.core.kernel.periods import add_months
from zhixian.core.sample.days import between, years_on
from zhixian.core.sample.model import County, Event, Honour, Loan, Party, Pledge, Project, Right
from zhixian.core.sample.names import BANKS
from zhixian.core.sample.truth import in_force

_BIG_LOAN_WAN = (900, 1600)
_PRINCIPALS_WAN = (50, 80, 100, 100, 120, 150, 200, 200, 260, 300, 300, 480)
_MONTHS = (6, 6, 12, 12, 12, 12, 12, 24, 36, 60, 84)
_RATES = ("4.35", "4.785", "5.22", "5.655", "6.09")
_PATENTS = ("invention", "utility_model", "design")
_MARKS = ("trademark", "collective_mark", "certification_mark")


def make_loans(county: County, rng: Random) -> None:
    """Each loan is secured by one to three patents or marks of its borrower; big borrowers borrow every year."""
    patents = _pledgeable(county, _PATENTS)
    marks = _pledgeable(county, _MARKS)
    both = sorted(set(patents) & set(marks))
    big = rng.sample(both or sorted(marks), min(county.profile.big_borrowers, len(both or marks)))
    for year, count in county.profile.loans.items():
        last = min(date(year, 12, 31), county.profile.last_day)
        for order in range(count):
            on_patents = rng.random() < county.profile.patent_pledge_share
            pool = patents if on_patents else marks
            is_big = order < len(big) and year >= county.profile.plan_day.year
            if is_big:
                borrower, pool = county.party[big[order]], marks if big[order] in marks else patents
            else:
                borrower = county.party[rng.choice(sorted(pool))]
            drawn = between(rng, date(year, 1, 4), last - timedelta(days=20))
            if order == len(big) and year % 2:
                drawn = date(year, 1, 31)
            loan = _loan(county, rng, borrower, pool[borrower.id], drawn=drawn, is_big=is_big)
            if loan is not None:
                county.loans.append(loan)


def _pledgeable(county: County, kinds: tuple[str, ...]) -> dict[str, list[Right]]:
    """Party id → rights of these kinds that it held when filed and never gave away."""
    held: dict[str, list[Right]] = {}
    for right in county.of_kind(*kinds):
        first = right.holders[0]
        moved = any(
            e.event in ("transferred", "renamed", "lapsed", "expired", "cancelled", "surrendered", "invalidated")
            for e in right.events
        )
        if right.registered and not moved and not right.gi and first.region == county.profile.region and first.kind in (
            "enterprise", "soe", "cooperative", "farm"
        ):  # fmt: skip
            held.setdefault(first.id, []).append(right)
    return held


def _loan(
    county: County, rng: Random, borrower: Party, rights: list[Right], *, drawn: date, is_big: bool
) -> Loan | None:
    alive = [right for right in rights if in_force(right, drawn)]
    if not alive:
        return None
    months = rng.choice(_MONTHS) if not is_big else 12
    due = add_months(drawn, months)
    wan = rng.randint(*_BIG_LOAN_WAN) if is_big else rng.choice(_PRINCIPALS_WAN)
    draw = rng.random()
    repaid = (
        due
        if draw < 0.7
        else due - timedelta(days=rng.randint(5, 90))
        if draw < 0.9
        else due + timedelta(days=rng.randint(3, 40))
    )
    paid = repaid if repaid <= county.profile.last_day else None
    registered = (
        drawn - timedelta(days=rng.randint(0, 20)) if rng.random() < 0.9 else drawn + timedelta(days=rng.randint(1, 25))
    )
    released = paid + timedelta(days=rng.randint(1, 30)) if paid and rng.random() < 0.9 else None
    if released and released > county.profile.last_day:
        released = None
    pledged = rng.sample(alive, min(len(alive), rng.choice([1, 1, 1, 2, 3])))
    for right in pledged:
        _record_pledge(right, registered, released)
    return Loan(
        id=f"L{drawn.year}-{len(county.loans) + 1:04}", borrower=borrower, lender=county.profile.place + rng.choice(BANKS),
        principal=wan * FEN_PER_WAN + (rng.randint(1, 9) * 1_234_567 if rng.random() < 0.05 else 0),
        drawn=drawn, due=due, repaid=paid, annual_rate=rng.choice(_RATES),
        pledges=[Pledge(right, registered, released) for right in pledged],
    )  # fmt: skip


def _record_pledge(right: Right, registered: date, released: date | None) -> None:
    """Pledges of patents also stand in the register; exports that only know gazette days do not carry them."""
    if right.kind not in _PATENTS or "patsnap" in right.sources:
        return
    right.events.append(Event("pledged", registered, registered + timedelta(days=12), code="PE01"))
    if released:
        right.events.append(Event("pledge_released", released, released + timedelta(days=12), code="PC01"))


def make_projects(county: County, rng: Random) -> None:
    """Navigation projects at the profile's costs (one enterprise has two), and industrialisation projects."""
    profile = county.profile
    companies = rng.sample(
        county.at_home("enterprise"), len(profile.navigation_costs_yuan) + profile.industrialisation_projects
    )
    for order, (day, cost) in enumerate(profile.navigation_costs_yuan.items()):
        party = companies[0] if order == 1 else companies[order]
        county.projects.append(
            Project(f"N{day.year}-{order + 1:02}", "navigation", party, int(cost * FEN_PER_YUAN), day)
        )
    for order in range(profile.industrialisation_projects):
        day = between(rng, years_on(profile.plan_day, -2), profile.last_day)
        fen = rng.randint(30, 900) * FEN_PER_WAN
        county.projects.append(
            Project(f"I{day.year}-{order + 1:02}", "industrialisation", companies[-order - 1], fen, day)
        )


_HONOURS = (
    "national_advantage_enterprise", "national_demonstration_enterprise", "provincial_advantage_enterprise",
    "provincial_advantage_enterprise", "city_advantage_enterprise", "city_advantage_enterprise", "city_pilot_enterprise", "gbt29490",
    "gbt29490", "gbt29490",
)  # fmt: skip
_AWARDS = ("national_patent_award_excellence", "provincial_patent_award_third", "provincial_patent_award_second")


def make_honours(county: County, rng: Random) -> None:
    """Titles of enterprises, certificates of the management standard, and awards for patents."""
    profile = county.profile
    granted = [r for r in county.of_kind("invention") if r.registered and counts_early(r, profile.horizon)]
    seen: set[tuple[str, str]] = set()
    while len(county.honours) < profile.honours:
        day = between(rng, date(profile.first_year + 2, 3, 1), profile.last_day)
        document = f"样例知〔{day.year}〕{rng.randint(1, 99)}号"
        if len(county.honours) % 9 == 8:
            right = rng.choice(granted)
            county.honours.append(
                Honour(
                    rng.choice(_AWARDS), max(day, years_on(right.registered or day, 1)), right=right, document=document
                )
            )
            continue
        party, honour = rng.choice(county.at_home("enterprise")), rng.choice(_HONOURS)
        if (party.id, honour) not in seen:
            seen.add((party.id, honour))
            county.honours.append(Honour(honour, day, party=party, until=years_on(day, 3), document=document))


def counts_early(right: Right, horizon: date) -> bool:
    """Granted long enough before the horizon to have won an award by then."""
    return right.registered is not None and years_on(right.registered, 1) < horizon
