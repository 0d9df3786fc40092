"""A place is typed by its name or its code, shown by its name and kept by its code."""

import pytest

from factories.people import make_person
from zhixian.core.registry.places import full_name_of, names_around, regions_named
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row
from zhixian.web.registers.showing import typed_of

TYPED = {
    "party": "某公司", "number": "需-1", "sort": "enterprise", "side": "need", "what": "technology", "title": "防霉技术", "dual_use": "no",
    "open": "public", "posted_on": "2018-05-01",
}  # fmt: skip
FORM = "/registers/needs_offers/new/"


@pytest.fixture
def signed_in(client):
    client.force_login(make_person("handler", unit="industry_science_bureau"))
    return client


@pytest.mark.parametrize("said", ["350823", "上杭县", "福建省龙岩市上杭县", " 上杭县 ", "３５０８２３"])
def test_a_place_is_typed_by_name_or_code(signed_in, said):
    assert signed_in.post(FORM, {**TYPED, "region": said}).status_code == 302
    row = Row.objects.get()
    assert row.values["region"] == "350823"
    assert typed_of(row, kept_registers()["needs_offers"])["region"] == "福建省龙岩市上杭县"
    page = signed_in.get(f"/needs-and-offers/{row.pk}/").content.decode()
    assert "福建省龙岩市上杭县" in page
    assert "350823" not in page
    form = signed_in.get(f"/registers/needs_offers/{row.pk}/change/").content.decode()
    assert 'value="福建省龙岩市上杭县"' in form
    assert '<datalist id="places"><option value="福建省">' in form


@pytest.mark.parametrize(
    ("said", "why"),
    [("杭上县", "也不是县级以上行政区划的全名"), ("鼓楼区", "请写代码或带上省市"), ("35082", "不是六位行政区划代码")],
)
def test_a_name_of_no_place_or_of_several_is_refused(signed_in, said, why):
    sent = signed_in.post(FORM, {**TYPED, "region": said})
    assert sent.status_code == 422
    assert why in sent.content.decode()


def test_a_row_of_a_place_that_has_no_name_of_its_own_any_more_is_saved_as_it_was(signed_in):
    signed_in.post(FORM, {**TYPED, "region": "999900"})
    row = Row.objects.get()
    assert typed_of(row, kept_registers()["needs_offers"])["region"] == "999900"


def test_the_places_to_choose_from_are_those_of_the_province_first():
    names = names_around("350823")
    assert names[:2] == ["福建省", "福建省福州市"]
    assert {"福建省龙岩市上杭县", "广东省", "北京市"} <= set(names)
    assert "广东省广州市" not in names
    assert all(full_name_of(regions_named(name)[0]) == name for name in names)
