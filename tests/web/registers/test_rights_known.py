"""A number that the registry does not have was not looked up, and the row says so."""

import pytest

from factories.people import make_person
from factories.registers import CASE, row_of
from zhixian.web.kit.clock import now, today
from zhixian.web.registry.models import IndexEdition, IndexedRight

USER = {"product": "某萝卜干", "user": "某合作社", "approved_on": "2016-08-01"}
CONTRACT = {"owner": "甲公司", "partner": "乙公司", "role": "giver", "sort": "mark_licence", "dual_use": "no", "effective_on": "2018-01-02"}  # fmt: skip


@pytest.fixture
def bureau():
    return make_person("handler", unit="market_regulation_bureau")


@pytest.fixture
def index():
    edition = IndexEdition.objects.create(snapshot="test", as_of=today(), labels=[], built_at=now(), current=True)
    known = {"right_id": "R1", "kind": "trademark", "gi": False, "number": "38431452/11", "in_force": True, "began": True}  # fmt: skip
    return IndexedRight.objects.create(edition=edition, holder="P1", holder_name="甲公司", **known)


def told(row, check="rights_known"):
    return [(one["words"], one["grave"]) for one in row.findings if one["check"] == check]


@pytest.mark.parametrize(
    ("right", "missing"),
    [
        ("38431452/11", ""),
        ("38431452", ""),
        ("38431452/12", "38431452/12"),
        ("38431452；39999999", "39999999"),
        ("无登记号", ""),
    ],
)
def test_a_right_that_the_registry_does_not_have_is_told(index, bureau, right, missing):
    wanted = [(f"登记数据里没有 {missing}，无法核对", False)] if missing else []
    industry = make_person("handler", unit="industry_science_bureau")
    assert told(row_of("ip_cases", by=bureau, **CASE, right=right)) == wanted
    assert told(row_of("gi_users", by=bureau, **USER, right=right)) == wanted
    if right != "无登记号":
        assert told(row_of("ip_contracts", by=industry, number="1", **CONTRACT, rights=right)) == wanted


def test_before_the_first_import_nothing_is_told_of_what_is_in_it(bureau):
    assert told(row_of("ip_cases", by=bureau, **CASE, right="39999999")) == []


def test_a_sign_of_the_place_that_was_applied_for_is_known(index, bureau):
    product = {"product": "某萝卜干", "place": "某镇", "sort": "food", "found_on": "2017-01-01", "rules": "no", "testing": "no", "stage": "filed"}  # fmt: skip
    row_of("local_products", by=bureau, **product, number="45000001", filed_on="2018-02-01")
    assert told(row_of("gi_users", by=bureau, **USER, right="45000001")) == []
    assert len(told(row_of("gi_users", by=bureau, **{**USER, "user": "另一合作社"}, right="45000002"))) == 1


def test_a_mark_that_is_named_without_its_class_is_held_against_its_holder(index):
    industry = make_person("handler", unit="industry_science_bureau")
    row = row_of("ip_contracts", by=industry, number="1", **{**CONTRACT, "owner": "丙公司"}, rights="38431452")
    assert told(row, "given_by_holder") == [("38431452/11 的权利人是甲公司，不是许可人丙公司：核对权利号", True)]


@pytest.mark.parametrize("name", ["县市场监管局", "上杭县市场监督管理局", "上杭县市场监管局", "县 农业局"])
def test_no_authority_uses_the_sign_that_it_supervises(bureau, name):
    words = f"使用人写的是{name}：它是单位，不是使用标志的企业、合作社或农户"
    row = row_of("gi_users", by=bureau, **{**USER, "user": name}, right="3000001")
    assert told(row, "gi_user") == [(words, True)]


def test_a_company_that_is_a_unit_of_the_plan_may_use_a_sign(bureau):
    row = row_of("gi_users", by=bureau, **USER, right="3000001")
    assert told(row, "gi_user") == []
