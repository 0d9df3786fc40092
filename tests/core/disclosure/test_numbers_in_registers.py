"""Long texts of registers that others read take no numbers of persons, and papers print none."""

from datetime import date
from pathlib import Path

import pytest

import zhixian.web.registers
from zhixian.core.catalogue import registers
from zhixian.core.disclosure.rows import given_away, masked, without_numbers
from zhixian.core.kernel.yaml_file import read_yaml
from zhixian.core.registers.rows import read_row

ID = "11010519491231002X"
SAMPLES = read_yaml(Path(zhixian.web.registers.__file__).with_name("sample_rows.yaml"))


@pytest.mark.parametrize(
    "text", [f"林某，身份证 {ID}，交代了来源。", "买家手机 13812345678 下单。", "手机一三八一二三四五六七八。"]
)
def test_a_number_in_what_other_units_read_and_the_police_are_sent_is_told_with_its_place(text):
    wrong = given_away(registers()["case_transfers"], {"facts": text, "materials": "调查报告；1；6；原件"})
    assert list(wrong) == ["facts"]
    assert "别的单位看得到" in wrong["facts"]
    assert "印进文书" in wrong["facts"]
    assert "请删去" in wrong["facts"]
    assert ID not in wrong["facts"]
    assert "13812345678" not in wrong["facts"]


def test_the_place_is_that_of_the_first_sign():
    assert "第 5 个字起的“138…”" in given_away(registers()["ip_cases"], {"outcome": "买家手机13812345678"})["outcome"]


@pytest.mark.parametrize(
    "text",
    [
        "样市监立案〔2020〕31号",
        f"页面；{'a13812345678' * 5}beef；2020-11-02 10:15；柜",
        "https://item.example.cn/13812345678",
        "电话 0999-3841234",
        "罚款 8000 元",
    ],
)
def test_what_is_no_number_of_a_person_stays(text):
    assert given_away(registers()["ip_cases"], {"outcome": text}) == {}


@pytest.mark.parametrize(
    "text",
    [
        "林某电话0999-3841234",
        "林某（0999-3841234）",
        "家里的座机 (0999)3841234",
        "买家电话：0999 3841234",
        "其家庭电话为0999-38412345",
    ],
)
def test_a_telephone_at_home_is_a_person_s(text):
    told = given_away(registers()["ip_cases"], {"outcome": text})["outcome"]
    assert "固定电话" in told
    assert "3841234" not in masked(text)


@pytest.mark.parametrize(
    "text",
    ["法院电话0999-3841234", "某百货店（0999-3841234）", "家具厂电话 0999-3841234", "林某到案。县局电话0999-3841234"],
)
def test_the_telephone_of_an_office_or_a_shop_is_public_matter(text):
    assert masked(text) == text


def test_what_the_keeper_s_units_alone_read_and_nothing_is_printed_of_is_theirs():
    assert given_away(registers()["credit_objections"], {"why": f"身份证 {ID}"}) == {}


def test_papers_of_earlier_rows_show_dots():
    told = without_numbers(registers()["case_transfers"], {"facts": f"林某，身份证 {ID}。", "number": "1号"})
    assert told == {"facts": f"林某，身份证 {'•' * 18}。", "number": "1号"}


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_no_sample_row_has_one(name):
    register = registers()[name]
    lots = SAMPLES[name] if isinstance(SAMPLES[name], list) else [SAMPLES[name]]
    for row in (row for lot in lots for row in lot["rows"]):
        assert given_away(register, read_row(register, row, today=date(2021, 6, 1))[0]) == {}


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("李小龙", True), ("欧阳小明", True), (" 张三 ", True), ("李某", False), ("李某某", False), ("林家店", False), ("张记", False),
        ("某商店", False), ("样例甲贸易有限公司", False), ("李", False), ("欧阳", True), ("Li Xiaolong", False), ("", False),
    ],
)  # fmt: skip
def test_a_full_name_stands_only_where_a_credit_code_says_that_it_is_a_firm(name, full):
    register = registers()["ip_cases"]
    wrong = given_away(register, {"infringer": name})
    assert list(wrong) == ["infringer"] * full
    if full:
        assert f"例如“{name.strip()[0]}" in wrong["infringer"]
    assert given_away(register, {"infringer": name, "infringer_code": "91350823MA00000016"}) == {}
    wrong = given_away(register, {"infringer": name, "infringer_code": "91350823MA00000010"})
    assert list(wrong) == ["infringer"] * full
