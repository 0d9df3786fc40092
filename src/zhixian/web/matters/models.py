"""Dossiers (办件) and everything that belongs to one: events, materials, messages, objections."""

from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q
from django.http import QueryDict

from zhixian.core.workflow.matter import Definition, from_plain
from zhixian.core.workflow.model import PRIVATE, Flow, Matter, Step
from zhixian.web.accounts.models import Organisation, User
from zhixian.web.kit.models import Happening
from zhixian.web.kit.numbering import LastInYear
from zhixian.web.kit.private_files import private_files
from zhixian.web.kit.sealed import PartlySealed, SealedText
from zhixian.web.matters.storage import material_path, paper_path

_READ: dict[str, Definition] = {}
"""Versions of definitions that this process has read."""


class PinnedDefinition(models.Model):
    """A matter and its flow as they stood when a dossier started under them; never changed afterwards."""

    version = models.CharField(max_length=12, primary_key=True)
    matter = models.CharField(max_length=60, db_index=True)
    content = models.JSONField()
    pinned_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.matter}@{self.version}"

    @cached_property
    def definition(self) -> Definition:
        """As the engine reads it; read once in a process, because a version is the hash of its content."""
        if self.version not in _READ:
            found = from_plain(self.content)
            if found.version != self.version:  # not a pinned one: it may say something else next time
                return found
            _READ[self.version] = found
        return _READ[self.version]


class Dossier(models.Model):
    """办件: one applicant's run of one matter.

    `step` and `outcome` are ids of the pinned flow; `outcome` is empty while it goes on. `version` grows with each change,
    and whoever changes it must have seen the last one. `claim` is what it lays claim to (loan:L1:2018); two dossiers that
    are under way or done never have the same.
    """

    number = models.CharField("编号", max_length=40, unique=True, null=True, blank=True)
    """Given when it is submitted."""
    matter = models.CharField("事项", max_length=60)
    pinned = models.ForeignKey(PinnedDefinition, on_delete=models.PROTECT, related_name="dossiers")
    clause = models.CharField("条款", max_length=20)
    step = models.CharField("步骤", max_length=40)
    outcome = models.CharField("结果", max_length=20, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="dossiers")
    applicant = models.ForeignKey(User, on_delete=models.PROTECT, related_name="dossiers")
    """The person who started it; everybody of the organisation may go on with it."""
    party = models.CharField("登记主体", max_length=80, blank=True)
    subject = models.CharField("对象", max_length=120, blank=True)
    """loan_id, right_id or project_id in the registry."""
    subject_name = models.CharField("对象名称", max_length=200, blank=True)
    year = models.PositiveSmallIntegerField("年度")
    claim = models.CharField(max_length=200, blank=True)
    answers = PartlySealed(default=dict)
    """As typed, by field; those that are about persons or accounts are sealed at rest."""
    answered = models.JSONField(default=dict)
    """Field → [version at which it was last typed, user id]."""
    facts = models.JSONField(default=dict)
    """Fact → {value, source}: what the system knew, and from where."""
    award = models.JSONField(null=True, blank=True)
    """What the money rule said, with its trace; see `award.py`."""
    award_fen = models.BigIntegerField("金额（分）", null=True, blank=True)
    payment = models.JSONField(null=True, blank=True)
    study = models.JSONField(null=True, blank=True)
    """What the system found out for whoever decides, as it was kept; see `studies.py`."""
    unit = models.CharField("办理单位", max_length=60, blank=True)
    """The unit whose turn it is; empty while the applicant's, and after the end."""
    assignee = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="claimed_dossiers")
    started_at = models.DateTimeField()
    submitted_on = models.DateField(null=True, blank=True)
    entered_on = models.DateField()
    """The day it came to this step."""
    closed_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    publicity_until = models.DateField(null=True, blank=True)
    """Last day of 公示."""
    due = models.DateField("届满日", null=True, blank=True)
    """When this step, or the whole handling, must be over; empty while no clock presses."""
    clock_state = models.CharField(max_length=12, default="waiting")
    letter = models.FileField(storage=private_files, upload_to=paper_path, blank=True, max_length=200)
    """决定书."""
    letter_number = models.CharField(max_length=60, blank=True)
    letter_hash = models.CharField(max_length=64, blank=True)
    cleared_on = models.DateField(null=True, blank=True)
    """When what was kept about people went, because its term was over."""
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="nothing_is_claimed_twice", fields=["claim"], condition=Q(outcome__in=["", "done"]) & ~Q(claim="")
            ),
        )
        indexes = (
            models.Index(fields=["unit", "outcome", "due", "-id"], name="matters_dossier_of_unit"),
            models.Index(fields=["unit", "step", "due", "id"], condition=Q(outcome=""), name="matters_dossier_due"),
            models.Index(
                fields=["unit", "step", "entered_on", "id"], condition=Q(outcome=""), name="matters_dossier_entered"
            ),
            models.Index(  # behind the one before: of two alike SQLite takes the later
                fields=["unit", "step", "entered_on", "id"],
                condition=Q(outcome="", due__isnull=True),
                name="matters_dossier_undated",
            ),
            models.Index(
                fields=["unit", "-changed_at", "-id"], condition=Q(outcome=""), name="matters_dossier_open_of_unit"
            ),
            models.Index(
                fields=["-changed_at", "-id"], condition=Q(outcome="", unit=""), name="matters_dossier_with_nobody"
            ),
            models.Index(fields=["due", "-id"], name="matters_dossier_by_due"),
            models.Index(fields=["-award_fen", "-id"], name="matters_dossier_by_amount"),
            models.Index(fields=["outcome", "-changed_at"]),
            models.Index(fields=["subject"], name="matters_dossier_subject"),
            models.Index(fields=["subject_name", "subject"], name="matters_dossier_about"),
            models.Index(fields=["organisation", "-changed_at"]),
            models.Index(fields=["-changed_at"]),
            models.Index(fields=["publicity_until"]),
            models.Index(fields=["matter", "party", "year"]),
        )

    def __str__(self) -> str:
        return self.number or f"{self.definition.matter.name}（未提交）"

    @property
    def definition(self) -> Definition:
        """The definition it started under."""
        return self.pinned.definition

    @property
    def its_matter(self) -> Matter:
        """The matter as pinned."""
        return self.definition.matter

    @property
    def flow(self) -> Flow:
        """The flow as pinned."""
        return self.definition.flow

    @property
    def letter_word(self) -> str:
        """What its paper is: of a matter that is looked into an opinion, else a decision."""
        return "评议意见" if self.its_matter.study else "决定书"

    @property
    def letter_name(self) -> str:
        """What the file of its 决定书 or opinion is called."""
        return f"{self.letter_number} {self.its_matter.name}.docx"

    @property
    def now_in(self) -> Step:
        """The step it is in."""
        return self.flow.step(self.step)

    @property
    def to_seal(self) -> frozenset[str]:
        """Fields whose answers are sealed at rest."""
        return frozenset(field.id for field in self.its_matter.fields if field.field_class in PRIVATE)

    def answers_as_data(self) -> QueryDict:
        """What was typed, as a form is bound to it."""
        data = QueryDict(mutable=True)
        for name, value in self.answers.items():
            data.setlist(name, value if isinstance(value, list) else [value])
        return data

    @property
    def known(self) -> dict[str, Any]:
        """Facts that have a value."""
        return {name: fact["value"] for name, fact in self.facts.items() if fact.get("value") not in (None, "", [])}


class DossierUnit(models.Model):
    """A unit that has had a dossier in hand, and may therefore see it from then on."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="units")
    unit = models.CharField(max_length=60)
    away_since = models.DateField(null=True, blank=True)
    """When an open dossier came to where it lies now, if that is not this unit: by what a desk finds the longest away first."""

    class Meta:
        constraints = (models.UniqueConstraint(name="a_unit_once_per_dossier", fields=["unit", "dossier"]),)
        indexes = (
            models.Index(
                fields=["unit", "away_since", "dossier"],
                condition=Q(away_since__isnull=False),
                name="matters_dossier_away",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.dossier_id}"


class DossierEvent(Happening):
    """One thing that happened to a dossier; rows are added, never changed.

    `kind` is a move's id or the name of an act (claim, suspend …). `day` is the business day that the clock counts by,
    `clock` what it did to the handling clock.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="events")
    source = models.CharField(max_length=40)
    target = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    clock = models.CharField(max_length=10, default="none")

    class Meta(Happening.Meta):
        indexes = (models.Index(fields=["dossier", "version"]),)


class Material(models.Model):
    """A paper handed in. The file lies under a random name; what it is was found out from its content."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="materials")
    material = models.CharField(max_length=60)
    name = SealedText("文件名", max_length=120)
    """Often a person's name; sealed like what is written in words."""
    kind = models.CharField("种类", max_length=10)
    size = models.PositiveBigIntegerField("字节")
    sha256 = models.CharField(max_length=64)
    file = models.FileField(storage=private_files, upload_to=material_path, max_length=200)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Who took back what had been handed in, which the office sees; empty for what was taken back from a draft."""

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

    @property
    def name_to_keep(self) -> str:
        """Its name for whoever saves it; of one that was taken back it says so."""
        return f"已撤下 {self.name}" if self.removed_at else self.name


class Message(models.Model):
    """A word between applicant and unit about one dossier."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="messages")
    from_applicant = models.BooleanField()
    body = SealedText()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.body[:40]


class Objection(models.Model):
    """公示异议, from anybody who leaves a name and a way to be reached; the applicant never sees who."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="objections")
    name = SealedText("姓名或单位名称", max_length=60)
    contact = SealedText("联系方式", max_length=80)
    nameless = models.BooleanField(default=False)
    """Whether name and contact have gone, because their term was over."""
    body = SealedText("异议和理由")
    at = models.DateTimeField()
    upheld = models.BooleanField(null=True)
    answer = SealedText(blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.body[:40]


class LastNumber(LastInYear):
    """The last dossier number given in a year."""
