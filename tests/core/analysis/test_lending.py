"""A lender's loans are found by its name and told as of a day: what came later is not known."""

from datetime import date

import pytest

from registries import write_registry
from zhixian.core.analysis.lending import loans_of

LOAN = {"borrower": "P1", "lender": "甲（上杭）银行", "principal": 100, "drawn": "2018-01-01", "due": "2019-01-01"}


@pytest.fixture
def snapshot(tmp_path):
    return write_registry(
        tmp_path,
        parties=[{"party_id": "P1", "name": "杭梅公司", "kind": "enterprise", "region": "350823"}],
        rights=[
            {"right_id": "R1", "kind": "invention", "gi": False, "number": "CN1", "title": "一种梅", "holder": "P1"}
        ],
        loans=[
            {**LOAN, "loan_id": "L1", "repaid": "2018-12-01"},
            {**LOAN, "loan_id": "L2", "due": "2020-01-01"},
            {**LOAN, "loan_id": "L3", "lender": "甲银行"},
            {**LOAN, "loan_id": "L4", "drawn": "2019-05-01"},
            {**LOAN, "loan_id": "L5", "lender": None},
        ],
        pledges=[
            {"loan_id": "L1", "right_id": "R1", "registered": "2018-01-02", "released": "2018-12-20"},
            {"loan_id": "L2", "right_id": "gone", "registered": "2018-01-02"},
            {"loan_id": "L3", "right_id": "R1", "registered": "2018-01-02"},
        ],
    )


def test_only_loans_of_that_name_in_whatever_brackets(snapshot):
    found = loans_of(snapshot, ["甲(上杭)银行"], as_of=date(2018, 12, 10))
    assert [(loan.id, loan.borrower) for loan in found] == [("L2", "杭梅公司"), ("L1", "杭梅公司")]
    assert loans_of(snapshot, [], as_of=date(2018, 12, 10)) == []
    assert loans_of(snapshot, [""], as_of=date(2018, 12, 10)) == []


def test_what_came_after_the_day_is_not_known(snapshot):
    by_day = {
        day: {loan.id: (loan.repaid, loan.still_pledged) for loan in loans_of(snapshot, ["甲（上杭）银行"], as_of=day)}
        for day in (date(2018, 1, 1), date(2018, 12, 10), date(2018, 12, 20))
    }
    assert by_day[date(2018, 1, 1)] == {"L1": (None, 0), "L2": (None, 0)}
    assert by_day[date(2018, 12, 10)] == {"L1": (date(2018, 12, 1), 1), "L2": (None, 1)}
    assert by_day[date(2018, 12, 20)] == {"L1": (date(2018, 12, 1), 0), "L2": (None, 1)}


def test_a_pledged_right_is_told_by_its_number_or_its_id(snapshot):
    found = {loan.id: loan.pledges[0] for loan in loans_of(snapshot, ["甲（上杭）银行"], as_of=date(2018, 12, 10))}
    assert (found["L1"].number, found["L1"].title) == ("CN1", "一种梅")
    assert (found["L2"].number, found["L2"].title) == ("gone", "")
