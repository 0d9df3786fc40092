"""A reporter's own name or number in what handlers will read is found in every spelling, and told with its place."""

import pytest

from zhixian.core.disclosure.giveaways import giveaways, likely_giveaways

IDENTITY = {"name": "赖小甲", "phone": "13812345678", "id_number": "350823197001010017", "contact": "临江镇解放路12号"}


@pytest.mark.parametrize(
    ("text", "part", "found"),
    [
        ("请打电话 13812345678 找我", "phone", "13812345678"),
        ("请打 138 1234-5678", "phone", "138 1234-5678"),
        ("请打１３８１２３４５６７８", "phone", "１３８１２３４５６７８"),
        ("请打一三八一二三四五六七八", "phone", "一三八一二三四五六七八"),
        ("我是赖 小甲，", "name", "赖 小甲"),
        ("证件350823 19700101 0017", "id_number", "350823 19700101 0017"),
        ("寄到解放路１２号即可，临江镇解放路１２号", "contact", "临江镇解放路１２号"),
    ],
)
def test_a_part_of_the_identity_is_found(text, part, found):
    told = [(one.part, one.found, one.place) for one in giveaways(text, IDENTITY)]
    assert (part, found, text.index(found) + 1) in told


def test_what_is_somebody_elses_is_not_told():
    assert giveaways("店主电话13900000000，住临江镇，姓赖", IDENTITY) == []
    assert giveaways("随便写", {"name": "", "phone": "", "contact": "某"}) == []


def test_a_number_with_the_countrys_code_is_the_same_number():
    assert [one.found for one in giveaways("打13812345678", {"phone": "+86 138 1234 5678"})] == ["13812345678"]


def test_the_words_say_what_and_where():
    [one] = giveaways("电话 13812345678", IDENTITY)
    assert one.words == "第 4 个字起的“13812345678”是您要封存的电话"


def test_what_is_likely_somebodys_own_is_told_where_the_identity_is_sealed():
    text = "我叫赖某人，电话１３８ 0597 0001，邮箱a@b.example。他卖的酒每瓶 128 元，注册号第1234567号"
    assert [(one.part, one.found, one.place) for one in likely_giveaways(text)] == [
        ("name", "我叫赖某人", 1),
        ("phone", "１３８ 0597 0001", 9),
        ("mail", "a@b.example", 25),
    ]
    assert likely_giveaways("店里又开始卖了，每天下午三点进货") == []
