"""Two sides that are one, days on which nothing can have begun and ended, and a secret that has a number."""

from datetime import date

import pytest

from zhixian.core.catalogue import registers
from zhixian.core.registers.fits import fits_together
from zhixian.core.registers.rows import dues_of


def told(register, **values):
    found = fits_together(registers()[register], values, as_of=date(2020, 11, 16))
    return [(one.words, one.grave) for one in found]


@pytest.mark.parametrize(
    ("owner", "partner"),
    [
        ("某酒业有限公司", "某酒业有限公司龙岩分公司"),
        ("某酒业有限公司（分公司）", "某酒业有限公司"),
        ("某酒业有限公司", "某酒业 有限公司第二营业部"),
    ],
)
def test_a_contract_with_ones_own_branch_is_told(owner, partner):
    branch = max(owner, partner, key=len)
    words = f"本地一方和对方写的是同一家：{branch}是它自己的分支机构"
    assert told("ip_contracts", owner=owner, partner=partner) == [(words, True)]


@pytest.mark.parametrize(
    ("owner", "partner"),
    [
        ("某酒业有限公司", "某酒业有限公司销售子公司"),
        ("某集团", "某集团茶业有限公司"),
        ("某酒业有限公司", "另一酒业有限公司龙岩分公司"),
    ],
)
def test_a_contract_with_another_company_is_not(owner, partner):
    assert told("ip_contracts", owner=owner, partner=partner) == []


@pytest.mark.parametrize(
    ("ends_on", "due"),
    [
        (None, date(2030, 4, 1)),
        ("2033-01-01", date(2030, 4, 1)),
        ("2030-04-01", date(2030, 4, 1)),
        ("2030-02-01", date(2030, 2, 1)),
        ("2030-01-01", date(2030, 1, 1)),
    ],
)
def test_a_licence_is_recorded_at_latest_on_its_last_day(ends_on, due):
    values = {"sort": "patent_licence", "effective_on": "2030-01-01", "ends_on": ends_on}
    found = {one.id: day for day, one in dues_of(registers()["ip_contracts"], values)}
    assert found["recording"] == due


def test_a_licence_that_was_recorded_after_its_end_is_told():
    days = {"effective_on": "2020-01-01", "ends_on": "2020-03-01"}
    assert told("ip_contracts", **days, recorded_on="2020-03-02") == [
        ("备案或登记日 2020-03-02 晚于到期日 2020-03-01", True)
    ]
    assert told("ip_contracts", **days, recorded_on="2020-03-01") == []


def test_a_secret_has_no_number_of_a_right():
    words = "权利种类是“商业秘密”，又写了涉及的权利号"
    assert told("ip_cases", subject="secret", right="38431452/11") == [(words, False)]
    assert told("ip_cases", subject="mark", right="38431452/11") == told("ip_cases", subject="secret") == []


@pytest.mark.parametrize("channel", ["criminal", "arbitration"])
def test_a_court_case_that_closed_on_its_first_day_is_worth_a_look(channel):
    closed = {"opened_on": "2020-11-16", "outcome": "有罪"}
    words = "立案或受理日和结案日写的是同一个：2020-11-16"
    assert told("ip_cases", channel=channel, closed_on="2020-11-16", **closed) == [(words, False)]
    assert told("ip_cases", channel=channel, closed_on="2020-11-17", **closed) == []


@pytest.mark.parametrize("channel", ["administrative", "civil", "mediation"])
def test_what_may_be_settled_on_the_spot_may_close_on_its_first_day(channel):
    assert told("ip_cases", channel=channel, opened_on="2020-11-16", closed_on="2020-11-16", outcome="当场处罚") == []


def test_no_sign_is_registered_on_the_day_on_which_it_was_applied_for():
    registered = {"stage": "registered", "number": "45000001", "filed_on": "2020-11-16"}
    words = "申请日和了结日写的是同一个：2020-11-16"
    assert told("local_products", **registered, closed_on="2020-11-16") == [(words, True)]
    assert told("local_products", **registered, closed_on="2020-11-17") == []
    assert told("local_products", **{**registered, "stage": "dropped"}, closed_on="2020-11-16") == []
