"""The value indicators of a small topic worked out by loops over its records, and nothing else."""

from collections import Counter, defaultdict
from datetime import date
from fractions import Fraction

from zhixian.core.kernel.periods import add_months
from zhixian.core.registry.terms import end_of_term
from zhixian.core.topics.technology import read_symbol

PATENTS = (None, "invention", "utility_model", "design")


def years_on(day: date, years: int) -> date:
    return add_months(day, 12 * years)


def subclasses(told) -> list[str]:
    return [read_symbol(text).subclass for text in told["classes"]]


def _squares(others, number=None):
    """1 − Σ s²: parted by symbols, or by the first subclass with the correction of small samples."""
    others = [subclasses(other) for other in others if other["classes"]]
    if not others or (number == "main" and len(others) < 2):
        return None
    shares: dict[str, Fraction] = defaultdict(Fraction)
    for found in others:
        for name, count in ({found[0]: 1} if number == "main" else Counter(found)).items():
            shares[name] += Fraction(count, 1 if number == "main" else len(found)) / len(others)
    left = 1 - sum(share * share for share in shares.values())
    return left * Fraction(len(others), len(others) - 1) if number == "main" else left


def values(records, as_of: date):
    """Record → indicator → value or None, of the patents filed by the day."""
    rows = [told for told in records if told["filed"] is None or told["filed"] <= as_of]
    by_name = {told["record"]: told for told in rows}
    edges = {
        (told["record"], other)
        for told in rows
        for other in told["cites"]
        if other in by_name and (told["published"] is None or told["published"] <= as_of)
    }
    known = {
        event: any(name == event for told in records for name, _ in told["events"])
        for event in ("transferred", "pledged", "licensed")
    }
    out = {}
    for told in rows:
        if told["kind"] not in PATENTS:
            continue
        citing = [by_name[one] for one, other in edges if other == told["record"]]
        cited = [by_name[other] for one, other in edges if one == told["record"]]
        found = {
            "cited_by": told["cited_by"], "family_size": told.get("family_size") or None, "claims": told.get("claims"),
            "generality": _squares(citing), "generality_corrected": _squares(citing, "main"),
            "originality": _squares(cited), "originality_corrected": _squares(cited, "main"), "term_left": term_left(told, as_of),
        }  # fmt: skip
        for years in (3, 5):
            found[f"forward_{years}"] = forward(told, citing, years, as_of)
        for event, name in {"transferred": "transfers", "pledged": "pledges", "licensed": "licences"}.items():
            happened = sum(one == event and day <= as_of for one, day in told["events"])
            found[name] = happened if known[event] else None
        out[told["record"]] = found
    return out


def forward(told, citing, years, as_of):
    if told["published"] is None or years_on(told["published"], years) > as_of:
        return None
    days = [other["published"] for other in citing]
    if None in days or not (days or told["cited_by"] == 0):
        return None
    return sum(told["published"] <= day < years_on(told["published"], years) for day in days)


def term_left(told, as_of):
    if told["state"] == "ended":
        return 0
    if told["state"] != "in_force" or told["country"] != "CN" or not told["filed"]:
        return None
    end = end_of_term(told["kind"], told["filed"])
    return (end - as_of).days if end and end > as_of else None


def percentile(found, records, name, indicator, cohort):
    """(percentile, how many) among the patents of the same first subclass or field and year of filing."""
    by_name = {told["record"]: told for told in records}

    def group(told):
        first = read_symbol(told["classes"][0]) if told["classes"] else None
        place = getattr(first, cohort) if first else None
        return (place, told["filed"].year) if place is not None and told["filed"] else None

    mine, value = group(by_name[name]), found[name][indicator]
    if mine is None or value is None:
        return None
    others = [
        round(float(one[indicator]), 4)
        for key, one in found.items()
        if one[indicator] is not None and group(by_name[key]) == mine
    ]
    value = round(float(value), 4)
    return 100 * (sum(one < value for one in others) + sum(one == value for one in others) / 2) / len(others), len(
        others
    )
