"""Policies and claims as they are entered: held against each other as far as whoever keeps them may know."""

import pytest

from factories.people import make_organisation, make_person
from zhixian.core.registers.rows import read_row
from zhixian.web.kit.clock import today
from zhixian.web.registers.actions import enter_row
from zhixian.web.registers.definitions import kept_registers

pytestmark = pytest.mark.django_db
UNIT = "industry_science_bureau"
POLICY = {
    "policy": "Y1", "insurer": "某财险", "insured": "测试企业1", "kind": "loss", "sum_insured": "100000", "premium": "3000",
    "begins": "2020-01-01", "ends": "2020-12-31",
}  # fmt: skip
CLAIM = {
    "number": "L1", "policy": "Y1", "insurer": "某财险", "insured": "测试企业1", "event": "被侵权", "occurred_on": "2020-05-01",
    "known_on": "2020-05-06",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _day(settings, tmp_path):
    settings.TODAY, settings.DATA = "2020-11-16", tmp_path


def enter(register, typed, **place):
    kept = kept_registers()[register]
    values, wrong = read_row(kept.register, typed, today=today())
    assert wrong == {} or not wrong
    row = enter_row(kept, values, **place)
    row.refresh_from_db()
    return row


def by_unit():
    return {"by": make_person("handler", unit=UNIT), "unit": UNIT}


def by_enterprise():
    own = make_organisation()
    return {"by": make_person("enterprise", organisation=own), "organisation": own}


def words(row):
    return [finding["words"] for finding in row.findings]


def test_payments_add_up_against_the_sum_insured():
    place = by_unit()
    enter("ip_policies", POLICY, **place)
    first = enter("ip_claims", CLAIM | {"claimed_on": "2020-06-01", "paid": "70000", "paid_on": "2020-06-20"}, **place)
    second = enter(
        "ip_claims",
        CLAIM | {"number": "L2", "occurred_on": "2020-05-02", "claimed_on": "2020-07-01", "claimed": "40000"},
        **place,
    )
    assert words(first) == []
    assert words(second) == ["索赔 40,000 元，保险金额 100,000 元，别的理赔已赔 70,000 元，只剩 30,000 元"]


def test_enterprise_learns_nothing_from_rows_of_others():
    enter("ip_policies", POLICY, **by_unit())
    theirs = enter("ip_claims", CLAIM, **by_enterprise())
    assert words(theirs) == ["没有录入保单 Y1，核不了保险期间和保额"]


def test_enterprise_is_held_against_its_own_policy():
    place = by_enterprise()
    enter("ip_policies", POLICY, **place)
    late = enter("ip_claims", CLAIM | {"occurred_on": "2019-12-31"}, **place)
    assert words(late) == ["2019-12-31 出险，保险期间是 2020-01-01 至 2020-12-31"]


@pytest.mark.parametrize(
    ("more", "due", "name"),
    [
        ({}, "2022-05-06", "索赔时效届满"),
        ({"claimed_on": "2020-11-02"}, "2020-12-02", "保险公司核定"),
        ({"claimed_on": "2020-11-02", "agreed_on": "2020-11-10"}, "2020-11-20", "保险公司赔付"),
        ({"closed_on": "2020-11-10"}, "None", ""),
    ],
)
def test_limits_of_the_insurance_law_fall_due(more, due, name):
    row = enter("ip_claims", CLAIM | more, **by_unit())
    assert (str(row.due), row.due_name) == (due, name)
