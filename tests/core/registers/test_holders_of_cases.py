"""Whose the rights are that a case names."""

from datetime import date

import pytest

from zhixian.core.registers.checks.cases import holder_registered
from zhixian.core.registers.checks.market import licensed_to

DAY = date(2020, 3, 2)
CONTRACT = {"owner": "甲公司", "partner": "乙公司", "role": "taker", "sort": "mark_licence", "effective_on": "2020-01-01", "rights": "1/11"}  # fmt: skip


def told(named, *, known=None, licensees=()):
    found = holder_registered({"holder": named}, known or {"1": {"1/11": "某县乙公司"}}, licensees, DAY)
    return [(one.words, one.grave) for one in found]


def test_another_holder_than_the_registry_has_is_told_and_not_refused():
    assert told("甲公司") == [
        ("登记数据里 2020-03-02 1/11 的权利人是某县乙公司，这里写的是甲公司：核对权利号和权利人", False)
    ]
    assert told("甲公司", licensees=["丙公司"]) != []


@pytest.mark.parametrize(
    ("named", "more"),
    [
        ("某县乙公司", {}),
        ("乙公司", {}),
        ("某县乙公司、丙公司", {}),
        ("甲公司", {"known": {"1": {}}}),
        ("甲公司", {"known": {"1": {"1/11": ""}}}),
        ("甲公司", {"known": {"1": {"1/11": "乙公司", "1/30": "甲公司"}}}),
        ("甲公司", {"licensees": ["甲公司"]}),
        ("甲公司", {"licensees": [""]}),
    ],
    ids=["own", "in short", "beside another", "unknown", "no name", "in one class", "licensee", "a licensee unnamed"],
)
def test_what_may_be_right_is_not_told(named, more):
    assert told(named, **more) == []


def test_of_two_rights_the_one_of_another_is_told():
    [(words, _)] = told("甲公司", known={"1": {"1/11": "乙公司"}, "2": {"2/11": "甲公司"}})
    assert ("1/11" in words, "2/11" in words) == (True, False)


@pytest.mark.parametrize(
    ("said", "licensed"),
    [
        ({}, True),
        ({"rights": "2；1"}, True),
        ({"ends_on": "2020-03-02"}, True),
        ({"ends_on": "2020-03-01"}, False),
        ({"ended_on": "2020-03-01", "ends_on": "2021-01-01"}, False),
        ({"effective_on": "2020-03-03"}, False),
        ({"role": "giver"}, False),
        ({"sort": "mark_transfer"}, False),
        ({"owner": "丁公司"}, False),
        ({"rights": "2"}, False),
        ({"rights": ""}, False),
    ],
)
def test_a_contract_gives_a_licence_while_it_runs(said, licensed):
    assert licensed_to({**CONTRACT, **said}, "甲公司", "1", DAY) is licensed
