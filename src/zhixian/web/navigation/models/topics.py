"""Topics: whose they are, who else may see them, their files, editions, and decisions on names.

The tables of a topic lie in the data folder as the command line makes them; a row here knows them by the topic's name and the
edition's stamp.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from zhixian.core.topics.days import remarks, says_late, told_until
from zhixian.core.topics.document import DAMAGED, NO_PATENT
from zhixian.core.topics.topic import LAYOUT
from zhixian.web.accounts.models import OfOnePlace, in_one_place
from zhixian.web.kit.models import Job, WaitingFile

MADE, REFRESHED, MERGED, OUTSIDE = "made", "refreshed", "merged", "outside"
WAYS = {MADE: "建库", REFRESHED: "更新", MERGED: "归并申请人", OUTSIDE: "命令行"}
"""How an edition came about."""
COUNTS = ("records", "families", "granted", "in_force", "stateless", "applicants")
CITED = "单位用自己的专题库办理项目评议时，给申请人的评议意见和办件页写出专题库的名称、条款，引用相近权利的号码、种类、分类号和与项目相同的词，不写它的标题、权利人和申请日"
"""What of a topic that is kept in the house an opinion tells an applicant, as `core.analysis.assessment.nearness` withholds it."""


class Topic(OfOnePlace):
    """专题库: a named set of published rights, of one unit or organisation. `version` grows with each change."""

    name = models.CharField("名称", max_length=60, unique=True)
    from_files = models.BooleanField()
    query = models.TextField("检索式", blank=True)
    terms = models.CharField("许可条款", max_length=300, blank=True)
    shows_raw = models.BooleanField()
    """Whether the terms of its sources allow its rows to leave the place whose topic it is."""
    as_of = models.DateField("数据截止日")
    """The day that the work under way is for; each edition has its own."""
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-id",)
        constraints = (in_one_place("topic_of_a_unit_or_an_organisation"),)

    def __str__(self) -> str:
        return self.name

    @property
    def latest(self) -> "Edition | None":
        """The edition in force; of topics that were read with it (`newest`), without another question."""
        if "newest" in self.__dict__:
            return next(iter(self.__dict__["newest"]), None)
        return self.editions.select_related("by").defer("report", "difference").first()

    def refresh_from_db(self, *args: Any, **given: Any) -> None:
        """As of any row; the edition that was read with it is asked for anew."""
        self.__dict__.pop("newest", None)
        super().refresh_from_db(*args, **given)

    @property
    def cited(self) -> str:
        """What of its records an opinion tells an applicant though the terms keep raw data in the house."""
        return CITED

    @property
    def busy(self) -> bool:
        """Whether something is being made of it now."""
        return self.job is not None and not self.job.over

    @property
    def last_merging(self) -> Job | None:
        """The job that was done last, where it joined applicants: its result has what that came to, in sentences."""
        job = self.job
        if job is None or job.name != "navigation.merge" or job.state != "done":
            return None
        return job if isinstance(job.result, dict) else None

    @property
    def is_merging(self) -> bool:
        """Whether applicants are being joined now, or soon."""
        return self.job is not None and self.job.name == "navigation.merge" and not self.job.over

    @property
    def is_half_done(self) -> bool:
        """Whether the last job made its edition and failed at what belongs beside it."""
        return self.job is not None and self.job.state == "failed" and bool(self.job.arguments.get("settled"))


class TopicFile(WaitingFile):
    """An uploaded export that waits to be read; afterwards the topic's own folder keeps it by its hash."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="files")
    trouble = models.TextField(blank=True, default="")
    """Why it cannot be read, as the last run found it; empty where it can be or nobody has tried."""
    exported = models.DateField("导出日", null=True)
    called = ""
    """Its name, told apart from others that wait with it."""

    @property
    def shown(self) -> str:
        """The same with the day that was said of its export."""
        return f"{self.called}（导出日 {self.exported}）" if self.exported else str(self.called)


class Share(OfOnePlace):
    """Another unit or organisation that may see a topic."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="shares")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            in_one_place("share_with_a_unit_or_an_organisation"),
            models.UniqueConstraint(fields=["topic", "unit"], condition=~Q(unit=""), name="shared_with_a_unit_once"),
            models.UniqueConstraint(
                fields=["topic", "organisation"], condition=Q(unit=""), name="shared_with_an_organisation_once"
            ),
        )

    def __str__(self) -> str:
        return self.place


def _of_papers(problems: list[dict[str, Any]]) -> Iterator[str]:
    """Why documents of an XML, or of a zip of them, were not taken."""
    for one in problems:
        if one["column"] == DAMAGED:
            yield f"{one['sheet']} 读不出（{one['reason']}）"
        elif one["reason"] == NO_PATENT:
            yield f"{one['sheet']} {one['reason']}"


class Edition(models.Model):
    """One state of a topic. `stamp` names its tables in the data folder, which keeps the last two."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="editions")
    stamp = models.CharField(max_length=40)
    way = models.CharField(max_length=12)
    as_of = models.DateField()
    counts = models.JSONField(default=dict)
    """records, families (0 where no source tells of any), applicants, in_force, granted, and stateless: those whose status is not known."""
    labels = models.JSONField(default=list)
    report = models.JSONField(default=dict)
    """What became of the sources' rows: reports of each file, rows merged by reason, families by rule; `days` and `layout` as the
    manifest has them, which editions noted by earlier builds lack."""
    difference = models.JSONField(default=dict)
    """What `core.topics.differences` tells against the edition before; empty for the first."""
    proposals = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.topic} {self.as_of}"

    @property
    def way_name(self) -> str:
        """How it came about, in words."""
        return WAYS[self.way]

    @cached_property
    def days(self) -> dict[str, Any] | None:
        """What its day made of its sources, as the manifest has it: of the report, or asked for without it."""
        told: dict[str, Any] | None = self.report.get("days")
        return told

    @cached_property
    def layout(self) -> str | None:
        """By which rules it was made, likewise."""
        told: str | None = self.report.get("layout")
        return told

    @property
    def remarks(self) -> list[str]:
        """What its day means for its numbers, in sentences."""
        return remarks(self.days, self.as_of, current=self.is_current)

    @property
    def is_current(self) -> bool:
        """Whether it was made by the rules of now."""
        return self.layout == LAYOUT

    @property
    def tells_later(self) -> str:
        """The latest day of its sources where that is after its own; empty else."""
        return (told_until(self.days) or "") if says_late(self.days, self.as_of) else ""

    @property
    def unread_columns(self) -> list[tuple[str, list[str]]]:
        """(file, headings) of columns that were there and not read, since nobody knows their heading."""
        return [(one["file"], one["unknown_headings"]) for one in self.report["files"] if one["unknown_headings"]]

    @property
    def left_out(self) -> list[tuple[str, int, list[str]]]:
        """(file, rows, reasons) of files of which something was not taken; the reasons name a file in it that cannot be read, or that is about no
        patent, and are none for rows of tables."""
        return [
            (one["file"], one["refused"], list(dict.fromkeys(_of_papers(one["problems"]))))
            for one in self.report["files"]
            if one["refused"]
        ]

    @property
    def counts_known(self) -> dict[str, int | None]:
        """The counts, null where nobody knows: of families and applicants where no source tells of any, of rights in force where no status is known,
        of those granted where no day of grant is and some are in force or of unknown status."""
        told: dict[str, int | None] = dict.fromkeys(COUNTS) | self.counts
        if not told["families"]:
            told["families"] = None
        if told["records"] and not told["applicants"]:
            told["applicants"] = None
        if not told["granted"] and (told["in_force"] or told["stateless"]):
            told["granted"] = None
        if told["records"] and told["stateless"] == told["records"]:
            told["in_force"] = None
        return told


class Decision(models.Model):
    """What somebody decided of a line of the merge list, and when the topic was made anew by it."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="decisions")
    name = models.CharField(max_length=300)
    into = models.CharField(max_length=300)
    one = models.CharField(max_length=300)
    other = models.CharField(max_length=300)
    """The normal forms of the two names in order: what the decision is about, however they are written."""
    decision = models.CharField(max_length=1, blank=True)
    """是, 否, or empty for one that is taken back."""
    reason = models.TextField(blank=True, default="")
    """As the merge list has it, or as it was typed into a list that was uploaded."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["topic", "one", "other"], condition=Q(applied_at=None), name="one_decision_waits"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} → {self.into}：{self.decision}"
