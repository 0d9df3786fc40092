"""A register of loans and somebody from each side of it, as tests need them."""

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from factories.people import make_organisation, make_person
from registries import write_registry
from zhixian.core.registers.rows import read_row
from zhixian.core.registry.bench import Bench
from zhixian.core.registry.fold import fold
from zhixian.web.kit.clock import today
from zhixian.web.registers.actions import enter_row
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row

LOANS = "pledge_loans"
TYPED: dict[str, Any] = {
    "loan": "JH-1", "lender": "某银行", "borrower": "测试企业1", "rights": "CN201510000001.0", "principal": "1000000",
    "pledged_on": "2018-01-02", "drawn": "2018-01-03", "due": "2019-01-03", "quality": "normal",
    "contact": "林某", "contact_phone": "13800000000",
}  # fmt: skip
CASE: dict[str, Any] = {
    "number": "样市监〔2018〕1号", "channel": "administrative", "subject": "mark", "holder": "样例酒业有限公司", "infringer": "某百货店",
    "opened_on": "2018-02-01", "supervised": "no",
}  # fmt: skip
TRANSFER: dict[str, Any] = {
    "case": "样市监〔2018〕1号", "number": "样市监移〔2018〕1号", "police": "县公安局", "charge": "假冒注册商标罪", "facts": "查获成品。",
    "materials": "调查报告；1；6；原件\n销售单据;2\t35;复印件",
}  # fmt: skip
POLICY: dict[str, Any] = {
    "insured": "测试企业1", "kind": "loss", "sum_insured": "100000", "premium": "3000", "begins": "2018-01-01", "ends": "2018-12-31",
}  # fmt: skip

PARTY = {"party_id": "P1", "name": "测试企业1", "kind": "enterprise", "region": "350823"}
PATENT = {
    "right_id": "R1", "kind": "invention", "gi": False, "number": "CN201510000001.0", "title": "一种装置", "holder": "P1",
    "region": "350823", "registered": "2016-01-01",
}  # fmt: skip


def write_patent(
    data: Path, *events: dict[str, Any], also: Sequence[dict[str, Any]] = (), **tables: list[dict[str, Any]]
) -> None:
    """A data folder whose current snapshot has the patent of TYPED, with what has happened to it; also other rights, parties and tables."""
    others = tables.pop("parties", [])
    folder = data / "snapshots" / "test"
    events_of_it = [{"right_id": "R1", **event} for event in events]
    write_registry(folder, parties=[PARTY, *others], rights=[PATENT, *also], events=events_of_it, **tables)
    with closing(Bench(data)) as bench:
        fold(bench, folder)
    (data / "bench.duckdb").unlink()
    (folder / "manifest.json").write_text(json.dumps({"id": "test", "labels": ["合成数据"]}))
    (data / "CURRENT").write_text("test")


def kept_loans() -> Any:
    """The register of pledge loans of the test's plan."""
    return kept_registers()[LOANS]


def values_of(**changes: Any) -> dict[str, Any]:
    """A row's values as the form would read them."""
    values, wrong = read_row(kept_loans().register, {**TYPED, **changes}, today=today())
    assert not wrong, wrong
    return values


def as_sheet(lender: str = TYPED["lender"]) -> SimpleUploadedFile:
    """A filled sheet of one loan, as a browser sends it."""
    head = {field.name: TYPED.get(field.id, "") for field in kept_loans().register.fields}
    cells = {**head, "贷款编号": "JH-9", "贷款银行": lender, "贷款质量": "正常"}
    lines = [",".join(cells), ",".join(cells.values())]
    return SimpleUploadedFile("贷款.csv", "\n".join(lines).encode())


class LoanCast:
    """Two banks with a clerk each, and the office around their register."""

    def __init__(self) -> None:
        self.kept = kept_loans()
        self.bank = make_organisation(kind="bank", name="某银行")
        self.other_bank = make_organisation(kind="bank", name="另一家银行")
        self.clerk = make_person("bank", organisation=self.bank)
        self.other_clerk = make_person("bank", organisation=self.other_bank)
        self.handler = make_person("handler", unit=self.kept.units[0])
        self.chief = make_person("chief", unit=self.kept.units[0])

    def enter(self, **changes: Any) -> Row:
        """A loan that the first bank enters."""
        return enter_row(self.kept, values_of(**changes), by=self.clerk, organisation=self.bank)


def row_of(register: str, *, by: Any, **typed: Any) -> Row:
    """A row that a handler enters for the own unit."""
    kept = kept_registers()[register]
    values, wrong = read_row(kept.register, typed, today=today())
    assert not wrong, wrong
    return enter_row(kept, values, by=by, unit=next(iter(by.units)))
