"""What a company is refused names what the company itself can do about it."""

import pytest

from factories.people import make_organisation, make_person
from factories.registers import row_of
from zhixian.core.registers.rows import read_row
from zhixian.web.kit.clock import today
from zhixian.web.registers.actions import UnableToKeep, enter_row
from zhixian.web.registers.definitions import kept_registers

VARIETY = {
    "name": "测试一号", "genus": "稻", "sort": "other", "office": "agriculture", "number": "20180001", "applied_on": "2018-01-02",
}  # fmt: skip
PLACE = {"course": "训-9", "people": "2", "asked_on": "2018-05-31"}


def enter(register, typed, company):
    kept = kept_registers()[register]
    values, wrong = read_row(kept.register, typed, today=today())
    assert not wrong, wrong
    return enter_row(kept, values, by=make_person("enterprise", organisation=company), organisation=company)


def test_a_company_is_not_told_to_enter_a_course_itself():
    with pytest.raises(
        UnableToKeep, match=r"没有编号是“训-9”的：核对编号；一次活动由县经信科技局、.*录入，没有的请与其联系"
    ) as refused:
        enter("course_places", {**PLACE, "party": "甲公司"}, make_organisation(name="甲公司"))
    assert "先录入" not in str(refused.value)


def test_a_unit_is_told_to_enter_the_course_first():
    office = make_person("handler", unit="industry_science_bureau")
    with pytest.raises(UnableToKeep, match="先录入一次活动，或核对编号"):
        row_of("course_places", by=office, **PLACE, party="甲公司")


def test_a_unit_that_enters_no_courses_is_told_who_does():
    kept = kept_registers()
    assert "commerce_bureau" in kept["course_places"].units
    assert "commerce_bureau" not in kept["activities"].units
    office = make_person("handler", unit="commerce_bureau")
    with pytest.raises(UnableToKeep, match=r"核对编号；一次活动由县经信科技局、.*录入，没有的请与其联系") as refused:
        row_of("course_places", by=office, **PLACE, party="甲公司")
    assert "先录入" not in str(refused.value)


def test_a_company_is_not_told_to_change_a_row_of_others():
    row_of("plant_varieties", by=make_person("handler", unit="agriculture_bureau"), owner="乙公司", **VARIETY)
    with pytest.raises(UnableToKeep, match=r"由别的单位录入.*那一行不由您改，请与县农业局联系") as refused:
        enter("plant_varieties", {**VARIETY, "owner": "甲公司"}, make_organisation(name="甲公司"))
    assert "改那一行，" not in str(refused.value)
