"""Agreements on risk pools: their figures and supplements, who pays in, the loans in them, and what is paid back at the end."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from zhixian.core.finance.pool_terms import MEMBER_KINDS, REACHES, Terms, terms_on
from zhixian.core.finance.pool_terms import Supplement as Changes
from zhixian.web.accounts.models import Organisation, User
from zhixian.web.finance.models.states import (
    DECIDED,
    FILED,
    PAYBACK_STATES,
)
from zhixian.web.incentives.models import Pot, Transfer
from zhixian.web.kit.models import Evidence, Happening
from zhixian.web.kit.private_files import private_files, random_path
from zhixian.web.registers.models import Row

MOST_MEMBERS = 5
"""Of a pool, so that a statement has room for a column of each."""


def evidence_path(row: Any, name: str) -> str:
    """A path for what comes with a claim."""
    return random_path("finance")


class Pool(models.Model):
    """One agreement on a risk pool. Shares, rates and multiples are hundredths, sums fen, the span half-open.

    `version` grows with each change.
    """

    name = models.CharField("名称", max_length=60, unique=True)
    clause = models.CharField("条款", max_length=20)
    """Of the plan, by the register of loans."""
    bank = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="合作银行")
    document = models.CharField("协议文号", max_length=120)
    basis = models.JSONField("出处", default=dict)
    """Figure → [clause, document] of the agreement that it comes from."""
    loss_share = models.PositiveIntegerField()
    most_loan_fen = models.BigIntegerField()
    most_for_loan_fen = models.BigIntegerField()
    most_in_all_fen = models.BigIntegerField()
    leverage = models.PositiveIntegerField()
    stop_at = models.PositiveIntegerField()
    overdue_days = models.PositiveIntegerField()
    starts = models.DateField("起始日")
    ends = models.DateField("终止日")
    pot = models.OneToOneField(Pot, null=True, on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_on = models.DateField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-starts", "-id")
        constraints = (
            models.CheckConstraint(name="finance_a_span_is_forward", condition=Q(ends__gt=F("starts"))),
            models.CheckConstraint(
                name="finance_a_pool_stays_in_its_ceilings", condition=Q(most_for_loan_fen__lte=F("most_in_all_fen"))
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def terms(self) -> Terms:
        """The figures, as the rules read them."""
        return self.terms_among(tuple(member.share for member in self.members.all()))

    def terms_among(self, shares: tuple[int, ...]) -> Terms:
        """The same with these shares of the members."""
        return Terms(
            shares=shares, loss_share=self.loss_share, most_loan_fen=self.most_loan_fen, leverage=self.leverage,
            most_for_loan_fen=self.most_for_loan_fen, most_in_all_fen=self.most_in_all_fen, stop_at=self.stop_at,
            overdue_days=self.overdue_days, starts=self.starts, ends=self.ends,
        )  # fmt: skip

    def terms_on(self, day: date, *, taken: date | None = None) -> Terms:
        """The figures that hold on a day, supplements taken in; `taken`: for a loan that came into the pool on that day."""
        return terms_on(self.terms, [row.as_changes for row in self.kept_supplements], day, taken=taken)

    @property
    def kept_supplements(self) -> list["Supplement"]:
        """Its supplements that were not withdrawn, the earliest first."""
        return [row for row in self.supplements.all() if not row.is_withdrawn]

    def members_on(self, day: date) -> list["Member"]:
        """Who pays in on a day: those of the agreement, and who has joined by then."""
        return [member for member in self.members.all() if member.joined <= day]


class Supplements(models.Manager["Supplement"]):
    """Reads with each supplement whether it was withdrawn, in one question."""

    def get_queryset(self) -> models.QuerySet["Supplement"]:
        """With its withdrawal."""
        return super().get_queryset().select_related("withdrawal")


class Supplement(models.Model):
    """A supplement to an agreement: the figures that it changes from a day on, each with its clause, and who joins. Never changed; withdrawn
    by a row of its own. That a document and a day have one supplement each, the withdrawn ones aside, is seen to under the pool's lock."""

    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="supplements")
    document = models.CharField("补充协议文号", max_length=120)
    document_key = models.CharField(max_length=120)
    effective = models.DateField("起算日")
    reach = models.CharField(max_length=10)
    changes = models.JSONField()
    """Figure → its value: hundredths, fen, days, the shares by member, the last day as ISO text."""
    basis = models.JSONField(default=dict)
    """Figure → its clause in the supplement."""
    joins = models.JSONField("新增出资方", default=list)
    """[[kind, name], …] of the members that it adds, in the order of their shares."""
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_on = models.DateField()

    objects = Supplements()

    class Meta:
        ordering = ("effective", "id")

    def __str__(self) -> str:
        return self.document

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back."""
        return hasattr(self, "withdrawal")

    @property
    def reach_name(self) -> str:
        """Which loans it is for, in words."""
        return REACHES[self.reach]

    @property
    def as_changes(self) -> Changes:
        """As the rules read it."""
        found = dict(self.changes)
        if "span" in found:
            found["span"] = date.fromisoformat(found["span"])
        if "shares" in found:
            found["shares"] = tuple(found["shares"])
        return Changes(self.effective, self.reach, found)


class Withdrawal(models.Model):
    """A supplement taken back, before anything was computed under it. Never changed."""

    supplement = models.OneToOneField(Supplement, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField("撤回的原因", max_length=400)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    day = models.DateField("撤回日")

    def __str__(self) -> str:
        return f"撤回{self.supplement_id}"


class Payback(models.Model):
    """What is left of a pool, paid back to its members: asked for by the unit, approved and paid by the finance bureau."""

    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="paybacks")
    way = models.CharField(max_length=10)
    clause = models.CharField("依据条款", max_length=60)
    said = models.TextField("说明", blank=True)
    amount_fen = models.BigIntegerField()
    parts = models.JSONField()
    """In fen, by member in their order."""
    steps = models.JSONField()
    state = models.CharField("状态", max_length=12, default=FILED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    document = models.CharField("批准文号", max_length=120, blank=True)
    stepped_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["pool"], condition=Q(state__in=[FILED, DECIDED]), name="finance_one_payback_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pool}清退"

    @property
    def state_name(self) -> str:
        """The state in words."""
        return PAYBACK_STATES[self.state]

    @property
    def events(self) -> models.QuerySet["PoolEvent"]:
        """What happened to it, for who comes too late."""
        return self.pool.events.filter(kind__startswith="payback")


class PoolPaper(Evidence):
    """A paper of a pool under a random name: a supplement as it was signed, or why what is left is paid back."""

    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="papers")
    supplement = models.ForeignKey(Supplement, null=True, on_delete=models.PROTECT, related_name="papers")
    payback = models.ForeignKey(Payback, null=True, on_delete=models.PROTECT, related_name="papers")
    file = models.FileField(storage=private_files, upload_to=evidence_path, max_length=200)


class Members(models.Manager["Member"]):
    """Reads with each member by which supplement it joined, in one question."""

    def get_queryset(self) -> models.QuerySet["Member"]:
        """With its supplement."""
        return super().get_queryset().select_related("supplement")


class Member(models.Model):
    """Who pays into a pool, and which share by the agreement; the shares of a pool add up to 100%. Who joined by a supplement has none by the
    agreement."""

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="members")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    name = models.CharField("出资方", max_length=60)
    share = models.PositiveIntegerField()
    """In hundredths of a percent."""
    supplement = models.ForeignKey(Supplement, null=True, on_delete=models.PROTECT, related_name="members")
    """By which it joined; none for a member of the agreement."""

    objects = Members()

    class Meta:
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=["pool", "place"], name="finance_one_member_a_place"),)

    def __str__(self) -> str:
        return self.name

    @property
    def joined(self) -> date:
        """The first day on which it is a member; the first of all for one of the agreement."""
        return self.supplement.effective if self.supplement else date.min

    @property
    def kind_name(self) -> str:
        """The kind in words."""
        return MEMBER_KINDS.get(self.kind, self.kind)


class Contributions(models.Manager["Contribution"]):
    """Reads with each sum paid in whether it was reversed, in one question."""

    def get_queryset(self) -> models.QuerySet["Contribution"]:
        """With its reversal."""
        return super().get_queryset().select_related("reversal")


class Contribution(models.Model):
    """What a member has paid in, with the ledger's entry of it. Never changed; undone by a counter-entry."""

    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="contributions")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="contributions")
    amount_fen = models.BigIntegerField()
    payer = models.CharField("缴款单位", max_length=100, blank=True)
    """The enterprise, where enterprises pay in."""
    received_on = models.DateField("到账日")
    transfer = models.OneToOneField(Transfer, on_delete=models.PROTECT, related_name="+")

    objects = Contributions()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.member} {self.amount_fen}"

    @property
    def is_reversed(self) -> bool:
        """Whether it was undone."""
        return hasattr(self, "reversal")


class Reversal(models.Model):
    """A sum that was booked wrongly, undone by a counter-entry (冲正) of the ledger. Never changed."""

    contribution = models.OneToOneField(Contribution, on_delete=models.PROTECT, related_name="reversal")
    reason = models.CharField("冲正的原因", max_length=200)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    day = models.DateField("冲正日")
    transfer = models.OneToOneField(Transfer, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"冲正{self.contribution_id}"


class PoolLoan(models.Model):
    """A loan that was taken into a pool, as the register told it on that day."""

    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="loans")
    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    """By which the register knows it, however often it is entered anew."""
    loan = models.CharField("贷款编号", max_length=60)
    borrower = models.CharField("借款企业", max_length=100)
    principal_fen = models.BigIntegerField()
    drawn = models.DateField()
    due = models.DateField()
    admitted_on = models.DateField("入池日")
    admitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    left_on = models.DateField("移出日", null=True, blank=True)
    """When the unit took it out again, since it should not have been taken in."""
    left_why = models.CharField("移出的原因", max_length=400, blank=True)
    left_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=["key"], condition=Q(left_on=None), name="finance_a_loan_is_in_one_pool"),
        )

    def __str__(self) -> str:
        return f"{self.borrower}，{self.loan}"


class PoolEvent(Happening):
    """One thing that happened to a pool; rows are added, never changed."""

    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="events")
    reason = models.CharField(max_length=500, blank=True)
