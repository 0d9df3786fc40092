"""What programs call things is said to people in their words: regions, honours, kinds, rules."""

import pytest

from zhixian.core.rules.evaluation import Step
from zhixian.core.workflow.model import FormField
from zhixian.web.kit.templatetags.kit import honour_name, step_source, step_value
from zhixian.web.matters.words import said
from zhixian.web.registry.words import event_told


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


def test_a_fact_that_is_a_region():
    assert said("region", "110101") == "北京市东城区"
    assert said("region", "999999") == "999999"
    assert said("region", None) == "—"


def test_an_honour_by_its_code_or_its_name():
    assert honour_name("national_advantage_enterprise") == "国家级优势企业"
    assert honour_name("省知识产权优势企业") == "省知识产权优势企业"
    assert honour_name("ISO 9001") == "ISO 9001"


@pytest.mark.parametrize(
    ("code", "event", "note", "told"),
    [
        ("SE01", "other", "ENTRY INTO FORCE OF REQUEST FOR SUBSTANTIVE EXAMINATION", ("实质审查的生效", "")),
        ("GR01", "granted", "PATENT GRANT", ("授权", "")),
        ("CF01", "lapsed", "未缴年费", ("终止（未缴年费）", "未缴年费")),
        (None, "other", "SOMETHING NEW", ("其他", "SOMETHING NEW")),
        (None, "transferred", None, ("转让", "")),
    ],
)
def test_a_legal_event(code, event, note, told):
    assert event_told({"national_code": code, "event": event, "note": note}) == told


def test_a_region_of_a_register_by_its_name():
    from zhixian.web.registers.showing import _said

    field = FormField("region", "所在地", "region")
    assert _said(field, "110101") == "北京市东城区"
    assert _said(field, "") == "—"
