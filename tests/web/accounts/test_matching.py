"""An organisation finds its party in the registry: however its name is typed, whenever the registry learns of it, or by hand."""

import json

import pytest
from django.conf import settings

from factories.people import make_organisation, make_person
from registries import write_registry
from zhixian.core.registry.numbers.credit_code import check_character
from zhixian.core.registry.snapshot import current
from zhixian.core.registry.tables import TABLES
from zhixian.site import wiring
from zhixian.web.accounts import queries
from zhixian.web.accounts.actions import UnableTo, matching
from zhixian.web.accounts.actions.claims import claim_organisation, confirm_claim
from zhixian.web.accounts.actions.matching import match_organisations, set_party
from zhixian.web.accounts.models import Organisation
from zhixian.web.accounts.roles import ENTERPRISE, LEAD
from zhixian.web.kit.models import Entry, Notice
from zhixian.web.kit.plan import lead_office
from zhixian.web.registry.published import tell_everybody

WIDE, NARROW = "拟渡铜（福建）物流有限责任公司", "拟渡铜(福建) 物流有限责任公司"


def code(number):
    body = f"91350823MA{number:07d}"
    return body + check_character(body)


def publish(name, *parties):
    """Make a registry with these parties, by id and name, the current one."""
    rows = [{"party_id": key, "name": called, "kind": "enterprise", "region": "350823"} for key, called in parties]
    snapshot = write_registry(settings.DATA / "snapshots" / name, parties=rows)
    manifest = {"labels": [], "tables": dict.fromkeys(TABLES, 0), "sources": []}
    (snapshot.folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (settings.DATA / "CURRENT").write_text(name, encoding="utf-8")


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def lead():
    return make_person(LEAD, unit=lead_office())


def claimed(lead, name=NARROW, number=1):
    seat = claim_organisation(ENTERPRISE, name, code(number), by=make_person())
    confirm_claim(seat, by=lead)
    return Organisation.objects.get(pk=seat.organisation_id)


def test_brackets_of_either_width_are_one_name(lead):
    publish("one", ("A", WIDE), ("B", "别的公司"))
    assert claimed(lead).party == "A"


def test_the_credit_code_goes_before_the_name(lead):
    publish("one", ("A", WIDE), (code(1), "旧名称有限公司"))
    assert claimed(lead).party == code(1)


def test_one_party_is_one_organisation(lead):
    publish("one", ("A", WIDE))
    assert claimed(lead).party == "A"
    assert claimed(lead, number=2).party == ""


def test_the_match_is_tried_again_when_the_registry_learns_of_it(lead, monkeypatch):
    publish("one", ("B", "别的公司"))
    organisation = claimed(lead)
    assert organisation.party == ""
    publish("two", ("A", WIDE), ("B", "别的公司"))
    monkeypatch.setattr("zhixian.web.registry.published._EFFECTS", [wiring.match_again])
    tell_everybody(current(settings.DATA))
    organisation.refresh_from_db()
    assert organisation.party == "A"
    assert Entry.objects.get(action="organisation_matched").detail["party"] == "A"
    clerk = organisation.seats.get().user
    assert Notice.objects.filter(user=clerk, title="登记数据已经对上贵单位").count() == 1
    assert match_organisations() == 0


def test_the_wiring_has_it_tried_again():
    from zhixian.web.registry import published

    assert wiring.match_again in published._EFFECTS


def test_the_lead_office_sets_and_corrects_it_by_hand(lead, client):
    publish("one", ("A", "拟渡铜物流（福建）有限公司"), ("B", "别的公司"))
    organisation = claimed(lead)
    client.force_login(lead)
    home = f"/organisations/{organisation.pk}/party/"
    assert home in client.get("/claims/").content.decode()
    assert "没有对上" in client.get(home).content.decode()
    answer = client.post(home, {"seen": "", "party": "没有的公司", "why": "执照"}).content.decode()
    assert "登记数据里没有编号或名称是“没有的公司”的主体" in answer
    assert client.post(home, {"seen": "", "party": "拟渡铜物流(福建)有限公司", "why": ""}).status_code == 200
    client.post(home, {"seen": "", "party": "拟渡铜物流(福建)有限公司", "why": "执照上的名称改过"})
    organisation.refresh_from_db()
    assert organisation.party == "A"
    detail = Entry.objects.get(action="organisation_party_set").detail
    assert (detail["before"], detail["party"], detail["why"]) == ("", "A", "执照上的名称改过")
    assert "刚被别人改过" in client.post(home, {"seen": "", "party": "B", "why": "x"}).content.decode()
    client.post(home, {"seen": "A", "party": "", "why": "认错了"})
    organisation.refresh_from_db()
    assert organisation.party == ""


def test_a_party_of_another_organisation_is_not_taken(lead):
    publish("one", ("A", WIDE), ("C", "重名公司"), ("D", "重名公司"))
    make_organisation(party="A", name="先到的公司")
    organisation = claimed(lead, number=2)
    with pytest.raises(UnableTo, match="已经对上先到的公司"):
        set_party(organisation, "A", seen="", why="执照", by=lead)
    with pytest.raises(UnableTo, match="不止一个：C、D，请填编号"):
        set_party(organisation, "重名公司", seen="", why="执照", by=lead)


def test_of_two_at_the_same_moment_one_is_the_party(lead, monkeypatch):
    publish("s1", ("p", NARROW))
    first, second = claimed(lead), claimed(lead, name="别的公司", number=2)
    monkeypatch.setattr(queries, "holder_of_party", lambda *_, **__: None)
    monkeypatch.setattr(matching, "holder_of_party", lambda *_, **__: None)
    with pytest.raises(UnableTo, match="刚刚对上了另一个单位"):
        set_party(second, "p", seen="", why="营业执照", by=lead)
    third = claimed(lead, number=3)
    assert [Organisation.objects.get(pk=one.pk).party for one in (first, second, third)] == ["p", "", ""]
    assert Organisation.objects.get(pk=third.pk).confirmed_at


def test_nobody_else_sets_it(lead, client):
    organisation = claimed(lead)
    for person in (organisation.seats.get().user, make_person("handler", unit="finance_bureau")):
        client.force_login(person)
        assert client.get(f"/organisations/{organisation.pk}/party/").status_code == 404
        with pytest.raises(UnableTo, match="由领导小组办公室"):
            set_party(organisation, "", seen="", why="x", by=person)
