"""One lead leads to cases of one infringement."""

from importlib import import_module

import pytest
from django.apps import apps

from factories.people import make_person
from factories.registers import CASE, row_of
from zhixian.web.registers.actions import change_row, check, strike_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row, Said

upgrade = import_module("zhixian.web.registers.migrations.0007_more_said")


def told(row):
    check([row])
    return [(one["words"], one["grave"]) for one in row.findings if one["check"] == "lead_once"]


def test_cases_from_one_lead_against_different_people_are_told_of_each_other():
    handler = make_person("handler", unit="market_regulation_bureau")
    case = {**CASE, "holder": "甲公司", "infringer": "乙商店", "lead": "线3号"}
    first = row_of("ip_cases", by=handler, **{**case, "number": "903号"})
    same = row_of("ip_cases", by=handler, **{**case, "number": "904号"})
    assert told(first) == told(same) == []
    other = row_of("ip_cases", by=handler, **{**case, "number": "905号", "infringer": "丙公司"})
    row_of("ip_cases", by=handler, **{**case, "number": "906号", "lead": "线33号", "infringer": "丁公司"})
    assert told(first) == [
        (
            "线索 线3号 还写在 1 件权利人或涉嫌侵权人不同的案件里：905号（权利人甲公司，涉嫌侵权人丙公司）；核对线索编号",
            False,
        )
    ]
    [(words, _)] = told(other)
    assert "2 件" in words
    assert "906号" not in words


LEAD = {
    "number": "线3号", "campaign": "report", "law": "commerce", "platform": "某商城", "address": "https://shop.example/3", "shop": "乙商店",
    "subject": "mark", "holder": "甲公司", "found_on": "2018-01-05",
}  # fmt: skip
FROM_LEAD = {**CASE, "holder": "甲公司", "infringer": "乙商店", "lead": "线3号"}


def found_of(row, check_name):
    fresh = Row.objects.get(pk=row.pk)
    return [one["words"] for one in fresh.findings if one["check"] == check_name]


@pytest.fixture
def handler():
    return make_person("handler", unit="market_regulation_bureau")


def test_a_lead_is_told_of_its_cases_that_do_not_fit_one_another(handler):
    lead = row_of("online_leads", by=handler, **LEAD)
    first = row_of("ip_cases", by=handler, **{**FROM_LEAD, "number": "903号"})
    row_of("ip_cases", by=handler, **{**FROM_LEAD, "number": "904号", "channel": "civil"})
    assert found_of(lead, "cases_of_lead") == found_of(first, "lead_once") == []
    other = row_of("ip_cases", by=handler, **{**FROM_LEAD, "number": "905号", "infringer": "丙公司"})
    [words] = found_of(lead, "cases_of_lead")
    assert words.startswith("这条线索写在 3 件权利人或涉嫌侵权人不同的案件里：903号（权利人甲公司，涉嫌侵权人乙商店）")
    assert len(found_of(first, "lead_once")) == len(found_of(other, "lead_once")) == 1
    strike_row(other, kept_registers()["ip_cases"], by=handler, version=other.version, reason="录错了")
    assert found_of(lead, "cases_of_lead") == found_of(first, "lead_once") == []


def test_a_case_that_was_entered_before_its_lead_is_told_at_once(handler):
    case = row_of("ip_cases", by=handler, **{**FROM_LEAD, "number": "903号"})
    assert found_of(case, "lead_before_case") == ["网络侵权线索台账里没有编号是“线3号”的线索：核对编号"]
    lead = row_of("online_leads", by=handler, **{**LEAD, "found_on": "2018-03-01"})
    assert found_of(case, "lead_before_case") == ["立案或受理日 2018-02-01 早于线索 线3号 的发现日 2018-03-01"]
    kept = kept_registers()["online_leads"]
    lead = change_row(
        lead, kept, {**lead.values, "found_on": "2018-01-05"}, by=handler, version=Row.objects.get(pk=lead.pk).version
    )
    assert found_of(case, "lead_before_case") == []
    change_row(lead, kept, {**lead.values, "number": "线4号"}, by=handler, version=lead.version)
    assert found_of(case, "lead_before_case") == ["网络侵权线索台账里没有编号是“线3号”的线索：核对编号"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, []),
        ({"infringer": "乙商店（个体工商户）"}, []),
        (
            {"infringer": "丙公司"},
            ["案件的涉嫌侵权人是丙公司，线索 线3号 的店铺或账号是乙商店：核对是不是它的经营者"],
        ),
        ({"holder": "丁公司"}, ["案件的权利人是丁公司，线索 线3号 的权利人是甲公司：核对线索编号"]),
    ],
)
def test_a_case_is_against_the_shop_of_its_lead(handler, said, words):
    row_of("online_leads", by=handler, **LEAD)
    case = row_of("ip_cases", by=handler, **{**FROM_LEAD, "number": "903号", **said})
    assert found_of(case, "lead_before_case") == words
    assert not case.grave


def test_a_lead_without_a_shop_asks_nothing_of_the_infringer(handler):
    row_of("online_leads", by=handler, **{**LEAD, "shop": ""})
    assert found_of(row_of("ip_cases", by=handler, **{**FROM_LEAD, "infringer": "丙公司"}), "lead_before_case") == []


def test_an_upgrade_finds_the_cases_of_before(handler, monkeypatch):
    row_of("ip_cases", by=handler, **{**FROM_LEAD, "number": "903号"})
    row_of("ip_cases", by=handler, **{**FROM_LEAD, "number": "904号", "lead": ""})
    kept = set(Said.objects.values_list("row", "field", "said"))
    Said.objects.all().delete()
    monkeypatch.setattr(upgrade, "AT_ONCE", 1)
    upgrade.keep_said(apps, None)
    assert set(Said.objects.values_list("row", "field", "said")) == kept != set()
