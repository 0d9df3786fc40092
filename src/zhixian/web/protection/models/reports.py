"""Reports of infringement (举报), what is sealed of them, and the requests to open a seal.

No row says who reported: a name, a number or an address stands in `SealedField` only, sealed to a custodian's key.
"""

from django.db import models
from django.db.models import Q

from zhixian.core.workflow.flow import flows
from zhixian.core.workflow.model import Flow, Step
from zhixian.web.accounts.models import User
from zhixian.web.kit.models import Happening
from zhixian.web.kit.numbering import LastInYear
from zhixian.web.kit.private_files import private_files
from zhixian.web.protection.report_files import report_path

NAMED, CONFIDENTIAL, ANONYMOUS = "named", "confidential", "anonymous"
WAYS = {NAMED: "实名举报", CONFIDENTIAL: "保密举报", ANONYMOUS: "匿名举报"}
CATEGORIES = {
    "case_opened": "属实，已立案查处",
    "settled": "属实，已改正或调解",
    "transferred": "移送其他机关",
    "not_found": "没有发现侵权",
    "insufficient": "线索不足，无法查实",
    "duplicate": "与已办的举报重复",
}
"""How a report ended. Ids are plain text; labels are for people."""
FIELDS = {"name": "姓名", "phone": "电话", "id_number": "证件号码", "contact": "地址或邮箱"}
"""What a reporter may say of themselves; each is sealed by itself, so that one can be opened without the others."""


class Report(models.Model):
    """举报. `step` and `outcome` are ids of the flow; `unit` has it in hand, empty while it lies with the desk.

    `code_digest` and `words_hash` are all that is kept of the receipt. `version` grows with each change.
    """

    number = models.CharField("编号", max_length=40, unique=True)
    way = models.CharField("方式", max_length=12)
    subject = models.CharField("类别", max_length=40)
    suspect = models.CharField("被举报人", max_length=200)
    what = models.TextField("情况")
    place = models.CharField("地点", max_length=200, blank=True)
    happened = models.CharField("时间", max_length=100, blank=True)
    right_id = models.CharField(max_length=80, blank=True)
    """right_id in the registry, when the reporter found the right there."""
    right = models.CharField("涉及的权利", max_length=200, blank=True)
    links = models.TextField("网址", blank=True)
    step = models.CharField("步骤", max_length=40)
    outcome = models.CharField("结果", max_length=20, blank=True)
    category = models.CharField("办理结果", max_length=40, blank=True)
    answer = models.TextField("答复", blank=True)
    answer_seen_at = models.DateTimeField(null=True, blank=True)
    """When the reporter first looked at the answer; the feedback has arrived."""
    unit = models.CharField("承办单位", max_length=60, blank=True)
    received_at = models.DateTimeField()
    received_on = models.DateField()
    entered_on = models.DateField()
    """The day it came to this step."""
    closed_on = models.DateField(null=True, blank=True)
    due = models.DateField("届满日", null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    cleared_on = models.DateField(null=True, blank=True)
    """When what it says went, because its term was over."""
    code_digest = models.CharField(max_length=64, unique=True)
    words_hash = models.CharField(max_length=160)
    form_token = models.CharField(max_length=64, unique=True)
    """Hash of the form's own token: the same form is not taken twice."""
    acknowledgement = models.TextField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (
            models.Index(fields=["unit", "outcome", "due"]),
            models.Index(fields=["outcome", "due"]),
            models.Index(fields=["-received_on"]),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def flow(self) -> Flow:
        """The flow of reports."""
        return flows()["infringement_report"]

    @property
    def now_in(self) -> Step:
        """The step it is in."""
        return self.flow.step(self.step)

    @property
    def way_name(self) -> str:
        """How it was made."""
        return WAYS[self.way]

    @property
    def category_name(self) -> str:
        """How it ended."""
        return CATEGORIES.get(self.category, "")


class ReportEvent(Happening):
    """One thing that happened to a report; rows are added, never changed. `reason` is for the office, not for the trail."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="events")
    source = models.CharField(max_length=40)
    target = models.CharField(max_length=40)
    unit = models.CharField(max_length=60, blank=True)
    """The unit that had it afterwards."""
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)

    class Meta(Happening.Meta):
        indexes = (models.Index(fields=["report", "version"]),)


class ReportMessage(models.Model):
    """A word between the reporter and the unit."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="messages")
    from_reporter = models.BooleanField()
    body = models.TextField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    """The unit, never a person's name: the reporter writes with an office."""
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.report_id} {self.at:%Y-%m-%d}"


class ReportFile(models.Model):
    """A file of either side, under a random name. Its own name is not kept: it may say who sent it.

    A `sealed` one lies under a key of its own that is sealed to the custodians; `sha256` is of the bytes as they lie there.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    message = models.ForeignKey(ReportMessage, null=True, blank=True, on_delete=models.PROTECT, related_name="files")
    from_reporter = models.BooleanField(default=True)
    sealed = models.BooleanField(default=False)
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(storage=private_files, upload_to=report_path, max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

    @property
    def field(self) -> str:
        """By what name its key is sealed."""
        return f"file:{self.pk}"


class CustodianKey(models.Model):
    """A custodian's key pair. The private half lies under a passphrase that is kept nowhere; an old key stays, to open what
    was sealed to it. Numbers in hex."""

    custodian = models.ForeignKey(User, on_delete=models.PROTECT, related_name="custodian_keys")
    public = models.CharField(max_length=64, unique=True)
    wrapped = models.TextField()
    salt = models.CharField(max_length=64)
    ops = models.PositiveIntegerField()
    memory = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    """Since when nothing is sealed to it any more."""

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                name="one_key_in_use_per_custodian", fields=["custodian"], condition=Q(retired_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return self.public[:12]


class SealedField(models.Model):
    """One thing about a reporter, or the key of a sealed file, sealed to one custodian's key."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="sealed_fields")
    field = models.CharField(max_length=40)
    key = models.ForeignKey(CustodianKey, on_delete=models.PROTECT, related_name="+")
    sealed = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(name="a_field_once_per_key", fields=["report", "field", "key"]),)

    def __str__(self) -> str:
        return f"{self.report_id} {self.field}"


class Opening(models.Model):
    """A motivated request to learn who reported: asked by one person, approved by a second, opened by a third.

    `viewing_key` is the public half of a key whose private half lies in the asking person's browser alone; what the
    custodian opens is sealed to it at once.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="openings")
    state = models.CharField(max_length=12, default="asked")
    """asked, approved, refused, opened or over."""
    unit = models.CharField(max_length=60)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    purpose = models.TextField("用途")
    ground = models.CharField("法律依据", max_length=200)
    fields = models.JSONField("要看的内容")
    hours = models.PositiveSmallIntegerField("看多久（小时）")
    untold_ground = models.CharField("不告知举报人的法律依据", max_length=200, blank=True)
    """Empty: the reporter is told."""
    viewing_key = models.CharField(max_length=64)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True)
    opened_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    looks = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=["state", "ends_at"]),)

    def __str__(self) -> str:
        return f"{self.report_id} {self.state}"

    @property
    def state_name(self) -> str:
        """The state in words."""
        return OPENING_STATES[self.state]


OPENING_STATES = {
    "asked": "待批准",
    "approved": "待开启",
    "refused": "不予批准",
    "opened": "可以查看",
    "over": "已到期",
}


class OpenedField(models.Model):
    """What was opened, sealed to the viewing key of whoever asked; removed when the time is over."""

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="opened_fields")
    field = models.CharField(max_length=40)
    sealed = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(name="a_field_once_per_opening", fields=["opening", "field"]),)

    def __str__(self) -> str:
        return f"{self.opening_id} {self.field}"


class LastReport(LastInYear):
    """The last number of a report given in a year."""
