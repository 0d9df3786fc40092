"""专利导航报告: the landscapes of topics, and their numbers."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhixian.core.landscape.variants import WHOLE, variants
from zhixian.web.kit.models import Job
from zhixian.web.kit.numbering import LastInYear
from zhixian.web.kit.private_files import private_files, random_path
from zhixian.web.navigation.models.topics import Edition, Topic

WORKING, DRAFT, ISSUED = "working", "draft", "issued"
STATES = {WORKING: "正在分析", DRAFT: "编写中", ISSUED: "已印发"}


def paper_path(row: Any, name: str) -> str:
    """A path for an issued report."""
    return random_path("landscapes")


class Landscape(models.Model):
    """专利导航报告: the figures of an edition, edited by officers until one issues it; then nothing of it changes. `version` grows with
    each change."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="landscapes")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    region = models.CharField("本地", max_length=6, blank=True)
    variant = models.CharField("类别", max_length=12, default=WHOLE)
    """Which of `core.landscape.variants`."""
    enterprise = models.CharField("企业", max_length=200, blank=True)
    """The enterprise that figures are about, as it is called in the topic."""
    state = models.CharField(max_length=12, default=WORKING)
    told = models.JSONField(default=dict)
    """What was computed, as `core.reports.landscape.as_json` tells it."""
    edits = models.JSONField(default=dict)
    """Figure → {sentence, remark, out}: what people made of it. Of the landscape before it are `sentence_before`, a sentence that was not taken
    over since the computed one is another, and `remark_of`, the day of the data that a remark was written of where the figure changed since."""
    foreword = models.TextField("编写说明", blank=True)
    before = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """The landscape that it was made anew from."""
    changes = models.JSONField(default=list)
    """What `core.landscape.comparing` tells against that one."""
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    number = models.CharField("文号", max_length=40, blank=True)
    issuer = models.CharField("印发单位", max_length=120, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    signed_by = models.CharField("编写人", max_length=60, blank=True)
    issued_on = models.DateField("印发日期", null=True)
    paper = models.FileField(storage=private_files, upload_to=paper_path, null=True)
    """The document as it was issued."""
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="landscape_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.topic}专利导航报告{variants()[self.variant].in_brackets}"

    @property
    def variant_name(self) -> str:
        """The variant in words."""
        return variants()[self.variant].title

    @property
    def state_name(self) -> str:
        """The state in words."""
        return "分析失败" if self.has_failed else STATES[self.state]

    @property
    def has_failed(self) -> bool:
        """Whether its job failed."""
        return self.state == WORKING and self.job is not None and self.job.state == "failed"


class LastLandscape(LastInYear):
    """The last number of a landscape given in a year."""
