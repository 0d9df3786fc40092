"""Reading a workbook and looking into the registry take long; neither keeps anybody from writing."""

import pytest

from factories.registers import LoanCast
from zhixian.web.registers import actions, intake
from zhixian.web.registers.actions import change_row
from zhixian.web.registers.models import Row
from zhixian.web.registry.queries import RegistryUnreadable

HEAD = "贷款编号,贷款银行,借款企业,质押的权利,贷款本金（元）,放款日,到期日,贷款质量"
ROW = "{loan},某银行,测试企业1,{right},1000000,2018-01-03,2019-01-03,正常"
UNKNOWN = "CN201599999999.0"


@pytest.fixture
def sheet(tmp_path):
    """A sheet with a row that is there already and one that is not, both on a right of which the registry knows nothing."""
    path = tmp_path / "loans.csv"
    rows = [ROW.format(loan=loan, right=UNKNOWN) for loan in ("A", "B")]
    path.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    return path


@pytest.fixture
def taken(cast: LoanCast, sheet):
    return lambda: intake.take_sheet(sheet, cast.kept, name=sheet.name, by=cast.clerk, organisation=cast.bank)


def test_a_sheet_is_read_and_its_rows_are_checked_outside(cast: LoanCast, taken, watched):
    cast.enter(loan="A")
    read, checked = watched(intake, "read_sheet"), watched(actions, "findings_on")
    told = taken()
    assert (told.entered, told.changed) == (1, 1)
    assert (read, checked) == ([0], [0])
    assert all(row.findings for row in Row.objects.all()), "what was found is kept"


def test_rows_of_the_form_are_checked_outside_too(cast: LoanCast, watched):
    checked = watched(actions, "findings_on")
    row = cast.enter()
    change_row(row, cast.kept, {**row.values, "rights": UNKNOWN}, by=cast.clerk, version=row.version)
    assert checked == [0, 0]
    assert Row.objects.get().findings


def test_a_sheet_that_fails_midway_leaves_nothing(cast: LoanCast, taken, monkeypatch):
    cast.enter(loan="A")
    monkeypatch.setattr(intake, "_write_over", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        taken()
    assert Row.objects.count() == 1


def test_nothing_is_written_that_cannot_be_checked(cast: LoanCast, taken, settings):
    row = cast.enter(loan="A")
    (settings.DATA / "CURRENT").write_text("nowhere")
    for act in (
        taken,
        lambda: cast.enter(loan="B"),
        lambda: change_row(row, cast.kept, {**row.values, "rights": UNKNOWN}, by=cast.clerk, version=row.version),
    ):
        with pytest.raises(RegistryUnreadable):
            act()
    assert list(Row.objects.values_list("version", "values__loan")) == [(row.version, "A")]
