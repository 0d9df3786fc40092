"""Rows of registers and what happened to each. What a row says is told by the register's definition, not by columns here."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from zhixian.core.disclosure.rows import masked
from zhixian.core.kernel.folding import folded
from zhixian.core.registers.model import Register
from zhixian.core.registers.rows import holds, title_of
from zhixian.web.accounts.models import OfOnePlace, User, in_one_place
from zhixian.web.kit.models import Evidence, Happening
from zhixian.web.kit.private_files import private_files, random_path
from zhixian.web.kit.sealed import PartlySealed
from zhixian.web.registers.definitions import parts_of, register_of

COMPARED = {
    "copyright_works": ("owner",),
    "cost_deductions": ("party",),
    "course_places": ("party",),
    "credit_objections": ("party",),
    "destination_checks": ("owner",),
    "funding_projects": ("applicant",),
    "ip_cases": ("lead",),
    "ip_claims": ("policy",),
    "ip_contracts": ("number", "owner"),
    "ip_policies": ("insured",),
    "matches_followed": ("told_by",),
    "needs_offers": ("party",),
    "online_leads": ("number",),
    "overseas_filings": ("owner",),
    "plant_varieties": ("name", "owner"),
    "pledge_loans": ("lender", "pledge_number"),
    "protection_aid": ("case", "party"),
    "service_rewards": ("owner",),
    "specialists": ("employer",),
    "standards": ("owner",),
    "talents": ("employer",),
}
"""By register the fields by which its rows are looked for when others are checked, and the field `owner` by which whoever a unit's row is
about finds it; none of them lies sealed."""


class Row(OfOnePlace):
    """One row of a register, kept by a unit or by an organisation. `version` grows with each change.

    `values` holds the answers by field, days as ISO text and sums in fen; personal ones lie sealed.
    """

    register = models.CharField("台账", max_length=60)
    key = models.CharField(max_length=200)
    """What no other row of the register has, in one spelling."""
    of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    """The row of another register that this one belongs to."""
    values = PartlySealed("内容", default=dict)
    search = models.TextField(blank=True)
    """What it is found by, in one spelling; nothing personal."""
    day = models.DateField("日期", null=True, blank=True)
    due = models.DateField("最近的期限", null=True, blank=True)
    due_name = models.CharField(max_length=60, blank=True)
    told_from = models.DateField(null=True, blank=True)
    """From when the due day is spoken of."""
    findings = models.JSONField("核对结果", default=list)
    """[{check, words, basis, grave}, …] as of `checked_on`."""
    grave = models.BooleanField("有要处理的核对结果", default=False)
    checked_on = models.DateField(null=True, blank=True)
    struck_on = models.DateField("注销日期", null=True, blank=True)
    struck_why = models.CharField("注销原因", max_length=500, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_on = models.DateField("录入日期")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["register", "key"], condition=Q(struck_on=None), name="registers_one_row_a_key"
            ),
            in_one_place("registers_kept_by_a_unit_or_an_organisation"),
        )
        indexes = (
            models.Index(fields=["register", "unit", "-day", "-id"], name="registers_of_unit"),
            models.Index(fields=["register", "organisation", "-day", "-id"], name="registers_of_organisation"),
            models.Index(fields=["register", "-day", "-id"], name="registers_in_order"),
            models.Index(fields=["told_from", "due"], name="registers_due"),
        )

    def __str__(self) -> str:
        register = self.its_register
        if register is None:
            return self.key
        return masked(title_of(register, {**self.values, **self._above_called(register)}))

    def _above_called(self, register: Register) -> dict[str, str]:
        """The row it belongs to as people call that, in place of its bare number; only where everybody may read what that is called."""
        tie = register.of
        if tie is None or self.of_id is None or tie.field not in register.title:
            return {}
        above = register_of(tie.register)
        if above is None or not set(above.title) <= set(above.public):
            return {}
        return {tie.field: title_of(above, self.of.values)} if self.of else {}

    @property
    def its_register(self) -> Register | None:
        """The register it belongs to; None when the place does not keep that any more."""
        return register_of(self.register)

    @property
    def to_seal(self) -> frozenset[str]:
        """Fields that lie sealed."""
        register = self.its_register
        return register.sealed if register else frozenset(self.values)

    @property
    def held_by(self) -> frozenset[str]:
        """Registers of which a row that belongs to this one holds its days up."""
        if not self.pk or not parts_of(self.register):
            return frozenset()
        return frozenset(part.register for part in self.parts.filter(struck_on=None) if part.holds)

    @property
    def holds(self) -> bool:
        """Whether it holds up what falls due of the row that it belongs to."""
        register = self.its_register
        return bool(register and holds(register, self.values))

    @property
    def is_open(self) -> bool:
        """Whether it has not been struck."""
        return self.struck_on is None


class Said(models.Model):
    """What a row says in one of the fields `COMPARED`, so that it is found without opening any other: SHA-256 of its one spelling."""

    row = models.ForeignKey(Row, on_delete=models.CASCADE, related_name="said")
    field = models.CharField(max_length=60)
    said = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["row", "field"], name="registers_said_once"),)
        indexes = (models.Index(fields=["said", "field"], name="registers_by_said"),)

    def __str__(self) -> str:
        return f"{self.row_id} {self.field}"


class RowEvent(Happening):
    """One thing that happened to a row; rows are added, never changed. Holds no private value."""

    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="events")
    reason = models.CharField(max_length=500, blank=True)
    changes = models.JSONField(default=dict)
    """By field [before, after]; [] for a private one."""

    class Meta(Happening.Meta):
        indexes = (models.Index(fields=["row", "version"], name="registers_events"),)


def file_path(row: Any, name: str) -> str:
    """A path for what is attached to a row."""
    return random_path("registers")


class RowFile(Evidence):
    """Evidence attached to a row: `sha256` is of the file as it is kept, `sent_sha256` as it was sent. One that was attached by mistake
    is taken off the disk; who attached it, its name, its hash and why it went stay."""

    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(storage=private_files, upload_to=file_path, max_length=200, blank=True)
    said = models.CharField("说明", max_length=200)
    sent_sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    removed_why = models.CharField("移除的原因", max_length=200, blank=True)


def kept_rows(register: str) -> models.QuerySet[Row]:
    """Rows of a register that have not been struck."""
    return Row.objects.filter(register=register, struck_on=None)


def in_one_spelling(text: Any) -> str:
    """By what a `Said` is found."""
    return hashlib.sha256(folded(str(text or "")).encode()).hexdigest()


def keep_said(rows: Iterable[Row]) -> None:
    """Keep anew what rows say in the fields by which they are looked for."""
    told = [
        Said(row=row, field=field, said=in_one_spelling(row.values.get(field)))
        for row in rows
        for field in COMPARED.get(row.register, ())
    ]
    if told:
        Said.objects.bulk_create(told, update_conflicts=True, unique_fields=["row", "field"], update_fields=["said"])
