"""A short name that fits several rules is told apart from one that fits none."""

from decimal import Decimal

import pytest

from zhixian.core.catalogue import definitions
from zhixian.core.rules.asking import rules_asked, value_asked, wrongly_asked


def test_a_short_name_for_several_rules_says_so():
    rules = definitions().incentives
    found = rules_asked("专利", rules) + rules_asked("商标", rules)
    assert found == ["navigation", "gi_mark"]
    why, expected = wrongly_asked("利", found, rules)
    assert why == "“利”可以指 2 项奖补"
    assert expected == "写全一项的名称或编号：专利导航费用资助（navigation）、地理标志商标注册奖励（gi_mark）"


def test_a_name_of_no_rule_lists_them_all():
    rules = definitions().incentives
    assert rules_asked("购房补贴", rules) == []
    why, expected = wrongly_asked("购房补贴", [], rules)
    assert why == "没有奖补“购房补贴”"
    assert all(rule.name in expected for rule in rules.values())


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("50%", "share", "50"), ("50", "share", "50"), ("20万元", "cap", "200000"), ("200,000.50元", "cap", "200000.50"),
        ("1,5万元", "cap", None), ("1,2,3元", "cap", None), ("1_000元", "cap", None), ("1e3", "cap", None),
        ("1,5%", "share", None), ("1e999999万元", "cap", None), ("万元", "cap", None),
    ],
)  # fmt: skip
def test_a_sum_is_taken_exactly_or_not_at_all(text, kind, value):
    assert value_asked(text, kind) == (None if value is None else Decimal(value))
