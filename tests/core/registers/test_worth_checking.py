"""Rows of exhibitions, pledges and filings abroad that cannot be so or were rather typed wrongly, and the near ones that are right."""

from datetime import date

import pytest

from zhixian.core.catalogue import CHECKS, registers
from zhixian.core.kernel.periods import turn_of
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.checks.destinations import destination_facts, madrid_term, places_abroad
from zhixian.core.registers.checks.money import loan_terms, pledge_number_once
from zhixian.core.registers.fits import fits_together
from zhixian.core.registers.reading import read_register
from zhixian.core.registers.rows import dues_of

DAY = date(2020, 11, 16)
MADRID = {
    "owner": "甲公司", "number": "5633001", "kind": "mark", "route": "madrid", "state": "open", "first_filed": "2008-01-05",
    "filed_on": "2008-03-01", "registered_on": "2008-03-01", "places": "日本",
}  # fmt: skip
PLEDGED = {
    "loan": "甲-1", "lender": "某银行", "borrower": "甲公司", "pledge_number": "P9", "pledged_on": "2018-05-01", "drawn": "2018-05-02",
    "due": "2021-05-02", "quality": "normal",
}  # fmt: skip
FILE = """
id: shows
name: 展会台账
row: 一次
summary: 展会。
keepers: [unit]
fields:
  - {id: name, name: 名称, kind: text, most: "20"}
  - {id: first, name: 首次, kind: day, required: false}
  - {id: again, name: 再次, kind: day, required: false}
key: [name]
title: [name]
columns: [name]
"""


def fits(register, **values):
    found = fits_together(registers()[register], values, as_of=DAY)
    return [("!" if one.grave else "") + one.words for one in found]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"stands_seen": 3, "stands": 5}, ["!写了查了的展位数，展前检查日、检查日都没有写"]),
        ({"stands_seen": 3, "stands": 5, "looked_on": "2020-11-10", "begins": "2020-11-20", "result": "看过"}, []),
        ({"stands_seen": 3, "stands": 5, "inspected_on": "2020-11-10"}, []),
        ({"stands": 0, "complaints": 5}, ["!展位数是 0，少于 1"]),
        ({"stands": 0, "stands_seen": 0, "inspected_on": "2020-11-10"}, ["!展位数是 0，少于 1", "查了的展位数是 0，少于 1"]),
        ({"stands": 1, "stands_seen": 1, "inspected_on": "2020-11-10"}, []),
        ({"stands": 40, "stands_seen": 0, "looked_on": "2020-11-10", "begins": "2020-11-20", "result": "只看了合同"}, []),
    ],
)  # fmt: skip
def test_an_exhibition_is_looked_at_before_or_while_it_is_on_and_has_stands(values, told):
    assert fits("exhibition_checks", **values) == told


@pytest.mark.parametrize(
    ("quality", "repaid", "told"),
    [
        ("loss", "2021-05-02", ["写了还清日，“贷款质量”却选了“损失”"]),
        ("doubtful", "2021-05-02", ["写了还清日，“贷款质量”却选了“可疑”"]),
        ("attention", "2021-05-02", []),
        ("loss", "", []),
    ],
)
def test_a_loan_that_is_repaid_is_no_loss(quality, repaid, told):
    assert fits("pledge_loans", quality=quality, repaid=repaid) == told


@pytest.mark.parametrize(("rate", "is_told"), [(99, True), ("24.5", True), (24, False), ("4.35", False), (None, False)])
def test_a_rate_that_was_rather_typed_wrongly_is_told(rate, is_told):
    found = loan_terms({"due": "2030-01-01", "quality": "normal", "yearly_rate": rate}, DAY)
    assert [(one.grave, "高于 24%" in one.words) for one in found] == ([(False, True)] if is_told else [])


@pytest.mark.parametrize(
    ("others", "grave", "words"),
    [
        ([], None, ""),
        ([{"loan": "甲-2"}], False, "还写给了贷款 甲-2：一次登记担保几笔贷款的才这样写"),
        ([{"loan": "甲-2", "lender": "某 银行"}], False, "贷款 甲-2"),
        ([{"loan": "甲-2", "released_on": "2020-02-01"}], True, "有的已经解除、有的没有"),
        ([{"loan": "甲-2", "pledged_on": "2019-05-01"}], True, "质押登记日不同"),
        ([{"loan": "甲-2", "borrower": "乙公司"}], True, "银行或借款企业不同"),
        ([{"loan": "乙-7", "lender": "另一家银行"}], True, "还写给了别的银行的 1 笔贷款，而银行或借款企业不同"),
    ],
)
def test_a_number_of_a_pledge_stands_for_one_registration(others, grave, words):
    found = pledge_number_once(PLEDGED, [{**PLEDGED, **one} for one in others])
    assert [one.grave for one in found] == ([] if grave is None else [grave])
    assert all(words in one.words and "乙-7" not in one.words for one in found)


def test_loans_without_a_number_share_none():
    assert pledge_number_once({**PLEDGED, "pledge_number": ""}, [{**PLEDGED, "pledge_number": ""}]) == []


@pytest.mark.parametrize(
    ("renewed", "told"),
    [
        ("2008-03-02", ["!续展日 2008-03-02 离国际注册日 2008-03-01 不到 114 个月，最早是 2017-09-01"]),
        ("2017-08-31", ["!续展日 2017-08-31 离国际注册日 2008-03-01 不到 114 个月，最早是 2017-09-01"]),
        ("2017-09-01", []),
        ("2018-03-01", []),
        ("2018-08-20", []),
    ],
)
def test_an_international_mark_is_renewed_from_half_a_year_before_its_end(renewed, told):
    assert fits("overseas_filings", **MADRID, renewed_on=renewed) == told


@pytest.mark.parametrize(
    ("renewed", "until"),
    [("2018-03-01", date(2028, 3, 1)), ("2017-10-05", date(2028, 3, 1)), ("2018-06-30", date(2028, 3, 1))],
)
def test_the_next_renewal_is_counted_from_the_renewed_term(renewed, until):
    dues = dues_of(registers()["overseas_filings"], {**MADRID, "renewed_on": renewed})
    assert [(day, due.id) for day, due in dues] == [(until, "renewal_again")]


def test_a_later_term_begins_where_the_one_before_it_ends():
    first = date(2008, 3, 1)
    assert [turn_of(first, day, 120) for day in (first, date(2018, 3, 1), date(2027, 9, 1), date(2028, 2, 1))] == [
        date(2018, 3, 1),
        date(2018, 3, 1),
        date(2028, 3, 1),
        date(2028, 3, 1),
    ]


@pytest.mark.parametrize(
    ("renewed", "leaves", "is_told"),
    [("", "2018-03-01", True), ("2018-03-01", "2028-02-01", False), ("2017-10-05", "2027-12-01", False),
     ("2018-03-01", "2028-03-01", True)],
)  # fmt: skip
def test_a_mark_whose_renewed_term_is_over_covers_no_destination(renewed, leaves, is_told):
    check = {"owner": "甲公司", "product": "茶", "destination": "日本", "leaves_on": leaves, "rights": "covered"}
    found = destination_facts(check, [{**MADRID, "renewed_on": renewed}], [], [], as_of=DAY)
    assert any("期满" in one.words for one in found) == is_told


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ("美国、欧洲专利局", []),
        ("日本；泰国", []),
        ("中国香港、中国台湾、香港、台湾、澳门特别行政区", []),
        ("中国、日本", ["国家和地区写了“中国”，在国内"]),
        ("厦门市", ["国家和地区写了“厦门市”，在国内"]),
        ("安吉", ["国家和地区写了“安吉”，在国内"]),
        ("无", ["国家和地区写了“无”，没有说申请去了哪里"]),
        ("中国、福建省、无", ["国家和地区写了“中国”“福建省”，在国内", "国家和地区写了“无”，没有说申请去了哪里"]),
    ],
)
def test_a_filing_abroad_is_abroad(places, told):
    found = places_abroad({"places": places})
    assert [one.words.partition("：")[0] for one in found] == told
    assert all(one.grave for one in found)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('checks: [fits_together]\nfits:\n  - {day: again, since: first, wait: "12", months: "3"}', "fits[0].wait"),
        ('checks: [fits_together]\nfits:\n  - {day: again, until: first, wait: "12"}', "fits[0].wait"),
        ("checks: [fits_together]\nfits:\n  - {either: [again, gone]}", "gone"),
        ("dues:\n  - {id: next, name: 下一次, day: again, turns: first}", "dues[0].turns"),
        ('dues:\n  - {id: next, name: 下一次, day: again, months: "12", turns: name}', "不是日期"),
    ],
)  # fmt: skip
def test_a_register_that_asks_so_and_cannot_is_refused(tmp_path, more, expected):
    file = tmp_path / "shows.yaml"
    file.write_text(FILE + more + "\n")
    with pytest.raises(Refusal) as refused:
        read_register(file, checks=CHECKS)
    assert expected in str(refused.value)


@pytest.mark.parametrize(
    "more",
    [
        'checks: [fits_together]\nfits:\n  - {day: again, since: first, wait: "12"}\n  - {either: [again, first]}',
        'dues:\n  - {id: next, name: 下一次, day: again, months: "12", turns: first}',
    ],
)  # fmt: skip
def test_one_that_can_is_read(tmp_path, more):
    file = tmp_path / "shows.yaml"
    file.write_text(FILE + more + "\n")
    assert read_register(file, checks=CHECKS).id == "shows"


@pytest.mark.parametrize(
    ("more", "as_of", "told"),
    [
        ({}, date(2018, 9, 1), []),
        ({}, date(2018, 9, 2), ["国际注册已于 2018-03-01 届满"]),
        ({"state": "dropped"}, DAY, []),
        ({"route": "paris"}, DAY, []),
        ({"renewed_on": "2018-03-01"}, DAY, []),
        ({"renewed_on": "2018-09-01"}, DAY, []),
        ({"renewed_on": "2018-09-02"}, DAY, ["续展日 2018-09-02 太晚"]),
        ({"renewed_on": "2019-12-01"}, DAY, ["续展日 2019-12-01 太晚"]),
        ({"renewed_on": "2018-03-01"}, date(2028, 9, 2), ["国际注册已于 2028-03-01 届满"]),
        ({"renewed_on": "2027-09-01"}, date(2028, 9, 2), []),
    ],
)
def test_a_madrid_registration_past_its_grace_or_renewed_too_late_is_told(more, as_of, told):
    found = madrid_term({**MADRID, **more}, as_of=as_of)
    assert [one.words.partition("：")[0].partition("，")[0] for one in found] == told
    assert all(one.grave for one in found)
