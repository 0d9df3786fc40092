"""Spark gives the same targets, series and rows as DuckDB, to the last unit."""

from datetime import date

import pytest
from given import COUNTY, five, residents, snapshot, span

from zhixian.core.analysis.explain import explain
from zhixian.core.analysis.indicators import INDICATORS
from zhixian.core.analysis.outlook import look_ahead
from zhixian.core.analysis.series import series
from zhixian.core.analysis.values import measures_of, values_on
from zhixian.core.engine import connect

pytestmark = pytest.mark.spark
KINDS = (
    "invention", "utility_model", "design", "trademark", "collective_mark", "certification_mark", "gi_product",
    "copyright_work", "software", "plant_variety", "layout_design",
)  # fmt: skip
DAYS = [date(2018, 12, 31), date(2014, 12, 31), date(2019, 12, 31), date(2020, 6, 30), date(2021, 1, 1)]


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    """A few hundred rights that start, end, move, lapse and return; loans, pledges, honours, licences, residents."""
    parties = [
        {"party_id": f"p{n}", "name": f"名{n}", "kind": kind, "region": region, "industry": f"C{13 + n}"}
        for n, (kind, region) in enumerate([
            ("enterprise", COUNTY), ("soe", COUNTY), ("university", "350824"), ("enterprise", "350100"), ("individual", None),
        ])
    ]  # fmt: skip
    kind_of, region_of = ({p["party_id"]: p[key] for p in parties} for key in ("kind", "region"))
    spans, rights, events = [], [], []
    for n in range(330):
        holder, right = f"p{n % 5}", {"right_id": f"r{n}", "kind": KINDS[n % 11], "gi": n % 3 == 0}
        start = date(2005 + n * 7 % 16, 1 + n % 12, 1 + n % 28)
        moves = date(start.year + 1 + n % 4, 3, 31)
        seat = {"holder_kind": kind_of[holder], "region": region_of[holder]}
        spans.append(span(**right, start=start, end=moves if n % 2 else None, holder=holder, **seat))
        if n % 4 == 1:
            other = f"p{(n + 3) % 5}"
            later = {"holder_kind": kind_of[other], "region": region_of[other]}
            begin = moves if n % 8 == 1 else date(moves.year, 9, 30)
            spans.append(span(**right, start=begin, end=None if n % 3 else date(2020, 6, 30), holder=other, **later))
        classes = None if n % 7 == 0 else f"{'ABCDEFGH'[n % 8]}0{n % 9}F 3/0{n % 5}; G06F 1/00"
        rights.append(
            {
                **right,
                "classes": classes,
                "filed": date(start.year - 1, 2, 28),
                "registered": start,
                "holder": holder,
                "region": seat["region"],
            }
        )
        events.append({"right_id": f"r{n}", "event": "licensed", "gazetted": date(2019, 1 + n % 12, 5)})
    return snapshot(
        tmp_path_factory.mktemp("registry"),
        spans=spans, rights=rights, parties=parties, events=events,
        loans=[{"loan_id": f"l{n}", "borrower": f"p{n % 5}", "principal": 10**9 + n, "drawn": "2019-01-01", "due": "2022-01-01"} for n in range(40)],
        pledges=[
            {"loan_id": f"l{n % 40}", "right_id": f"r{n * 7 % 330}", "registered": date(2017 + n % 4, 1 + n % 12, 28),
             "released": None if n % 3 else date(2020, 1 + n % 12, 1)}
            for n in range(120)
        ],
        honours=[{"right": f"r{n * 11}", "honour": "中国专利优秀奖", "awarded": date(2010 + n, 6, 1)} for n in range(9)],
        population=[residents(year, 300_000 + year, region) for year in range(2011, 2021) for region in (COUNTY, "350824", "350800")],
    )  # fmt: skip


def rows_of(table):
    return sorted(table.to_pylist(), key=lambda row: (row["group"], row["day"]))


def test_each_kind_of_measure(registry, spark):
    of_each_kind = {type(measure): measure for measure in reversed(measures_of(INDICATORS.values()))}
    measures = tuple(of_each_kind.values())
    here = values_on(connect("duckdb"), registry, measures, DAYS, "350800")
    assert values_on(spark, registry, measures, DAYS, "350800") == here
    assert [type(measure).__name__ for measure, totals in here.items() if not any(totals)] == []


def test_targets_and_forecasts(registry, spark):
    ours = look_ahead(five(), registry, as_of=DAYS[3], engine=connect("duckdb"))
    theirs = look_ahead(five(), registry, as_of=DAYS[3], engine=spark)
    assert theirs == ours
    assert theirs.result.to_json()["targets"][0]["numerator"] > 0


@pytest.mark.parametrize(
    ("indicator", "by", "region"),
    [
        ("inventions_per_10k", "county", None),
        ("patents_in", "prefecture", None),
        ("patents_per_enterprise", "holder_kind", "350800"),
    ],
)
def test_series(registry, spark, indicator, by, region):
    asked = {
        "first": date(2012, 1, 1),
        "last": date(2020, 12, 31),
        "every": 3,
        "by": by,
        "region": region,
        "from_cube": False,
    }
    ours = series(registry, INDICATORS[indicator], **asked, engine=connect("duckdb"))
    theirs = series(registry, INDICATORS[indicator], **asked, engine=spark)
    assert rows_of(theirs) == rows_of(ours)
    assert any(ours["numerator"].to_pylist())


def test_the_rows_behind_a_number(registry, spark):
    ours = explain(registry, "pledge_financing", as_of=DAYS[2], region=COUNTY, engine=connect("duckdb"))
    assert explain(registry, "pledge_financing", as_of=DAYS[2], region=COUNTY, engine=spark) == ours
    assert ours.rows
