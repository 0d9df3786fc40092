"""Coming in: password and code, passkey, invitation; and sending another device out. At desk and phone width, by keyboard."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import expect

from factories.people import PASSWORD, make_person
from pages.browsing import click, enter, in_order, submit
from zhixian.web.accounts.models import User
from zhixian.web.accounts.second_factor import secret_of

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _forget(live_server):
    cache.clear()


def code_for(secret):
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def give_password(page, person):
    page.get_by_label("邮箱").fill(person.email)
    page.get_by_label("密码").fill(PASSWORD)
    submit(page)


def confirm_again(page):
    page.get_by_label("密码").fill(PASSWORD)
    submit(page)


def virtual_authenticator(page):
    """A device with a fingerprint reader that always agrees."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )


def test_a_password_can_be_looked_at(either):
    either.goto("/accounts/login/")
    field = either.get_by_label("密码")
    field.fill(PASSWORD)
    either.keyboard.press("Tab")
    either.keyboard.press("Enter")
    expect(field).to_have_attribute("type", "text")
    in_order(either)
    either.get_by_role("button", name="隐藏输入的内容").click()
    expect(field).to_have_attribute("type", "password")


def test_password_and_code(either):
    person = make_person("handler", unit="court", name="赖文")
    either.goto("/notices/")
    in_order(either)
    either.get_by_label("邮箱").fill(person.email)
    either.get_by_label("密码").fill("wrong password")
    submit(either)
    either.get_by_text("邮箱或密码不对").wait_for()
    expect(either.locator("[data-first-error]:focus")).to_have_count(1)
    in_order(either)
    give_password(either, person)
    either.get_by_role("heading", name="第二重验证").wait_for()
    in_order(either)
    either.get_by_label("验证码").fill(code_for(secret_of(person)))
    submit(either)
    either.wait_for_url("**/notices/")
    expect(either.locator(".person-menu summary")).to_have_text("赖文")


def test_staff_set_up_a_passkey_and_come_in_with_it(either):
    person = make_person("handler", unit="court")
    Authenticator.objects.filter(user=person).delete()
    virtual_authenticator(either)
    either.goto("/accounts/login/?next=/notices/")
    give_password(either, person)
    either.get_by_role("heading", name="还差一步").wait_for()
    in_order(either)
    click(either.get_by_role("link", name="通行密钥"))
    confirm_again(either)
    either.get_by_role("heading", name="添加通行密钥").wait_for()
    in_order(either)
    either.locator("#id_passwordless").check()
    click(either.get_by_role("button", name="添加"))
    either.get_by_role("heading", name="恢复码").wait_for()
    in_order(either)
    assert Authenticator.objects.filter(user=person, type="webauthn").count() == 1
    either.context.clear_cookies()
    either.goto("/accounts/login/?next=/notices/")
    click(either.get_by_role("button", name="用通行密钥登录"))
    either.wait_for_url("**/notices/")


def test_a_passkey_that_is_not_there_is_told_in_words(page):
    virtual_authenticator(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.get_by_text("没有用成通行密钥").wait_for()
    in_order(page)


def test_an_invitation_leads_to_a_seat(either, pages):
    chief = make_person("chief", unit="finance_bureau", name="邱局长")
    enter(either, chief).goto("/people/")
    in_order(either)
    click(either.get_by_role("link", name="邀请人员"))
    confirm_again(either)
    either.get_by_label("对方的邮箱").fill("new@example.test")
    either.get_by_label("席位").select_option(label="县财政局 经办")
    in_order(either)
    click(either.get_by_role("button", name="发出邀请"))
    either.get_by_text("邀请信已发往 new@example.test").wait_for()
    in_order(either)

    new = pages(either.viewport_size)
    new.goto(re.search(r"http\S+/accounts/invitations/\S+", mail.outbox[-1].body)[0])
    new.get_by_text("邱局长 邀请").wait_for()
    in_order(new)
    new.get_by_label("姓名").fill("赖文")
    new.get_by_label("密码").fill("long enough 2020")
    submit(new)
    click(new.get_by_role("link", name="手机验证码"))
    new.get_by_label("密码").fill("long enough 2020")
    submit(new)
    new.get_by_role("heading", name="启用手机验证器").wait_for()
    in_order(new)
    new.get_by_label("验证码").fill(code_for(new.locator("code.secret").inner_text()))
    submit(new)
    new.get_by_role("heading", name="恢复码").wait_for()
    new.goto("/people/")
    expect(new.get_by_role("cell", name="赖文")).to_have_count(1)
    assert User.objects.get(email="new@example.test").seats.get().given_by == chief


def test_another_device_is_sent_out(either, pages):
    person = make_person()
    other = pages()
    for page in (other, either):
        page.goto("/accounts/login/?next=/accounts/sessions/")
        give_password(page, person)
        page.get_by_role("heading", name="已登录的设备").wait_for()
    in_order(either)
    click(either.get_by_role("button", name="让它退出"))
    confirm_again(either)
    either.get_by_text("那台设备已经退出").wait_for()
    other.goto("/accounts/")
    other.get_by_role("heading", name="登录").wait_for()


@pytest.mark.parametrize("address", ["", "claim/", "2fa/", "email/", "password/change/"])
def test_the_own_account_is_in_order(either, address):
    enter(either, make_person(name="范经办")).goto(f"/accounts/{address}")
    in_order(either)


@pytest.mark.parametrize("address", ["signup/", "password/reset/"])
def test_the_way_in_is_in_order(either, address):
    either.goto(f"/accounts/{address}")
    in_order(either)


@pytest.mark.parametrize("address", ["/people/all/", "/claims/", "/people/"])
def test_the_office_pages_are_in_order(either, address):
    enter(either, make_person("lead_office", unit="leading_group_office", name="林文")).goto(address)
    in_order(either)
