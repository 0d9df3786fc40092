"""A short name that fits several rules is told apart from one that fits none."""

from zhixian.core.catalogue import definitions
from zhixian.core.rules.asking import rules_asked, wrongly_asked


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
