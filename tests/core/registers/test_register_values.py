"""Rows: what is typed becomes values, keys and due days."""

from datetime import date

import pytest

from zhixian.core.catalogue import registers
from zhixian.core.registers.model import Due
from zhixian.core.registers.rights import parts_of
from zhixian.core.registers.rows import differences, dues_of, first_told, key_of, read_row, text_of

DAY = date(2020, 6, 30)
LOANS = registers()["pledge_loans"]
TYPED = {
    "loan": "JH-1", "lender": "某银行", "borrower": "甲公司", "rights": "CN201510000001.0", "principal": "1,000,000.50",
    "drawn": "2020年1月3日", "due": "2021-01-03", "quality": "normal", "contact": "林某",
}  # fmt: skip


def test_sums_are_kept_in_fen_and_days_as_iso_text():
    values, wrong = read_row(LOANS, TYPED, today=DAY)
    assert wrong == {}
    assert (values["principal"], values["drawn"], values["due"]) == (100_000_050, "2020-01-03", "2021-01-03")


def test_each_wrong_answer_is_told_by_its_field():
    typed = {**TYPED, "loan": " ", "principal": "许多", "drawn": "2020-07-01", "due": "2020-02-30", "quality": "尚可"}
    _, wrong = read_row(LOANS, typed, today=DAY)
    assert set(wrong) == {"loan", "principal", "drawn", "due", "quality"}
    assert "晚于今天" in wrong["drawn"]


def test_a_due_day_before_the_loan_is_refused():
    _, wrong = read_row(LOANS, {**TYPED, "due": "2019-12-31"}, today=DAY)
    assert "放款日" in wrong["due"]


def test_the_same_loan_has_the_same_key_however_it_is_typed():
    assert key_of(LOANS, {"lender": "某银行", "loan": "jh 1"}) == key_of(LOANS, {"lender": "某 银行", "loan": "ＪＨ-1"})


def test_personal_answers_are_found_by_nothing():
    values, _ = read_row(LOANS, TYPED, today=DAY)
    assert "林某" not in text_of(LOANS, values)
    assert "甲公司" in text_of(LOANS, values)


def test_what_is_repaid_falls_due_no_more():
    values, _ = read_row(LOANS, TYPED, today=DAY)
    dues = dues_of(LOANS, values)
    assert first_told(dues) == (date(2020, 12, 4), date(2021, 1, 3), LOANS.dues[0])
    assert dues_of(LOANS, {**values, "repaid": "2020-05-01"}) == []


def test_answers_do_not_run_into_one_another_in_a_key():
    one, other = {"lender": "甲|乙", "loan": "丙"}, {"lender": "甲", "loan": "乙|丙"}
    assert key_of(LOANS, one) != key_of(LOANS, other)
    assert key_of(LOANS, {"lender": "甲", "loan": "1" * 200}) != key_of(LOANS, {"lender": "甲", "loan": "1" * 201})


def test_of_several_due_days_the_one_is_spoken_of_whose_notice_begins_first():
    near, far = Due("a", "近", "x", before=7), Due("b", "远", "y", before=90)
    dues = [(date(2020, 6, 30), near), (date(2020, 7, 15), far)]
    assert first_told(dues) == (date(2020, 4, 16), date(2020, 7, 15), far)
    assert first_told([]) is None


@pytest.mark.parametrize("typed", ["1e2", "1_0", "1E-400", "1e1000000", "٣", "1.", "--1"])
def test_a_number_is_written_in_digits(typed):
    register = registers()["software_inventory"]
    _, wrong = read_row(register, {"licences": typed}, today=DAY)
    assert "不是整数" in wrong["licences"]


def test_of_a_private_field_only_the_change_is_told():
    before = {"contact": "林某", "quality": "normal"}
    assert differences(LOANS, before, {"contact": "陈某", "quality": "loss"}) == {
        "quality": ["normal", "loss"],
        "contact": [],
    }


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("一件商标", "“一件商标”不是专利号或注册号"),
        ("CN201510000001.2", "校验位应为 0"),
        ("5633001；5633001/30；5633001", "5633001 写了不止一次"),
    ],
)
def test_what_is_no_number_of_a_right_is_told_beside_the_field(typed, said):
    _, wrong = read_row(LOANS, {**TYPED, "rights": typed}, today=DAY)
    assert said in wrong["rights"]


def test_one_field_takes_one_number():
    register = registers()["service_rewards"]
    _, wrong = read_row(register, {"right": "5633001；5633002"}, today=DAY)
    assert wrong["right"] == "写了 2 个号码，这里只写一个"


def test_several_numbers_stand_in_one_answer():
    assert parts_of("a；b、c, d\ne;") == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize(
    ("name", "values", "told"),
    [
        ("ip_cases", {"opened_on": "2020-01-01", "channel": "administrative"}, {"decision": "2020-03-31"}),
        ("ip_cases", {"opened_on": "2020-01-01", "channel": "civil"}, {}),
        ("ip_cases", {"opened_on": "2020-01-01", "channel": "administrative", "closed_on": "2020-02-01"}, {}),
        ("ip_cases", {"opened_on": "2020-01-01", "channel": "civil", "supervise_until": "2020-05-02"}, {"supervision": "2020-05-02"}),
        ("ip_cases", {"opened_on": "2020-01-01", "channel": "civil", "supervise_until": "2020-05-02", "lifted_on": "2020-04-01"}, {}),
        ("case_transfers", {"approved_on": "2020-03-02"}, {"send": "2020-03-03"}),
        ("case_transfers", {"approved_on": "2020-03-02", "sent_on": "2020-03-03"}, {"reply": "2020-03-06"}),
        ("case_transfers", {"sent_on": "2020-03-03", "answer": "sent_back", "answered_on": "2020-03-05"}, {}),
        ("case_transfers", {"sent_on": "2020-03-03", "answer": "filed", "answered_on": "2020-03-05"}, {"goods": "2020-03-09"}),
        ("case_transfers", {"sent_on": "2020-03-03", "answer": "refused", "answered_on": "2020-03-05"}, {"objection": "2020-03-09"}),
        ("case_transfers", {"answer": "refused", "answered_on": "2020-03-05", "next": "accept", "next_on": "2020-03-06"}, {}),
        ("case_transfers", {"answer": "refused", "answered_on": "2020-03-05", "next": "reconsider", "next_on": "2020-03-06"}, {"review": "2020-03-09"}),
        (
            "case_transfers",
            {"answer": "refused", "answered_on": "2020-03-05", "next": "reconsider", "next_on": "2020-03-06", "reconsidered": "upheld", "reconsidered_on": "2020-03-09"},
            {"supervision": "2020-03-12"},
        ),
        ("mediations", {"confirm": "yes", "effective_on": "2020-10-28", "perform_by": "2020-12-31"}, {"confirm": "2020-11-27", "perform": "2020-12-31"}),
        ("mediations", {"confirm": "no", "effective_on": "2020-10-28"}, {}),
        ("mediations", {"confirm": "yes", "effective_on": "2020-10-28", "applied_on": "2020-11-02"}, {}),
        ("service_rewards", {"granted_on": "2019-11-30", "agreed": "no"}, {"payment": "2020-02-29"}),
        ("service_rewards", {"granted_on": "2019-11-30", "agreed": "yes"}, {}),
        (
            "overseas_filings",
            {"first_filed": "2020-08-31", "kind": "patent", "route": "pct"},
            {"priority_patent": "2021-08-31", "national": "2023-02-28"},
        ),
        ("overseas_filings", {"first_filed": "2020-08-31", "kind": "design", "route": "hague"}, {"priority_design": "2021-02-28"}),
        (
            "overseas_filings",
            {"first_filed": "2020-08-31", "kind": "mark", "route": "madrid", "filed_on": "2020-09-30", "registered_on": "2021-02-01"},
            {"renewal": "2031-02-01"},
        ),
    ],
)  # fmt: skip
def test_days_that_fall_due_are_those_of_the_law(name, values, told):
    found = dues_of(registers()[name], values)
    assert {due.id: day.isoformat() for day, due in found} == told


def test_a_statutory_period_that_ends_on_a_day_off_ends_on_the_next_working_day_and_a_contracts_day_does_not():
    told = dues_of(registers()["case_transfers"], {"sent_on": "2020-11-12"})
    assert [(day, due.id) for day, due in told] == [(date(2020, 11, 16), "reply")]
    assert dues_of(LOANS, {"due": "2020-11-15"})[0][0] == date(2020, 11, 15)
