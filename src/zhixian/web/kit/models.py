"""What the kit keeps: the record, in a chain that shows any change; notices; jobs and who runs them."""

from typing import Any, ClassVar

from django.db import models

from zhixian.web.kit.sealed import SealedText


class Happening(models.Model):
    """One thing that happened to a row, for rooms to add what they tell beside it; rows are added, never changed.

    `kind` is the name of an act, `name` what people read, `day` the business day that clocks count by, `version` the row's version
    after it.
    """

    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    """How the one who acted is shown: name and unit or organisation at that time."""
    day = models.DateField()
    at = models.DateTimeField()
    version = models.PositiveIntegerField()

    class Meta:
        abstract = True
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.name}"


class Evidence(models.Model):
    """A file that was looked into and comes with something, under a random name; what it is was found out from its content."""

    name = models.CharField("文件名", max_length=120)
    kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        abstract = True
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class WaitingFile(models.Model):
    """An uploaded file that waits to be read; its bytes lie in the private folder until then."""

    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    path = models.CharField(max_length=300)
    """Below MEDIA_ROOT."""

    class Meta:
        abstract = True
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """One line of the record. Rows are written by `record.write` only; triggers refuse to change or remove them.

    `hash` is SHA-256 over the line and the hash of the line before; see `record.digest`.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    """`user:<id>`, `system` or `public`; never a name, which may be personal."""
    action = models.CharField(max_length=64)
    subject = models.CharField(max_length=96)
    """`<app>.<model>:<id>`."""
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        indexes = (models.Index(fields=["subject", "number"]), models.Index(fields=["actor", "number"]))

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.subject}"


class ChainHead(models.Model):
    """The one row that writers of the record lock, so that numbers and hashes follow one another."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"


class Notice(models.Model):
    """A word to one person: what happened or what falls due, and where to look."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="notices")
    at = models.DateTimeField()
    title = models.CharField(max_length=120)
    body = SealedText(blank=True)
    """May repeat what somebody wrote, so it is sealed where that is."""
    link = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=96, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=["user", "read_at", "-at"]),)

    def __str__(self) -> str:
        return self.title


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, as questions ask for them."""

    def visible_to(self, user: Any) -> "JobQuerySet":
        """Those who watch over the site see every job, others the jobs that they started."""
        return self if user.roles & JOB_WATCHERS else self.filter(started_by=user)


JOB_WATCHERS = frozenset({"admin", "lead_office"})
"""Ids of roles, which are told upstairs in accounts."""


class Job(models.Model):
    """Long work that the worker does: what was asked, by whom, how far it is, what came of it. Written by `jobs` only.

    `key` names the work: whoever starts it again gets this row. `runner` is the worker that has it; `tries` counts its beginnings.
    """

    name = models.CharField(max_length=64)
    title = models.CharField(max_length=60)
    key = models.CharField(max_length=160, unique=True)
    about = models.CharField(max_length=200, blank=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="waiting", db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    runner = models.CharField(max_length=80, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    word = models.CharField(max_length=120, blank=True)
    result = models.JSONField(null=True)
    trouble = models.TextField(blank=True)
    """Why it failed, or why it is tried again, and what to do."""
    started_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[JobQuerySet] = JobQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.title}：{self.about}" if self.about else self.title

    @property
    def state_name(self) -> str:
        """The state in words."""
        return JOB_STATES[self.state]

    @property
    def over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in {"done", "failed"}


JOB_STATES = {"waiting": "排队", "running": "进行中", "done": "完成", "failed": "失败"}


class Lease(models.Model):
    """Something that one process at a time may do, until it lets go or is not heard of any more."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=80)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.holder}"


class Clearing(models.Model):
    """A list of what is past its term: made in a night, decided on by the lead office, let go in the night after."""

    day = models.DateField()
    listed = models.JSONField()
    """Term → keys of the rows."""
    state = models.CharField(max_length=12, default="proposed", db_index=True)
    decided_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    gone = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.day} 保存期满清单"

    @property
    def state_name(self) -> str:
        """The state in words."""
        return CLEARING_STATES[self.state]


CLEARING_STATES = {"proposed": "等待决定", "approved": "今晚清理", "put_off": "暂不清理", "done": "已清理"}
CLEARING_DECIDERS = frozenset({"lead_office"})
