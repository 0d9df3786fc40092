"""One party's entitlements are the bulk evaluator's to the fen: for every party of a sample county, awarded, refused and waiting."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from registries import write_registry
from zhixian.core.analysis.finding import find_parties, known_parties
from zhixian.core.analysis.incentives import compute
from zhixian.core.analysis.incentives.one_party import entitlement, entitlements, facts_of_party
from zhixian.core.analysis.known_days import last_day_known
from zhixian.core.catalogue import definitions
from zhixian.core.engine import connect
from zhixian.core.plan.load import load_plan
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
from zhixian.core.registry.snapshot import current
from zhixian.core.sample import make

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def plan():
    return load_plan(ROOT / "plans" / "shanghang")


@pytest.fixture(scope="module")
def county(tmp_path_factory, plan):
    folder = tmp_path_factory.mktemp("county")
    make(folder / "sample", plan=plan.folder)
    import_paths([folder / "sample"], data=folder / "data", importers=importers())
    return current(folder / "data")


def test_every_party_of_the_sample_county(county, plan):
    year = 2020
    found = compute(plan, definitions(), county, year=year)
    awarded = {
        (award.incentive, award.party, award.subject): (award.amount_fen, award.reasons) for award in found.awards()
    }
    refused = {(row.incentive, row.party, row.subject): row.reasons for row in found.refused if row.party}
    waiting = {(norm.incentive, party) for norm in found.undetermined for party in norm.parties}
    con, own_awards, own_refused, own_waiting = connect(threads=1), {}, {}, set()
    for party in concerned(county, {party for _, party in waiting}):
        own = entitlements(con, plan, definitions(), county, party, year=year, region=plan.region)
        own_waiting |= {(wait.norm.incentive, party) for wait in own.waiting if wait.waits}
        for rule in own.rules:
            for line in rule.lines:
                key = (rule.definition.id, party, line.subject)
                if line.outcome.amount_fen:
                    own_awards[key] = (line.outcome.amount_fen, line.outcome.reasons)
                else:
                    own_refused[key] = line.outcome.refusals
    assert {key: amount for key, (amount, _) in own_awards.items()} == {
        key: amount for key, (amount, _) in awarded.items()
    }
    assert own_awards == awarded
    assert own_refused == refused
    assert own_waiting == waiting


def concerned(county, waiting):
    """Every party that any rule could look at, and some that none looks at: asking all 1,500 would prove no more."""
    told = {
        row
        for table, column in (("loans", "borrower"), ("projects", "party"))
        for row in read(county, table)[column].to_pylist()
    }
    marks = read(county, "rights").to_pylist()
    told |= {mark["holder"] for mark in marks if mark["gi"]}
    everybody = sorted(party.id for party in known_parties(county))
    return sorted({party for party in told | waiting | set(everybody[::100]) if party})


def test_a_rule_that_was_changed_under_its_name_asks_for_its_own_rows(county):
    con, rules = connect(threads=1), definitions().incentives
    party = read(county, "projects")["party"].to_pylist()[0]
    facts_of_party(con, county, rules["gi_mark"], party)
    own = facts_of_party(con, county, rules["navigation"], party)
    assert own
    assert facts_of_party(con, county, replace(rules["navigation"], id="gi_mark"), party) == own


def read(county, table):
    return pq.read_table(county.path(table))


@pytest.fixture
def small(tmp_path):
    parties = [{"party_id": "o'hara\\", "name": "O'Hara", "kind": "enterprise", "region": "350823"}]
    projects = [
        {"project_id": "N1", "kind": "navigation", "party": "o'hara\\", "cost": 8_000_000, "completed": "2018-03-01"},
        {"project_id": "N2", "kind": "navigation", "party": "o'hara\\", "cost": 8_000_000, "completed": "2019-03-01"},
    ]
    return write_registry(tmp_path / "registry", parties=parties, projects=projects)


def test_a_cap_over_all_years_knows_the_years_before(small, plan):
    own = entitlements(connect(), plan, definitions(), small, "o'hara\\", year=2019, region=plan.region)
    navigation = next(rule for rule in own.rules if rule.definition.id == "navigation")
    assert [(line.subject, line.outcome.amount_fen) for line in navigation.lines] == [("N2", 1_000_000)]
    assert (navigation.total_fen, navigation.used_fen, navigation.cap.value) == (1_000_000, 5_000_000, 5_000_000)
    assert own.total_fen == 1_000_000


def test_a_party_nobody_knows_is_entitled_to_nothing(small, plan):
    own = entitlements(connect(), plan, definitions(), small, "nobody", year=2018, region=plan.region)
    assert (own.total_fen, [wait for wait in own.waiting if wait.waits]) == (0, [])


@pytest.fixture
def names(tmp_path):
    told = ("甲（杭）茶业有限公司", "甲(杭)茶业有限责任公司", "乙茶业有限公司", "丙 厂")
    return write_registry(
        tmp_path / "names", parties=[{"party_id": f"P{n}", "name": name} for n, name in enumerate(told)]
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("甲(杭)茶业有限公司", ["P0"]),
        ("甲（杭）茶业", ["P0", "P1"]),
        ("茶业", ["P2", "P0", "P1"]),
        ("丙厂", ["P3"]),
        ("P3", ["P3"]),
        ("茶", []),
        ("有限公司", []),
        ("  ", []),
    ],
)
def test_parties_are_found_by_what_people_type(names, text, found):
    assert [party.id for party in find_parties(names, text)] == found


def test_the_last_day_known(small, names):
    assert last_day_known(small, no_later_than=date(2030, 1, 1)) == date(2019, 3, 1)
    assert last_day_known(small, no_later_than=date(2019, 2, 28)) == date(2018, 3, 1)
    assert last_day_known(names, no_later_than=date(2030, 1, 1)) is None


@pytest.mark.parametrize("year", [2016, 2020])
def test_the_clause_is_that_of_the_sum_also_before_it_begins(plan, year):
    moved = [replace(a, clause="9") if a.id == "pledge_interest.cap" else a for a in plan.amounts]
    rule = definitions().incentives["pledge_interest"]
    for amounts in (moved, moved[::-1]):
        own = entitlement(rule, replace(plan, amounts=tuple(amounts)), [], year=year, region=plan.region)
        assert own.clause == "18"
