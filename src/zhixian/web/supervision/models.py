"""Requests for progress (督办), the units' answers with their files, and what happened to each."""

from typing import Any

from django.db import models
from django.db.models import Q

from zhixian.web.accounts.models import User
from zhixian.web.kit.models import Evidence, Happening
from zhixian.web.kit.numbering import LastInYear
from zhixian.web.kit.private_files import private_files, random_path

ASKED, ANSWERED, RETURNED, ACCEPTED, WITHDRAWN = "asked", "answered", "returned", "accepted", "withdrawn"
STATES = {ASKED: "待答复", ANSWERED: "待审核", RETURNED: "退回重答", ACCEPTED: "已核准", WITHDRAWN: "已撤回"}
"""Ids are plain text; labels are for people."""
WITH_UNIT = (ASKED, RETURNED)
"""States in which it is the unit's turn, and its clock runs."""
STILL_OPEN = (ASKED, RETURNED, ANSWERED)


def evidence_path(row: Any, name: str) -> str:
    """A path for what comes with an answer."""
    return random_path("supervision")


class ProgressRequest(models.Model):
    """督办: one unit is asked for its progress on one clause by a day. `version` grows with each change."""

    number = models.CharField("文号", max_length=40, unique=True)
    clause = models.CharField("条款", max_length=20)
    unit = models.CharField("单位", max_length=60)
    asked = models.TextField("要求")
    colour = models.CharField("发出时的灯", max_length=10)
    counted = models.JSONField("发出时系统数到的", default=list)
    """[[colour, words], …] as the board showed them when it was sent."""
    as_issued = models.JSONField(default=dict)
    """What else its paper said when it was sent, so that it says the same for ever: names, the clause, how the day was counted."""
    state = models.CharField("状态", max_length=12, default=ASKED)
    issued_on = models.DateField("发出日")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    began_on = models.DateField()
    """The day from which the present limit counts: issued, or returned."""
    working_days = models.PositiveSmallIntegerField("期限（工作日）")
    due = models.DateField("届满日")
    level = models.CharField("升级", max_length=20, blank=True)
    """The last level of escalation that this limit has reached."""
    closed_on = models.DateField(null=True, blank=True)
    measure_due = models.DateField("措施日期", null=True, blank=True)
    """Of an accepted answer: the day by which what it promises is to be done."""
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_open_request_a_clause_and_unit",
                fields=["clause", "unit"],
                condition=Q(state__in=[ASKED, RETURNED, ANSWERED]),
            ),
        )
        indexes = (
            models.Index(fields=["unit", "state", "due"]),
            models.Index(fields=["state", "due"]),
            models.Index(fields=["clause", "unit", "-id"]),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def state_name(self) -> str:
        """The state in words."""
        return STATES[self.state]

    @property
    def with_unit(self) -> bool:
        """Whether it is the unit's turn."""
        return self.state in WITH_UNIT


class Answer(models.Model):
    """What a unit answers: what the system counts, kept as it stood, and what it cannot know, typed. Never changed."""

    request = models.ForeignKey(ProgressRequest, on_delete=models.PROTECT, related_name="answers")
    counted = models.JSONField(default=list)
    """[[colour, words], …] at the moment of the answer; no field of the form leads here."""
    progress = models.TextField("进展")
    measure = models.TextField("下一步措施", blank=True)
    measure_due = models.DateField("完成日期", null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    day = models.DateField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.request_id} {self.day}"


class AnswerFile(Evidence):
    """Evidence that comes with an answer, under a random name; what it is was found out from its content."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(storage=private_files, upload_to=evidence_path, max_length=200)


class RequestEvent(Happening):
    """One thing that happened to a request; rows are added, never changed.

    `once` names what may happen only once, such as a level of escalation for one due day; empty for anything else.
    """

    request = models.ForeignKey(ProgressRequest, on_delete=models.PROTECT, related_name="events")
    reason = models.TextField(blank=True)
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    class Meta:
        ordering = ("id",)


class LastRequest(LastInYear):
    """The last number of a request given in a year."""
