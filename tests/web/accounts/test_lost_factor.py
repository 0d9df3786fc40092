"""A lost second factor is taken off by somebody who may give the seats, and everything must be proved anew."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client

from factories.people import make_person
from zhixian.web.accounts.actions import UnableTo
from zhixian.web.accounts.actions.factors import drop_factors
from zhixian.web.accounts.models import User
from zhixian.web.accounts.roles import ADMIN, CHIEF, HANDLER
from zhixian.web.kit.models import Entry, Notice


@pytest.fixture(autouse=True)
def _forget():
    cache.clear()


def test_everything_of_the_old_way_in_is_gone_and_the_person_is_told(django_capture_on_commit_callbacks):
    chief, person = make_person(CHIEF), make_person(HANDLER)
    device = Client()
    device.force_login(person)
    UserSession.objects.create(user=person, session_key=device.session.session_key, ip="127.0.0.1", user_agent="x")
    with django_capture_on_commit_callbacks(execute=True):
        drop_factors(person.seats.get(), by=chief, why="手机丢了")
    person = User.objects.get(pk=person.pk)
    assert not Authenticator.objects.filter(user=person).exists()
    assert not person.has_usable_password()
    assert person.lacks_second_factor()
    assert not device.session.exists(device.session.session_key)
    assert not UserSession.objects.filter(user=person).exists()
    (letter,) = mail.outbox
    assert letter.to == [person.email]
    assert "手机丢了" in letter.body
    line = Entry.objects.get(action="second_factor_dropped")
    assert (line.actor, line.subject, line.detail) == (
        f"user:{chief.pk}",
        f"accounts.user:{person.pk}",
        {"why": "手机丢了"},
    )


def test_nobody_resets_the_own_factor():
    chief = make_person(CHIEF)
    with pytest.raises(UnableTo, match="自己"):
        drop_factors(chief.seats.get(), by=chief, why="x")


def test_a_chief_does_not_reach_who_is_more_than_a_handler_of_the_own_unit():
    chief, admin = make_person(CHIEF), make_person(ADMIN)
    with pytest.raises(UnableTo, match="不能办理"):
        drop_factors(admin.seats.get(), by=chief, why="x")
    assert Authenticator.objects.filter(user=admin).exists()


def test_without_a_factor_there_is_nothing_to_reset():
    chief, person = make_person(CHIEF), make_person(HANDLER)
    Authenticator.objects.filter(user=person).delete()
    with pytest.raises(UnableTo, match="没有设立"):
        drop_factors(person.seats.get(), by=chief, why="x")


def test_the_page_asks_for_the_password_first(client):
    chief, person = make_person(CHIEF), make_person(HANDLER)
    client.force_login(chief)
    answer = client.get(f"/people/{person.seats.get().pk}/second-factor/")
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]


def test_without_a_mail_server_nothing_is_undone_and_whoever_did_it_knows(
    django_capture_on_commit_callbacks, settings, caplog
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    chief, person = make_person(CHIEF), make_person(HANDLER)
    with django_capture_on_commit_callbacks(execute=True):
        drop_factors(person.seats.get(), by=chief, why="手机丢了")
    assert not Authenticator.objects.filter(user=person).exists()
    assert person.email in Notice.objects.get(user=chief).title
    assert "mail not sent" in caplog.text
