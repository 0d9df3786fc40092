import pyarrow as pa
import pytest

from zhixian.core.registry.places import district_of, is_called, name_of, region_of, regions_of


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("福建省龙岩市上杭县临城镇", "350823"),
        ("364200 福建省上杭县紫金大道1号", "350823"),
        ("364200福建省龙岩市上杭县", "350823"),
        ("福建省364200上杭县", "350823"),
        ("上杭县临江镇", "350823"),
        ("龙岩市上杭县", "350823"),
        ("福建省;龙岩市;上杭县", "350823"),
        ("福建省龙岩地区上杭县", "350823"),  # the prefecture of before 1997
        ("中国福建省龙岩市上杭县", "350823"),
        ("福建;35", "350000"),
        ("福建;35龙岩市上杭县", "350823"),
        ("35", "350000"),
        ("350823", "350823"),
        ("364200", None),
        ("福建省永定县凤城镇", "350822"),  # abolished in 2014
        ("福建省龙岩市永定区", "350803"),
        ("四川省成都市高新区交子大道88号", "510100"),
        ("大连市辽宁省大连高新技术产业园区", "210200"),
        ("北京市海淀区龙翔路", "110108"),
        ("北京市北京市海淀区", "110108"),
        ("上海市市辖区浦东新区", "310115"),
        ("吉林市昌邑区", "220202"),
        ("吉林省吉林市船营区", "220204"),
        ("河北省邯郸县", "130421"),
        ("浙江省义乌市", "330782"),
        ("广东省东莞市松山湖", "441900"),
        ("云南省大理州大理市", "532901"),
        ("内蒙古呼和浩特市赛罕区", "150105"),
        ("中国（福建）自由贸易试验区厦门片区", "350200"),
        ("辽宁省朝阳市朝阳县", "211321"),
        ("江苏省南京市鼓楼区", "320106"),
        ("江苏省徐州市鼓楼区", "320302"),
        ("鼓楼区软件大道", None),  # four cities have one
        ("朝阳区建国路", None),
        ("福州大学", None),
        ("美国加利福尼亚州", None),
        ("", None),
    ],
)
def test_region_of(address: str, code: str | None) -> None:
    assert region_of(address) == code


def test_a_column() -> None:
    column = pa.chunked_array([["364200 福建省上杭县" + "某路" * 100, None], ["上杭县", "350823", "火星"]])
    assert regions_of(column).to_pylist() == ["350823", None, "350823", "350823", None]
    assert regions_of(pa.nulls(2, pa.string())).to_pylist() == [None, None]


def test_names_of_codes() -> None:
    assert [name_of(code) for code in ("350823", "350000", "350822", "999999")] == ["上杭县", "福建省", "永定县", None]


@pytest.mark.parametrize(
    ("text", "calls"),
    [("上杭县", True), ("350823", True), ("福建", True), ("鼓楼区", False), ("火星", False), ("", False)],
)
def test_a_text_calls_a_region_where_exactly_one_is_meant(text, calls):
    assert is_called(text) is calls


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("深圳南山", "440305"), ("深圳南山区科技园", "440305"), ("厦门思明", "350203"), ("杭州余杭", "330110"), ("北海道", None), ("深圳", None),
        ("深圳前海", None), ("大连市", None), ("", None),
    ],
)  # fmt: skip
def test_a_district_behind_the_short_name_of_its_city_is_known(text: str, code: str | None) -> None:
    assert district_of(text) == code
