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


@pytest.mark.parametrize(
    ("text", "part", "found"),
    [
        ("我是赖小甲，上次写错了", "name", "赖小甲"),
        ("本人赖小甲补充如下", "name", "赖小甲"),
        ("店里又进了货。\n赖小甲", "name", "赖小甲"),
        ("请联系赖先生", "name", "赖"),
        ("举报人：赖小甲", "name", "赖小甲"),
        ("我的短号 661234", "phone", "661234"),
        ("电话3841234，下午在", "phone", "3841234"),
        ("手机尾号是5678", "phone", "5678"),
        ("致电 384-1234", "phone", "384-1234"),
        ("我家住临江镇解放路12号", "address", "临江镇解放路12号"),
        ("加我微信号 lai_88888", "private", "lai_88888"),
    ],
)
def test_a_later_word_gives_a_name_or_a_short_number_away(text, part, found):
    assert (part, found) in [(one.part, one.found) for one in likely_giveaways(text)]


@pytest.mark.parametrize(
    "text",
    [
        "店里又开始卖了，每天下午三点进货", "谢谢", "已补充材料。谢谢", "请打12330电话问", "电话12345打不通", "我是在林业局门口看到的", "拨打三次没人接",
        "进货电话单 120 元", "我是上个月买的，花了 300 元", "老板说明天还有货。平安",
    ],
)  # fmt: skip
def test_a_later_word_that_gives_nothing_away_is_not_told(text):
    assert likely_giveaways(text) == []
