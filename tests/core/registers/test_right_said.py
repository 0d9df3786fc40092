"""A right is named by its number, and not by a digit."""

import pytest

from zhixian.core.catalogue import registers
from zhixian.core.registers.checks.codes import right_said


@pytest.mark.parametrize(
    ("right", "short"),
    [
        ("1", ["1"]), ("3000001；12", ["12"]), ("１２", ["１２"]), ("3000001", []), ("38431452/11", []), ("2010年第5号公告", []), ("无登记号", []),
        ("", []), (None, []),
    ],
)  # fmt: skip
def test_a_number_of_too_few_digits_is_told(right, short):
    words = [f"权利号写的是“{part}”，不是完整的号码：写注册号、专利号或者公告号" for part in short]
    for name, field in (("gi_users", "right"), ("local_products", "number")):
        found = right_said(registers()[name], {field: right})
        assert [one.words for one in found] == words
        assert all(one.grave for one in found)


def test_the_number_of_a_case_is_no_right():
    assert right_said(registers()["ip_cases"], {"number": "1"}) == []


@pytest.mark.parametrize("name", ["gi_users", "ip_cases", "local_products"])
def test_the_registers_that_name_a_right_in_words_look_at_it(name):
    assert "right_said" in registers()[name].checks
