"""A pledged right is watched until the loan is repaid, whether its row was only typed or has gone into the registry as well."""

import pytest

from factories.registers import LoanCast, write_patent
from zhixian.web.accounts.models import User
from zhixian.web.kit.clock import today
from zhixian.web.registers.actions import change_row
from zhixian.web.registers.jobs import look_again as check_rows
from zhixian.web.warnings.jobs import look_again
from zhixian.web.warnings.queries import open_for

LOAN = {
    "loan_id": "JH-1", "borrower": "P1", "lender": "某银行", "principal": 100_000_000, "drawn": "2018-01-03", "due": "2019-01-03",
}  # fmt: skip
PLEDGE = {"loan_id": "JH-1", "right_id": "R1", "registered": "2018-01-02"}
HANDED_IN = {"loans": [LOAN], "pledges": [PLEDGE]}
OTHER = {"party_id": "P2", "name": "别家企业", "kind": "enterprise", "region": "350823"}


def heard(person):
    return [row.raised.words for row in open_for(User.objects.get(pk=person.pk), as_of=today())]


@pytest.mark.parametrize("tables", [{}, HANDED_IN], ids=["typed", "handed in"])
@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({"event": "lapsed", "effective": "2018-05-20"}, "已于 2018-05-20 终止"),
        ({"event": "invalidated", "effective": "2018-05-20"}, "已于 2018-05-20 "),
        ({"event": "preserved", "effective": "2018-05-20"}, "自 2018-05-20 起被人民法院保全"),
        ({"event": "transferred", "effective": "2018-05-20", "party": "P2"}, "权利人是别家企业，不是借款企业测试企业1"),
    ],
    ids=["lapsed", "invalidated", "preserved", "transferred"],
)
def test_bank_and_unit_are_warned_once_and_no_longer_when_it_is_repaid(cast: LoanCast, settings, tables, event, words):
    write_patent(settings.DATA, parties=[OTHER], **tables)
    row = cast.enter()
    assert (row.findings, heard(cast.clerk)) == ([], [])
    write_patent(settings.DATA, event, parties=[OTHER], **tables)
    check_rows()
    look_again()
    assert len(heard(cast.clerk)) == 1
    assert words in heard(cast.clerk)[0]
    assert heard(cast.handler) == heard(cast.clerk)
    assert heard(cast.other_clerk) == []
    look_again()
    assert len(heard(cast.clerk)) == 1
    row.refresh_from_db()
    done = {**row.values, "repaid": "2018-05-31", "released_on": "2018-05-31"}
    change_row(row, cast.kept, done, by=cast.clerk, version=row.version)
    look_again()
    assert not any(words in one for one in heard(cast.clerk))
