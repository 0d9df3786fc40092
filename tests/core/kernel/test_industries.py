"""Industries are meant by code, by name or by a part of a name that only one of them has."""

import pytest

from zhixian.core.kernel.industries import division_of, divisions, industry_code, industry_words, load_divisions
from zhixian.core.kernel.refusal import Refusal


def test_the_standard_has_ninety_seven_divisions_under_twenty_sections():
    assert list(divisions()) == [f"{number:02}" for number in range(1, 98)]
    assert "".join(dict.fromkeys(one.letter for one in divisions().values())) == "ABCDEFGHIJKLMNOPQRST"
    assert len({one.name for one in divisions().values()}) == 97
    assert (divisions()["39"].section, divisions()["75"].name) == ("制造业", "科技推广和应用服务业")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("39", "C39"), ("C39", "C39"), ("c3985", "C3985"), ("3985", "C3985"), ("Ｃ３９", "C39"), ("M7520", "M7520"), ("01", "A01"),
        ("C39 计算机、通信和其他电子设备制造业", "C39"), ("计算机、通信和其他电子设备制造业", "C39"), ("电子设备", "C39"), (" 化学纤维 ", "C28"),
        ("教育", "P83"), ("体育", "R89"),
    ],
)  # fmt: skip
def test_an_industry_is_meant_by_code_or_name(text, code):
    assert industry_code(text) == code


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("D39", "“D39”不是"), ("98", "“98”不是"), ("制造业", "是不是“C14 食品制造业”"), ("造船", "例如 C39"), ("", "不是"),
        ("C39 食品制造业", "不是 GB/T 4754—2017 的行业代码或大类名称"),
    ],
)  # fmt: skip
def test_what_is_none_is_told_with_what_was_perhaps_meant(text, said):
    with pytest.raises(ValueError, match=said):
        industry_code(text)


def test_codes_are_read_out_with_their_names():
    assert industry_words("C3985") == "C3985 计算机、通信和其他电子设备制造业"
    assert industry_words("3985") == "C3985 计算机、通信和其他电子设备制造业"
    assert industry_words("茶叶") == "茶叶"
    assert division_of("X39") is None


def test_a_file_that_names_a_division_twice_is_refused(tmp_path):
    path = tmp_path / "industries.yaml"
    one = '  - {code: A, name: 农业, divisions: [{code: "01", name: 农业}, {code: "01", name: 林业}]}\n'
    path.write_text(f"standard: 甲\nsections:\n{one}", "utf-8")
    with pytest.raises(Refusal, match="“A01”"):
        load_divisions(path)
