"""The merge list proposes few names, and every reason that it gives is true of the two names."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixian.core.topics.merge_list import propose
from zhixian.core.topics.names import begins_with, core_of, normal_form, only_apart, parts_of

FORMS = ["", "有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "集团", "简化股份公司"]
BRACKETS = ["", "(天津)", "(成都)", "(南京)"]


def proposed(*names, cleaned=None):
    """Pairs that are proposed of names with falling counts, each with its reason."""
    counts = {normal_form(name): len(names) - at for at, name in enumerate(names)}
    called = {normal_form(name): name for name in names}
    return {(one.name, one.into): one.reason for one in propose(counts, called, cleaned or {}, [])}


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("空中客车运营简化股份公司", "空中客车运营有限公司", "只差公司形式（有限公司、简化股份公司）"),
        (
            "海航航空技术（天津）有限责任公司",
            "海航航空技术有限公司",
            "只差公司形式（有限公司、有限责任公司）和括号里的“天津”",
        ),
        ("卧龙电气（上海）有限公司", "卧龙电气有限公司", "只差括号里的“上海”"),
        ("利勃海尔-航空有限公司", "利勃海尔航空有限公司", "只差标点"),
        ("APPLE INC", "Apple Corp", "只差公司形式（CORP、INC）"),
        ("波音公司", "波音", "只差公司形式（没有、公司）"),
    ],
)
def test_what_alone_differs_is_the_reason(first, second, reason):
    assert proposed(first, second) == {(second, first): reason}


@pytest.mark.parametrize(
    "names",
    [
        ("紫金矿业集团股份有限公司", "紫金山实验室"),
        ("紫金集团有限公司", "紫金山矿业有限公司"),
        ("阿波罗智行（成都）有限公司", "阿波罗智行（南京）有限公司"),
        ("上海集团有限公司", "上海电机有限公司"),
        ("北京航空航天大学", "北京航空航天大学研究院"),
        ("赛峰着陆系统", "赛峰传输系统"),
        ("有限公司", "有限责任公司"),
        ("甲有限公司", "甲股份公司"),
    ],
)
def test_what_may_well_be_two_is_not_proposed(names):
    assert proposed(*names) == {}


def test_companies_of_a_group_that_is_there_are_proposed_as_such():
    told = proposed("赛峰直升机发动机", "赛峰集团", "赛峰着陆系统", "紫金山实验室")
    assert set(told) == {("赛峰直升机发动机", "赛峰集团"), ("赛峰着陆系统", "赛峰集团")}
    assert all("“赛峰集团”的字号“赛峰”开头" in reason and "不一定是一家" in reason for reason in told.values())


def test_what_a_vendor_says_is_said_as_such():
    cleaned = {"甲公司": Counter({"甲": 2}), "乙公司": Counter({"甲": 1})}
    assert proposed("甲公司", "乙公司", cleaned=cleaned) == {("乙公司", "甲公司"): "来源的标准化申请人相同"}


@st.composite
def names(draw):
    core = draw(st.sampled_from(["海航航空技术", "海航-航空技术", "空中客车", "空中客车运营", "紫金矿业", "紫金"]))
    return core + draw(st.sampled_from(BRACKETS)) + draw(st.sampled_from(FORMS))


@given(st.lists(names(), unique=True, min_size=2, max_size=8))
def test_every_reason_is_true_of_its_two_names(found):
    for (name, into), reason in proposed(*found).items():
        first, second = parts_of(normal_form(name)), parts_of(normal_form(into))
        if reason.startswith("名称以"):
            assert normal_form(name).startswith(second.core)
            assert "集团" in second.form
            assert first.core != second.core
            continue
        assert first.core == second.core
        assert ("公司形式" in reason) == (first.form != second.form)
        assert ("括号" in reason) == (first.bracketed != second.bracketed)
        assert ("标点" in reason) == (first.marks != second.marks)
        assert not (first.bracketed and second.bracketed) or first.bracketed == second.bracketed
        assert reason == only_apart(normal_form(name), normal_form(into))


@given(names())
def test_the_parts_of_a_name_are_its_own(name):
    parts = parts_of(normal_form(name))
    assert parts.core
    assert all(one in normal_form(name) for one in (parts.form, parts.bracketed) if one)
    assert core_of(parts.core) == parts.core


@pytest.mark.parametrize(
    ("name", "core", "begins"),
    [
        ("空中客车运营有限公司", "空中客车", True),
        ("紫金山实验室", "紫金", False),
        ("赛峰", "赛峰", False),
        ("甲公司", "乙", False),
    ],
)
def test_a_name_begins_with_a_word_of_its_own(name, core, begins):
    assert begins_with(name, core) is begins
