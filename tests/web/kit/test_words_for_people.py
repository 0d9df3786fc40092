"""What programs call things is said to people in their words: steps of a sum, regions, kinds, rules, honours."""

import pytest

from zhixian.core.rules.evaluation import Step
from zhixian.web.kit.templatetags.kit import honour_name, step_source, step_value


@pytest.mark.parametrize(
    ("what", "value", "words"),
    [
        ("主体所在地", "110101", "北京市东城区"),
        ("申请时所在地", "110101", "北京市东城区"),
        ("申请时所在地", "未填写", "未填写"),
        ("号码", "110101", "110101"),
        ("类型", "collective_mark", "集体商标"),
        ("质押权利的类型", "invention、trademark", "发明专利、注册商标"),
    ],
)
def test_a_step_of_a_sum_in_words(what, value, words):
    assert step_value(Step(what, value, "申请事实")) == words
    assert step_value({"what": what, "value": value, "source": "申请事实"}) == words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("gi_mark", "地理标志商标注册奖励"),
        ("gi_mark.fixed，2017-10-23 起施行，第9条：原文", "2017-10-23 起施行，第9条：原文"),
        ("申请事实", "申请事实"),
    ],
)
def test_where_a_step_comes_from(source, words):
    assert step_source(source) == words


def test_an_honour_by_its_code_or_its_name():
    assert honour_name("national_advantage_enterprise") == "国家级优势企业"
    assert honour_name("省知识产权优势企业") == "省知识产权优势企业"
    assert honour_name("ISO 9001") == "ISO 9001"
