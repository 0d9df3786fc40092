"""A company that is a unit of the plan reads the rows of its own business; the office's units and the lead office read every one."""

import io

import openpyxl
import pytest

from factories.people import make_person
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.rows import read_row
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import lead_office, unit_name
from zhixian.web.registers.actions import change_row, enter_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.queries.visibility import all_rows_visible_to, rows_visible_to

INSURER, UNIT, OVERSEER = "picc_shanghang", "industry_science_bureau", "banking_supervision_office"
POLICY = {
    "policy": "Y1", "insured": "测试企业1", "kind": "loss", "sum_insured": "100000", "premium": "3000", "begins": "2018-01-01",
    "ends": "2018-12-31",
}  # fmt: skip
CLAIM = {
    "number": "L1", "policy": "Y1", "insured": "测试企业1", "event": "被侵权", "occurred_on": "2018-04-01", "known_on": "2018-04-02",
}  # fmt: skip


def enter(register, typed, *, unit=UNIT):
    kept = kept_registers()[register]
    values, wrong = read_row(kept.register, typed, today=today())
    assert not wrong, wrong
    return enter_row(kept, values, by=make_person("handler", unit=unit), unit=unit)


@pytest.fixture
def rows(_world):
    """A policy and a claim of the insurer that is a unit, and of another one."""
    found = {}
    for register, typed in (("ip_policies", POLICY), ("ip_claims", CLAIM)):
        own = enter(register, {**typed, "insurer": unit_name(INSURER)})
        found[register] = (own, enter(register, {**typed, "insurer": "另一家财险"}))
    return found


@pytest.mark.parametrize("register", ["ip_policies", "ip_claims"])
def test_the_insurer_reads_its_own_and_the_units_and_the_lead_office_all(client, rows, register):
    own, other = rows[register]
    insurer = make_person("handler", unit=INSURER)
    everybody = [
        make_person("handler", unit=UNIT),
        make_person("handler", unit=OVERSEER),
        make_person("lead_office", unit=lead_office()),
    ]
    kept = kept_registers()[register]
    assert list(rows_visible_to(insurer, kept)) == [own]
    assert other not in all_rows_visible_to(insurer)
    for person in everybody:
        assert set(rows_visible_to(person, kept)) == {own, other}
    client.force_login(insurer)
    assert client.get(f"/registers/{register}/{own.pk}/").status_code == 200
    assert client.get(f"/registers/{register}/{other.pk}/").status_code == 404
    assert "另一家财险" not in client.get(f"/registers/{register}/").content.decode()
    assert "另一家财险" not in client.get("/search/?q=测试企业1").content.decode()
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/registers/{register}/rows.xlsx").content))
    told = [cell for sheet in book.worksheets for line in sheet.iter_rows(values_only=True) for cell in line]
    assert unit_name(INSURER) in told
    assert "另一家财险" not in told


def test_it_enters_its_own_business_and_hears_nothing_of_another_s(rows):
    with pytest.raises(Refusal, match="只录本公司自己的业务"):
        enter("ip_policies", {**POLICY, "policy": "Y2", "insurer": "另一家财险"}, unit=INSURER)
    row = enter("ip_policies", {**POLICY, "policy": "Y2", "insurer": unit_name(INSURER)}, unit=INSURER)
    row.refresh_from_db()
    told = "".join(finding["words"] for finding in row.findings)
    assert "还有保单 Y1" in told
    assert told.count("2018-01-01 至 2018-12-31") == 1


def spaced(name):
    return f"{name[:2]} {name[2:]}"


def test_its_name_in_another_spelling_is_written_as_the_plan_writes_it():
    row = enter("ip_policies", {**POLICY, "insurer": spaced(unit_name(INSURER))})
    row.refresh_from_db()
    assert row.values["insurer"] == unit_name(INSURER)
    kept = kept_registers()["ip_policies"]
    assert list(rows_visible_to(make_person("handler", unit=INSURER), kept)) == [row]
    changed = {**row.values, "insurer": spaced(unit_name(INSURER)), "premium": 400_000}
    change_row(row, kept, changed, by=make_person("handler", unit=UNIT), version=row.version)
    row.refresh_from_db()
    assert (row.values["insurer"], row.values["premium"]) == (unit_name(INSURER), 400_000)


def test_a_row_that_it_does_not_see_is_not_told_of_beside_its_own():
    hidden = enter("ip_policies", {**POLICY, "insurer": unit_name(INSURER)})
    hidden.values["insurer"] = spaced(unit_name(INSURER))  # as an earlier build kept it
    hidden.save()
    insurer = make_person("handler", unit=INSURER)
    assert hidden not in rows_visible_to(insurer, kept_registers()["ip_policies"])
    row = enter("ip_policies", {**POLICY, "policy": "Y2", "insurer": unit_name(INSURER)}, unit=INSURER)
    row.refresh_from_db()
    assert row.findings == []
