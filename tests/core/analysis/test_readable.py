"""What of a project's form is a market, a class or the number of a standard."""

import pytest

from zhixian.core.analysis.assessment.readable import is_class, is_market, is_standard, unreadable


@pytest.mark.parametrize(
    "text",
    [
        "德国", "中国台湾", "香港", "沙特", "东南亚", "东盟国家", "欧盟市场", "德国慕尼黑", "美国（拉斯维加斯）", "us", "USA", "ＥＵ", "喀麦隆", "全球",
        "国内", "福建省", "德国和日本", "日本等国", "一带一路沿线国家",
    ],
)  # fmt: skip
def test_a_country_territory_region_or_place_is_a_market(text):
    assert is_market(text)


@pytest.mark.parametrize("text", ["火星", "乱写", "ZZ", "123", "月球基地", "。"])
def test_what_is_none_is_no_market(text):
    assert not is_market(text)


@pytest.mark.parametrize(
    ("text", "holds"),
    [("C22B 11/08", True), ("h01m", True), ("A", True), ("30", True), ("1", True), ("45", True), ("46", False), ("0", False), ("ZZ99", False), ("铜箔", False)],
)  # fmt: skip
def test_a_class_is_a_symbol_of_the_ipc_or_a_class_of_goods(text, holds):
    assert is_class(text) is holds


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("GB/T 4754—2017", True), ("ISO 9001:2015", True), ("T/CAS 123-2020", True), ("DB35/T 1234", True), ("3GPP TS 38.331", True),
        ("ITU-T H.264", True), ("国家标准GB 5009.3", True), ("ＧＢ／Ｔ ２９４９０", True), ("乱写", False), ("GB/T 样本", False), ("4754", False), ("", False),
    ],
)  # fmt: skip
def test_a_standard_has_letters_with_a_number_behind(text, holds):
    assert is_standard(text) is holds


def test_each_field_names_all_that_is_none_and_an_empty_form_has_nothing_wrong():
    wrong = unreadable({"markets": "火星、德国；木星", "classes": "ZZ99"})
    assert wrong["markets"].startswith("“火星”“木星”不是国家或地区，应为")
    assert wrong["classes"].startswith("“ZZ99”不是分类号，应为")
    assert unreadable({}) == unreadable({"markets": "", "classes": None}) == {}
