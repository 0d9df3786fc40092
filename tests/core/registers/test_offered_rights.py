"""Whose the rights are that somebody offers."""

import pytest

from zhixian.core.registers.checks.market import offered_by_holder


@pytest.mark.parametrize(
    ("party", "side", "holders", "said"),
    [
        ("甲公司", "offer", {"CN1": "甲公司"}, []),
        ("甲（集团）公司", "offer", {"CN1": "甲(集团)公司"}, []),
        ("甲公司", "offer", {"CN1": "乙大学；甲公司"}, []),
        ("甲公司", "need", {"CN1": "乙大学"}, []),
        ("甲公司", "offer", {}, []),
        ("甲公司", "offer", {"CN1": ""}, []),
        (
            "甲公司",
            "offer",
            {"CN1": "乙大学", "CN2": "甲公司"},
            ["CN1 的权利人是乙大学，不是甲公司：改正权利号或登记单位以前，不对外公开"],
        ),
    ],
)
def test_a_right_of_another_is_told_and_grave(party, side, holders, said):
    found = offered_by_holder({"party": party, "side": side}, holders)
    assert [one.words for one in found] == said
    assert all(one.grave for one in found)
