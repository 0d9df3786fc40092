"""Legal events folded in SQL equal a plain state machine that walks through them one by one."""

import os
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixian.core.registry.bench import Bench
from zhixian.core.registry.cube import build_cube
from zhixian.core.registry.fold import fold
from zhixian.core.registry.staging import ARROW_TYPES
from zhixian.core.registry.tables import CLOSING_EVENTS, EVENTS, TABLES

FIRST = date(2016, 1, 28)
PARTIES = {
    "P1": ("enterprise", "350823"),
    "P2": ("university", "350200"),
    "P3": (None, "350823"),
    "P4": ("foreign", None),
}


@dataclass
class Event:
    event: str
    effective: date | None = None
    gazetted: date | None = None
    party: str | None = None
    until: date | None = None

    @property
    def day(self):
        return self.effective or self.gazetted


@dataclass
class Right:
    registered: date | None = None
    expires: date | None = None
    holder: str | None = "P1"
    region: str | None = "350823"
    gi: bool | None = None
    events: list[Event] = field(default_factory=list)


def walk(right):
    """Spans of one right: (holder, holder_kind, region, start, end)."""
    events = sorted((e for e in right.events if e.day), key=lambda e: (e.day, EVENTS.index(e.event)))
    granted = [e.day for e in events if e.event == "granted"]
    start = granted[0] if granted else right.registered
    if start is None:
        return []
    renewals = [e.until for e in events if e.event == "renewed" and e.until]
    expires = renewals[-1] if renewals else right.expires
    steps = [*events, Event("granted", start)]
    steps.sort(key=lambda e: (e.day, EVENTS.index(e.event)))
    holder, region, is_open, since = right.holder, right.region, False, None
    pieces = []

    def close(day):
        if is_open and since < day:
            pieces.append((holder, region, since, day))

    for step in steps:
        if step.event == "transferred" and step.party and step.party != holder:
            close(step.day)
            since = step.day
            holder, region = step.party, PARTIES[step.party][1]
        elif step.event in CLOSING_EVENTS and step.day >= start:
            close(step.day)
            is_open = False
        elif (not is_open and (step.event, step.day) == ("granted", start)) or (
            not is_open and step.event == "restored" and step.day >= start
        ):
            is_open, since = True, step.day
    if is_open:
        pieces.append((holder, region, since, None))
    if expires:
        pieces = [(h, r, a, min(b or expires, expires)) for h, r, a, b in pieces if a < expires]
    joined = []
    for piece in pieces:
        if joined and joined[-1][:2] == piece[:2] and joined[-1][3] == piece[2]:
            joined[-1] = (*joined[-1][:3], piece[3])
        else:
            joined.append(piece)
    return [(h, PARTIES[h][0] if h else None, r, s, e) for h, r, s, e in joined]


def write(folder, rights):
    rows = {"parties": [], "rights": [], "events": []}
    for party, (kind, region) in PARTIES.items():
        rows["parties"].append({"party_id": party, "name": party, "kind": kind, "region": region})
    for place, right in enumerate(rights):
        rows["rights"].append({
            "right_id": f"R{place}", "kind": "invention", "gi": right.gi, "registered": right.registered,
            "expires": right.expires, "holder": right.holder, "region": right.region,
        })  # fmt: skip
        rows["events"] += [{"right_id": f"R{place}", **vars(event)} for event in right.events]
    for name, some in rows.items():
        schema = pa.schema([(c.name, ARROW_TYPES[c.kind]) for c in TABLES[name].columns])
        pq.write_table(pa.Table.from_pylist(some, schema=schema), folder / f"{name}.parquet")


def folded(rights):
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, rights)
        bench = Bench(folder)
        count = fold(bench, folder)
        cells = build_cube(bench, folder)
        bench.close()
        spans = pq.read_table(folder / "spans.parquet").to_pylist()
        cube = pq.read_table(folder / "cube.parquet").to_pylist()
        fine = pq.read_table(folder / "holder_cube.parquet").to_pylist()
        assert (len(spans), len(cube)) == (count, cells)
        return spans, (cube, fine)


def spans_of(right):
    spans, _ = folded([right])
    spans.sort(key=lambda s: s["start"])
    return [(s["holder"], s["holder_kind"], s["region"], s["start"], s["end"]) for s in spans]


def day(number):
    return FIRST + timedelta(days=number)


days = st.integers(0, 9).map(day)
maybe_day = st.none() | days
an_event = st.builds(
    Event,
    event=st.sampled_from(EVENTS) | st.sampled_from(("granted", "restored", "renewed", "transferred", *CLOSING_EVENTS)),
    effective=maybe_day, gazetted=maybe_day, party=st.none() | st.sampled_from(list(PARTIES)), until=maybe_day,
)  # fmt: skip
a_right = st.builds(
    Right, registered=maybe_day, expires=maybe_day, holder=st.none() | st.sampled_from(list(PARTIES)),
    region=st.sampled_from([None, "350823", "350200"]), gi=st.sampled_from([None, True, False]),
    events=st.lists(an_event, max_size=7),
)  # fmt: skip


@settings(max_examples=int(os.environ.get("ZHIXIAN_EXAMPLES", "40")), deadline=None)
@given(st.lists(a_right, min_size=1, max_size=40))
def test_the_fold_equals_a_state_machine(rights):
    spans, cube = folded(rights)
    found = {(s["right_id"], s["holder"], s["holder_kind"], s["region"], s["start"], s["end"], s["gi"]) for s in spans}
    expected = {(f"R{n}", *span, bool(right.gi)) for n, right in enumerate(rights) for span in walk(right)}
    assert found == expected
    assert len(spans) == len(found)
    assert spans == sorted(
        spans, key=lambda s: (s["kind"], s["region"] is None, s["region"] or "", s["start"], s["right_id"])
    )
    for either in cube:
        _cube_says_the_same(either, spans)


def _cube_says_the_same(cube, spans):
    for first in (date(2016, 2, 1), date(2016, 3, 1)):
        for region in {s["region"] for s in spans}:
            there = [s for s in spans if s["region"] == region and s["start"] < first]
            in_force = [s for s in there if s["end"] is None or s["end"] >= first]
            cells = [c for c in cube if c["month"] < first and c["region"] == region]
            assert sum(c["starts"] - c["ends"] for c in cells) == len(in_force)


P1 = ("P1", "enterprise", "350823")
P2 = ("P2", "university", "350200")
CASES = {
    "never started": (Right(events=[Event("transferred", day(1), party="P2")]), []),
    "the grant wins over the register": (
        Right(registered=day(1), events=[Event("granted", day(3)), Event("granted", day(5))]), [(*P1, day(3), None)]),
    "closed before it started": (
        Right(registered=day(5), events=[Event("lapsed", day(4))]), [(*P1, day(5), None)]),
    "closed on the day it started": (Right(registered=day(5), events=[Event("lapsed", day(5))]), []),
    "lapsed and restored on one day": (
        Right(registered=day(1), events=[Event("restored", day(3)), Event("lapsed", day(3))]), [(*P1, day(1), None)]),
    "restored after its term": (
        Right(registered=day(1), expires=day(3), events=[Event("lapsed", day(2)), Event("restored", day(5))]),
        [(*P1, day(1), day(2))]),
    "restored after an expiry that was gazetted too early": (
        Right(registered=day(1), expires=day(9), events=[Event("expired", day(3)), Event("restored", day(5))]),
        [(*P1, day(1), day(3)), (*P1, day(5), day(9))]),
    "over before it began": (Right(registered=day(5), expires=day(3)), []),
    "renewed twice": (
        Right(registered=day(1), expires=day(2), events=[
            Event("renewed", day(2), until=day(4)), Event("renewed", day(4), until=day(9)), Event("renewed", day(5))]),
        [(*P1, day(1), day(9))]),
    "renewal opens nothing": (
        Right(registered=day(1), events=[Event("surrendered", day(2)), Event("renewed", day(3), until=day(9))]),
        [(*P1, day(1), day(2))]),
    "transferred before it started": (
        Right(registered=day(5), events=[Event("transferred", day(1), party="P2")]), [(*P2, day(5), None)]),
    "transferred and back on one day, to another region than before": (
        Right(registered=day(1), region="350100", events=[
            Event("transferred", day(3), party="P2"), Event("transferred", day(3), party="P1")]),
        [("P1", "enterprise", "350100", day(1), day(3)), (*P1, day(3), None)]),
    "transferred to the holder": (
        Right(registered=day(1), region="350100", events=[Event("transferred", day(3), party="P1")]),
        [("P1", "enterprise", "350100", day(1), None)]),
    "renamed": (Right(registered=day(1), events=[Event("renamed", day(3), party="P2")]), [(*P1, day(1), None)]),
    "transferred while closed": (
        Right(registered=day(1), events=[
            Event("lapsed", day(2)), Event("transferred", day(3), party="P2"), Event("restored", day(4))]),
        [(*P1, day(1), day(2)), (*P2, day(4), None)]),
    "the gazette day when nothing else is known": (
        Right(registered=day(1), events=[Event("invalidated", gazetted=day(3)), Event("lapsed", day(4), day(2))]),
        [(*P1, day(1), day(3))]),
    "partly invalidated": (Right(registered=day(1), events=[Event("partly_invalidated", day(3))]), [(*P1, day(1), None)]),
    "transferred to a party of unknown region": (
        Right(registered=day(1), events=[Event("transferred", day(3), party="P4")]),
        [(*P1, day(1), day(3)), ("P4", "foreign", None, day(3), None)]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_nasty_case(case):
    right, expected = CASES[case]
    assert spans_of(right) == expected
    assert walk(right) == expected
