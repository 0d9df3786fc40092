"""Days that cannot follow what came to an end before, and pledges that ended before their loan."""

from datetime import date

import pytest

from zhixian.core.catalogue import registers
from zhixian.core.registers.fits import fits_together
from zhixian.core.registers.rows import dues_of


def told(register, **values):
    found = fits_together(registers()[register], values, as_of=date(2020, 11, 16))
    return [(one.words, one.grave) for one in found]


def test_a_pledge_that_was_released_before_its_loan_was_paid_back_is_told():
    days = {"pledged_on": "2019-01-01", "released_on": "2020-02-01"}
    words = "质押解除日 2020-02-01 早于还清日 2020-11-16"
    assert (words, False) in told("pledge_loans", **days, repaid="2020-11-16")
    assert told("pledge_loans", **days, repaid="2020-02-01") == []


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("filed_on", "国外或国际申请日"),
        ("entered_on", "进入国家阶段日"),
        ("registered_on", "国际注册日"),
        ("renewed_on", "续展日"),
    ],
)
def test_nothing_of_a_filing_goes_on_after_it_was_given_up(field, name):
    dropped = {"state": "dropped", "first_filed": "2018-01-01", "dropped_on": "2019-01-01"}
    words = f"{name} 2020-11-16 晚于放弃或驳回日 2019-01-01"
    assert (words, True) in told("overseas_filings", **dropped, **{field: "2020-11-16"})
    assert not any("放弃或驳回日" in said for said, _ in told("overseas_filings", **dropped, **{field: "2019-01-01"}))


def test_the_next_renewal_falls_due_ten_years_after_the_last():
    values = {"route": "madrid", "state": "granted", "registered_on": "2008-03-01"}
    register = registers()["overseas_filings"]
    assert [(day, due.id) for day, due in dues_of(register, values)] == [(date(2018, 3, 1), "renewal")]
    renewed = dues_of(register, {**values, "renewed_on": "2018-03-01"})
    assert [(day, due.id) for day, due in renewed] == [(date(2028, 3, 1), "renewal_again")]
    assert dues_of(register, {**values, "renewed_on": "2018-03-01", "state": "dropped"}) == []
