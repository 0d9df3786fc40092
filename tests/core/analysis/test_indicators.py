"""The further indicators, one example each, and the page that lists them."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from given import COUNTY, snapshot, span

from zhixian.core.analysis.explain import explain
from zhixian.core.analysis.indicators import INDICATORS, NOT_COMPUTABLE
from zhixian.core.analysis.series import series
from zhixian.core.analysis.values import measures_of, values_on
from zhixian.core.engine import connect

CON = connect("duckdb")
DAY = date(2020, 6, 30)
NO_END = 10**6
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "indicators.md"


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    """One enterprise that holds, moves, licenses and pledges, each on a day that tells the rules apart."""
    out = {"region": "360100", "holder": "p9"}
    return snapshot(
        tmp_path_factory.mktemp("registry"),
        spans=[
            span("new", "2020-06-30", kind="utility_model"),
            span("last year", "2019-12-31", kind="utility_model"),
            span("came", "2015-01-01", "2020-03-01", **out),
            span("came", "2020-03-01"),
            span("went", "2015-01-01", "2020-02-01"),
            span("went", "2020-02-01", **out),
            span("came back", "2015-01-01", "2020-02-01", **out),
            span("came back", "2020-02-02"),
            span("two loans", "2012-01-01", kind="design", holder="p2", holder_kind="soe"),
        ],
        rights=[
            {"right_id": "new", "kind": "utility_model", "filed": "2020-01-01", "region": COUNTY, "holder": "p1"},
            {"right_id": "filed later", "kind": "invention", "filed": "2020-07-01", "region": COUNTY, "holder": "p1"},
        ],
        events=[
            {"right_id": "two loans", "event": "licensed", "effective": "2020-01-01"},
            {"right_id": "two loans", "event": "licensed", "effective": "2020-01-01"},
            {"right_id": "two loans", "event": "licensed", "gazetted": "2020-01-02"},
            {"right_id": "went", "event": "licensed", "effective": "2020-02-01"},
        ],
        pledges=[
            {"loan_id": "l1", "right_id": "two loans", "registered": "2019-01-01", "released": "2020-07-01"},
            {"loan_id": "l2", "right_id": "two loans", "registered": "2020-01-01", "released": None},
            {"loan_id": "l3", "right_id": "came", "registered": "2015-01-01", "released": "2020-06-30"},
        ],
    )


@pytest.mark.parametrize(
    ("indicator", "number"),
    [
        ("utility_models", 2),
        ("patents", 5),
        ("patent_grants", 1),
        ("patent_filings", 1),
        ("patents_in", 1),
        ("patents_out", 1),
        ("patent_licences", 2),
        ("pledged_patents", 1),
        ("patent_holding_enterprises", 2),
    ],
)
def test_what_it_counts(registry, indicator, number):
    measure = INDICATORS[indicator].numerator
    assert values_on(CON, registry, measures_of([INDICATORS[indicator]]), [DAY], COUNTY)[measure] == (number,)


def test_rights_granted_on_one_day_count_their_holder_once(tmp_path):
    """Engines order equal days as they like, and in each window anew: it shows only where several threads have much to do."""
    holders, rights = 60_000, 360_000
    random = np.random.default_rng(1)
    holder = random.integers(0, holders, rights)
    start = np.sort(random.integers(0, 12, rights) * 300 + 16_436)
    end = np.where(random.random(rights) < 0.5, start + random.integers(1, 3, rights) * 100, NO_END)
    registry = snapshot(tmp_path)
    path = registry.path("spans")
    schema = pq.read_schema(path)
    columns = {
        "right_id": pa.array([f"r{number}" for number in range(rights)]),
        "kind": pa.array(["design", "invention", "utility_model"] * (rights // 3)),
        "gi": pa.repeat(pa.scalar(value=False), rights),
        "holder": pa.array([f"p{number}" for number in holder]),
        "holder_kind": pa.repeat("enterprise", rights),
        "region": pa.repeat(COUNTY, rights),
        "start": pa.array(start.astype("int32")).cast(pa.date32()),
        "end": pa.array(end.astype("int32"), mask=end == NO_END).cast(pa.date32()),
    }
    pq.write_table(
        pa.table([columns[name].cast(schema.field(name).type) for name in schema.names], schema=schema), path
    )
    days = [16_436 + 137 * step for step in range(25)]
    wanted = tuple(len(np.unique(holder[(start <= day) & (day < end)])) for day in days)
    indicator = INDICATORS["patent_holding_enterprises"]
    threads = connect("duckdb", threads=8)
    asked = [date(1970, 1, 1) + timedelta(days=day) for day in days]
    for _ in range(4):
        counted = values_on(threads, registry, measures_of([indicator]), asked, COUNTY)
        assert counted[indicator.numerator] == wanted


def on(registry, indicator, region, day=DAY):
    [(value,)] = values_on(CON, registry, [INDICATORS[indicator].numerator], [day], region).values()
    return value


@pytest.fixture(scope="module")
def in_two_counties(tmp_path_factory):
    return snapshot(
        tmp_path_factory.mktemp("two"),
        spans=[
            span("a", "2016-01-01", "2020-07-01"),
            span("b", "2017-01-01", region="350802"),
            span("c", "2018-01-01", region="350802", holder="p2"),
        ],
    )


@pytest.mark.parametrize(
    ("region", "day", "number"),
    [
        (COUNTY, "2020-06-30", 1), ("350802", "2020-06-30", 2), ("350800", "2020-06-30", 2), ("350000", "2020-06-30", 2),
        ("350800", "2016-12-31", 1), (COUNTY, "2020-07-01", 0), ("350800", "2020-07-01", 2),
    ],
)  # fmt: skip
def test_an_enterprise_of_two_counties_counts_once_in_their_prefecture(in_two_counties, region, day, number):
    day = date.fromisoformat(day)
    assert (on(in_two_counties, "patent_holding_enterprises", region, day) or 0) == number
    holders = explain(in_two_counties, "patent_holding_enterprises", as_of=day, region=region).rows
    assert len(holders) == len({row.subject for row in holders}) == number


def test_it_counts_once_in_each_group_of_a_series(in_two_counties):
    def at_the_end(**asked):
        cells = series(
            in_two_counties,
            INDICATORS["patent_holding_enterprises"],
            first=DAY,
            last=DAY,
            every=1,
            region="350800",
            **asked,
        )
        return {row["group"]: row["numerator"] for row in cells.to_pylist()}

    assert at_the_end() == {"": 2}
    assert at_the_end(by="prefecture") == {"350800": 2}
    assert at_the_end(by="county") == {COUNTY: 1, "350802": 2}
    assert at_the_end(by="holder_kind") == {"enterprise": 2}


def test_patents_divide_by_each_enterprise_once(in_two_counties):
    both = values_on(CON, in_two_counties, measures_of([INDICATORS["patents_per_enterprise"]]), [DAY], "350800")
    assert [value for (value,) in both.values()] == [3, 2]


def test_what_ended_on_its_first_day_and_was_restored_later_was_granted_in_no_year(tmp_path):
    registry = snapshot(
        tmp_path,
        spans=[
            span("late", "2018-06-01"),
            span("again", "2018-01-01", "2018-03-01"),
            span("again", "2018-06-01"),
            span("plain", "2018-02-01"),
        ],
        rights=[
            {"right_id": "late", "kind": "invention", "registered": "2016-01-01", "region": COUNTY, "holder": "p1"},
            {"right_id": "again", "kind": "invention", "registered": "2017-12-01", "region": COUNTY, "holder": "p1"},
            {"right_id": "plain", "kind": "invention", "registered": "2018-02-01", "region": COUNTY, "holder": "p1"},
        ],
        events=[
            {"right_id": "late", "event": "lapsed", "effective": "2016-01-01"},
            {"right_id": "late", "event": "restored", "effective": "2018-06-01"},
            {"right_id": "again", "event": "granted", "effective": "2018-01-01"},
            {"right_id": "again", "event": "lapsed", "effective": "2018-03-01"},
            {"right_id": "again", "event": "restored", "effective": "2018-06-01"},
        ],
    )
    assert on(registry, "invention_grants", COUNTY, date(2018, 12, 31)) == 2


BEGUN = {"right_id": "a", "event": "pledged", "effective": "2019-01-01"}
OVER = {"right_id": "a", "event": "pledge_released", "effective": "2020-01-01"}
OF_LOAN = {"loan_id": "l", "right_id": "a", "registered": "2018-11-01", "released": "2019-07-01"}


@pytest.mark.parametrize(
    ("events", "pledges", "days"),
    [
        ([BEGUN], [], {"2018-12-31": 0, "2019-01-01": 1, "2021-01-01": 1}),
        ([BEGUN, OVER], [], {"2019-12-31": 1, "2020-01-01": 0}),
        ([{**OVER, "effective": "2018-06-01"}, BEGUN], [], {"2019-12-31": 1}),
        ([{**BEGUN, "effective": None, "gazetted": "2019-01-30"}, OVER], [OF_LOAN], {"2018-11-01": 1, "2019-06-30": 1, "2019-07-01": 0}),
        ([BEGUN], [{**OF_LOAN, "registered": "2016-01-01", "released": "2016-12-31"}], {"2016-06-01": 1, "2017-06-01": 0, "2019-01-01": 1}),
        ([], [{**OF_LOAN, "released": None}], {"2018-10-31": 0, "2020-06-30": 1}),
    ],
)  # fmt: skip
def test_a_pledge_is_told_by_loans_and_by_events(tmp_path, events, pledges, days):
    registry = snapshot(tmp_path, spans=[span("a", "2015-01-01")], events=events, pledges=pledges)
    assert {day: on(registry, "pledged_patents", COUNTY, date.fromisoformat(day)) or 0 for day in days} == days


def test_what_an_event_says_was_pledged_is_of_high_value(tmp_path):
    assert (
        on(snapshot(tmp_path, spans=[span("a", "2015-01-01")], events=[BEGUN, OVER]), "high_value_inventions", COUNTY)
        == 1
    )


def test_the_page_lists_every_indicator_and_what_cannot_be_computed():
    page = PAGE.read_text(encoding="utf-8")
    for indicator in INDICATORS.values():
        row = (
            f"| `{indicator.id}` | {indicator.name} | {indicator.unit} | {indicator.version} | {indicator.definition} |"
        )
        assert row in page, indicator.id
    for name, (title, why) in NOT_COMPUTABLE.items():
        assert f"| `{name}` | {title} | {why} |" in page, name
