"""A series equals the value on each of its days, from the spans as from the cube, for any breakdown."""

import os
import re
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from given import COUNTY, residents, snapshot, span
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixian.core.analysis.groups import BY_ZH
from zhixian.core.analysis.indicators import INDICATORS
from zhixian.core.analysis.series import series
from zhixian.core.analysis.values import measures_of, values_on
from zhixian.core.engine import connect
from zhixian.core.kernel.periods import period_ends
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.bench import Bench
from zhixian.core.registry.cube import build_cube

EXAMPLES = int(os.environ.get("ZHIXIAN_EXAMPLES", "15"))
CON = connect("duckdb")
INVENTIONS = INDICATORS["inventions"]
YEARS = {"first": date(2018, 1, 1), "last": date(2020, 12, 31), "every": 12}


def cells(table):
    """(group, day) → (numerator, denominator)."""
    return {(row["group"], row["day"]): (row["numerator"], row["denominator"]) for row in table.to_pylist()}


days = st.dates(date(2018, 11, 25), date(2020, 2, 5))
spans = st.lists(
    st.builds(
        lambda start, end, kind, region, holder: span(
            "r", min(start, end), None if start == end else max(start, end), kind=kind, region=region, holder_kind=holder
        ),
        days, days, st.sampled_from(["invention", "design"]), st.sampled_from([COUNTY, "350824", None]),
        st.sampled_from(["enterprise", "university"]),
    ),
    max_size=12,
)  # fmt: skip


@given(spans, st.sampled_from([1, 3, 12]), st.sampled_from(["inventions", "enterprise_invention_share", "patents"]))
@settings(max_examples=EXAMPLES, deadline=None)
@pytest.mark.long
def test_a_series_is_the_value_on_each_day(some_spans, every, name):
    indicator = INDICATORS[name]
    asked = {"first": date(2018, 12, 2), "last": date(2020, 1, 31), "every": every, "region": "350800", "engine": CON}
    ends = period_ends(asked["first"], asked["last"], every=every)
    with TemporaryDirectory() as work:
        made = snapshot(Path(work), spans=some_spans)
        bench = Bench(made.folder)
        build_cube(bench, made.folder)
        bench.close()
        from_cube = series(made, indicator, **asked)
        from_spans = series(made, indicator, **asked, from_cube=False)
        totals = values_on(CON, made, measures_of([indicator]), ends, "350800")
        by_county = cells(series(made, indicator, **asked, by="county"))
    below = indicator.denominator
    expected = {
        ("", day): (totals[indicator.numerator][n] or 0, None if below is None else totals[below][n] or 0)
        for n, day in enumerate(ends)
    }
    assert cells(from_cube) == cells(from_spans) == expected
    for day in ends:
        assert sum(n for (_, on), (n, _) in by_county.items() if on == day) == expected[("", day)][0]


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    return snapshot(
        tmp_path_factory.mktemp("registry"),
        spans=[
            span("a", "2017-05-05", "2019-12-31"),
            span("b", "2018-12-31", holder="p2", holder_kind="university"),
            span("c", "2019-01-01", region="350824", holder="p2"),
            span("d", "2021-01-01"),
        ],
        rights=[
            {"right_id": "a", "kind": "invention", "classes": "C22B 3/00; G06F 1/00"},
            {"right_id": "b", "kind": "invention", "classes": "A01G18/00"},
        ],
        parties=[{"party_id": "p1", "name": "甲", "industry": "C3211"}],
        population=[residents(2018, 10_000), residents(2019, 20_000), residents(2019, 5_000, "350824")],
    )


@pytest.mark.parametrize(
    ("by", "numbers"),
    [
        (None, {"": [2, 1, 1]}),
        ("holder_kind", {"enterprise": [1, 0, 0], "university": [1, 1, 1]}),
        ("holder", {"p1": [1, 0, 0], "p2": [1, 1, 1]}),
        ("industry", {"C3211": [1, 0, 0], "": [1, 1, 1]}),
        ("ipc_section", {"C": [1, 0, 0], "A": [1, 1, 1]}),
        ("ipc_class", {"C22": [1, 0, 0], "A01": [1, 1, 1]}),
        ("ipc_subclass", {"C22B": [1, 0, 0], "A01G": [1, 1, 1]}),
    ],
)
def test_breakdowns(registry, by, numbers):
    table = series(registry, INVENTIONS, **YEARS, by=by, region=COUNTY, from_cube=False, engine=CON)
    found = {}
    for row in sorted(table.to_pylist(), key=lambda row: row["day"]):
        found.setdefault(row["group"], []).append(row["numerator"])
    assert found == numbers


@pytest.mark.parametrize(
    ("indicator", "by"),
    [
        ("inventions", "nice"),
        ("inventions_per_10k", "nice"),
        ("high_value_inventions", "nice"),
        ("registered_marks", "ipc_section"),
        ("marks_per_10k", "ipc_class"),
        ("designs", "ipc_subclass"),
        ("copyright_works", "nice"),
        ("pledge_financing", "ipc_class"),
        ("patent_holding_enterprises", "ipc_class"),
        ("patents_per_enterprise", "ipc_class"),
    ],
)
def test_what_has_no_such_class_is_not_grouped_by_it(registry, indicator, by):
    chosen = INDICATORS[indicator]
    with pytest.raises(Refusal, match=f"“{chosen.name}”没有{re.escape(BY_ZH[by])}") as told:
        series(registry, chosen, **YEARS, by=by, engine=CON)
    assert "权利人（holder）" in told.value.expected
    assert f"（{by}）" not in told.value.expected


def test_marks_have_their_own_classes_and_designs_none(tmp_path):
    made = snapshot(
        tmp_path,
        spans=[
            span("p", "2018-01-01"),
            span("d", "2018-01-01", kind="design"),
            span("m", "2018-01-01", kind="trademark"),
        ],
        rights=[
            {"right_id": "p", "kind": "invention", "classes": "C22B3/04"},
            {"right_id": "d", "kind": "design", "classes": "06-01"},
            {"right_id": "m", "kind": "trademark", "classes": "31"},
        ],
    )
    asked = {"first": date(2018, 12, 31), "last": date(2018, 12, 31), "every": 12, "engine": CON, "from_cube": False}
    groups = {
        (name, by): sorted(series(made, INDICATORS[name], **asked, by=by)["group"].to_pylist())
        for name, by in (("patents", "ipc_section"), ("registered_marks", "nice"))
    }
    assert groups == {("patents", "ipc_section"): ["", "C"], ("registered_marks", "nice"): ["31"]}


def test_residents_go_with_their_county_and_are_unknown_before(registry):
    table = series(registry, INDICATORS["inventions_per_10k"], **YEARS, by="county", from_cube=False, engine=CON)
    assert cells(table) == {
        ("350823", date(2018, 12, 31)): (2, None),
        ("350823", date(2019, 12, 31)): (1, 10_000),
        ("350823", date(2020, 12, 31)): (1, 20_000),
        ("350824", date(2018, 12, 31)): (0, None),
        ("350824", date(2019, 12, 31)): (1, None),
        ("350824", date(2020, 12, 31)): (1, 5_000),
    }
    assert [row["value"] for row in table.to_pylist() if row["denominator"] == 20_000] == [0.5]


def test_a_series_without_any_right_is_zero(registry):
    table = series(registry, INDICATORS["designs"], **YEARS, region=COUNTY, from_cube=False, engine=CON)
    assert [row["numerator"] for row in table.to_pylist()] == [0, 0, 0]


def test_no_period_ends_in_the_time_asked_for(registry):
    assert (
        series(registry, INVENTIONS, first=date(2020, 1, 1), last=date(2020, 1, 30), every=1, engine=CON).num_rows == 0
    )


def test_residents_of_nowhere_are_not_divided_by(registry):
    with pytest.raises(Refusal, match="没有给出地区"):
        series(registry, INDICATORS["inventions_per_10k"], **YEARS, engine=CON)
