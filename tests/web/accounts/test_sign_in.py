"""Signing in and its settings: in Chinese, limited, telling nothing about who has an account."""

import re
import time
from html.parser import HTMLParser

import pytest
import requests
from allauth.account import app_settings
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from identity_provider import provider

from factories.people import PASSWORD, make_person
from zhixian.site.environment import oidc, origin, smtp
from zhixian.web.accounts.models import User
from zhixian.web.accounts.second_factor import SecondFactor, secret_of
from zhixian.web.accounts.templatetags.accounts import device
from zhixian.web.kit.models import Entry


@pytest.fixture(autouse=True)
def _forget():
    cache.clear()


def code_of(person):
    """The code that the person's authenticator shows now."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret_of(person), counters[len(counters) // 2]))


def sign_in_for_real(client, person, password=PASSWORD):
    answer = client.post("/accounts/login/", {"login": person.email, "password": password})
    if answer.status_code == 302 and "2fa" in answer.headers["Location"]:
        answer = client.post("/accounts/2fa/authenticate/", {"code": code_of(person)})
    return answer


class Words(HTMLParser):
    """What a page says to people: text, labels, placeholders."""

    def __init__(self):
        super().__init__()
        self.said, self.deep = [], 0

    def handle_starttag(self, tag, attrs):
        self.deep += tag in {"script", "style", "code"}
        self.said += [value for name, value in attrs if name in {"aria-label", "placeholder", "title", "alt"} and value]

    def handle_endtag(self, tag):
        self.deep -= tag in {"script", "style", "code"}

    def handle_data(self, data):
        if not self.deep:
            self.said.append(data)


def english(page):
    """English words on a page, beside addresses and proper names."""
    reader = Words()
    reader.feed(page)
    text = re.sub(r"\S+@\S+|JavaScript", "", " ".join(reader.said))
    return re.findall(r"[A-Za-z]{3,}(?: [A-Za-z]+)*", text)


FOR_GUESTS = ["login/", "signup/", "password/reset/", "password/reset/done/", "confirm-email/", "confirm-email/none/", "password/reset/key/1-none/", "inactive/", "social/login/error/", "social/login/cancelled/"]  # fmt: skip
FOR_PEOPLE = ["", "password/change/", "email/", "logout/", "sessions/", "claim/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/", "2fa/webauthn/add/", "2fa/recovery-codes/generate/", "reauthenticate/"]  # fmt: skip


@pytest.mark.parametrize("address", FOR_GUESTS)
def test_pages_for_guests_speak_chinese(client, address):
    assert english(client.get(f"/accounts/{address}", follow=True).content.decode()) == []


@pytest.mark.parametrize("address", FOR_PEOPLE)
def test_pages_for_people_speak_chinese(client, address):
    sign_in_for_real(client, make_person(name="范"))
    answer = client.get(f"/accounts/{address}", follow=True)
    assert answer.status_code == 200
    assert english(answer.content.decode()) == []


def test_password_and_code_open_the_door_and_are_on_the_record(client):
    person = make_person("handler", unit="court")
    answer = sign_in_for_real(client, person)
    assert answer.headers["Location"] == "/desk/"
    assert client.get("/notices/").status_code == 200
    assert [(entry.action, entry.actor) for entry in Entry.objects.all()] == [("signed_in", f"user:{person.pk}")]


def test_a_wrong_code_is_refused_and_a_used_one_too(client):
    person = make_person("handler", unit="court")
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert "验证码不对" in client.post("/accounts/2fa/authenticate/", {"code": "0"}).content.decode()
    code = code_of(person)
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    other = Client()
    other.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert "已经用过" in other.post("/accounts/2fa/authenticate/", {"code": code}).content.decode()


def test_wrong_passwords_are_counted_and_the_page_says_when_to_try_again(client):
    person = make_person()
    wrong = [sign_in_for_real(client, person, "wrong password").content.decode() for _ in range(6)]
    assert ["邮箱或密码不对" in page for page in wrong] == [True] * 5 + [False]
    assert "请五分钟后再试" in wrong[-1]
    assert "请五分钟后再试" in sign_in_for_real(client, person).content.decode()


def test_too_many_sign_ups_from_one_address_are_stopped(client):
    form = {"name": "范", "password1": "long enough 2020", "password2": "long enough 2020"}
    answers = [client.post("/accounts/signup/", {**form, "email": f"n{n}@example.test"}) for n in range(21)]
    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert answers[-1]["Retry-After"] == "3600"
    assert "60 分钟后" in answers[-1].content.decode()


def told(client, address, form):
    """What somebody learns from sending a form, beside the token."""
    answer = client.post(address, form, follow=True)
    page = re.sub(r'value="[^"]*"|[\w.]+@[\w.]+', "", answer.content.decode())
    return answer.redirect_chain, page


def test_nobody_learns_who_has_an_account(client):
    known = make_person()
    passwords = {"password1": "long enough 2020", "password2": "long enough 2020", "name": "范"}
    for address, form in (
        ("/accounts/login/", lambda email: {"login": email, "password": "wrong password"}),
        ("/accounts/password/reset/", lambda email: {"email": email}),
        ("/accounts/signup/", lambda email: {"email": email, **passwords}),
    ):
        assert told(Client(), address, form(known.email)) == told(Client(), address, form("nobody@example.test"))
    assert {message.to[0] for message in mail.outbox} == {known.email, "nobody@example.test"}


def test_mails_are_in_chinese_and_name_the_place(client):
    client.post("/accounts/signup/", {"email": "n@example.test", "name": "范", "password1": "long enough 2020", "password2": "long enough 2020"})  # fmt: skip
    client.post("/accounts/password/reset/", {"email": make_person().email})
    for message in mail.outbox:
        assert message.subject.startswith("【上杭县知识产权强县】")
        assert (
            english(re.sub(r"https?://\S+", "", message.body).replace("example.test", "").replace("testserver", ""))
            == []
        )


def test_an_address_is_confirmed_by_the_mailed_link_before_anybody_comes_in(client):
    client.post("/accounts/signup/", {"email": "n@example.test", "name": "范", "password1": "long enough 2020", "password2": "long enough 2020"})  # fmt: skip
    person = User.objects.get(email="n@example.test")
    assert person.name == "范"
    assert "_auth_user_id" not in client.session
    assert "confirm-email" in sign_in_for_real(client, person, "long enough 2020").headers["Location"]
    link = re.search(r"http://testserver(/accounts/confirm-email/[^/]+/)", mail.outbox[0].body)[1]
    assert "是我的，确认" in client.get(link).content.decode()
    client.post(link)
    assert EmailAddress.objects.get(user=person).verified
    assert sign_in_for_real(Client(), person, "long enough 2020").headers["Location"] == "/"


def test_a_forgotten_password_is_set_anew_and_ends_nothing_but_the_old_one(client):
    person = make_person()
    client.post("/accounts/password/reset/", {"email": person.email})
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mail.outbox[0].body)[1]
    page = client.get(link, follow=True)
    assert "设置新密码" in page.content.decode()
    client.post(page.request["PATH_INFO"], {"password1": "another one 2020", "password2": "another one 2020"})
    assert "邮箱或密码不对" in sign_in_for_real(Client(), person).content.decode()
    assert sign_in_for_real(Client(), person, "another one 2020").headers["Location"] == "/"
    assert Entry.objects.filter(action="password_reset").count() == 1


@pytest.mark.parametrize(("role", "kept"), [("handler", True), ("enterprise", False)])
def test_staff_keep_their_last_second_factor(client, role, kept):
    person = make_person(role, **({"unit": "court"} if role == "handler" else {}))
    if role == "enterprise":
        from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

        TOTP.activate(person, generate_totp_secret())
    sign_in_for_real(client, person)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.post("/accounts/2fa/totp/deactivate/", follow=True).content.decode()
    assert Authenticator.objects.filter(user=person, type="totp").exists() is kept
    assert ("最后一种第二重验证" in page) is kept


def test_a_changed_password_is_told_by_mail(client):
    person = make_person()
    sign_in_for_real(client, person)
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "another one 2020", "password2": "another one 2020"})  # fmt: skip
    assert [message.to for message in mail.outbox] == [[person.email]]
    assert "您的密码现已被修改" in mail.outbox[0].body
    assert Entry.objects.filter(action="password_changed").count() == 1


@pytest.mark.parametrize("kept", [True, False])
def test_staff_keep_their_last_passkey(client, kept):
    """`kept`: the passkey is the only factor beside recovery codes."""
    person = make_person("handler", unit="court")
    sign_in_for_real(client, person)
    passkey = Authenticator.objects.create(user=person, type="webauthn", data={"name": "钥匙", "credential": {}})
    RecoveryCodes.activate(person)
    if kept:
        Authenticator.objects.filter(user=person, type="totp").delete()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.post(f"/accounts/2fa/webauthn/keys/{passkey.pk}/remove/", follow=True).content.decode()
    assert ("最后一种第二重验证" in page) is kept
    assert Authenticator.objects.filter(pk=passkey.pk).exists() is kept


def test_a_copy_of_the_database_gives_no_secret_away(client, settings):
    person = make_person("handler", unit="court")
    secret = secret_of(person)
    assert secret not in str(Authenticator.objects.filter(user=person).values().get())
    settings.SECRET_KEY = "another"
    with pytest.raises(Exception, match="不在"):
        secret_of(person)


def test_another_device_is_signed_out_by_hand(client):
    person = make_person()
    other = Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone; CPU iPhone OS 17) Safari/604.1")
    sign_in_for_real(other, person)
    sign_in_for_real(client, person)
    assert "苹果手机上的Safari" in client.get("/accounts/sessions/").content.decode()
    session = UserSession.objects.get(session_key=other.session.session_key)
    stranger = Client()
    sign_in_for_real(stranger, make_person())
    stranger.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert stranger.post(f"/accounts/sessions/{session.pk}/end/").status_code == 404
    answer = client.post(f"/accounts/sessions/{session.pk}/end/")
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert other.get("/notices/").status_code == 200
    client.post(answer["Location"], {"password": PASSWORD})
    assert other.get("/notices/").status_code == 302


def test_all_other_devices_are_signed_out_after_the_password(client):
    person = make_person()
    other = Client()
    sign_in_for_real(other, person)
    sign_in_for_real(client, person)
    answer = client.post("/accounts/sessions/", {})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    client.post(answer["Location"], {"password": PASSWORD})
    assert other.get("/notices/").status_code == 302
    assert client.get("/notices/").status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537.36 Edg/120", "Windows 电脑上的Edge"),
        ("Mozilla/5.0 (Linux; Android 13) Chrome/120 MicroMessenger/8", "安卓设备上的微信"),
        ("curl/8", "其他设备上的其他程序"),
    ],
)
def test_a_device_is_told_in_words(user_agent, words):
    assert device(user_agent) == words


def come_from(address, settings, client):
    """Sign in by way of the provider at that address."""
    app = {"provider_id": "place", "name": "省统一认证", "client_id": "zhixian", "secret": "known", "settings": {"server_url": address}}  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    assert "用省统一认证登录" in client.get("/accounts/login/").content.decode()
    assert english(client.get("/accounts/oidc/place/login/").content.decode()) == []
    there = client.post("/accounts/oidc/place/login/").headers["Location"]
    back = requests.get(there, allow_redirects=False, timeout=5).headers["Location"]
    return client.get(back.removeprefix("http://testserver"))


def test_the_place_own_sign_in_makes_an_account_without_a_seat(client, settings):
    with provider(sub="7", email="li@example.test", email_verified=True, name="李明") as address:
        assert come_from(address, settings, client).headers["Location"] == "/"
    person = User.objects.get(email="li@example.test")
    assert (person.name, person.roles) == ("李明", frozenset())
    assert client.session["_auth_user_id"] == str(person.pk)


def test_the_place_own_sign_in_does_not_replace_the_second_factor(client, settings):
    person = make_person("handler", unit="court", email="li@example.test")
    with provider(sub="7", email="li@example.test", email_verified=True) as address:
        assert come_from(address, settings, client).headers["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(person)}).status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_an_address_the_provider_has_not_verified_opens_nothing(client, settings):
    make_person("handler", unit="court", email="li@example.test")
    with provider(sub="7", email="li@example.test", email_verified=False) as address:
        come_from(address, settings, client)
    assert "_auth_user_id" not in client.session


def test_the_environment_names_the_provider(monkeypatch):
    assert oidc() is None
    monkeypatch.setenv("ZHIXIAN_OIDC_SERVER", "https://id.example.gov.cn/realm/")
    with pytest.raises(Exception, match="ZHIXIAN_OIDC_CLIENT、ZHIXIAN_OIDC_SECRET"):
        oidc()
    monkeypatch.setenv("ZHIXIAN_OIDC_CLIENT", "zhixian")
    monkeypatch.setenv("ZHIXIAN_OIDC_SECRET", "known")
    assert oidc()["settings"] == {"server_url": "https://id.example.gov.cn/realm"}
    assert origin("https://id.example.gov.cn/realm") == "https://id.example.gov.cn"


def test_a_removed_factor_takes_the_other_devices_with_it(client):
    person = make_person()
    TOTP.activate(person, generate_totp_secret())
    other = Client()
    sign_in_for_real(other, person)
    cache.clear()  # a code is good for one sign-in
    sign_in_for_real(client, person)
    assert other.get("/notices/").status_code == 200
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=person).exists()
    assert other.get("/notices/").status_code == 302
    assert client.get("/notices/").status_code == 200


def test_a_wrong_code_is_noted(client, caplog):
    person = make_person("handler", unit="court")
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert f"code person={person.pk} from=127.0.0.1 POST /accounts/2fa/authenticate/" in caplog.text


def test_a_password_has_an_end(client):
    answer = client.post(
        "/accounts/signup/", {"email": "long@example.test", "password1": "密码" * 65, "password2": "密码" * 65}
    )
    assert "最多 128 个字符" in answer.content.decode()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("smtps://zhixian:a%40b@mail.example.test", ("mail.example.test", 465, "a@b", True, False)),
        ("smtp://zhixian:x@mail.example.test", ("mail.example.test", 587, "x", False, True)),
        ("smtp://localhost", ("localhost", 25, "", False, False)),
    ],
)
def test_mail_leaves_encrypted_except_to_this_machine(monkeypatch, url, told):
    monkeypatch.setenv("ZHIXIAN_SMTP", url)
    found = smtp()
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_PASSWORD", "EMAIL_USE_SSL", "EMAIL_USE_TLS")
    assert tuple(found[name] for name in names) == told


def test_a_wrong_mail_server_is_told_when_the_site_starts(monkeypatch):
    monkeypatch.setenv("ZHIXIAN_SMTP", "mail.example.test:25")
    with pytest.raises(ImproperlyConfigured, match="ZHIXIAN_SMTP"):
        smtp()


def test_a_fresh_sign_in_with_two_factors_is_proof_enough_for_a_while(client, monkeypatch):
    person = make_person("chief", unit="court")
    sign_in_for_real(client, person)
    assert client.get("/people/invite/").status_code == 200
    later = time.time() + app_settings.REAUTHENTICATION_TIMEOUT + 1
    monkeypatch.setattr("zhixian.web.accounts.adapter.time.time", lambda: later)
    assert client.get("/people/invite/")["Location"].startswith("/accounts/reauthenticate/")


def test_a_password_alone_is_asked_for_again(client):
    person = make_person()
    sign_in_for_real(client, person)
    assert client.get("/accounts/2fa/totp/activate/")["Location"].startswith("/accounts/reauthenticate/")


def test_a_recovery_code_is_long_random_and_works_once_however_it_is_typed(client):
    person = make_person("handler", unit="court")
    codes = RecoveryCodes.activate(person).generate_codes()
    assert {len(code) for code in codes} == {29}
    assert len(set("".join(codes))) > 25
    kept = str(Authenticator.objects.filter(user=person).values_list("data", flat=True))
    assert not any(code in kept for code in codes)
    typed = codes[3].replace("-", " ").lower()
    for times, expected in ((1, 302), (2, 200)):
        client.post("/accounts/logout/")
        client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
        assert client.post("/accounts/2fa/authenticate/", {"code": typed}).status_code == expected, times
    assert len(RecoveryCodes(Authenticator.objects.get(user=person, type="recovery_codes")).get_unused_codes()) == 9


def test_recovery_codes_from_before_go_on(client):
    person = make_person("handler", unit="court")
    made = RecoveryCodes.activate(person).instance
    seed = SecondFactor().encrypt(RecoveryCodes.generate_seed())
    Authenticator.objects.filter(pk=made.pk).update(data={"seed": seed, "used_mask": 0})
    code = RecoveryCodes(Authenticator.objects.get(pk=made.pk)).generate_codes()[0]
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
