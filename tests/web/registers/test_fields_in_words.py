"""What a row says is said to people in their words."""

import pytest

from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row
from zhixian.web.registers.showing import line_of


@pytest.mark.parametrize(("written", "words"), [("110101", "北京市东城区"), ("999999", "999999"), ("", "—")])
def test_a_region_is_told_by_its_name(written, words):
    row = Row(register="needs_offers", values={"region": written})
    [cell] = line_of(row, kept_registers()["needs_offers"], columns=("region",)).cells
    assert cell.words == words
