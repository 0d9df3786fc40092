"""Names of countries by the codes of WIPO ST.3."""

import re

import pytest

from zhixian.core.kernel.countries import countries, country_name


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("US", "美国"), ("ru", "俄罗斯"), ("NO", "挪威"), ("EP", "欧洲专利局"), ("WO", "世界知识产权组织"), ("SU", "苏联"),
        ("TW", "中国台湾"), ("HK", "中国香港"), ("MO", "中国澳门"), ("ZZ", "ZZ"),
    ],
)  # fmt: skip
def test_a_code_is_told_by_its_name(code, name):
    assert country_name(code) == name


def test_every_code_is_two_letters_and_every_name_is_chinese_and_its_own():
    told = countries()
    assert all(re.fullmatch(r"[A-Z]{2}", code) for code in told)
    assert all(re.fullmatch(r"[㐀-鿿]+", name) for name in told.values())
    assert len(set(told.values())) == len(told)
