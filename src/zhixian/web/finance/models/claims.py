"""Claims for losses on loans of a pool, and what was recovered of them."""

from django.db import models
from django.db.models import Q

from zhixian.web.accounts.models import User
from zhixian.web.finance.models.pools import Pool, PoolLoan, evidence_path
from zhixian.web.finance.models.states import FILED, REFUSED, STATES, WITHDRAWN
from zhixian.web.incentives.models import Transfer
from zhixian.web.kit.models import Evidence, Happening
from zhixian.web.kit.numbering import LastInYear
from zhixian.web.kit.private_files import private_files


class PoolClaim(models.Model):
    """A bank's claim for a loss on a loan of the pool. `version` grows with each change.

    The sum and its steps are computed when it is filed, and for good when the unit passes it: from then on the ledger holds it.
    """

    number = models.CharField("编号", max_length=40, unique=True)
    pool_loan = models.ForeignKey(PoolLoan, on_delete=models.PROTECT, related_name="claims")
    outstanding_fen = models.BigIntegerField()
    due = models.DateField()
    """The loan's, when the claim was filed."""
    said = models.TextField("情况说明", blank=True)
    amount_fen = models.BigIntegerField()
    steps = models.JSONField(default=list)
    """[[what, value in words], …]"""
    bears = models.JSONField(default=list)
    """Who bears the loss, in fen: the members in their order, the bank itself last; empty until the finance bureau decides."""
    state = models.CharField("状态", max_length=12, default=FILED)
    filed_on = models.DateField("申请日")
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    document = models.CharField("批准文号", max_length=120, blank=True)
    stepped_on = models.DateField()
    """Since when it is where it is."""
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["pool_loan"], condition=~Q(state__in=[REFUSED, WITHDRAWN]), name="finance_one_claim_a_loan"
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def pool(self) -> Pool:
        """The pool that it claims from."""
        return self.pool_loan.pool

    @property
    def state_name(self) -> str:
        """The state in words."""
        return STATES[self.state]


class ClaimFile(Evidence):
    """Evidence that comes with a claim, under a random name; what it is was found out from its content."""

    claim = models.ForeignKey(PoolClaim, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(storage=private_files, upload_to=evidence_path, max_length=200)


class Recovery(models.Model):
    """What was recovered of a loss that the pool had paid for, and to whom it goes. Never changed."""

    claim = models.ForeignKey(PoolClaim, on_delete=models.PROTECT, related_name="recoveries")
    amount_fen = models.BigIntegerField()
    parts = models.JSONField()
    """In fen, as `PoolClaim.bears`."""
    document = models.CharField("凭证", max_length=120)
    document_key = models.CharField(max_length=120)
    received_on = models.DateField("到账日")
    transfer = models.OneToOneField(Transfer, null=True, on_delete=models.PROTECT, related_name="+")
    """The ledger's entry of what goes to the pool; none where all of it is the bank's."""

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["claim", "document_key"], name="finance_a_document_recovers_once"),
        )

    def __str__(self) -> str:
        return f"{self.claim_id} {self.amount_fen}"

    @property
    def to_pool_fen(self) -> int:
        """What of it goes to the pool."""
        return int(sum(self.parts[:-1]))


class ClaimEvent(Happening):
    """One thing that happened to a claim; rows are added, never changed."""

    claim = models.ForeignKey(PoolClaim, on_delete=models.PROTECT, related_name="events")
    reason = models.CharField(max_length=500, blank=True)


class LastClaim(LastInYear):
    """The last number of a claim given in a year."""
