"""Spark awards, refuses and lists the same as DuckDB, to the fen."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from registries import write_registry
from zhixian.core.analysis.incentives import compute
from zhixian.core.analysis.incentives.bulk import compile_incentive
from zhixian.core.analysis.incentives.fact_tables import FactTables
from zhixian.core.catalogue import definitions
from zhixian.core.engine import connect
from zhixian.core.plan.load import load_plan
from zhixian.core.plan.model import Amount

pytestmark = [
    pytest.mark.spark,
    pytest.mark.xdist_group("spark"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings(
        "ignore::pytest.PytestUnraisableExceptionWarning"
    ),  # py4j leaves sockets to the collector
]
KINDS = ("invention", "design", "trademark", "collective_mark", "certification_mark", "software", "copyright_work")
PARTY_KINDS = ("enterprise", "soe", "cooperative", "farm", "enterprise", "soe", "individual", None)
HONOURS = ("national_advantage_enterprise", "gbt29490", "provincial_patent_award")


def scattered(rng: Random) -> date:
    return date(2014, 1, 1) + timedelta(rng.randrange(2200))


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    """A few hundred loans from 1 fen to the largest sum, on days around every boundary, and something of all the rest."""
    rng = Random(18)
    names = [f"E{n}" for n in range(40)]
    regions = ("350823", "350823", "350823", "350823", "350823", "350824", "350100", None)
    loans, pledges = [], []
    for n in range(600):
        drawn = rng.choice([scattered(rng), date(2015, 10, 24), date(2016, 8, 31), date(2018, 1, 31)])
        due = drawn + timedelta(rng.choice([181, 182, 365, 366, 1095, 1826, 3000]))
        repaid = rng.choice([None, due, drawn + timedelta(rng.randrange(1, 900))])
        principal = rng.choice([1, 10**15, rng.randrange(1, 10**9), rng.randrange(1, 10**9)])
        loans.append(
            {
                "loan_id": f"L{n}",
                "borrower": rng.choice(names),
                "principal": principal,
                "drawn": drawn,
                "due": due,
                "repaid": repaid,
            }
        )
        pledges += [{"loan_id": f"L{n}", "right_id": f"R{r}"} for r in rng.sample(range(200), rng.randrange(3))]
    return write_registry(
        tmp_path_factory.mktemp("incentives"),
        parties=[{"party_id": n, "name": n, "kind": rng.choice(PARTY_KINDS), "region": rng.choice(regions), "industry": "7520", "founded": scattered(rng)} for n in names],
        rights=[{"right_id": f"R{n}", "kind": rng.choice(KINDS), "gi": rng.choice([True, False, None]), "holder": rng.choice(names), "region": rng.choice(regions), "registered": rng.choice([None, scattered(rng)])} for n in range(200)],
        events=[{"right_id": f"R{n}", "event": rng.choice(["granted", "licensed"]), "gazetted": scattered(rng), "party": rng.choice(names)} for n in range(200)],
        loans=loans, pledges=pledges,
        projects=[{"project_id": f"P{n}", "kind": rng.choice(["navigation", "industrialisation"]), "party": rng.choice(names), "cost": rng.choice([None, 10**15, rng.randrange(10**7)]), "completed": scattered(rng)} for n in range(200)],
        honours=[{"party": rng.choice(names), "honour": rng.choice(HONOURS), "awarded": scattered(rng)} for n in range(100)],
        spans=[{"right_id": f"R{n}", "kind": "invention", "holder": rng.choice(names), "holder_kind": "enterprise", "region": rng.choice(regions[:-1]), "start": start, "end": end} for n in range(100) for start, end in [(date(2014, 1, 1), date(2018, 3, 1)), (date(2018, 3, 1), None)]],
    )  # fmt: skip


def test_a_year_is_the_same(registry, shanghang, spark):
    plan = load_plan(shanghang)
    on_spark = compute(plan, definitions(), registry, year=2018, engine=spark).to_json()
    on_duckdb = compute(plan, definitions(), registry, year=2018, engine=connect("duckdb")).to_json()
    assert on_spark == on_duckdb
    assert len(on_duckdb["awards"]) > 20
    assert {award["capped"] for award in on_duckdb["awards"]} == {True, False}


def test_caps_that_change_are_the_same(registry, spark):
    """Two versions of share and cap over all years, the finest share: the longest arithmetic."""
    day, change = date(2015, 1, 1), date(2018, 6, 1)
    amounts = [
        Amount(f"{p}{e}", "navigation", p, "8", kind, Decimal(value), per, e, until, "原文")
        for p, kind, per, e, until, value in [
            ("share", "share", None, day, change, "66.6667"), ("share", "share", None, change, None, "0.0001"),
            ("cap", "cap", "ever", day, change, "300000000"), ("cap", "cap", "ever", change, None, "400000000000"),
        ]
    ]  # fmt: skip
    definition = definitions().incentives["navigation"]
    found = []
    for con in (spark, connect("duckdb")):
        compiled = compile_incentive(definition, amounts, FactTables(con, registry), year=2018, region="350000")
        found.append(sorted(compiled.awards.to_pyarrow().to_pylist(), key=lambda row: row["project_id"]))
    assert found[0] == found[1]
    assert len(found[0]) > 5
