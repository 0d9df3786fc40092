"""A day of long ago in one row, before the calendar of working days begins, brings no page down."""

from datetime import date

import pytest

from factories.people import make_person
from factories.registers import CASE, row_of
from zhixian.web.warnings.jobs import look_again

KEEPER, OFFICE = "market_regulation_bureau", "leading_group_office"


@pytest.fixture
def old_case(settings):
    settings.TODAY = "2020-11-16"
    handler = make_person("handler", unit=KEEPER)
    row = row_of("ip_cases", by=handler, **{**CASE, "opened_on": "2012-01-02"})
    assert row.due < date(2014, 1, 1)
    return row


@pytest.mark.parametrize("who", ["handler", "chief", "lead_office"])
def test_every_page_that_tells_what_is_late_opens(client, old_case, who):
    look_again()
    client.force_login(make_person(who, unit=OFFICE if who == "lead_office" else KEEPER))
    for address in (
        "/",
        "/desk/",
        "/clauses/6/",
        *(("/supervision/",) if who == "lead_office" else ()),
        "/warnings/",
        f"/registers/ip_cases/{old_case.pk}/",
        "/units/market_regulation_bureau/",
    ):
        assert client.get(address).status_code == 200, address
    if who == "handler":
        days = (date(2020, 11, 16) - old_case.due).days
        assert f"已超 {days} 天" in client.get("/desk/").content.decode()
