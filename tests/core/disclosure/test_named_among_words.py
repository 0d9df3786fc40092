"""A person's full name with a word beside it is found; a firm, a shop and an association are none."""

import pytest

from zhixian.core.catalogue import registers
from zhixian.core.disclosure.named import full_name_in, masked_in
from zhixian.core.disclosure.rows import named_in_full


@pytest.mark.parametrize(
    "text",
    [
        "赖大海", "农户赖大海", "户主赖大海", "种植户赖大海", "养殖户赖大海", "赖大海（农户）", "店主赖大海", "赖大海（店主）", "摊主：赖大海",
        "个体户赖大海", "经营者赖大海", "业主赖大海", "武平县赖大海", "武平赖大海", "福建省龙岩市武平县赖大海", "赖大海等5户", "赖大海等五户农户",
        "赖大海等", "赖大海等人", "赖大海、张小明", "农户 赖 大 海", "茶农赖大海", "十方镇赖大海", "武平县十方镇黎明村赖大海", "农户（赖大海）",
        "武平县农户赖大海", "赖大海户", "赖大海农户", "村民赖大海等12户", "竹香笋干店（经营者：赖大海）", "竹香笋干店（赖大海）", "【赖大海】", "赖大海个体户",
        "赖大海家", "十方镇黎明村3组赖大海",
    ],
)  # fmt: skip
def test_the_full_name_is_found(text):
    assert full_name_in(text) == "赖大海"


def test_other_names_are_found():
    assert full_name_in("农户欧阳小明") == "欧阳小明"
    assert full_name_in("农户张三") == "张三"


@pytest.mark.parametrize(
    "text",
    [
        "赖某", "农户赖某某", "赖某某（农户）", "农户赖某等5户", "武平县赖某", "赖大海笋干店", "武平县赖大海家庭农场", "武平县金茂竹业有限公司", "十方镇黎明村竹业专业合作社",
        "武平县金超市", "武平县萝卜干协会", "武平县农业局", "武平县林业站", "张记面馆", "武平县李家茶厂", "竹香食品（武平）有限公司", "竹香食品有限公司（武平）",
        "竹香合伙企业（有限合伙）", "竹香经营部", "武平县竹香经营部（个体工商户）", "福建竹香集团", "武平县市场监督管理局", "种植户协会", "农户合作社", "养殖户专业合作社联合社",
        "武平县梁野山养蜂场", "竹香便利店（万达店）", "某网店", "武平县文化馆", "武平县金融办", "竹香公司（华东）", "某某电商", "大禾镇党委", "黎明村村民委员会",
    ],
)  # fmt: skip
def test_what_is_no_person_passes(text):
    assert full_name_in(text) == ""


def test_the_words_say_which_name_and_how_to_write_it():
    said = named_in_full(registers()["gi_users"], {"user": "农户赖大海"})["user"]
    assert "“农户赖大海”里的“赖大海”像是个人的全名" in said
    assert "例如“农户赖某某”" in said
    assert named_in_full(registers()["ip_cases"], {"infringer": "赖大海（店主）"})
    assert masked_in("农户赖 大海", "赖大海") == "赖某某"


def test_a_right_credit_code_says_that_it_is_a_firm_of_that_name():
    values = {"user": "武平县赖大海", "user_code": "91000000MA00000030"}
    assert not named_in_full(registers()["gi_users"], values)
