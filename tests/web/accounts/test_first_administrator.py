"""Nobody can sign in to a new site: whoever runs the machine lets the first administrator in, who lets in the others."""

import re
from datetime import timedelta

import pytest

from factories.people import make_person
from zhixian.core.kernel.refusal import Refusal
from zhixian.site.first_people import how_to_begin, invite_administrator
from zhixian.web.accounts.actions.seats import invite
from zhixian.web.accounts.models import Invitation, Seat, User
from zhixian.web.accounts.roles import ADMIN, LEAD
from zhixian.web.kit import record
from zhixian.web.kit.clock import now
from zhixian.web.kit.models import Entry
from zhixian.web.kit.plan import lead_office

EMAIL = "admin@county.test"


@pytest.fixture
def link(db):
    return invite_administrator(f" {EMAIL} ".strip(), "https://ip.county.test/")


def taken(client, link):
    given = {"name": "孙管理", "password": "一串只有我知道的长口令 42", "again": "一串只有我知道的长口令 42"}
    return client.post(link.removeprefix("https://ip.county.test"), given)


def test_the_link_leads_to_an_account_that_invites_others(client, link, mailoutbox):
    assert link.startswith("https://ip.county.test/accounts/invitations/")
    assert mailoutbox == []
    page = client.get(link.removeprefix("https://ip.county.test")).content.decode()
    assert "网站的运行人员 邀请" in page
    fields = re.findall(r'<input[^>]*name="(\w+)"', page)
    answer = taken(client, link)
    assert answer.status_code == 302, (fields, answer.content.decode()[-3000:])
    person = User.objects.get(email=EMAIL)
    assert Seat.objects.get(user=person).role == ADMIN
    assert Entry.objects.get(action="invited", number=1).actor == record.SYSTEM
    invite("lead@county.test", LEAD, lead_office(), by=User.objects.get(pk=person.pk), link=lambda token: token)


def test_it_opens_once_and_for_seven_days(client, link):
    Invitation.objects.update(expires_at=now() - timedelta(seconds=1))
    taken(client, link)
    assert not User.objects.filter(email=EMAIL).exists()


def test_a_second_link_makes_the_first_useless(client, link):
    invite_administrator(EMAIL, "https://ip.county.test")
    taken(client, link)
    assert not User.objects.filter(email=EMAIL).exists()


@pytest.mark.parametrize("wrong", ["", "admin", "admin@", "王五"])
def test_what_is_no_address_is_refused(db, wrong):
    with pytest.raises(Refusal, match="不是邮箱地址"):
        invite_administrator(wrong, "http://127.0.0.1:8000")
    assert not Invitation.objects.exists()


def test_who_is_administrator_already_is_told(db):
    person = make_person(ADMIN, unit=lead_office())
    with pytest.raises(Refusal, match="已经是"):
        invite_administrator(person.email, "http://127.0.0.1:8000")


def test_a_site_says_how_to_begin_until_somebody_can(db):
    assert "zhixian invite" in how_to_begin()
    make_person(ADMIN, unit=lead_office())
    assert how_to_begin() == ""
