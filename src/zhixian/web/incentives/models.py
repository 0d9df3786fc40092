"""The ledger's tables: pots by purpose and year, what each dossier holds of them, and every transfer."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhixian.core.catalogue import definitions


def purpose_name(purpose: str) -> str:
    """知识产权质押贷款贴息; the id itself for a purpose that no money rule has."""
    rule = definitions().incentives.get(purpose)
    return rule.name if rule else purpose


ACCOUNTS = {"outside": "拨入", "available": "可用", "reserved": "已预留", "committed": "已决定", "paid": "已拨付"}
"""Where money of a pot can be; `outside` is where it comes from."""
KINDS = {
    "appropriate": "安排预算",
    "withdraw": "调减预算",
    "reserve": "审核通过，预留",
    "commit": "决定",
    "pay": "拨付",
    "release": "退回",
    "recover": "追回",
    "contribute": "缴存",
    "reverse": "冲正",
}
BUDGET, POOL = "budget", "pool"
"""What a pot is: the money of a budget, or money that several have paid in (a risk pool), which is none of the budget's."""
STATES = {"reserved": "已预留", "committed": "已决定", "paid": "已拨付", "released": "已退回"}


class PotQuerySet(models.QuerySet["Pot"]):
    """Pots, as questions ask for them."""

    def visible_to(self, user: Any) -> "PotQuerySet":
        """Staff see every pot of a budget, but not those of a company; nobody else sees any. Who sees a pool is told by its room."""
        return self.filter(kind=BUDGET) if user.is_authority else self.none()


class Pot(models.Model):
    """The money of one purpose in one year, or of one pool, in fen. The four balances are never below zero and add up to `appropriated_fen`.

    They are kept beside the transfers so that a check and a change are one statement; `queries.differences` proves them
    against the transfers.
    """

    year = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=60)
    """The incentive, or another purpose that a clause gives money for."""
    clause = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=10, default=BUDGET)
    title = models.CharField(max_length=120, blank=True)
    """What it is called where it is no budget's."""
    appropriated_fen = models.BigIntegerField(default=0)
    available_fen = models.BigIntegerField(default=0)
    reserved_fen = models.BigIntegerField(default=0)
    committed_fen = models.BigIntegerField(default=0)
    paid_fen = models.BigIntegerField(default=0)

    objects: ClassVar[PotQuerySet] = PotQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-year", "purpose")
        constraints = (
            models.UniqueConstraint(fields=["year", "purpose"], name="one_pot_a_year_and_purpose"),
            models.CheckConstraint(
                name="no_balance_below_zero",
                condition=Q(available_fen__gte=0, reserved_fen__gte=0, committed_fen__gte=0, paid_fen__gte=0),
            ),
            models.CheckConstraint(
                name="balances_add_up",
                condition=Q(
                    appropriated_fen=F("available_fen") + F("reserved_fen") + F("committed_fen") + F("paid_fen")
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} 年{self.name}" if self.kind == BUDGET else self.name

    @property
    def name(self) -> str:
        """What the money is for, in words."""
        return self.title or purpose_name(self.purpose)


class Commitment(models.Model):
    """What one dossier holds of a pot: reserved when its review is passed, committed when decided, paid once, or released."""

    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="commitments")
    subject = models.CharField(max_length=96, unique=True)
    """`<app>.<model>:<id>` of the dossier."""
    party = models.CharField(max_length=80)
    party_name = models.CharField(max_length=120, blank=True)
    """As it was called when the money was reserved."""
    amount_fen = models.BigIntegerField()
    """Reserved, then decided, then paid less what was recovered."""
    state = models.CharField(max_length=12, default="reserved")
    allowance = models.ForeignKey("Allowance", null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        indexes = (models.Index(fields=["party", "state"]),)
        constraints = (models.CheckConstraint(name="no_commitment_below_zero", condition=Q(amount_fen__gte=0)),)

    def __str__(self) -> str:
        return f"{self.subject} {self.get_state()}"

    def get_state(self) -> str:
        """The state in words."""
        return STATES.get(self.state, self.state)


class Allowance(models.Model):
    """What a party has used of a cap: per purpose and scope (`2020`, or `ever`)."""

    purpose = models.CharField(max_length=60)
    scope = models.CharField(max_length=10)
    party = models.CharField(max_length=80)
    used_fen = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["purpose", "scope", "party"], name="one_allowance_a_scope"),
            models.CheckConstraint(name="no_allowance_below_zero", condition=Q(used_fen__gte=0)),
        )

    def __str__(self) -> str:
        return f"{self.party} {self.purpose} {self.scope}"


class Claim(models.Model):
    """Something that may be paid for once: a right, a project, an invoice, a loan's days of a year. Held until released."""

    key = models.CharField(max_length=120)
    """`right:<id>`, `project:<id>`, `loan:<id>:<year>`, `invoice:<number>`."""
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="claims")
    released = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["key"], condition=Q(released=False), name="nothing_is_paid_for_twice"),
        )

    def __str__(self) -> str:
        return self.key


class Transfer(models.Model):
    """One movement between two accounts of a pot: double entry in one row. Never changed, never removed (triggers)."""

    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="transfers")
    kind = models.CharField(max_length=12)
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    amount_fen = models.BigIntegerField()
    subject = models.CharField(max_length=96, blank=True, db_index=True)
    party = models.CharField(max_length=80, blank=True)
    document = models.CharField(max_length=120, blank=True)
    """The paper it rests on: budget document, decision, payment voucher."""
    document_key = models.CharField(max_length=120, blank=True)
    """`document` as numbers are compared: however it was typed, it is one."""
    reason = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(name="documents_of_a_pot", fields=["pot", "kind", "document_key"]),)
        constraints = (
            models.CheckConstraint(name="a_transfer_moves_something", condition=Q(amount_fen__gt=0)),
            models.UniqueConstraint(name="a_voucher_pays_once", fields=["document_key"], condition=Q(kind="pay")),
        )

    def __str__(self) -> str:
        return f"{self.get_kind()} {self.amount_fen}"

    def get_kind(self) -> str:
        """The kind in words."""
        return KINDS.get(self.kind, self.kind)
