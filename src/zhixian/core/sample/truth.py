"""The true values of the five targets, counted one right at a time from the objects: what the importers must arrive at.

Written without any of the code it checks; slow and plain on purpose. Definitions: docs/reference/indicators.md.
"""

from datetime import date
from fractions import Fraction

from zhixian.core.sample.model import County, Right

_SAME_DAY = (
    "granted", "lapsed", "restored", "expired", "surrendered", "invalidated", "partly_invalidated", "cancelled", "renewed",
    "transferred", "renamed", "licensed", "licence_ended", "pledged", "pledge_changed", "pledge_released", "preserved",
    "preservation_ended", "other",
)  # fmt: skip
_PATENTS = ("invention", "utility_model", "design")
_MARKS = ("trademark", "collective_mark", "certification_mark")


def in_force(right: Right, day: date) -> bool:
    """Whether the right is in force on the day."""
    events = sorted(right.events, key=lambda e: (e.day, _SAME_DAY.index(e.event)))
    starts = [e.day for e in events if e.event == "granted"]
    start = min(starts) if starts else right.registered
    if start is None or day < start:
        return False
    ends = [right.expires] if right.expires else []
    ends += [e.until for e in events if e.event == "renewed" and e.until]
    alive = True
    for event in events:
        if event.day > day:
            break
        if event.event in ("lapsed", "expired", "surrendered", "invalidated", "cancelled"):
            alive = False
        if event.event == "restored":
            alive = True
    return alive and (not ends or day < max(ends))


def holder(right: Right, day: date, county: County) -> tuple[str, str]:
    """(kind, region) of the holder on the day."""
    kind, region = right.holders[0].kind, right.region
    for event in sorted(right.events, key=lambda e: (e.day, _SAME_DAY.index(e.event))):
        if event.day > day or event.event not in ("transferred", "renamed") or not event.party:
            continue
        kind = county.party[event.party].kind
        if event.event == "transferred":
            region = county.party[event.party].region
    return kind, region


def here(county: County, day: date) -> list[Right]:
    """Rights in force on the day that count for the county."""
    region = county.profile.region
    return [r for r in county.rights if in_force(r, day) and holder(r, day, county)[1] == region]


def targets(county: County, day: date) -> dict[str, dict[str, int | str | None]]:
    """Target → numerator, denominator and value as an exact fraction in lowest terms ("334/75"), in the goal's unit."""
    held = here(county, day)
    inventions = [r for r in held if r.kind == "invention"]
    by_enterprises = [r for r in inventions if holder(r, day, county)[0] in ("enterprise", "soe")]
    marks = [r for r in held if r.kind in _MARKS]
    financed = sum(
        loan.principal
        for loan in county.loans
        if loan.borrower.region == county.profile.region
        and any(p.right.kind in _PATENTS and date(day.year, 1, 1) <= p.registered <= day for p in loan.pledges)
    )
    residents = county.profile.residents.get(day.year - 1)
    return {
        "inventions_per_10k": _value(len(inventions), residents, 10_000),
        "registered_marks": _value(len(marks), None),
        "gi_marks": _value(sum(r.gi for r in marks), None),
        "pledge_financing": {"numerator": financed, "denominator": None, "value": str(Fraction(financed, 1_000_000))},
        "enterprise_invention_share": _value(len(by_enterprises), len(inventions), 100),
    }


def _value(numerator: int, denominator: int | None, times: int = 1) -> dict[str, int | str | None]:
    if denominator == 0:
        return {"numerator": numerator, "denominator": 0, "value": None}
    return {
        "numerator": numerator,
        "denominator": denominator,
        "value": str(Fraction(numerator * times, denominator or 1)),
    }
