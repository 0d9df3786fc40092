"""A case's holder is held against the registry on the case's day."""

import pytest

from factories.people import make_person
from factories.registers import CASE, row_of, write_patent

RIGHT = "CN201510000001.0"
ANOTHER = {"party_id": "P2", "name": "另一企业", "kind": "enterprise", "region": "350823"}
THIRD = {"party_id": "P3", "name": "第三企业", "kind": "enterprise", "region": "350823"}
SAID = {**CASE, "subject": "patent", "right": RIGHT}
LEAD = {
    "number": "线1", "campaign": "watch", "law": "commerce", "platform": "某商城", "address": "https://shop.example/1",
    "subject": "patent", "right": RIGHT, "found_on": "2018-02-01",
}  # fmt: skip


@pytest.fixture
def data(settings, tmp_path):
    settings.DATA = tmp_path / "data"
    return settings.DATA


def told(register="ip_cases", unit="market_regulation_bureau", **said):
    row = row_of(register, by=make_person("handler", unit=unit), **said)
    return [(one["words"], one["grave"]) for one in row.findings if one["check"] == "holder_registered"]


def words(holder, named, day="2018-02-01"):
    return f"登记数据里 {day} {RIGHT} 的权利人是{holder}，这里写的是{named}：核对权利号和权利人"


def test_another_holder_is_told_in_cases_and_leads(data):
    write_patent(data)
    assert told(**{**SAID, "holder": "另一企业"}) == [(words("测试企业1", "另一企业"), False)]
    assert told(**{**SAID, "number": "2", "holder": "测试企业1"}) == []
    lead = {"register": "online_leads", "unit": "culture_press_bureau"}
    assert told(**lead, **LEAD, holder="另一企业") == [(words("测试企业1", "另一企业"), False)]
    assert told(**lead, **{**LEAD, "number": "线2"}, holder="测试企业1") == []


def test_it_goes_by_the_holder_on_the_day_of_the_case(data):
    write_patent(data, {"event": "transferred", "effective": "2018-02-01", "party": "P2"}, parties=[ANOTHER])
    assert told(**{**SAID, "holder": "另一企业"}) == []
    assert told(**{**SAID, "number": "2", "holder": "测试企业1"}) == [(words("另一企业", "测试企业1"), False)]
    before = {**SAID, "number": "3", "opened_on": "2018-01-31", "holder": "测试企业1"}
    assert told(**before) == []
    late = {**SAID, "number": "4", "opened_on": "2018-01-31", "holder": "另一企业"}
    assert told(**late) == [(words("测试企业1", "另一企业", "2018-01-31"), False)]
    assert told(**{**SAID, "number": "5", "opened_on": "2015-12-31", "holder": "另一企业"}) == []


def test_a_licensee_by_the_registry_or_by_contract_may_be_named(data):
    licensed = {"event": "licensed", "effective": "2017-01-01", "party": "P2", "until": "2018-02-02"}
    write_patent(data, licensed, parties=[ANOTHER, THIRD])
    assert told(**{**SAID, "holder": "另一企业"}) == []
    assert len(told(**{**SAID, "number": "2", "holder": "另一企业", "opened_on": "2018-02-02"})) == 1
    contract = {
        "number": "许1", "owner": "第三企业", "partner": "测试企业1", "role": "taker", "sort": "patent_licence", "rights": RIGHT,
        "dual_use": "no", "effective_on": "2018-01-02",
    }  # fmt: skip
    assert len(told(**{**SAID, "number": "3", "holder": "第三企业"})) == 1
    row_of("ip_contracts", by=make_person("handler", unit="industry_science_bureau"), **contract)
    assert told(**{**SAID, "number": "4", "holder": "第三企业"}) == []


def test_of_a_right_that_the_registry_does_not_have_and_before_the_first_import_nothing_is_told(
    data, settings, tmp_path
):
    settings.DATA = tmp_path / "empty"
    assert told(**{**SAID, "holder": "另一企业"}) == []
    settings.DATA = data
    write_patent(data)
    assert told(**{**SAID, "number": "2", "right": "39999999", "holder": "另一企业"}) == []
    assert told(**{**SAID, "number": "3", "right": "", "holder": "另一企业"}) == []
