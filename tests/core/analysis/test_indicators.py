"""The further indicators, one example each, and the page that lists them."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from given import COUNTY, snapshot, span

from zhixian.core.analysis.indicators import INDICATORS, NOT_COMPUTABLE
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


def test_the_page_lists_every_indicator_and_what_cannot_be_computed():
    page = PAGE.read_text(encoding="utf-8")
    for indicator in INDICATORS.values():
        row = (
            f"| `{indicator.id}` | {indicator.name} | {indicator.unit} | {indicator.version} | {indicator.definition} |"
        )
        assert row in page, indicator.id
    for name, (title, why) in NOT_COMPUTABLE.items():
        assert f"| `{name}` | {title} | {why} |" in page, name
