"""What the registry desk keeps: uploads on their way to a snapshot, publications, and an index of the current snapshot."""

import json
from hashlib import sha256
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from zhixian.core.plan.model import Plan
from zhixian.web.accounts.roles import ADMIN, AUDITOR, HANDLER, LEAD
from zhixian.web.kit.models import Job, WaitingFile
from zhixian.web.kit.plan import the_plan
from zhixian.web.registry.words import PARTY_KIND, RIGHT_KIND

STATES = {
    "reading": "正在导入", "ready": "待发布", "publishing": "正在发布", "published": "已发布", "discarded": "已放弃",
}  # fmt: skip
WAITING = "waiting"
"""The kind of a batch without files: the rows of the current snapshot that wait, whenever they came."""


def may_upload(user: Any) -> bool:
    """Whether the person runs the registry desk: administration, the lead office, handlers of the unit that hosts it."""
    return bool(user.roles & {ADMIN, LEAD}) or bool(user.units_as(HANDLER) & _hosts(the_plan()))


def _hosts(plan: Plan) -> set[str]:
    offices = [unit for unit in plan.units.values() if unit.hosted_by]
    return {unit.id for unit in offices} | {str(unit.hosted_by) for unit in offices}


class BatchQuerySet(models.QuerySet["Batch"]):
    """Uploads, as questions ask for them."""

    def visible_to(self, user: Any) -> "BatchQuerySet":
        """The registry desk and auditors see all uploads, nobody else any."""
        return self if may_upload(user) or AUDITOR in user.roles else self.none()

    def open(self) -> "BatchQuerySet":
        """Those that are neither published nor discarded."""
        return self.exclude(state__in=("published", "discarded"))


class Batch(models.Model):
    """Files that somebody uploaded together, until they are published as a snapshot or discarded (导入批次)."""

    kind = models.CharField("来源", max_length=40, default="auto")
    state = models.CharField(max_length=12, default="reading", db_index=True)
    version = models.PositiveIntegerField(default=1)
    """Counts the merges asked for; a form that was opened before the last one is refused."""
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    before = models.CharField(max_length=40, blank=True)
    snapshot = models.CharField(max_length=40, blank=True)
    report = models.JSONField(default=dict)
    """What `ImportResult.for_screen` tells, problems listed up to a limit."""
    comparison = models.JSONField(default=dict)
    targets = models.JSONField(default=list)
    """[{name, unit, goal, before, after}, …]: the plan's targets before and after, as text."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("上传时间")
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects: ClassVar[BatchQuerySet] = BatchQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"第 {self.pk} 批更正" if self.kind == WAITING else f"第 {self.pk} 批导入"

    @property
    def state_name(self) -> str:
        """The state in words."""
        return "导入失败" if self.has_failed else STATES[self.state]

    @property
    def has_failed(self) -> bool:
        """Whether its job failed, so that somebody must decide what next."""
        return self.state in {"reading", "publishing"} and self.job is not None and self.job.state == "failed"

    @property
    def draft(self) -> str:
        """The name of its draft in the data folder."""
        return f"b{self.pk}"


class BatchFile(WaitingFile):
    """One uploaded file; its bytes lie in the private folder until the batch is settled."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="files")


class RefusedRow(models.Model):
    """A row of a batch that was not taken, or not whole, as received, and how somebody settled it: corrected or set aside."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    file = models.CharField(max_length=200)
    source = models.CharField(max_length=120, blank=True)
    """What the registry knows the file by; empty for rows that cannot be set aside."""
    format = models.CharField(max_length=40, blank=True)
    table = models.CharField(max_length=40)
    sheet = models.CharField(max_length=200)
    row = models.BigIntegerField()
    raw = models.JSONField()
    reasons = models.JSONField()
    fixable = models.BooleanField()
    cells = models.JSONField(null=True)
    """The cells as corrected, by heading."""
    rows = models.JSONField(null=True)
    """Rows by table that the corrected cells come to."""
    aside = models.CharField("搁置的理由", max_length=200, blank=True)
    """Why nobody is going to correct it; empty unless it is set aside."""
    fixed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    fixed_at = models.DateTimeField(null=True)
    """When it was corrected or set aside."""
    merged = models.BooleanField(default=False)
    """Whether the draft holds the correction, or the word that it waits no longer."""

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["batch", "fixed_at", "id"]),)

    def __str__(self) -> str:
        return f"{self.sheet} 第 {self.row} 行"

    @property
    def settled(self) -> str:
        """A mark of how it is settled now, which a form carries to tell whether it still is; empty while it waits."""
        if self.fixed_at is None:
            return ""
        return sha256(json.dumps([self.cells, self.aside], sort_keys=True).encode()).hexdigest()[:32]


class Publication(models.Model):
    """One time that a snapshot was made the current one: by an upload, or by going back."""

    snapshot = models.CharField(max_length=40)
    before = models.CharField(max_length=40, blank=True)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="publications")
    reason = models.TextField(blank=True)
    tables = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.snapshot


class IndexEdition(models.Model):
    """One making of the index; what people see is the one that is current."""

    snapshot = models.CharField(max_length=40)
    as_of = models.DateField()
    labels = models.JSONField(default=list)
    built_at = models.DateTimeField()
    current = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["current"], condition=models.Q(current=True), name="one_current_index"),
        )

    def __str__(self) -> str:
        return f"{self.snapshot} {self.as_of}"


class IndexedRightQuerySet(models.QuerySet["IndexedRight"]):
    """Rights of the current index, as questions ask for them."""

    def visible_to(self, user: Any) -> "IndexedRightQuerySet":
        """Staff see every right; people of a confirmed organisation those that it holds."""
        shown = self.filter(edition__current=True)
        return shown if user.is_authority else shown.filter(holder__in=parties_of(user))


class IndexedPartyQuerySet(models.QuerySet["IndexedParty"]):
    """Parties of the current index, as questions ask for them."""

    def visible_to(self, user: Any) -> "IndexedPartyQuerySet":
        """Staff see every party; people of a confirmed organisation itself."""
        shown = self.filter(edition__current=True)
        return shown if user.is_authority else shown.filter(party_id__in=parties_of(user))


def parties_of(user: Any) -> set[str]:
    """Ids in the registry of the organisations that a person acts for."""
    return {seat.organisation.party for seat in user.held if seat.organisation_id and seat.counts} - {""}


class IndexedRight(models.Model):
    """A right of the current snapshot, to be found and linked to by `right_id`; the whole of it is read from the snapshot."""

    edition = models.ForeignKey(IndexEdition, on_delete=models.CASCADE, related_name="rights")
    right_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=30)
    gi = models.BooleanField()
    number = models.CharField(max_length=120, blank=True)
    title = models.TextField(blank=True)
    filed = models.DateField(null=True)
    registered = models.DateField(null=True)
    expires = models.DateField(null=True)
    holder = models.CharField(max_length=120, blank=True)
    holder_name = models.TextField(blank=True)
    region = models.CharField(max_length=6, blank=True)
    in_force = models.BooleanField()
    began = models.BooleanField()

    objects: ClassVar[IndexedRightQuerySet] = IndexedRightQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["edition", "right_id"], name="right_once_per_edition"),)
        indexes = (models.Index(fields=["edition", "number"]), models.Index(fields=["edition", "holder"]))

    def __str__(self) -> str:
        return f"{self.kind_name} {self.number or self.right_id}"

    @property
    def kind_name(self) -> str:
        """The kind in words."""
        name = RIGHT_KIND.get(self.kind, self.kind)
        return f"{name}（地理标志）" if self.gi else name

    @property
    def status(self) -> str:
        """Whether it is in force on the day of the index."""
        return "有效" if self.in_force else "已失效" if self.began else "未授权"


class IndexedParty(models.Model):
    """A party of the current snapshot, to be found and linked to by `party_id`."""

    edition = models.ForeignKey(IndexEdition, on_delete=models.CASCADE, related_name="parties")
    party_id = models.CharField(max_length=120)
    name = models.TextField()
    key = models.TextField()
    """The name made comparable."""
    kind = models.CharField(max_length=30, blank=True)
    region = models.CharField(max_length=6, blank=True)
    rights = models.PositiveIntegerField()
    """How many are in force on the day of the index."""

    objects: ClassVar[IndexedPartyQuerySet] = IndexedPartyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["edition", "party_id"], name="party_once_per_edition"),)

    def __str__(self) -> str:
        return self.name

    @property
    def kind_name(self) -> str:
        """The kind in words."""
        return PARTY_KIND.get(self.kind, "未登记类型")
