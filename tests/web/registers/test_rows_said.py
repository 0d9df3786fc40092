"""Rows that are looked for by what they say are found without opening the others, whenever they were entered and however changed."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.people import make_person
from factories.registers import POLICY, row_of
from zhixian.web.registers.actions import change_row, strike_row
from zhixian.web.registers.beside import saying
from zhixian.web.registers.checking import findings_on
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import COMPARED, Said, in_one_spelling

UPGRADES = [import_module(f"zhixian.web.registers.migrations.{name}") for name in ("0006_said", "0007_more_said")]
CLAIM = {
    "insured": "测试企业1", "event": "被侵权", "known_on": "2018-05-06", "insurer": "某财险", "occurred_on": "2018-05-05",
}  # fmt: skip


@pytest.fixture
def handler():
    return make_person("handler", unit="industry_science_bureau")


@pytest.fixture
def claims(handler):
    return [row_of("ip_claims", by=handler, **CLAIM, policy=policy, number=f"L{policy}") for policy in ("甲-1", "乙2")]


def on_policy(policy):
    return [row.values["number"] for row in saying("ip_claims", "policy", {policy})]


def test_a_claim_is_found_by_its_policy_in_any_spelling(claims):
    assert on_policy("甲1") == ["L甲-1"]
    assert on_policy("丙3") == []


def test_a_claim_whose_policy_is_put_right_is_found_by_the_new_one(claims, handler):
    row = claims[0]
    change_row(row, kept_registers()["ip_claims"], {**row.values, "policy": "丙３"}, by=handler, version=row.version)
    assert on_policy("丙3") == ["L甲-1"]
    assert on_policy("甲1") == []


def test_a_claim_that_was_struck_is_not_found(claims, handler):
    row = claims[0]
    strike_row(row, kept_registers()["ip_claims"], by=handler, version=row.version, reason="录错了")
    assert on_policy("甲1") == []


def test_an_upgrade_finds_the_rows_of_before(claims, monkeypatch):
    kept = set(Said.objects.values_list("row", "field", "said"))
    Said.objects.all().delete()
    for upgrade in UPGRADES:
        monkeypatch.setattr(upgrade, "AT_ONCE", 1)
        upgrade.keep_said(apps, None)
    assert set(Said.objects.values_list("row", "field", "said")) == kept
    first, then = UPGRADES
    both = {*first.COMPARED, *then.COMPARED}
    known = {name: {*first.COMPARED.get(name, ()), *then.COMPARED.get(name, ())} for name in both}
    assert known == {name: set(fields) for name, fields in COMPARED.items()}
    assert in_one_spelling("甲 1") in {said for _, _, said in kept}


def test_no_field_by_which_rows_are_looked_for_lies_sealed():
    for register, fields in COMPARED.items():
        definition = kept_registers()[register].register
        assert not definition.sealed & set(fields)
        assert all(definition.field(field) for field in fields)


def test_whose_a_row_is_is_looked_for_in_every_register_that_says_it():
    owners = {name: kept.register.owner for name, kept in kept_registers().items() if kept.register.owner}
    assert owners
    assert {name: owner for name, owner in owners.items() if owner not in COMPARED.get(name, ())} == {}


def test_a_policy_is_checked_without_reading_the_claims_of_others(handler, claims):
    policy = row_of("ip_policies", by=handler, **POLICY, policy="甲1", insurer="某财险")
    assert on_policy("甲1")
    with CaptureQueriesContext(connection) as asked:
        findings_on([policy], as_of=date(2018, 6, 1))
    read = [one["sql"] for one in asked.captured_queries if '"registers_row"."values"' in one["sql"]]
    assert not [sql for sql in read if '"id" IN' not in sql and '"key" IN' not in sql]


def test_rows_that_lead_to_others_are_looked_for_by_what_each_names_the_other():
    for kept in kept_registers().values():
        if leads := kept.register.becomes:
            assert leads.told[1] in COMPARED[kept.register.id]
            assert leads.told[0] in COMPARED[leads.register]
