"""The figures of a landscape worked out record by record, without an engine."""

from collections import Counter, defaultdict
from itertools import pairwise
from math import sqrt
from typing import Any

from zhixian.core.topics.technology import read_symbol, technology_fields

Rows = list[dict[str, Any]]


def printed(value: float, decimals: int) -> float:
    """A half goes up."""
    shifted = abs(value) * 10**decimals + 0.5 + 1e-9
    return (1 if value >= 0 else -1) * int(shifted) / 10**decimals


def counted(rows: Rows, as_of) -> Rows:
    return [row for row in rows if row["filed"] is None or row["filed"] <= as_of]


def year(row) -> int | None:
    return row["filed"].year if row["filed"] else None


def by_year(rows: Rows) -> Counter:
    return Counter(year(row) for row in rows)


def ranked(counts: dict, most: int = 20) -> list[tuple]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]


def of_level(row, level: str) -> set[str]:
    found = set()
    for text in row["classes"]:
        symbol = read_symbol(text)
        found.add({"section": text[0], "class": text[:3]}.get(level) or getattr(symbol, level))
    return found - {None}


def classes(rows: Rows, level: str) -> Counter:
    return Counter(value for row in rows for value in of_level(row, level))


def fields_of(row) -> set[int]:
    return {read_symbol(text).field for text in row["classes"]} - {None}


def parties(rows: Rows) -> dict[str, Rows]:
    found = defaultdict(list)
    for row in rows:
        for name in set(row["applicants"]):
            found[name].append(row)
    return found


def span(rows: Rows) -> tuple[int | None, int | None]:
    years = [year(row) for row in rows if row["filed"]]
    return min(years, default=None), max(years, default=None)


def weights(rows: Rows) -> dict[str, float]:
    held: dict[str, float] = defaultdict(float)
    for row in rows:
        for name in set(row["applicants"]):
            held[name] += 1 / len(set(row["applicants"]))
    return held


def hhi(rows: Rows) -> int | None:
    held = weights(rows)
    whole = sum(held.values())
    return int(printed(10_000 * sum((w / whole) ** 2 for w in held.values()), 0)) if whole else None


def cr4(rows: Rows) -> float | None:
    held = sorted(weights(rows).values(), reverse=True)
    return printed(100 * sum(held[:4]) / sum(held), 1) if held else None


def newcomers(rows: Rows, complete: int) -> dict[str, int]:
    return {name: len(own) for name, own in parties(rows).items() if (span(own)[0] or 0) >= complete - 2}


def leavers(rows: Rows, complete: int) -> dict[str, int]:
    return {
        name: len(own)
        for name, own in parties(rows).items()
        if span(own)[1] and span(own)[1] < complete - 2 and len(own) >= 3
    }


def pairs(rows: Rows, one: str, other: str) -> int:
    return sum({one, other} <= of_level(row, "subclass") for row in rows)


def rta(rows: Rows, region: str) -> dict[str, float]:
    own = Counter(field for row in rows if (row["region"] or "").startswith(region) for field in fields_of(row))
    whole = Counter(field for row in rows for field in fields_of(row))
    known = technology_fields()
    return {
        known[field].name: printed((number / sum(own.values())) / (whole[field] / sum(whole.values())), 2)
        for field, number in own.items()
    }


def cosine(one: Counter, other: Counter) -> float:
    above = sum(number * other[key] for key, number in one.items())
    below = sqrt(sum(n * n for n in one.values())) * sqrt(sum(n * n for n in other.values()))
    return above / below if below else 0.0


def is_here(row: dict[str, Any], region: str) -> bool | None:
    """Whether a record lies in the county; None where that is not known."""
    code = row["region"]
    if not code:
        return None
    known = code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
    return True if code.startswith(region) else None if region.startswith(known) else False


def cooperation(rows: Rows, region: str, complete: int) -> dict[str, float]:
    """Score by applicant, from the words of the method."""
    at = {id(row): is_here(row, region) for row in rows}
    here = {one for one, known in at.items() if known}
    own = Counter(field for row in rows if id(row) in here for field in fields_of(row))
    all_ = parties(rows)
    placed = {name: [row for row in theirs if at[id(row)] is not None] for name, theirs in all_.items()}
    local = {name for name, theirs in placed.items() if 2 * sum(id(row) in here for row in theirs) > len(theirs)}
    found = {}
    for name, theirs in all_.items():
        alike = cosine(own, Counter(field for row in theirs for field in fields_of(row)))
        if name in local or not placed[name] or len(theirs) < 2 or not alike:
            continue
        links = sum(bool(local & set(row["applicants"])) for row in theirs)
        late = sum((year(row) or 0) > complete - 3 for row in theirs)
        alive = sum(row["state"] == "in_force" for row in theirs)
        told = sum(row["state"] is not None for row in theirs)
        share = alive / told if told else 0
        parts = (50 * alike, 20 * min(1, links / 3), 15 * late / len(theirs), 15 * share)
        found[name] = printed(sum(printed(part, 1) for part in parts), 1)
    return found


def purchase(rows: Rows, region: str, complete: int, as_of) -> dict[str, int]:
    """Score by record, from the words of the method."""
    near = {field for row in rows if (row["region"] or "").startswith(region) for field in fields_of(row)}
    last = {name: span(own)[1] for name, own in parties(rows).items()}
    found = {}
    for row in rows:
        names = row["holders"] or row["applicants"]
        if row["state"] != "in_force" or is_here(row, region) is not False or not names:
            continue
        left = last.get(names[0]) is not None and last[names[0]] < complete - 2
        school = names[0].endswith("大学")
        traded = any(event in ("transferred", "licensed") and on <= as_of for event, on in row["events"])
        if left or school or traded:
            found[row["record"]] = (
                2 * left + school + traded + bool(near & fields_of(row)) + ((row["cited_by"] or 0) >= 5)
            )
    return found


def paths_through(edges: set[tuple[str, str]]) -> Counter:
    """How many paths from a source to a sink run over each edge, by walking every one."""
    after = defaultdict(list)
    for one, other in edges:
        after[one].append(other)
    followed = {other for _, other in edges}
    found: Counter = Counter()

    def walk(path: list[str]) -> None:
        if not after[path[-1]]:
            found.update(pairwise(path))
        for other in after[path[-1]]:
            walk([*path, other])

    for start in {one for one, _ in edges} - followed:
        walk([start])
    return found


def granted(rows, day):
    """How many are granted by a day; None where no record has a day of grant and not all of them are pending."""
    days = [row["granted"] for row in rows if row["granted"]]
    if not days and any(row["state"] != "pending" for row in rows):
        return None
    return sum(on <= day for on in days)
