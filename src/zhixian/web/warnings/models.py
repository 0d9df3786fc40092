"""Warnings that were raised, who hears each of them and for how long not, what was looked at, what a person wants to get and was mailed."""

from datetime import date

from django.db import models
from django.db.models import Q

from zhixian.core.warnings.judging import late
from zhixian.core.warnings.model import Rule
from zhixian.core.warnings.reading import warning_rules
from zhixian.web.accounts.models import OfOnePlace, User

CADENCES = {"off": "不发邮件", "daily": "每天", "weekly": "每周一"}
"""How often a person gets their warnings by mail."""


class Raised(models.Model):
    """One warning: a rule and the subject that it was found of, open or closed, never twice. Written by `actions` only."""

    rule = models.CharField(max_length=40)
    subject = models.CharField(max_length=160)
    name = models.CharField(max_length=200)
    """What it is about, as people call it."""
    words = models.TextField()
    """The reason in a sentence with its numbers, as of `seen_on`."""
    day = models.DateField("日期", null=True, blank=True)
    clause = models.CharField(max_length=20, blank=True)
    link = models.CharField(max_length=200)
    opened_on = models.DateField()
    """When it was opened last."""
    times = models.PositiveIntegerField(default=1)
    """How often it was opened."""
    seen_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["rule", "subject"], name="warnings_one_a_rule_and_subject"),)
        indexes = (models.Index(fields=["rule", "closed_on"], name="warnings_of_rule"),)

    def __str__(self) -> str:
        return self.name

    @property
    def its_rule(self) -> Rule | None:
        """The rule that raised it; None when it is out of use."""
        return warning_rules().get(self.rule)

    def is_late(self, as_of: date) -> bool:
        """Whether the day by which something was to be done has passed."""
        rule = self.its_rule
        return rule is not None and self.closed_on is None and late(rule, self.day, as_of=as_of)


class Listener(OfOnePlace):
    """One unit or organisation that hears a warning, and its silence: silenced here, others hear it still."""

    raised = models.ForeignKey(Raised, on_delete=models.CASCADE, related_name="listeners")
    muted_until = models.DateField(null=True, blank=True)
    """The last day on which it is silent."""
    muted_why = models.CharField("理由", max_length=200, blank=True)
    muted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    muted_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["raised", "unit"], condition=Q(organisation=None), name="warnings_a_unit_hears_once"
            ),
            models.UniqueConstraint(
                fields=["raised", "organisation"], condition=Q(unit=""), name="warnings_an_organisation_hears_once"
            ),
            models.CheckConstraint(
                name="warnings_heard_in_a_unit_or_an_organisation",
                condition=(Q(unit="") & Q(organisation__isnull=False)) | (~Q(unit="") & Q(organisation__isnull=True)),
            ),
            models.CheckConstraint(
                name="warnings_silent_by_somebody_with_a_reason",
                condition=Q(muted_until=None) | (Q(muted_by__isnull=False) & ~Q(muted_why="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.place}：{self.raised}"


class DayLook(models.Model):
    """The last look of one day by all rules; one that was cut off leaves none."""

    day = models.DateField(unique=True)
    told = models.JSONField()
    """Rule → why it could not look; "" where it could."""

    def __str__(self) -> str:
        return f"{self.day}"

    @property
    def unable(self) -> dict[str, str]:
        """Rules in use that could not look, with the reason."""
        return {rule: why for rule, why in self.told.items() if why and rule in warning_rules()}


class Wish(models.Model):
    """How often a person gets their warnings by mail; who has no row gets none."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    cadence = models.CharField("邮件", max_length=10, default="off")

    def __str__(self) -> str:
        return CADENCES.get(self.cadence, self.cadence)


class Digest(models.Model):
    """A mail of one day to one person. `sent_at` is empty until the server has taken it; what died before is sent by the next try."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "day"], name="warnings_one_digest_a_day"),)

    def __str__(self) -> str:
        return f"{self.day}"


class CalendarAddress(models.Model):
    """The secret address of a person's calendar; making another one closes it."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of the secret, which is kept nowhere."""
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"
