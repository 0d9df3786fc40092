"""What was looked at in a row."""

import pytest

from zhixian.core.catalogue import CHECKS, registers
from zhixian.core.registers.looked import looked_at
from zhixian.core.registers.model import INDEX, SNAPSHOT

CONTRACT = {"owner": "甲", "partner": "乙", "role": "giver", "sort": "mark_licence", "effective_on": "2020-01-01"}


def words(register, *registry, found=True, **values):
    looked = looked_at(registers()[register], values, CHECKS, registry, lambda *_: found)
    return [check.words for check in looked]


@pytest.mark.parametrize("name", CHECKS)
def test_each_check_says_what_it_looks_at(name):
    assert CHECKS[name].words


def test_what_each_check_asks_is_a_field_of_each_register_that_has_it():
    for register in registers().values():
        fields = {field.id for field in register.fields}
        for name in register.checks:
            assert not CHECKS[name].asks or fields.intersection(CHECKS[name].asks), (register.id, name)


def test_rights_were_looked_up_where_some_are_named_and_there_is_a_registry():
    rights = ["登记数据里有没有这些权利", "权利是不是许可人、转让人的"]
    assert words("ip_contracts", INDEX, **CONTRACT, rights="1234567") == [*rights, "各项之间合不合"]
    assert words("ip_contracts", INDEX, **CONTRACT) == ["各项之间合不合"]
    assert words("ip_contracts", **CONTRACT, rights="1234567") == ["各项之间合不合"]


def test_what_the_registry_or_the_register_does_not_have_was_not_looked_at():
    assert words("ip_contracts", INDEX, **CONTRACT, rights="1234567", found=False) == [
        "登记数据里有没有这些权利", "各项之间合不合"
    ]  # fmt: skip
    assert "登记数据里有没有这些权利" not in words("gi_users", INDEX, right="无登记号")
    assert "登记数据里有没有这些权利" in words("gi_users", INDEX, right="无登记号；1234567")
    assert "与线索合不合" in words("ip_cases", lead="线1")
    assert "与线索合不合" not in words("ip_cases", lead="线1", found=False)
    assert "权利人是不是登记的" in words("ip_cases", SNAPSHOT, right="1234567")
    assert "权利人是不是登记的" not in words("ip_cases", SNAPSHOT, right="1234567", found=False)


@pytest.mark.parametrize(
    ("register", "said", "never", "looked"),
    [
        ("ip_contracts", {**CONTRACT, "rights": "1234567"}, {"role": "both"}, "权利是不是许可人、转让人的"),
        ("ip_contracts", {**CONTRACT, "rights": "1234567"}, {"sort": "cooperation"}, "权利是不是许可人、转让人的"),
        ("needs_offers", {"side": "offer", "rights": "1234567"}, {"side": "need"}, "权利是不是登记单位的"),
        ("protection_aid", {"sort": "sue", "rights": "1234567"}, {"sort": "defend"}, "涉及的权利是谁的、是否有效"),
        ("mediations", {"effective_on": "2020-01-01", "confirm": "yes"}, {"confirm": "no"}, "申请司法确认的期限"),
        ("service_rewards", {"reward": 1, "agreed": "no"}, {"agreed": "yes"}, "奖金的最低数"),
        ("local_products", {"stage": "found"}, {"stage": "dropped"}, "申请要说明的各项、拟申请人"),
    ],
)
def test_a_row_by_whose_answer_there_is_nothing_to_check_names_no_check(register, said, never, looked):
    assert looked in words(register, INDEX, **said)
    assert looked not in words(register, INDEX, **said | never)


def test_an_answer_that_leaves_nothing_to_check_is_one_of_each_register_that_has_the_check():
    for register in registers().values():
        fields = {field.id: field for field in register.fields}
        for name in register.checks:
            for field, answers in CHECKS[name].never:
                possible = {answer for answer, _ in fields[field].choices} or {"yes", "no"}
                assert possible >= set(answers), (register.id, name)


def test_the_number_of_a_case_is_not_looked_at_as_that_of_a_right():
    assert "权利号完不完整" not in words("ip_cases", number="案1")
    assert "权利号完不完整" in words("ip_cases", number="案1", right="1234567")
    assert "权利号完不完整" in words("local_products", number="45000001")


def test_rules_look_where_they_have_two_things_to_compare():
    assert words("standards", published_on="2020-01-01") == []
    assert words("standards", published_on="2020-01-01", approved_on="2019-01-01") == ["各项之间合不合"]


def test_a_code_is_looked_at_where_there_is_one():
    assert words("gi_users", user="某厂") == ["使用人是不是方案里的单位"]
    assert words("gi_users", user="某厂", user_code="91000000MA00000030")[0] == "统一社会信用代码的校验位"
