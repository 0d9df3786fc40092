"""Rows looked at again: what has got worse since is counted once; the warnings tell it."""

from datetime import date

from factories.registers import LoanCast, values_of, write_patent
from zhixian.core.registers.rows import Finding
from zhixian.web.kit.models import Notice
from zhixian.web.registers.actions import change_row, keep_findings
from zhixian.web.registers.jobs import look_again
from zhixian.web.registers.models import Row

LAPSED = {"event": "lapsed", "effective": "2018-05-20"}


def test_a_right_that_lapses_is_found_once_and_noticed_by_no_mechanism_of_its_own(cast: LoanCast, settings):
    row = cast.enter()
    assert (row.findings, row.grave) == ([], False)
    write_patent(settings.DATA, LAPSED)
    assert look_again() == 1
    row.refresh_from_db()
    assert [finding["words"] for finding in row.findings] == ["发明专利 CN201510000001.0 已于 2018-05-20 终止"]
    assert (row.grave, row.checked_on) == (True, date(2018, 6, 1))
    assert look_again() == 0
    assert not Notice.objects.exists()


def test_a_finding_that_is_gone_is_gone(cast: LoanCast, settings):
    write_patent(settings.DATA, LAPSED)
    row = cast.enter()
    assert row.grave
    write_patent(settings.DATA)
    look_again()
    assert not Row.objects.get(pk=row.pk).grave


def test_what_was_found_of_an_older_version_is_not_kept(cast: LoanCast):
    row = cast.enter()
    change_row(row, cast.kept, values_of(quality="loss"), by=cast.clerk, version=row.version)
    worse = keep_findings([row], {row.pk: [Finding("pledge_grounds", "过时的话")]})
    assert worse == []
    assert Row.objects.get(pk=row.pk).findings == []


def test_without_a_registry_nothing_is_said(cast: LoanCast, settings, tmp_path):
    settings.DATA = tmp_path / "nothing"
    row = cast.enter()
    assert (row.findings, row.grave) == ([], False)


def test_what_the_registry_says_otherwise_of_the_loan_is_found_when_it_is_entered(cast: LoanCast, settings):
    known = {
        "loan_id": "JH-1", "borrower": "P1", "lender": "某银行", "principal": 480_000_000, "drawn": "2018-01-03",
        "due": "2018-07-01",
    }  # fmt: skip
    write_patent(settings.DATA, loans=[known])
    row = cast.enter()
    assert row.grave
    assert [finding["words"] for finding in row.findings] == [
        "登记数据里贷款 JH-1 的本金是 4,800,000 元，这里是 1,000,000 元：核对合同，改错的一处",
        "登记数据里贷款 JH-1 的到期日是 2018-07-01，这里是 2019-01-03：核对合同，改错的一处",
    ]
