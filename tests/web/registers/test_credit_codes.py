"""A credit code in a register is held against its check character, and one that is none hides nobody's name."""

import pytest
from django.test import Client

from factories.people import make_person
from factories.registers import row_of
from zhixian.core.registry.numbers.credit_code import check_character
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.jobs import look_again
from zhixian.web.registers.models import Row

BODY = "91000000MA0000001"
RIGHT, WRONG = BODY + check_character(BODY), BODY + "1"
USER = {"product": "某地理标志茶", "right": "3000001", "approved_on": "2010-01-01"}


@pytest.fixture
def handler():
    return make_person("handler", unit="market_regulation_bureau")


@pytest.fixture
def typing(handler):
    client = Client()
    client.force_login(handler)
    return lambda **typed: client.post("/registers/gi_users/new/", {**USER, **typed})


def test_a_wrong_code_does_not_let_a_person_s_full_name_in(typing):
    page = typing(user="张三", user_code=WRONG).content.decode()
    assert "像是个人的全名" in page
    assert f"校验位应为 {RIGHT[-1]}" in page
    assert not Row.objects.exists()


def test_a_sound_code_says_that_it_is_a_firm(typing):
    typing(user="张三", user_code=RIGHT)
    assert Row.objects.get().values["user"] == "张三"


def test_a_wrong_code_is_told_and_a_sound_one_is_not(handler):
    wrong = row_of("gi_users", by=handler, **USER, user="某茶叶合作社", user_code=WRONG)
    right = row_of("gi_users", by=handler, **USER, user="某茶厂", user_code=RIGHT)
    [told] = wrong.findings
    assert wrong.grave
    assert told["words"] == f"统一社会信用代码“{WRONG}”校验位应为 {RIGHT[-1]}：核对写错的一位"
    assert right.findings == []


def test_a_name_that_a_wrong_code_let_in_is_not_read_by_everybody_after_the_nightly_check(handler):
    row = row_of("gi_users", by=handler, **USER, user="张三", user_code=RIGHT)
    Row.objects.filter(pk=row.pk).update(values={**row.values, "user_code": WRONG})
    client = Client()
    assert "张三" in client.get("/public/registers/gi_users/").content.decode()
    look_again()
    assert "张三" not in client.get("/public/registers/gi_users/").content.decode()
    assert "某地理标志茶" not in client.get("/search/?q=张三").content.decode()


def test_every_register_that_asks_for_a_code_looks_at_it():
    asking = {
        name for name, kept in kept_registers().items() if any(f.kind == "credit_code" for f in kept.register.fields)
    }
    assert asking
    assert asking == {name for name, kept in kept_registers().items() if kept.register.codes}
    assert all(kept_registers()[name].register.is_checked for name in asking)


@pytest.mark.parametrize("user", ["农户赖大海", "武平县赖大海", "赖大海（店主）", "赖大海等5户"])
def test_a_full_name_beside_a_word_is_refused_and_an_old_one_leaves_the_public_list(typing, handler, user):
    assert "“赖大海”像是个人的全名" in typing(user=user).content.decode()
    assert not Row.objects.exists()
    row = row_of("gi_users", by=handler, **USER, user="赖某")
    Row.objects.filter(pk=row.pk).update(values={**row.values, "user": user})
    look_again()
    row.refresh_from_db()
    assert row.grave
    assert "赖大海" not in Client().get("/public/registers/gi_users/").content.decode()
    assert "某地理标志茶" not in Client().get("/search/?q=赖大海").content.decode()


def test_a_firm_with_a_person_s_name_in_its_own_is_entered(typing):
    typing(user="武平县赖大海家庭农场")
    assert Row.objects.get().values["user"] == "武平县赖大海家庭农场"


def test_a_user_that_is_an_authority_or_has_no_whole_number_is_not_told_to_everybody(handler):
    row_of("gi_users", by=handler, **USER, user="县市场监管局")
    row_of("gi_users", by=handler, **{**USER, "right": "1"}, user="某茶厂")
    row_of("gi_users", by=handler, **USER, user="某茶叶合作社")
    page = Client().get("/public/registers/gi_users/").content.decode()
    assert ">县市场监管局<" not in page
    assert "某茶厂" not in page
    assert "某茶叶合作社" in page
