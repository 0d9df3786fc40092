"""The further indicators, one example each, and the page that lists them."""

from datetime import date
from pathlib import Path

import pytest
from given import COUNTY, snapshot, span

from zhixian.core.analysis.indicators import INDICATORS, NOT_COMPUTABLE
from zhixian.core.analysis.values import measures_of, values_on
from zhixian.core.engine import connect

CON = connect("duckdb")
DAY = date(2020, 6, 30)
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


def test_the_page_lists_every_indicator_and_what_cannot_be_computed():
    page = PAGE.read_text(encoding="utf-8")
    for indicator in INDICATORS.values():
        row = (
            f"| `{indicator.id}` | {indicator.name} | {indicator.unit} | {indicator.version} | {indicator.definition} |"
        )
        assert row in page, indicator.id
    for name, (title, why) in NOT_COMPUTABLE.items():
        assert f"| `{name}` | {title} | {why} |" in page, name
