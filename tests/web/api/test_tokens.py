"""Tokens: shown once, good for one unit and its scopes, gone with the seat, on the record."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone
from problems import problem

from factories.people import PASSWORD, make_organisation, make_person
from zhixian.web.accounts import api as guard
from zhixian.web.accounts.actions import UnableTo
from zhixian.web.accounts.actions.tokens import make_token
from zhixian.web.accounts.models import ApiToken, Seat, User
from zhixian.web.accounts.queries import places_of
from zhixian.web.accounts.scopes import SCOPES, scopes_for
from zhixian.web.kit.limits import Limit
from zhixian.web.kit.models import Entry
from zhixian.web.kit.notices import notices_of
from zhixian.web.kit.record import verify


@pytest.fixture
def officer():
    return make_person("handler", unit="industry_science_bureau")


def test_the_page_shows_a_token_once_and_the_database_keeps_a_hash(sign_in, ask):
    client = sign_in("handler", unit="finance_bureau")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.post(
        reverse("new_token"),
        {"name": "财政系统", "place": "finance_bureau:", "scopes": ["dossiers:read", "money:read"], "days": "90"},
    )
    text = page.content.decode().split('<code class="token-text">')[1].split("<")[0]
    assert page["Cache-Control"].startswith("max-age=0")
    token = ApiToken.objects.get()
    assert text not in str(token.__dict__)
    assert token.secret_hash not in page.content.decode()
    assert (token.scopes, token.unit, token.ending) == (["dossiers:read", "money:read"], "finance_bureau", text[-4:])
    listed = client.get(reverse("tokens")).content.decode()
    assert "财政系统" in listed
    assert "没有用过" in listed
    assert text not in listed
    told = ask(text, "/token").json()
    assert (told["unit"], told["roles"], told["scopes"]) == ("finance_bureau", ["handler"], token.scopes)
    assert "没有用过" not in client.get(reverse("tokens")).content.decode()
    assert [notice.title for notice in notices_of(client.person)] == ["已建立接口令牌：财政系统"]


def test_making_a_token_asks_for_the_password_again(sign_in):
    answer = sign_in("handler").get(reverse("new_token"))
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]


def test_staff_without_a_second_factor_make_and_use_none(officer, ask, token_of):
    text = token_of(officer)
    Authenticator.objects.filter(user=officer).delete()
    with pytest.raises(UnableTo, match="第二重验证"):
        token_of(User.objects.get(pk=officer.pk))
    assert "第二重验证" in problem(ask(text, "/dossiers"), 403)["detail"]


def test_making_using_and_revoking_are_on_the_record(officer, ask, token_of, client):
    text = token_of(officer)
    ask(text, "/dossiers")
    ask(text, "/dossiers")
    token = ApiToken.objects.get()
    client.force_login(officer)
    client.post(reverse("revoke_token", args=[token.pk]))
    actions = Entry.objects.filter(subject=f"accounts.apitoken:{token.pk}").values_list("action", flat=True)
    assert list(actions) == ["token_made", "token_used", "token_revoked"]
    assert list(verify()) == []
    assert "作废" in problem(ask(text, "/dossiers"), 401)["detail"]


def test_what_is_sent_is_on_the_record_each_time(ask, token_of):
    text = token_of(make_person("enterprise"))
    for _ in range(2):
        ask(text, "/dossiers/1/submission", "post", data={"version": 1})
    used = Entry.objects.filter(action="token_used")
    assert [entry.detail["method"] for entry in used] == ["POST", "POST"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1)),
        lambda token: Seat.objects.update(closed_at=timezone.now()),
        lambda token: User.objects.update(is_active=False),
    ],
    ids=["expired", "seat closed", "person gone"],
)
def test_a_token_ends_with_its_day_its_seat_and_its_person(officer, ask, token_of, spoil):
    text = token_of(officer)
    assert ask(text, "/dossiers").status_code == 200
    spoil(text)
    answer = ask(text, "/dossiers")
    problem(answer, 401)
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer zx_nobody", "Basic eDp5", "zx_nobody", "Bearer \u00e9"])
def test_without_a_known_token_nothing_opens(client, header):
    answer = client.get("/api/v1/dossiers", headers={} if header is None else {"Authorization": header})
    problem(answer, 401)


def test_a_session_does_not_open_the_api(sign_in):
    problem(sign_in("lead_office").get("/api/v1/dossiers"), 401)


def test_a_token_does_only_what_its_scopes_say(officer, ask, token_of):
    text = token_of(officer, "registry:read")
    assert ask(text, "/rights").status_code == 200
    assert "dossiers:read" in problem(ask(text, "/dossiers"), 403)["detail"]


def test_a_token_counts_in_one_unit_only(ask, token_of, county):
    """Who handles dossiers in one unit and sits in another reads none of them with the other's token."""
    person = make_person("handler", unit="commerce_bureau")
    Seat.objects.create(user=person, role="handler", unit="industry_science_bureau")
    seats = {seat.unit: seat for seat in places_of(User.objects.get(pk=person.pk))}
    person = User.objects.get(pk=person.pk)
    for unit, sees in (("commerce_bureau", False), ("industry_science_bureau", True)):
        text = make_token(seats[unit], name=unit, scopes=["dossiers:read"], days=1, by=person)[1]
        assert bool(ask(text, "/dossiers").json()["items"]) == sees
        assert ask(text, f"/dossiers/{county.dossiers['review'].pk}").status_code == (200 if sees else 404)


def test_a_role_gives_no_scope_beyond_its_own():
    clerk = make_person("enterprise")
    assert "money:read" not in scopes_for("enterprise")
    with pytest.raises(UnableTo, match="读取账目"):
        make_token(places_of(clerk)[0], name="x", scopes=["money:read"], days=1, by=clerk)
    with pytest.raises(UnableTo, match="没有席位"):
        make_token(Seat(role="finance", unit="finance_bureau"), name="x", scopes=["money:read"], days=1, by=clerk)
    assert set(scopes_for("enterprise", "handler")) == set(SCOPES)


def test_an_unconfirmed_clerk_has_no_token(client):
    clerk = make_person("enterprise", organisation=make_organisation(confirmed=False))
    assert places_of(clerk) == []
    client.force_login(clerk)
    assert "您还没有席位" in client.get(reverse("tokens")).content.decode()


def test_nobody_revokes_anothers_token(officer, token_of, sign_in):
    token_of(officer)
    token = ApiToken.objects.get()
    assert sign_in("admin").post(reverse("revoke_token", args=[token.pk])).status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_a_token_that_asks_too_often_waits(officer, ask, token_of, monkeypatch):
    monkeypatch.setattr(guard, "EACH_TOKEN", Limit(2, 60))
    text = token_of(officer)
    assert [ask(text, "/dossiers").status_code for _ in range(2)] == [200, 200]
    answer = ask(text, "/dossiers")
    problem(answer, 429)
    assert 0 < int(answer["Retry-After"]) <= 60


def test_whoever_tries_tokens_out_waits(ask, monkeypatch):
    monkeypatch.setattr(guard, "WRONG_TOKENS", Limit(3, 60))
    assert [ask(f"zx_{n}", "/dossiers").status_code for n in range(5)] == [401, 401, 401, 429, 429]
