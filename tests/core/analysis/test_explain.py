"""The rows behind a number add up to it, and each says why it counts."""

from datetime import date

import pytest
from given import COUNTY, residents, snapshot, span

from zhixian.core.analysis.explain import explain
from zhixian.core.analysis.indicators import INDICATORS
from zhixian.core.analysis.values import measures_of, values_on
from zhixian.core.engine import connect

CON = connect("duckdb")
DAY = date(2020, 6, 30)


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    return snapshot(
        tmp_path_factory.mktemp("registry"),
        spans=[
            span("a", "2009-05-05"),
            span("b", "2018-01-01", "2020-12-31", holder="p2", holder_kind="university"),
            span("gone", "2010-01-01", "2020-06-30"),
            span("away", "2010-01-01", region="350824"),
        ],
        rights=[
            {"right_id": "a", "kind": "invention", "number": "ZL1", "title": "一种方法", "filed": "2008-02-29"},
            {"right_id": "b", "kind": "invention", "filed": "2016-01-01"},
        ],
        parties=[{"party_id": "p1", "name": "甲公司", "kind": "enterprise", "region": COUNTY}],
        loans=[{"loan_id": "l", "borrower": "p1", "principal": 500, "drawn": "2020-01-01", "due": "2021-01-01"}],
        pledges=[{"loan_id": "l", "right_id": "a", "registered": "2020-02-02"}],
        population=[residents(2019, 376_000)],
    )


def test_each_right_says_why_it_counts(registry):
    seen = explain(registry, "inventions_per_10k", as_of=DAY, region=COUNTY, engine=CON)
    assert (seen.total(), seen.total("denominator"), seen.snapshot, seen.version) == (2, 376_000, "test", "1")
    first, second, people = seen.rows
    assert (first.number, first.title, first.holder_name) == ("ZL1", "一种方法", "甲公司")
    assert first.reason == "2009-05-05 起计入，未见终止"
    assert second.reason == "2018-01-01 起计入，2020-12-31 起不再计入"
    assert people.reason == "2020 年各日按此常住人口计算"


def test_each_loan_says_which_year_it_counts_in(registry):
    (row,) = explain(registry, "pledge_financing", as_of=DAY, region=COUNTY, engine=CON).rows
    assert (row.subject, row.amount, row.reason) == ("l", 500, "发生于 2020-02-02，计入 2020 年")


def test_a_right_is_high_value_from_the_first_reason_on(registry):
    (row,) = explain(registry, "high_value_inventions", as_of=DAY, region=COUNTY, engine=CON).rows
    assert (row.right_id, row.start) == ("a", date(2018, 2, 28))


@pytest.mark.parametrize("indicator", INDICATORS)
def test_rows_add_up_to_the_number(registry, indicator):
    chosen = INDICATORS[indicator]
    seen = explain(registry, indicator, as_of=DAY, region=COUNTY, engine=CON)
    totals = values_on(CON, registry, measures_of([chosen]), [DAY], COUNTY)
    assert seen.total() == (totals[chosen.numerator][0] or 0)
    if chosen.denominator is not None:
        assert seen.total("denominator") == (totals[chosen.denominator][0] or 0)


def test_it_can_be_written_as_json(registry):
    plain = explain(registry, "inventions", as_of=DAY, region=COUNTY, engine=CON).to_json()
    assert plain["as_of"] == "2020-06-30"
    assert [(row["start"], row["end"]) for row in plain["rows"]] == [("2009-05-05", None), ("2018-01-01", "2020-12-31")]
