"""What a help text gives as an example, its own question takes."""

import re
from datetime import date

import pytest

from zhixian.core.catalogue import matters, registers
from zhixian.core.registers.rights import wrong_numbers
from zhixian.core.workflow.answers import PATTERNS, read_answer

WORDS = {"text", "long_text"}
"""Kinds that take whatever is written."""
EXAMPLE = re.compile(r"例如\s*[“：]?([^”。）]+)")


def examples():
    """(form, field, example) of every question that checks what is written and gives an example."""
    for form in [*registers().values(), *matters().values()]:
        for field in form.fields:
            if field.kind not in WORDS:
                for example in EXAMPLE.findall(field.help):
                    yield pytest.param(form, field, example, id=f"{form.id}.{field.id}")


def refused(form, field, example):
    """Why the question would not take it; empty when it does."""
    try:
        value = read_answer(field, example)
    except ValueError as error:
        return str(error)
    return wrong_numbers(form, {field.id: value}).get(field.id, "")


def test_there_are_such_examples():
    assert {"pledge_loans.rights", "service_rewards.right"} <= {one.id for one in examples()}


@pytest.mark.parametrize(("form", "field", "example"), list(examples()))
def test_a_question_takes_its_own_example(form, field, example):
    assert refused(form, field, example) == ""


def test_one_with_a_wrong_check_digit_would_be_told():
    form = registers()["service_rewards"]
    [field] = [field for field in form.fields if field.id == "right"]
    assert "不是专利号或注册号" in refused(form, field, "ZL201510123456.X")


@pytest.mark.parametrize("kind", [kind for kind, (_, expected) in PATTERNS.items() if "例如" in expected])
def test_what_is_said_to_be_expected_is_taken(kind):
    pattern, expected = PATTERNS[kind]
    [example] = EXAMPLE.findall(expected)
    assert pattern.fullmatch(example)


def test_so_is_the_example_of_a_day():
    [field] = [field for field in registers()["service_rewards"].fields if field.id == "granted_on"]
    with pytest.raises(ValueError, match="例如") as told:
        read_answer(field, "去年")
    assert read_answer(field, EXAMPLE.findall(str(told.value))[0]) == date(2020, 6, 30)
