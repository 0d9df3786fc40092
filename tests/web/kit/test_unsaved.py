"""What was typed into a form that is refused as a whole stands on the page that says so, to be copied."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from factories.people import make_person
from zhixian.core.registry.numbers.credit_code import check_character
from zhixian.web.accounts.actions.claims import claim_organisation, confirm_claim
from zhixian.web.accounts.roles import ENTERPRISE, LEAD
from zhixian.web.kit.plan import lead_office

BODY = "91350823MA0000001"
WHY = "营业执照上的名称与申请的不一致，请核对以后再来。"


@pytest.fixture
def lead(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return make_person(LEAD, unit=lead_office())


@pytest.fixture
def decided(lead):
    """The address of a claim that somebody else has decided meanwhile."""
    seat = claim_organisation(ENTERPRISE, "甲有限公司", BODY + check_character(BODY), by=make_person(name="范经办"))
    confirm_claim(seat, by=make_person(LEAD, unit=lead_office()))
    return reverse("claim_decide", args=[seat.pk])


def refused(client, address, *, site="same-origin"):
    return client.post(
        address, {"answer": "refuse", "why": WHY, "password": "密码密码密码密码密码密码"}, HTTP_SEC_FETCH_SITE=site
    )


def test_a_form_about_what_is_gone_gives_back_its_text_and_no_secret(client, lead, decided):
    client.force_login(lead)
    answer = refused(client, decided)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "提交时它已经不在这里" in page
    assert WHY in page
    assert "密码密码" not in page


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_the_words_of_another_site_never_stand_on_a_page_of_this_one(client, lead, decided, site):
    client.force_login(lead)
    assert WHY not in refused(client, decided, site=site).content.decode()


def test_a_page_left_open_too_long_gives_back_its_text(lead, decided):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead)
    answer = refused(client, decided)
    assert answer.status_code == 403
    assert WHY in answer.content.decode()


def test_a_page_that_was_only_asked_for_shows_nothing_typed(client, lead):
    client.force_login(lead)
    page = client.get("/nothing/here/", {"why": WHY}).content.decode()
    assert "没有这个页面" in page
    assert WHY not in page


def test_who_was_signed_out_meanwhile_sees_the_text_and_the_way_back(client, decided):
    answer = client.post(
        decided,
        {"answer": "refuse", "why": WHY},
        HTTP_SEC_FETCH_SITE="same-origin",
        HTTP_REFERER=f"http://testserver{decided}",
    )
    page = answer.content.decode()
    assert answer.status_code == 403
    assert WHY in page
    assert f"/accounts/login/?next={decided}" in page


def test_who_was_signed_out_and_typed_nothing_is_led_to_sign_in(client, decided):
    answer = client.post(decided, {"answer": "confirm"}, HTTP_SEC_FETCH_SITE="same-origin")
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/")
