"""A seat of the lead office or of an auditor in a company of the plan brings nothing of what such a seat reads of every unit."""

import pytest

from factories.people import make_person
from factories.topics import UNIT, make_topic
from zhixian.web.accounts.actions.seats import UnableTo, invite
from zhixian.web.accounts.models import User
from zhixian.web.accounts.queries import gives, may_give, seats_visible_to
from zhixian.web.finance.queries import pools_visible_to
from zhixian.web.navigation.queries import topics_visible_to
from zhixian.web.portal.scorecards import sees_all
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.queries.visibility import oversees
from zhixian.web.registry.models import Batch
from zhixian.web.supervision.queries import requests_visible_to, units_visible_to

COMPANY, OFFICE = "picc_shanghang", "efficiency_office"
OVERSEERS = ("lead_office", "auditor")


def person_as(role, unit):
    return User.objects.get(pk=make_person(role, unit=unit).pk)


@pytest.fixture
def topic(settings, tmp_path):
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    settings.MEDIA_ROOT = settings.DATA / "files"
    return make_topic(tmp_path, by=make_person("handler", unit=UNIT), shows_raw=True)


@pytest.mark.parametrize("role", OVERSEERS)
@pytest.mark.parametrize(("unit", "status"), [(COMPANY, 404), (OFFICE, 200)])
def test_a_topic_of_another_unit_is_no_company_s(sign_in, topic, role, unit, status):
    reader = sign_in(role, unit=unit)
    for below in ("", "records/", "topic.xlsx"):
        assert reader.get(f"/topics/{topic.pk}/{below}").status_code == status, below
    assert topics_visible_to(User.objects.get(pk=reader.person.pk)).exists() is (status == 200)


@pytest.mark.parametrize("role", OVERSEERS)
@pytest.mark.parametrize("unit", [COMPANY, OFFICE])
def test_no_room_opens_what_is_of_every_unit_to_a_company(role, unit):
    person, sees = person_as(role, unit), unit == OFFICE
    assert bool(units_visible_to(person)) is sees
    assert sees_all(person, ()) is sees
    assert {oversees(person, kept) for kept in kept_registers().values()} == {sees}
    assert Batch.objects.all().visible_to(person).query.is_empty() is not sees
    for rows in (pools_visible_to(person), requests_visible_to(person)):
        assert bool(rows.query.has_filters()) is not sees, "every row, or those of some units or banks"
    other = person_as("handler", UNIT)
    assert seats_visible_to(person).filter(user=other).exists() is sees
    assert (role in person.roles) is sees


@pytest.mark.parametrize(("unit", "status"), [(COMPANY, 403), (OFFICE, 200)])
def test_a_page_for_auditors_is_closed_to_one_of_a_company(sign_in, unit, status):
    assert sign_in("auditor", unit=unit).get("/people/all/").status_code == status


@pytest.mark.parametrize("role", OVERSEERS)
def test_such_a_seat_is_still_asked_for_a_second_factor(role):
    person = person_as(role, COMPANY)
    person.authenticator_set.all().delete()
    assert person.is_office
    assert person.lacks_second_factor()


def test_no_company_is_offered_such_a_seat():
    admin = person_as("admin", OFFICE)
    assert may_give(admin, "auditor", COMPANY), "one that is there can still be closed"
    told = dict(gives(admin))
    assert "auditor" not in told[COMPANY]
    assert "auditor" in told[OFFICE]
    with pytest.raises(UnableTo, match="是公司，不设“审计”席位"):
        invite("a@example.test", "auditor", COMPANY, by=admin, link=str)
    assert not may_give(person_as("lead_office", COMPANY), "handler", OFFICE)
