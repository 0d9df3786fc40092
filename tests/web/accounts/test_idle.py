"""A session that nobody uses ends; one that somebody types in goes on."""

import time

import pytest
from django.conf import settings
from django.template.loader import get_template

from factories.people import make_person


@pytest.fixture
def hands(client):
    client.force_login(make_person())
    return client


def idle(client, minutes):
    session = client.session
    session["seen"] = int(time.time()) - minutes * 60
    session.save()


def test_after_half_an_hour_without_a_sign_one_signs_in_again(hands):
    assert hands.get("/accounts/").status_code == 200
    idle(hands, settings.SESSION_IDLE // 60 + 1)
    answer = hands.get("/accounts/?x=1")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/accounts/%3Fx%3D1"
    assert "30 分钟没有操作" in hands.get(answer["Location"]).content.decode()
    assert hands.get("/accounts/").status_code == 302


def test_a_page_for_everybody_is_shown_without_the_person(hands):
    idle(hands, 31)
    answer = hands.get("/")
    assert answer.status_code == 200
    assert "退出</button>" not in answer.content.decode()


def test_what_was_sent_too_late_leads_back_to_its_page(hands):
    idle(hands, 31)
    answer = hands.post("/people/invite/", {}, headers={"Referer": "http://testserver/people/invite/"})
    assert answer["Location"] == "/accounts/login/?next=/people/invite/"
    assert "刚才填的没有保存" in hands.get(answer["Location"]).text


def test_after_signing_in_one_comes_back_to_the_page_of_the_form_not_to_where_it_was_sent(hands):
    hands.logout()
    answer = hands.post("/accounts/sessions/1/end/", {}, headers={"Referer": "http://testserver/people/?page=2"})
    assert answer["Location"] == "/accounts/login/?next=/people/%3Fpage%3D2"


def test_a_form_sent_after_signing_out_elsewhere_is_told_to_be_lost(hands):
    hands.logout()
    answer = hands.post("/people/invite/", {"email": "a@example.test"}, follow=True)
    assert answer.redirect_chain[0][0].startswith("/accounts/login/")
    assert "您已退出，刚才填的没有保存，请登录后再填一次" in answer.text
    assert "没有保存" not in hands.get("/people/invite/", follow=True).text


def test_nobody_is_led_to_another_site(hands):
    idle(hands, 31)
    answer = hands.post("/people/invite/", {}, headers={"Referer": "https://evil.example.test/people/invite/"})
    assert answer["Location"] == "/accounts/login/?next=/"


def test_what_a_page_asks_by_itself_is_no_sign_of_a_person(hands):
    idle(hands, 29)
    seen = hands.session["seen"]
    assert hands.get("/notices/", headers={"X-Poll": "yes"}).status_code == 200
    assert hands.session["seen"] == seen
    idle(hands, 31)
    answer = hands.get("/notices/", headers={"X-Poll": "yes"})
    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")
    assert hands.get("/notices/").status_code == 302


@pytest.mark.parametrize("template", ["kit/jobs.html", "kit/job.html", "kit/job_line.html", "registry/batch.html"])
def test_pages_that_ask_by_themselves_say_so(template):
    source = get_template(template).template.source
    assert source.count('hx-trigger="every') == source.count('hx-headers=\'{"X-Poll": "yes"}\'') == 1


def test_after_twelve_hours_one_signs_in_again_however_busy(hands):
    session = hands.session
    session["began"] = int(time.time()) - settings.SESSION_COOKIE_AGE - 1
    session.save()
    answer = hands.get("/accounts/")
    assert answer.status_code == 302
    assert "已满 12 小时" in hands.get(answer["Location"]).content.decode()


def test_who_goes_on_stays_in(hands):
    idle(hands, 29)
    assert hands.post("/here/").status_code == 204
    idle_since = time.time() - hands.session["seen"]
    assert idle_since < 60
    assert hands.get("/accounts/").status_code == 200


def test_a_mark_is_written_once_a_minute(hands):
    idle(hands, 0)
    session = hands.session
    session["seen"] -= 30
    session.save()
    hands.get("/accounts/")
    assert hands.session["seen"] == session["seen"]
    idle(hands, 2)
    hands.get("/accounts/")
    assert time.time() - hands.session["seen"] < 60


def test_the_page_tells_its_script_where_to_give_the_sign(hands, client):
    assert 'data-here="/here/"' in hands.get("/accounts/").content.decode()
    hands.logout()
    assert "data-here" not in hands.get("/").content.decode()
