"""Whose the rights are that a contract gives."""

from datetime import date

import pytest

from zhixian.core.catalogue import registers
from zhixian.core.registers.checks.market import contract_price, given_by_holder
from zhixian.core.registers.rows import read_row

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


ZERO = "合同金额写的是 0：无偿的选“无偿”，没有约定或者不知道的不填"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"paid": "free", "amount": 0}, []),
        ({"paid": "free"}, []),
        ({"paid": "paid"}, []),
        ({"paid": "paid", "amount": 20_000_000}, []),
        ({"amount": 20_000_000}, []),
        ({}, []),
        ({"paid": "free", "amount": 20_000_000}, ["写了无偿，合同金额是 200,000 元"]),
        ({"paid": "paid", "amount": 0}, [ZERO]),
        ({"amount": 0}, [ZERO]),
    ],
)
def test_a_contract_for_nothing_is_said_to_be_one(said, words):
    found = contract_price(said)
    assert [one.words for one in found] == words
    assert all(one.grave for one in found)


def test_a_free_licence_may_be_entered_with_its_sum():
    typed = {**CONTRACT, "number": "1", "dual_use": "no", "effective_on": "2020-01-02", "paid": "free", "amount": "0"}
    values, wrong = read_row(registers()["ip_contracts"], typed, today=date(2020, 11, 16))
    assert (wrong, values["amount"], values["paid"]) == ({}, 0, "free")
