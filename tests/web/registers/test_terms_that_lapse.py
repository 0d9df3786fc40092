"""A right that ends by its term is told ahead of the day; once the day has passed it is over, and nobody is late."""

from datetime import date

import pytest

from factories.people import make_person
from factories.registers import row_of
from zhixian.core.warnings.reading import warning_rules
from zhixian.web.registers.actions import let_lapse
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row
from zhixian.web.registers.queries.days_due import count_due, due_rows
from zhixian.web.warnings.looking import Looker

VARIETY = {
    "owner": "某研究所", "name": "稻4号", "genus": "稻", "sort": "other", "office": "agriculture", "number": "CNA4", "applied_on": "2000-03-10",
    "granted_on": "2003-07-02", "expires_on": "2018-07-02",
}  # fmt: skip


@pytest.fixture
def bureau():
    return make_person("handler", unit="agriculture_bureau")


def told_on(day, bureau):
    on_desk = [row.due_name for row in due_rows(bureau, as_of=day)]
    warned = [found.of_due for found in Looker(day).looks_at(warning_rules()["row_due"]) or () if found.of_due]
    return on_desk, [due for *_, due, _ in count_due(as_of=day)], warned


def test_a_term_is_told_ahead_and_is_no_lateness_once_it_is_over(client, bureau, settings):
    row = row_of("plant_varieties", by=bureau, **VARIETY)
    assert told_on(date(2018, 6, 1), bureau) == (["品种权期限届满"], [date(2018, 7, 2)], ["expiry"])
    settings.TODAY = "2018-07-02"
    assert let_lapse(kept_registers()["plant_varieties"]) == 0
    settings.TODAY = "2018-07-03"
    assert let_lapse(kept_registers()["plant_varieties"]) == 1
    assert let_lapse(kept_registers()["plant_varieties"]) == 0
    assert told_on(date(2018, 7, 3), bureau) == ([], [], [])
    row = Row.objects.get(pk=row.pk)
    assert (row.due, row.due_name, row.version) == (None, "", 1)
    client.force_login(bureau)
    assert "逾期" not in client.get(f"/registers/plant_varieties/{row.pk}/").content.decode()


def test_a_right_entered_after_its_term_waits_for_nobody(bureau, settings):
    settings.TODAY = "2020-01-02"
    assert row_of("plant_varieties", by=bureau, **VARIETY).due is None


def test_a_fee_that_was_not_paid_stays_late(bureau, settings):
    settings.TODAY = "2018-06-01"
    row_of("plant_varieties", by=bureau, **{**VARIETY, "expires_on": "2033-07-02", "fee_until": "2018-02-01"})
    assert [due for *_, due, _ in count_due(as_of=date(2018, 6, 1))] == [date(2018, 2, 1)]


USER = {
    "product": "某萝卜干",
    "right": "3000001",
    "user": "某合作社",
    "approved_on": "2016-08-01",
    "until": "2018-07-02",
}


def test_an_approval_to_use_an_indication_that_has_ended_is_nobodys_lateness(settings):
    bureau = make_person("handler", unit="market_regulation_bureau")
    row = row_of("gi_users", by=bureau, **USER)
    assert told_on(date(2018, 6, 1), bureau) == (["使用期限届满"], [date(2018, 7, 2)], ["ends"])
    settings.TODAY = "2018-07-03"
    assert let_lapse(kept_registers()["gi_users"]) == 1
    assert told_on(date(2018, 7, 3), bureau) == ([], [], [])
    assert Row.objects.get(pk=row.pk).values == row.values
