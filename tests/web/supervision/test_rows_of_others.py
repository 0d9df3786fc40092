"""What companies enter is no unit's progress; the office that a row names hears of it."""

from datetime import date

import pytest

from factories.people import make_organisation, make_person
from factories.registers import row_of
from zhixian.core.registers.rows import read_row
from zhixian.core.supervision.lights import Done
from zhixian.core.warnings.reading import warning_rules
from zhixian.web.kit.clock import today
from zhixian.web.kit.models import Notice
from zhixian.web.registers.actions import change_row, enter_rows
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.supervision.facts import registers
from zhixian.web.warnings.looking import Looker

FARMING, FORESTRY = "agriculture_bureau", "forestry_bureau"
VARIETY = {
    "owner": "甲苗木公司", "name": "杉1号", "genus": "杉木", "sort": "woody", "office": "forestry", "number": "林1", "applied_on": "2014-03-10",
    "granted_on": "2016-02-01", "fee_until": "2018-02-01",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _day(settings):
    settings.TODAY = "2018-06-01"


def entered(*typed):
    kept, company = kept_registers()["plant_varieties"], make_organisation(name="甲苗木公司")
    read = [read_row(kept.register, {**VARIETY, **one}, today=today()) for one in typed]
    assert not any(wrong for _, wrong in read), read
    person = make_person("enterprise", organisation=company)
    return person, enter_rows(kept, [values for values, _ in read], by=person, organisation=company)


def progress():
    return {(clause, unit, sign.count) for clause, unit, sign in registers(today()) if isinstance(sign, Done)}


def heard(person):
    return [one.title for one in Notice.objects.filter(user=person).order_by("pk")]


def test_a_companys_row_lights_no_lamp_and_a_units_its_own_alone():
    entered({})
    assert progress() == set()
    row_of("plant_varieties", by=make_person("handler", unit=FORESTRY), **{**VARIETY, "number": "林2", "name": "杉2号"})
    assert progress() == {("7", FORESTRY, 1)}


def test_the_office_that_a_row_names_hears_of_it_and_of_what_is_found_of_it():
    forester, farmer = make_person("handler", unit=FORESTRY), make_person("handler", unit=FARMING)
    person, (row,) = entered({})
    assert heard(forester) == ["植物新品种台账“杉1号，杉木”的审批机关是本单位，由甲苗木公司录入"]
    assert heard(farmer) == []
    assert row.grave
    warned = Looker(date(2018, 6, 1)).looks_at(warning_rules()["row_finding"]) or ()
    assert [found.units for found in warned] == [(FORESTRY,)]
    kept = kept_registers()["plant_varieties"]
    change_row(row, kept, {**row.values, "spread": 5}, by=person, version=row.version)
    assert len(heard(forester)) == 1
    row.refresh_from_db()
    change_row(row, kept, {**row.values, "office": "agriculture"}, by=person, version=row.version)
    assert len(heard(farmer)) == 1


def test_many_rows_that_come_together_are_told_in_one_notice():
    forester = make_person("handler", unit=FORESTRY)
    entered({}, {"number": "林2", "name": "杉2号"}, {"number": "农1", "name": "稻1号", "office": "agriculture"})
    assert heard(forester) == ["植物新品种台账“杉1号，杉木”等 2 行的审批机关是本单位，由甲苗木公司录入"]


def test_an_office_does_not_tell_itself():
    forester, colleague = make_person("handler", unit=FORESTRY), make_person("handler", unit=FORESTRY)
    row_of("plant_varieties", by=forester, **VARIETY)
    assert heard(colleague) == []
