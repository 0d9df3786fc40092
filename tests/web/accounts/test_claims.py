"""Clerks claim an organisation and are confirmed by those who may."""

import pytest
from django.conf import settings
from django.urls import resolve

from factories.people import make_organisation, make_person
from registries import write_registry
from zhixian.core.registry.numbers.credit_code import check_character
from zhixian.web.accounts.actions import UnableTo
from zhixian.web.accounts.actions.claims import claim_organisation, close_clerk, confirm_claim, refuse_claim
from zhixian.web.accounts.models import Organisation, Seat, User
from zhixian.web.accounts.queries import claims_waiting
from zhixian.web.accounts.roles import BANK, CHIEF, ENTERPRISE, HANDLER, LEAD
from zhixian.web.kit.models import Entry, Notice
from zhixian.web.kit.plan import host_unit, lead_office

BODY = "91350823MA0000001"
CODE = BODY + check_character(BODY)
WRONG = BODY + ("0" if check_character(BODY) != "0" else "1")


@pytest.fixture(autouse=True)
def _no_registry(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA", tmp_path)


@pytest.fixture
def lead():
    return make_person(LEAD, unit=lead_office())


@pytest.fixture
def clerk():
    return make_person(name="范经办")


@pytest.fixture
def claimed(clerk, lead):
    return claim_organisation(ENTERPRISE, "甲（福建）有限公司", CODE.lower(), by=clerk)


def again(person):
    return User.objects.get(pk=person.pk)


def test_a_claim_waits_and_those_who_decide_are_told(claimed, clerk, lead):
    assert again(clerk).roles == frozenset()
    assert again(clerk).organisations == frozenset()
    assert [notice.title for notice in Notice.objects.filter(user=lead)] == [
        "范经办 申请担任甲（福建）有限公司 企业经办"
    ]
    assert list(claims_waiting(lead)) == [claimed]
    assert not Notice.objects.filter(user=clerk).exists()


def test_a_confirmed_claim_lets_the_clerk_act(claimed, clerk, lead):
    confirm_claim(claimed, by=lead)
    assert again(clerk).organisations == {claimed.organisation_id}
    assert Organisation.objects.get().confirmed_by == lead
    assert [entry.action for entry in Entry.objects.order_by("number")] == ["organisation_claimed", "claim_confirmed"]
    with pytest.raises(UnableTo, match="已经有人办过"):
        refuse_claim(claimed, by=lead, why="x")


def test_a_refused_claim_tells_why_and_may_be_made_again(claimed, clerk, lead):
    with pytest.raises(UnableTo, match="理由"):
        refuse_claim(claimed, by=lead, why=" ")
    refuse_claim(claimed, by=lead, why="名称与执照不符")
    assert Notice.objects.get(user=clerk).body == "名称与执照不符"
    second = claim_organisation(ENTERPRISE, "甲有限公司", CODE, by=clerk)
    assert (second.organisation_id, second.organisation.name) == (claimed.organisation_id, "甲有限公司")


def test_a_refused_squatter_does_not_keep_the_owner_out(claimed, lead):
    owner = make_person()
    with pytest.raises(UnableTo, match="别的名称或类型"):
        claim_organisation(ENTERPRISE, "乙有限公司", CODE, by=owner)
    refuse_claim(claimed, by=lead, why="不是本单位的人")
    assert claim_organisation(ENTERPRISE, "乙有限公司", CODE, by=owner).organisation.name == "乙有限公司"


def test_a_second_clerk_is_confirmed_by_the_first(claimed, clerk, lead):
    confirm_claim(claimed, by=lead)
    second = make_person()
    seat = claim_organisation(ENTERPRISE, "甲(福建) 有限公司", CODE, by=second)
    assert again(second).organisations == frozenset()
    assert list(claims_waiting(again(clerk))) == [seat]
    confirm_claim(seat, by=again(clerk))
    assert again(second).organisations == {seat.organisation_id}
    close_clerk(again(clerk).seats.get(), by=again(second), why="离职")
    assert again(clerk).organisations == frozenset()


@pytest.mark.parametrize(
    ("role", "unit", "decides"),
    [
        (LEAD, lead_office(), True),
        (HANDLER, host_unit(), True),
        (CHIEF, host_unit(), True),
        (CHIEF, "court", False),
        (ENTERPRISE, "", False),
        (BANK, "", False),
    ],
)
def test_who_may_confirm_a_first_clerk(claimed, role, unit, decides):
    person = make_person(role, unit=unit)
    assert list(claims_waiting(person)) == ([claimed] if decides else [])
    if decides:
        confirm_claim(claimed, by=person)
        return
    with pytest.raises(UnableTo, match="不能确认"):
        confirm_claim(claimed, by=person)


def test_nobody_confirms_themself(claimed, clerk):
    Seat.objects.create(user=clerk, role=HANDLER, unit=host_unit())
    with pytest.raises(UnableTo, match="不能确认"):
        confirm_claim(claimed, by=again(clerk))


def test_a_waiting_clerk_confirms_nobody(claimed):
    second = claim_organisation(ENTERPRISE, "甲（福建）有限公司", CODE, by=make_person())
    with pytest.raises(UnableTo, match="不能确认"):
        confirm_claim(second, by=again(claimed.user))


@pytest.mark.parametrize(
    ("kind", "code", "words"),
    [(ENTERPRISE, WRONG, "校验位"), (ENTERPRISE, "123", "18 位"), ("lead_office", CODE, "单位类型")],
)
def test_a_wrong_code_or_kind_is_refused(clerk, kind, code, words):
    with pytest.raises(UnableTo, match=words):
        claim_organisation(kind, "甲", code, by=clerk)
    assert not Organisation.objects.exists()


def test_the_same_claim_twice_is_refused(claimed, clerk):
    with pytest.raises(UnableTo, match="已经认领过"):
        claim_organisation(ENTERPRISE, "甲（福建）有限公司", CODE, by=clerk)


@pytest.mark.parametrize(
    "name", ["甲(福建)有限公司", "甲（福 建）有限公司", "甲﹙福建﹚有限公司", "甲（福建）\u200b有限公司"]
)
def test_a_name_is_compared_as_the_registry_compares_it(claimed, lead, name):
    confirm_claim(claimed, by=lead)
    assert claim_organisation(ENTERPRISE, name, CODE, by=make_person()).organisation == claimed.organisation


def test_every_notice_leads_to_a_page(claimed, clerk, lead):
    refuse_claim(claimed, by=lead, why="不是本单位的人")
    confirm_claim(claim_organisation(ENTERPRISE, "甲（福建）有限公司", CODE, by=clerk), by=lead)
    assert [resolve(notice.link).url_name for notice in Notice.objects.order_by("id")] == [
        "claims",
        "claim",
        "claims",
        "home",
    ]


def test_a_known_party_is_linked_by_its_name(clerk, lead, monkeypatch, tmp_path):
    from zhixian.web.accounts import queries

    party = {"kind": "enterprise", "region": "350823", "industry": "C1", "founded": "2010-01-01"}
    snapshot = write_registry(tmp_path / "r", parties=[{**party, "party_id": "A", "name": "甲公司"}])
    monkeypatch.setattr(queries, "current_id", lambda _: "test")
    monkeypatch.setattr(queries, "current", lambda _: snapshot)
    assert claim_organisation(ENTERPRISE, "甲公司", CODE, by=clerk).organisation.party == "A"
    body = "91350823MA0000002"
    other = claim_organisation(ENTERPRISE, "无名公司", body + check_character(body), by=clerk)
    assert other.organisation.party == ""


def test_the_pages_from_claim_to_confirmation(client, clerk, lead):
    client.force_login(clerk)
    form = {"kind": ENTERPRISE, "name": "甲公司", "credit_code": WRONG}
    page = client.post("/accounts/claim/", form).content.decode()
    assert 'id="id_credit_code_error"' in page
    assert 'value="甲公司"' in page
    assert client.post("/accounts/claim/", {**form, "credit_code": CODE}).headers["Location"] == "/accounts/"
    assert "待确认" in client.get("/accounts/").content.decode()
    seat = clerk.seats.get()
    assert client.post(f"/claims/{seat.pk}/", {"answer": "confirm"}).status_code == 404
    client.force_login(lead)
    assert CODE in client.get("/claims/").content.decode()
    assert "没有对上" in client.get(f"/claims/{seat.pk}/").content.decode()
    assert 'id="id_why_error"' in client.post(f"/claims/{seat.pk}/", {"answer": "refuse", "why": ""}).content.decode()
    assert client.post(f"/claims/{seat.pk}/", {"answer": "confirm"}).headers["Location"] == "/claims/"
    assert again(clerk).organisations == {seat.organisation_id}


def test_clerks_of_another_organisation_see_no_claim(client, claimed):
    client.force_login(make_person(ENTERPRISE, organisation=make_organisation()))
    assert "没有等待确认的认领" in client.get("/claims/").content.decode()
    assert client.get(f"/claims/{claimed.pk}/").status_code == 404
