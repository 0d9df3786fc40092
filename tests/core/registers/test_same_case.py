"""The same costs of a case are supported once."""

import pytest

from zhixian.core.registers.checks.same_case import aid_same_case

AID = {
    "party": "甲公司", "number": "2", "case": "（2018）样01民初1号", "rights": "CN1", "against": "乙公司", "begun_on": "2018-02-01",
    "lawyers": 1_000_000, "asked": 800_000, "filed_on": "2018-06-01",
}  # fmt: skip
FIRST = {**AID, "number": "1", "asked": 500_000, "granted": 500_000, "filed_on": "2018-05-01"}
TWICE = "写了同样的费用，同一笔费用只支持一次"
LOOK = "核对有没有重复的费用，同一笔费用只支持一次"
SAID = "同一案件 （2018）样01民初1号 还有申请 1（{}，2018-05-01，申请 5,000 元，支持 5,000 元）：{}"


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({}, [(SAID.format("甲公司", TWICE), True)]),
        ({"case": "(2018)样01民初1号"}, [(SAID.format("甲公司", TWICE), True)]),
        ({"lawyers": 1}, [(SAID.format("甲公司", LOOK), False)]),
        ({"party": "丙公司"}, [(SAID.format("丙公司", LOOK), False)]),
        ({"case": "（2018）样01民初2号"}, []),
        ({"case": None, "against": "丁公司"}, []),
        ({"case": None}, [(SAID.format("甲公司", TWICE), True)]),
    ],
)
def test_another_application_for_the_case_is_named(other, said):
    assert [(one.words, one.grave) for one in aid_same_case(AID, [{**FIRST, **other}])] == said
