"""Whose the rights are that a contract gives."""

import pytest

from zhixian.core.registers.checks.market import given_by_holder

CONTRACT = {"owner": "甲公司", "partner": "乙公司", "role": "giver", "sort": "mark_licence"}


def told(holder, **said):
    return [(one.words, one.grave) for one in given_by_holder({**CONTRACT, **said}, {"1/11": holder})]


@pytest.mark.parametrize(
    ("holder", "said"),
    [
        ("甲公司", {}),
        ("丙公司；甲公司", {}),
        ("", {}),
        ("乙公司", {"role": "taker"}),
        ("丙公司", {"role": "both", "sort": "cooperation"}),
        ("甲公司", {"sort": "mark_transfer"}),
        ("乙公司", {"sort": "mark_transfer"}),
    ],
    ids=[
        "own",
        "held together",
        "unknown",
        "taken from its holder",
        "cooperation",
        "not yet transferred",
        "transferred",
    ],
)
def test_whoever_holds_a_right_may_give_it(holder, said):
    assert told(holder, **said) == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "1/11 的权利人是丙公司，不是许可人甲公司：核对权利号"),
        ({"role": "taker"}, "1/11 的权利人是丙公司，不是许可人乙公司：核对权利号"),
        ({"sort": "mark_transfer"}, "1/11 的权利人是丙公司，不是转让人甲公司：核对权利号"),
    ],
)
def test_a_right_of_another_is_told_while_the_contract_runs(said, words):
    assert told("丙公司", **said) == [(words, True)]
    assert told("丙公司", **said, ended_on="2020-01-01") == [(words, False)]
