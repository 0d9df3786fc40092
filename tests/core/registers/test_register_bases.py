"""What a register names as its legal basis names a law, a rule or an announcement, and never a number of the system's own."""

import re

import pytest

from zhixian.core.catalogue import registers

NAMES_A_LAW = re.compile(r"[法例定约书引]?第[0-9]+条|（[^）]*[0-9]{4}年|〔[0-9]{4}〕|(条例|规定|办法|法)[（关]")


@pytest.mark.parametrize("register", registers().values(), ids=lambda register: register.id)
def test_a_legal_basis_names_a_law_and_no_start_of_the_system(register):
    for basis in register.legal_basis:
        assert NAMES_A_LAW.search(basis), basis
        assert "系统" not in basis


def test_the_days_in_which_an_objection_is_answered_are_said_to_be_no_law():
    told = registers()["credit_objections"].summary
    [due] = registers()["credit_objections"].dues
    assert f"{due.days} 天提醒答复" in told
    assert "不是法定期限" in told
