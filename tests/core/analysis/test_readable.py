"""What of a project's form is a market, a class or the number of a standard."""

import pytest

from zhixian.core.analysis.assessment.readable import (
    class_written,
    is_class,
    is_market,
    is_standard,
    partners_in,
    unreadable,
    with_country,
)


@pytest.mark.parametrize(
    "text",
    [
        "德国", "中国台湾", "香港", "沙特", "东南亚", "东盟国家", "欧盟市场", "德国慕尼黑", "美国（拉斯维加斯）", "us", "USA", "ＥＵ", "喀麦隆", "全球",
        "国内", "福建省", "德国和日本", "日本等国", "一带一路沿线国家", "迪拜", "纽约", "胡志明市", "莫斯科市", "纽约（美国）", "奥兰多（美国）",
        "上海浦东", "北京海淀", "广东深圳南山", "福建厦门", "深圳南山", "厦门思明区", "深圳南山科技园", "呼和浩特", "新疆和田", "上海和德国", "迪拜和厦门",
    ],
)  # fmt: skip
def test_a_country_territory_region_or_place_is_a_market(text):
    assert is_market(text)


@pytest.mark.parametrize(
    "text",
    [
        "火星",
        "乱写",
        "ZZ",
        "123",
        "月球基地",
        "。",
        "奥兰多",
        "新纽约",
        "广交会",
        "）",
        "35",
        "北海道",
        "山东大学",
        "上海路",
    ],
)
def test_what_is_none_is_no_market(text):
    assert not is_market(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("迪拜", "迪拜（阿联酋）"),
        ("ＮＹ", "ＮＹ"),
        ("东 京", "东 京（日本）"),
        ("德国慕尼黑", "德国慕尼黑"),
        ("德国", "德国"),
        ("上海", "上海"),
    ],
)
def test_a_known_city_is_told_with_its_country(text, said):
    assert with_country(text) == said


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("14-02", "14-02"), ("LOC(11)14-02", "14-02"), ("LOC (13) Cl. 14-02", "14-02"), ("１４－０２", "14-02"), ("32-00", "32-00"),
        ("99-00", "99-00"), ("33-01", ""), ("00-01", ""), ("14-2", ""), ("第30类", "30"), ("03", "3"), ("46", ""), ("c22b11/08", "c22b11/08"), ("铜箔", ""),
    ],
)  # fmt: skip
def test_a_class_is_read_in_the_spelling_that_rights_have_it_in(text, written):
    assert class_written(text) == written


@pytest.mark.parametrize(
    ("text", "holds"),
    [("14-02", True), ("C22B 11/08", True), ("h01m", True), ("A", True), ("30", True), ("1", True), ("45", True), ("46", False), ("0", False), ("ZZ99", False), ("铜箔", False)],
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
    assert wrong["markets"].endswith("城市连它的国家一起写，例如 德国慕尼黑；展会写它所在的国家")
    assert wrong["classes"].endswith("或外观设计的洛迦诺分类，例如 14-02")
    assert unreadable({"markets": "迪拜、纽约", "classes": "14-02；第30类"}) == {}
    assert unreadable({}) == unreadable({"markets": "", "classes": None}) == {}


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("一带一路", "“一带一路”"), ("德国、一带一路沿线国家，欧洲", "“一带一路沿线国家”“欧洲”"), ("全球", "“全球”"), ("独联体", "“独联体”"),
    ],
)  # fmt: skip
def test_a_region_of_which_no_members_are_known_is_refused_and_the_countries_are_asked_for(text, regions):
    said = unreadable({"markets": text})["markets"]
    assert said.startswith(f"{regions}是许多国家的合称，没有成员名单可以逐国核对，应写明要去的国家和地区，例如 ")
    both = unreadable({"markets": f"火星；{text}"})["markets"]
    assert both.startswith("“火星”不是国家或地区，应为")
    assert both.endswith(said)


@pytest.mark.parametrize(
    "text",
    [
        "东南亚",
        "欧盟、日韩",
        "EU",
        "日本等国",
        "一带一路（哈萨克斯坦）",
        "港澳台",
        "上海浦东",
        "国内",
        "金砖国家",
        "RCEP",
        "长三角",
        "雄安新区",
    ],
)
def test_a_region_whose_members_are_known_or_with_its_countries_beside_it_is_taken(text):
    assert unreadable({"markets": text}) == {}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("甲有限公司；乙有限公司", ["甲有限公司", "乙有限公司"]), ("甲有限公司;乙大学\n丙厂", ["甲有限公司", "乙大学", "丙厂"]),
        ("甲有限公司、乙研究院", ["甲有限公司", "乙研究院"]), ("甲有限公司，乙研究院、丙大学", ["甲有限公司", "乙研究院", "丙大学"]),
        ("甲有限公司 乙有限公司", ["甲有限公司", "乙有限公司"]), ("Acme Co., Ltd.", ["Acme Co., Ltd."]), ("Acme Inc", ["Acme Inc"]),
        ("Acme Co., Ltd.、乙有限公司", ["Acme Co., Ltd.", "乙有限公司"]), ("北京、上海合办研究院", ["北京、上海合办研究院"]),
        ("甲公司（普通合伙）", ["甲公司（普通合伙）"]), ("\n ； ", []), ("甲有限公司；", ["甲有限公司"]), ("测试企业2\n查无此人公司", ["测试企业2", "查无此人公司"]),
    ],
)  # fmt: skip
def test_partners_are_parted_where_each_part_is_a_name(text, names):
    assert partners_in(text) == names
    assert "partners" not in unreadable({"partners": text})


@pytest.mark.parametrize("text", ["甲有限公司、张三", "甲有限公司，张三、李四"])
def test_a_name_with_another_beside_it_that_cannot_be_parted_is_refused(text):
    assert unreadable({"partners": text})["partners"] == f"“{text}”不止一个名称，应为一行一个，或用分号隔开"
