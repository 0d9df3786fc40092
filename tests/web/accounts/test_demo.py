"""The demo's door stands only in a demonstration, on loopback, and the sample people fill it."""

import pytest
from django.conf import settings

from registries import write_registry
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.numbers import credit_code
from zhixian.web.accounts import demo, sample
from zhixian.web.accounts.models import Organisation, User
from zhixian.web.kit.models import Entry
from zhixian.web.kit.plan import host_unit, lead_office, the_plan, units_with_people
from zhixian.web.kit.world import World


def registry(folder):
    """Three enterprises: one with loans, one with a mark and a project too, one elsewhere with everything."""
    party = {"kind": "enterprise", "region": "350823", "industry": "C1", "founded": "2010-01-01"}
    loan = {"principal": 1, "drawn": "2019-01-01", "due": "2020-01-01", "annual_rate": None}
    mark = {"kind": "trademark", "gi": False, "filed": "2015-01-01", "registered": "2016-01-01", "region": "350823"}
    project = {"kind": "navigation", "cost": 1, "completed": "2019-01-01"}
    return write_registry(
        folder,
        parties=[
            {**party, "party_id": "A", "name": "甲公司"},
            {**party, "party_id": "B", "name": "乙公司"},
            {**party, "party_id": "C", "name": "丙公司", "region": "350200"},
        ],
        loans=[
            {**loan, "loan_id": f"L{number}", "borrower": borrower, "lender": lender}
            for number, (borrower, lender) in enumerate([("A", "甲行"), ("A", "乙行"), ("B", "乙行"), ("C", "乙行")])
        ],
        rights=[{**mark, "right_id": f"R{holder}", "number": f"R{holder}", "holder": holder} for holder in "BC"],
        projects=[{**project, "project_id": f"P{party}", "party": party} for party in "BC"],
    )


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A site that the accounts room has filled."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    made = World(the_plan(), registry(tmp_path / "registry"), the_plan().horizon)
    sample.fill(made)
    return made


def test_there_is_a_person_for_each_role_and_unit(world):
    units = {unit.id for unit in units_with_people()}
    single = {
        "lead",
        "finance",
        "auditor",
        "custodian",
        "second_custodian",
        "admin",
        "enterprise",
        "enterprise2",
        "bank",
    }
    single |= {f"second_handler:{host_unit()}"}
    assert set(world.people) == single | {f"{role}:{unit}" for unit in units for role in ("handler", "chief")}
    assert world.people["lead"].units == {lead_office()}
    assert not any(person.lacks_second_factor() for person in world.people.values())


def test_the_enterprises_are_those_of_the_region_with_most_to_show(world):
    assert [world.organisations[key].name for key in ("enterprise", "enterprise2", "bank")] == [
        "乙公司",
        "甲公司",
        "乙行",
    ]
    assert world.people["enterprise"].organisations == {world.organisations["enterprise"].pk}
    assert all(credit_code(code)[1] is None for code in Organisation.objects.values_list("credit_code", flat=True))


def test_a_site_with_people_is_not_filled(world):
    from zhixian.site.sampling import fill_site

    with pytest.raises(Refusal, match="已经有人员"):
        fill_site(settings.DATA)


def test_without_a_demo_there_is_no_door(world, client):
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/lead/").status_code == 404


def test_from_another_machine_there_is_no_door(world, client, settings):
    settings.DEMO = True
    assert client.get("/demo/", REMOTE_ADDR="192.0.2.7").status_code == 404
    assert client.post("/demo/lead/", REMOTE_ADDR="192.0.2.7").status_code == 404


def test_anybody_may_be_stepped_in_as_and_the_record_says_so(world, client, settings):
    settings.DEMO = True
    assert client.post("/demo/handler:court/").headers["Location"] == "/desk/"
    person = world.people["handler:court"]
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.get("/notices/").status_code == 200
    assert [(e.action, e.actor) for e in Entry.objects.all()] == [("stepped_in_by_the_demo_door", f"user:{person.pk}")]


def test_a_link_cannot_step_in(world, client, settings):
    settings.DEMO = True
    assert client.get("/demo/lead/").status_code == 405
    assert client.post("/demo/nobody/").status_code == 404


def test_the_page_tells_the_real_path(world, client, settings):
    settings.DEMO = True
    page = client.get("/demo/?code=lead").content.decode()
    assert demo.password() in page
    assert world.people["lead"].email in page
    assert User.objects.get(email="lead@demo.test").check_password(demo.password())
    assert (settings.DATA / "demo.json").stat().st_mode & 0o777 == 0o600


def test_whoever_holds_the_latest_geographical_indication_can_sign_in(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA", tmp_path)
    party = {"kind": "association", "region": "350823"}
    mark = {"kind": "certification_mark", "gi": True, "region": "350823"}
    snapshot = write_registry(
        tmp_path / "registry",
        parties=[{**party, "party_id": name, "name": f"{name}协会"} for name in "DEF"],
        rights=[
            {**mark, "right_id": "R1", "holder": "D", "registered": "2018-01-01"},
            {**mark, "right_id": "R2", "holder": "E", "registered": "2020-01-01"},
            {**mark, "right_id": "R3", "holder": "F", "registered": "2020-06-01", "gi": False},
            {**mark, "right_id": "R4", "holder": "F", "registered": "2031-06-01"},
        ],
    )
    made = World(the_plan(), snapshot, the_plan().horizon)
    sample.fill(made)
    assert made.organisations["association"].party == "E"
    assert made.people["association"].organisations == {made.organisations["association"].pk}


def test_what_else_is_needed_stands_beside_the_sign_in(world, client, settings):
    settings.DEMO = True
    demo.tell("custodian", "身份保管口令", "一句口令")
    page = client.get("/demo/").content.decode()
    person = world.people["custodian"]
    assert "身份保管口令：<code>一句口令</code>" in page.partition(f"{person.name} · ")[2].partition("</li>")[0]
    assert demo.password()


def test_nothing_is_told_where_no_demo_is(settings, tmp_path):
    settings.DATA = tmp_path
    demo.tell("custodian", "身份保管口令", "一句口令")
    assert not (tmp_path / "demo.json").exists()
