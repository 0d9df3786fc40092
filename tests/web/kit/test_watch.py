"""Refusals are noted without secrets, and many of them are told to the administrators once an hour."""

import logging

import pytest
from django.core.cache import cache

from factories.people import PASSWORD, make_person
from zhixian.web.accounts.roles import ADMIN, HANDLER
from zhixian.web.kit.log_lines import WithoutSecrets, plain
from zhixian.web.kit.models import Notice
from zhixian.web.kit.watch import MANY


@pytest.fixture(autouse=True)
def _forget():
    cache.clear()


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, logger="zhixian.refused")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "zhixian.refused"]


def test_a_wrong_password_is_noted_with_the_account_and_never_with_what_was_typed(client, lines):
    person = make_person()
    client.post("/accounts/login/", {"login": person.email, "password": "not-the-password-1"})
    (line,) = lines()
    assert line == f"password person={person.pk} from=127.0.0.1 POST /accounts/login/"
    client.post("/accounts/login/", {"login": "nobody@example.test", "password": PASSWORD})
    assert lines()[1].startswith("password person=- from=127.0.0.1")


def test_a_door_that_stays_shut_is_noted_with_who_stood_before_it(client, lines):
    person = make_person()
    client.force_login(person)
    assert client.get("/people/all/").status_code == 403
    assert client.get("/dossiers/987654321/").status_code == 404
    assert lines() == [
        f"door person={person.pk} from=127.0.0.1 GET /people/all/",
        f"missing person={person.pk} from=127.0.0.1 GET /dossiers/987654321/",
    ]


def test_strangers_who_ask_for_nothing_are_not_noted(client, lines):
    assert client.get("/nothing/").status_code == 404
    assert lines() == []


def test_a_wrong_token_of_the_api_is_noted(client, lines):
    client.get("/api/v1/jobs", headers={"Authorization": "Bearer zx_nothing"})
    assert lines() == ["token person=- from=127.0.0.1 GET /api/v1/jobs"]


def test_many_refusals_are_told_to_the_administrators_once(client, caplog):
    admin = make_person(ADMIN)
    other = make_person(HANDLER)
    person = make_person()
    client.force_login(person)
    limit = MANY["door"][1]
    for _ in range(limit.times):
        client.get("/people/all/")
    assert not Notice.objects.exists()
    for _ in range(5):
        client.get("/people/all/")
    told = list(Notice.objects.order_by("id"))
    assert {notice.user for notice in told} == {admin}
    assert [notice.title for notice in told] == [
        f"账号 {person.pk}一小时内进不该进的页面超过 {limit.times} 次",
        f"网络地址 127.0.0.1一小时内进不该进的页面超过 {limit.times} 次",
    ]
    assert not Notice.objects.filter(user=other).exists()


@pytest.mark.parametrize("signed_in", [False, True])
def test_who_and_where_a_reporter_is_stays_unknown(client, lines, signed_in):
    make_person(ADMIN)
    if signed_in:
        client.force_login(make_person())
        client.get("/report/nothing/")
    for _ in range(40):
        answer = client.post("/report/follow/", {"code": "nothing"})
    assert answer.status_code == 429
    assert set(lines()) == {"form person=- from=- POST /report/follow/"}
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/accounts/invitations/4HqzD0_9JmTt6gIoBYp2x7mZ0Q/", "/accounts/invitations/…/"),
        ("/accounts/password/reset/key/3-c9x2ab-0123456789abcdef0123456789abcdef/", "/accounts/password/reset/key/…/"),
        ("/dossiers/12/materials/3/", "/dossiers/12/materials/3/"),
    ],
)
def test_secrets_of_links_are_left_out(path, told):
    assert plain(path) == told
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Forbidden", path), None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == f"Forbidden: {told}"
