"""An organisation objects under its own credit code, and is told of no record of anybody else."""

import pytest

from factories.people import make_organisation, make_person
from factories.registers import row_of
from zhixian.core.registers.rows import read_row
from zhixian.web.kit.clock import today
from zhixian.web.registers.actions import UnableToKeep, check, enter_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row

OWN, OTHER = "91000000MA0000001R", "91000000MA0000002W"
TYPED = {
    "party": "甲公司", "code": OWN, "document": "罚〔2018〕1号", "asks": "repair", "why": "改了", "filed_on": "2018-05-20",
}  # fmt: skip


@pytest.fixture
def record_of_another():
    kept = kept_registers()["credit_events"]
    handler = make_person("handler", unit=kept.units[0])
    return row_of(
        "credit_events",
        by=handler,
        party="乙公司",
        code=OTHER,
        sort="bad",
        event="受到处罚",
        document="罚〔2018〕1号",
        decided_on="2018-01-01",
    )


def entered(**changes):
    kept = kept_registers()["credit_objections"]
    company = make_organisation(name="甲公司", credit_code=OWN)
    values, wrong = read_row(kept.register, {**TYPED, **changes}, today=today())
    assert not wrong, wrong
    return enter_row(kept, values, by=make_person("enterprise", organisation=company), organisation=company)


def test_another_s_code_is_refused():
    with pytest.raises(UnableToKeep, match=f"“{OTHER}”不是甲公司的统一社会信用代码（{OWN}）"):
        entered(code=OTHER)


@pytest.mark.usefixtures("record_of_another")
def test_a_row_that_has_another_s_code_is_compared_with_nothing():
    row = entered()
    row.values = {**row.values, "code": OTHER, "result": "granted", "decided_on": "2018-06-01"}
    row.save()
    check([row])
    assert Row.objects.get(pk=row.pk).findings == []


@pytest.mark.usefixtures("record_of_another")
def test_the_own_record_is_compared_and_a_unit_s_row_with_whomever_it_names():
    assert [one["words"] for one in entered().findings] == ["知识产权信用记录里没有甲公司的 罚〔2018〕1号"]
    handler = make_person("handler", unit=kept_registers()["credit_objections"].units[0])
    granted = {"party": "乙公司", "code": OTHER, "result": "granted", "decided_on": "2018-06-01"}
    row = row_of("credit_objections", by=handler, **{**TYPED, **granted})
    assert [one["words"] for one in row.findings] == ["决定修复，信用记录 罚〔2018〕1号 还没有写修复日"]
