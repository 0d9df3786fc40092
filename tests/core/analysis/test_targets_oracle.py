"""Targets on random registries equal a count by hand that replays each right's events up to the day."""

import os
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from given import COUNTY, five, residents
from hypothesis import given, settings
from hypothesis import strategies as st

from registries import write_registry
from zhixian.core.analysis.targets import compute
from zhixian.core.engine import connect
from zhixian.core.kernel.regions import within
from zhixian.core.registry.bench import Bench
from zhixian.core.registry.fold import fold
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.tables import CLOSING_EVENTS, EVENTS, MARK_KINDS, PATENT_KINDS

EXAMPLES = int(os.environ.get("ZHIXIAN_EXAMPLES", "25"))
PARTIES = [
    {"party_id": "p1", "name": "甲", "kind": "enterprise", "region": COUNTY},
    {"party_id": "p2", "name": "乙", "kind": "soe", "region": "350824"},
    {"party_id": "p3", "name": "丙", "kind": "university", "region": COUNTY},
    {"party_id": "p4", "name": "丁", "kind": None, "region": None},
]
PEOPLE = {2017: 1000, 2018: 3000, 2019: 0, 2020: 7}
CONNECTION = connect()

days = st.dates(date(2018, 12, 20), date(2020, 1, 12))
maybe_days = st.none() | days
parties = st.sampled_from(["p1", "p2", "p3", "p4", None])
rights = st.fixed_dictionaries({
    "kind": st.sampled_from(["invention", "utility_model", "trademark", "collective_mark", "gi_product"]),
    "gi": st.sampled_from([True, False, None]),
    "registered": maybe_days,
    "expires": maybe_days,
    "holder": parties,
    "region": st.sampled_from([COUNTY, "350824", "360100", None]),
})  # fmt: skip
events = st.fixed_dictionaries({
    "event": st.sampled_from(["granted", "transferred", "renewed", "restored", "renamed", "partly_invalidated", *CLOSING_EVENTS]),
    "effective": maybe_days,
    "gazetted": maybe_days,
    "party": parties,
    "until": maybe_days,
})  # fmt: skip
loans = st.fixed_dictionaries({"borrower": parties.filter(bool), "principal": st.integers(0, 10**13)})
pledges = st.tuples(st.integers(0, 3), st.integers(0, 5), maybe_days)


def day_of(event):
    return event["effective"] or event["gazetted"]


def state_on(right, its_events, day):
    """(holder, region) of a right in force on a day, else None: every event up to the day, one by one."""
    dated = sorted((e for e in its_events if day_of(e)), key=lambda e: (day_of(e), EVENTS.index(e["event"])))
    granted = [day_of(e) for e in dated if e["event"] == "granted"]
    start = min(granted) if granted else right["registered"]
    moved = [e["until"] for e in dated if e["event"] == "renewed" and e["until"]]
    expires = moved[-1] if moved else right["expires"]
    if start is None or day < start or (expires is not None and day >= expires):
        return None
    steps = [(day_of(e), EVENTS.index(e["event"]), e["event"], e["party"]) for e in dated]
    is_open, holder, region = True, right["holder"], right["region"]
    for when, _, event, party in sorted(steps, key=lambda step: step[:2]):
        if when > day:
            break
        if event == "transferred" and party and party != holder:
            holder, region = party, next(p["region"] for p in PARTIES if p["party_id"] == party)
        elif event in CLOSING_EVENTS and when >= start:
            is_open = False
        elif event == "restored" and when >= start:
            is_open = True
    return (holder, region) if is_open else None


def count_by_hand(all_rights, all_events, all_loans, all_pledges, day, region):
    """The five targets as (numerator, denominator)."""
    inventions = by_companies = marks = gi_marks = 0
    for number, right in enumerate(all_rights):
        state = state_on(right, [e for owner, e in all_events if owner == number], day)
        if state is None or state[1] is None or not within(state[1], region):
            continue
        kind = next((p["kind"] for p in PARTIES if p["party_id"] == state[0]), None)
        inventions += right["kind"] == "invention"
        by_companies += right["kind"] == "invention" and kind in {"enterprise", "soe"}
        marks += right["kind"] in MARK_KINDS
        gi_marks += right["kind"] in MARK_KINDS and right["gi"] is True
    money = 0
    for number, loan in enumerate(all_loans):
        home = next(p["region"] for p in PARTIES if p["party_id"] == loan["borrower"])
        pledged = any(
            owner == number and right < len(all_rights) and all_rights[right]["kind"] in PATENT_KINDS
            and registered and registered.year == day.year and registered <= day
            for owner, right, registered in all_pledges
        )  # fmt: skip
        money += loan["principal"] if pledged and home and within(home, region) else 0
    people = PEOPLE[day.year - 1]
    return [(inventions, people), (marks, None), (gi_marks, None), (money, None), (by_companies, inventions)]


@given(
    st.lists(rights, max_size=6),
    st.lists(st.tuples(st.integers(0, 5), events), max_size=12),
    st.lists(loans, max_size=4),
    st.lists(pledges, max_size=6),
    st.sampled_from([date(2018, 12, 31), date(2019, 6, 30), date(2020, 1, 5)]),
    st.sampled_from([COUNTY, "350800", "350000"]),
)
@settings(max_examples=EXAMPLES, deadline=None)
@pytest.mark.long
def test_targets_equal_a_count_by_hand(some_rights, some_events, some_loans, some_pledges, day, region):
    some_events = [(owner, event) for owner, event in some_events if owner < len(some_rights)]
    some_pledges = [pledge for pledge in some_pledges if pledge[0] < len(some_loans)]
    due = day + timedelta(days=90)
    with TemporaryDirectory() as work:
        folder = write_registry(
            Path(work),
            parties=PARTIES,
            rights=[{"right_id": f"r{n}", **right} for n, right in enumerate(some_rights)],
            events=[{"right_id": f"r{owner}", **event} for owner, event in some_events],
            loans=[{"loan_id": f"l{n}", "drawn": day, "due": due, **loan} for n, loan in enumerate(some_loans)],
            pledges=[{"loan_id": f"l{n}", "right_id": f"r{r}", "registered": on} for n, r, on in some_pledges],
            population=[residents(year, people, region) for year, people in PEOPLE.items()],
        ).folder
        bench = Bench(folder)
        fold(bench, folder)
        bench.close()
        result = compute(five(), Snapshot("test", folder, {}), as_of=day, region=region, engine=CONNECTION)
    expected = count_by_hand(some_rights, some_events, some_loans, some_pledges, day, region)
    assert [(value.numerator, value.denominator) for value in result.targets] == expected
    for value, (numerator, denominator) in zip(result.targets, expected, strict=True):
        if denominator:
            factor = 10_000 if value.target.unit == "件/万人" else 100
            assert value.exact == Fraction(numerator * factor, denominator)
