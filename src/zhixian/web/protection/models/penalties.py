"""Penalty decisions (行政处罚决定): as a unit entered them, and, in a table of its own, what the public may see of them.

No row that the public can reach leads to the original: the original points to what was published, never the other way.
"""

from django.db import models
from django.db.models import Q

from zhixian.core.disclosure.publication import PARTY_KINDS, rules
from zhixian.web.accounts.models import User
from zhixian.web.kit.models import Happening
from zhixian.web.kit.sealed import SealedText

DRAFT, SUBMITTED, SETTLED, SET_ASIDE = "draft", "submitted", "settled", "set_aside"
STAGES = {DRAFT: "起草中", SUBMITTED: "待发布", SETTLED: "已发布", SET_ASIDE: "不公示"}
SHOWN, WITHDRAWN, ENDED, REPAIRED = "shown", "withdrawn", "ended", "repaired"
STATES = {SHOWN: "公示中", WITHDRAWN: "已撤回", ENDED: "公示期满", REPAIRED: "已提前停止公示"}
MISTAKE = "mistake"
GROUNDS = {
    "changed": "行政处罚决定被依法变更",
    "revoked": "行政处罚决定被依法撤销",
    "unlawful": "行政处罚决定被确认违法",
    "void": "行政处罚决定被确认无效",
    MISTAKE: "公示有误",
}
"""Why a publication is withdrawn: 行政处罚法第48条, and a mistake of the office's own."""
PUBLIC_TEXTS = ("party", "credit_code", "representative", "address", "violation", "basis", "penalty", "body", "search")
"""Columns of a publication that are emptied when it ends."""


DOUBLE = " #"
"""Stands in the key of a decision, before its own id, whose number had been entered before; `same_number` holds no blank."""


class PublishedPenalty(models.Model):
    """What is shown of a decision, redacted before it came here. Emptied when it ends; a withdrawal leaves its trace."""

    unit = models.CharField("作出处罚的单位", max_length=60)
    clause = models.CharField("条款", max_length=40)
    number = models.CharField("决定书文号", max_length=80)
    key = models.TextField()
    """The number as it is told apart (`same_number`). Where one was entered twice before this was looked at, the later bear a mark."""
    decided_on = models.DateField("决定日期")
    party_kind = models.CharField("当事人类型", max_length=20)
    party = models.CharField("当事人", max_length=200, blank=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    representative = models.CharField("法定代表人（负责人、经营者）", max_length=80, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    violation = models.CharField("违法行为类型", max_length=200, blank=True)
    basis = models.TextField("处罚依据", blank=True)
    kinds = models.JSONField("处罚种类", default=list)
    penalty = models.TextField("行政处罚内容", blank=True)
    fine_fen = models.BigIntegerField("罚款", null=True, blank=True)
    confiscated_fen = models.BigIntegerField("没收金额", null=True, blank=True)
    body = models.TextField("决定书正文", blank=True)
    search = models.TextField(blank=True)
    """What people search in, in one spelling: number, party, credit code."""
    state = models.CharField("状态", max_length=12, default=SHOWN)
    rule = models.CharField(max_length=40)
    """The version of the rules by which `shown_until` was worked out."""
    shown_on = models.DateField("公示日期")
    shown_until = models.DateField("公示至", null=True, blank=True)
    """The last day it is shown; None while the law names no term."""
    corrected_on = models.DateField("更正日期", null=True, blank=True)
    correction = models.TextField("更正说明", blank=True)
    closed_on = models.DateField("停止公示日期", null=True, blank=True)
    ground = models.CharField("撤回原因", max_length=20, blank=True)
    reason = models.TextField("撤回说明", blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["unit", "number"], name="protection_one_publication"),
            models.UniqueConstraint(fields=["unit", "key"], name="protection_one_publication_a_key"),
        )
        indexes = (
            models.Index(fields=["state", "-shown_on", "-id"], name="protection_shown"),
            models.Index(fields=["state", "unit", "-shown_on"], name="protection_shown_by_unit"),
            models.Index(fields=["state", "shown_until"], name="protection_shown_until"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def state_name(self) -> str:
        """The state in words."""
        return STATES[self.state]

    @property
    def ground_name(self) -> str:
        """Why it was withdrawn."""
        return GROUNDS.get(self.ground, "")

    @property
    def kind_names(self) -> str:
        """Kinds of penalty in words."""
        return kind_words(self.kinds)


class Penalty(models.Model):
    """行政处罚决定 as its unit entered it, with everything the public must not see.

    `persons`, `private_words` and `secrets` hold one hidden value a line; `kept` the folded proposals that an officer
    decided to show. `prepared` is what will be published, as it stood when it was submitted. `version` grows with each change.
    """

    unit = models.CharField("作出处罚的单位", max_length=60)
    clause = models.CharField("条款", max_length=40)
    regime = models.CharField(max_length=40)
    number = models.CharField("决定书文号", max_length=80)
    key = models.TextField()
    """The number as it is told apart (`same_number`). Where one was entered twice before this was looked at, the later bear a mark."""
    decided_on = models.DateField("决定日期")
    party_kind = models.CharField("当事人类型", max_length=20)
    party = models.CharField("当事人", max_length=200, blank=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    representative = models.CharField("法定代表人（负责人、经营者）", max_length=80, blank=True)
    id_number = SealedText("证件号码", max_length=40, blank=True)
    phone = SealedText("联系电话", max_length=40, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    bank_account = SealedText("银行账号", max_length=40, blank=True)
    violation = models.CharField("违法行为类型", max_length=200, blank=True)
    basis = models.TextField("处罚依据", blank=True)
    kinds = models.JSONField("处罚种类", default=list)
    penalty = models.TextField("行政处罚内容", blank=True)
    fine_fen = models.BigIntegerField("罚款", null=True, blank=True)
    confiscated_fen = models.BigIntegerField("没收金额", null=True, blank=True)
    low_fine = models.BooleanField("属于较低数额罚款", default=False)
    restricted_until = models.DateField("限制开展生产经营活动、限制从业至", null=True, blank=True)
    told = models.BooleanField("送达时已书面告知当事人将公示", default=False)
    body = SealedText("决定书正文", blank=True)
    persons = SealedText("其他自然人的姓名", blank=True)
    private_words = SealedText("其他个人信息", blank=True)
    secrets = SealedText("商业秘密", blank=True)
    kept = models.JSONField(default=list)
    stage = models.CharField("阶段", max_length=12, default=DRAFT)
    prepared = models.JSONField(null=True, blank=True)
    correction = models.TextField("更正说明", blank=True)
    """Why what is shown is being corrected, while it is."""
    publication = models.OneToOneField(
        PublishedPenalty, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_on = models.DateField()
    due = models.DateField("应于此日前公示", null=True, blank=True)
    first_shown_on = models.DateField(null=True, blank=True)
    set_aside_why = models.TextField("不公示的依据", blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["unit", "number"], name="protection_one_penalty"),
            models.UniqueConstraint(fields=["unit", "key"], name="protection_one_penalty_a_key"),
        )
        indexes = (
            models.Index(fields=["unit", "stage", "due"], name="protection_penalty_waits"),
            models.Index(fields=["stage", "due"], name="protection_penalty_due"),
            models.Index(fields=["unit", "-id"], name="protection_penalty_unit"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def is_double(self) -> bool:
        """Whether its number had been entered before it."""
        return DOUBLE in self.key

    @property
    def entered_before(self) -> "Penalty | None":
        """The decision of the same number that was entered before this one, while numbers were compared sign by sign."""
        key = self.key.partition(DOUBLE)[0]
        return Penalty.objects.filter(unit=self.unit, key=key).first() if self.is_double else None

    @property
    def is_shown(self) -> bool:
        """Whether the public sees it now."""
        return self.publication is not None and self.publication.state == SHOWN

    @property
    def may_be_corrected(self) -> bool:
        """Whether a new text may take the place of what is shown, or of what the office withdrew by its own mistake."""
        if self.stage != SETTLED or self.publication is None:
            return False
        return self.is_shown or (self.publication.state == WITHDRAWN and self.publication.ground == MISTAKE)

    @property
    def state_name(self) -> str:
        """Where it is, in words: what the office has to do, or what the public sees."""
        if self.publication is None:
            return STAGES[self.stage]
        if self.stage == SETTLED:
            return self.publication.state_name
        return "更正待发布" if self.stage == SUBMITTED else "更正中"

    @property
    def kind_names(self) -> str:
        """Kinds of penalty in words."""
        return kind_words(self.kinds)

    @property
    def party_kind_name(self) -> str:
        """Kind of party in words."""
        return PARTY_KINDS.get(self.party_kind, "")


class PenaltyEvent(Happening):
    """One thing that happened to a decision; rows are added, never changed. Holds no value of the decision itself."""

    penalty = models.ForeignKey(Penalty, on_delete=models.PROTECT, related_name="events")
    reason = models.TextField(blank=True)

    class Meta(Happening.Meta):
        indexes = (models.Index(fields=["penalty", "version"], name="protection_penalty_events"),)


class PenaltyRepair(models.Model):
    """信用修复: the party asks that its penalty go before its term; one person writes it down, a chief decides."""

    penalty = models.ForeignKey(Penalty, on_delete=models.PROTECT, related_name="repairs")
    asked_on = models.DateField("申请日期")
    note = models.TextField("申请材料", blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    granted = models.BooleanField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=["penalty"], condition=Q(granted=None), name="protection_one_open_repair"),
        )

    def __str__(self) -> str:
        return f"{self.penalty} {self.asked_on}"


def kind_words(kinds: list[str]) -> str:
    """罚款、没收违法所得, in the order of the law."""
    return "、".join(name for kind, name in rules().kinds.items() if kind in kinds)
