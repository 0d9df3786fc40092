"""The evidence file of a mark: what is on record, factor by factor, what is lacking, and nothing of other marks."""

from datetime import date

import docx
import pytest

from zhixian.core.reports.docx.well_known import write_well_known
from zhixian.core.reports.well_known import Dated, Records, evidence_of

DAY = date(2020, 11, 16)
MARK = {
    "right_id": "m", "kind": "trademark", "gi": False, "number": "5633001/30", "title": "样例红", "classes": "30", "filed": date(2006, 9, 1),
    "registered": date(2009, 7, 14), "expires": date(2019, 7, 13),
}  # fmt: skip


def happened(event, day, until=None, party=None):
    return {"event": event, "day": date.fromisoformat(day), "until": until, "party_name": party}


TOLD = {
    "facts": [MARK],
    "events": [happened("renewed", "2019-03-01", date(2029, 7, 13)), happened("licensed", "2021-01-01")],
    "spans": [{"start": date(2009, 7, 14), "holder_name": "样例茶业专业合作社"}],
    "honours": [{"honour": "福建省著名商标", "awarded": date(2015, 1, 1)}],
}
CONTRACT = {
    "number": "许-1",
    "owner": "样例茶业专业合作社",
    "partner": "甲公司",
    "sort": "mark_licence",
    "effective_on": "2018-01-01",
}
CASE = {
    "number": "立案1号",
    "opened_on": "2020-03-02",
    "closed_on": "2020-05-11",
    "outcome": "责令停止侵权",
    "right": "5633001",
}


def file(told=TOLD, honours=(), *, in_force=True, **records):
    records = {"contracts": [], "cases": [], "penalties": [], "users": [], **records}
    return evidence_of(
        told, Records(**records), honours, in_force=in_force, as_of=DAY, snapshot="abcdefghij", unit="某县办公室"
    )


def changed(**facts):
    return {**TOLD, "facts": [{**MARK, **facts}], "events": []}


def lacks(found, number):
    return found.factors[number].lacks


def test_five_factors_each_with_its_basis_and_something_to_add():
    found = file()
    assert [one.basis.partition("；")[0] for one in found.factors] == [f"商标法第十四条第{n}项" for n in "一二三四五"]
    assert all(one.lacks for one in found.factors)


def test_from_2027_on_the_factors_are_those_of_the_new_law(tmp_path):
    before, since = (
        evidence_of(TOLD, Records(), (), in_force=True, as_of=day, snapshot="abcdefghij", unit="某县办公室")
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    )
    laws = [one.basis.partition("；")[0] for one in since.factors]
    assert laws == [f"商标法（2026年修订）第六十三条第{n}项" for n in "一二三四五"]
    assert before.factors[0].basis.startswith("商标法第十四条第一项")
    assert "商标法第十四条第五款" in words_of(before, tmp_path)
    assert "商标法（2026年修订）第六十四条" in words_of(since, tmp_path)
    assert "第十四条" not in words_of(since, tmp_path).replace("第六十四条", "")


def test_the_history_stops_at_the_day_and_the_term_is_the_renewed_one():
    found = file()
    assert [(one.day, one.words) for one in found.history] == [
        ("2006-09-01", "申请"), ("2009-07-14", "注册"), ("2019-03-01", "续展，至 2029-07-13"),
    ]  # fmt: skip
    assert ("专用期至", "2029-07-13") in found.facts
    assert ("注册至今", "11 年 4 个月") in found.facts


@pytest.mark.parametrize(
    ("registered", "enough"), [(date(2017, 11, 16), True), (date(2017, 11, 17), False), (None, False)]
)
def test_three_years_of_registration_are_enough_and_less_asks_for_five_of_use(registered, enough):
    duration = file(changed(registered=registered)).factors[1]
    assert ("注册已满三年" in duration.found) == enough
    assert any("五年" in words for words in duration.lacks) != enough


def test_a_mark_that_is_over_is_to_be_looked_into_first():
    assert lacks(file(in_force=False), 1)[0] == "登记数据里这件商标现在没有效力，先核实"


def test_contracts_of_the_mark_or_of_its_holder_count_and_others_do_not():
    other = [
        {**CONTRACT, "number": "许-2", "rights": "7777777"},
        {**CONTRACT, "number": "许-3", "owner": "别家", "partner": "乙"},
        {**CONTRACT, "number": "许-4", "effective_on": "2021-01-01"},
        {**CONTRACT, "number": "许-5", "sort": "patent_licence"},
    ]
    named = {**CONTRACT, "number": "许-6", "rights": "5633001", "amount": 2_000_000, "recorded_on": "2018-02-01"}
    found = file(contracts=[*other, named, CONTRACT])
    assert [one.words for one in found.contracts] == [
        "商标许可，样例茶业专业合作社与甲公司，合同 许-1，没有写备案日，合同没有写明是哪件商标",
        "商标许可，样例茶业专业合作社与甲公司，合同 许-6，金额 20,000 元，2018-02-01 备案",
    ]
    assert found.factors[4].found == ("许可合同 2 份",)


def test_cases_and_penalties_of_the_mark_are_protection_and_no_finding():
    penalty = {"number": "罚1号", "decided_on": date(2019, 5, 1), "violation": "侵犯注册商标专用权"}
    found = file(cases=[CASE, {**CASE, "right": "7777777"}, {**CASE, "opened_on": "2020-12-01"}], penalties=[penalty])
    assert [(one.day, one.source) for one in found.enforcement] == [
        ("2019-05-01", "公示的行政处罚"), ("2020-03-02", "知识产权案件台账"),
    ]  # fmt: skip
    assert "不等于认定过驰名" in lacks(found, 3)[0]
    assert "不等于认定过驰名" not in lacks(file(), 3)[0]


def test_honours_of_the_mark_and_of_its_holder_speak_of_being_known():
    found = file(honours=[Dated("2019-01-01", "省级优势企业", "荣誉台账")])
    assert found.factors[0].found == ("2015-01-01 福建省著名商标", "2019-01-01 省级优势企业")


def test_what_is_not_kept_is_said(tmp_path):
    found = file(cases=None, users=None)
    assert found.not_kept == ("知识产权案件台账", "地理标志专用标志使用人名录")
    assert "这里没有设知识产权案件台账、地理标志专用标志使用人名录，没有查。" in words_of(found, tmp_path)


def words_of(found, tmp_path):
    path = tmp_path / "file.docx"
    write_well_known(found, path)
    paper = docx.Document(str(path))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(part.text for part in paper.paragraphs), *cells])


def test_the_document_tells_all_of_it_and_that_it_finds_nothing(tmp_path):
    found = file(contracts=[CONTRACT], cases=[CASE])
    told = words_of(found, tmp_path)
    for words in (
        "样例红",
        "5633001/30",
        "第 30 类",
        "立案1号",
        "许-1",
        "福建省著名商标",
        "本材料不是认定",
        "近三年广告宣传",
    ):
        assert words in told
    assert "系统里没有。" not in told
    assert words_of(file({**TOLD, "honours": []}), tmp_path).count("系统里没有。") == 3


def test_the_same_data_make_the_same_bytes(tmp_path):
    for name in "ab":
        write_well_known(file(), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
