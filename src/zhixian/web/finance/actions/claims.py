"""What happens to a claim: filed by the bank, passed by the unit, decided and paid by the finance bureau, recovered.

Locks are taken in one order: the claim, its pool, then the ledger's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse

from zhixian.core.finance.pool_terms import Terms
from zhixian.core.finance.risk_pool import Compensation, borne, compensation, given_back
from zhixian.core.kernel.document_numbers import one_key
from zhixian.core.kernel.money import yuan
from zhixian.web.accounts.queries import clerks_of, people_with
from zhixian.web.accounts.roles import CHIEF, FINANCE, HANDLER
from zhixian.web.finance.actions.pools import SYSTEM, UnableToPool
from zhixian.web.finance.models import (
    CHECKED,
    DECIDED,
    FILED,
    HOLDING,
    PAID,
    REFUSED,
    STILL_OPEN,
    WITHDRAWN,
    ClaimEvent,
    ClaimFile,
    LastClaim,
    Pool,
    PoolClaim,
    PoolLoan,
    Recovery,
)
from zhixian.web.finance.queries import banks_of, current_row, held_as, home_units, keeps, loan_told, pays, standing_of
from zhixian.web.incentives import actions as ledger
from zhixian.web.kit import record
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.notices import tell
from zhixian.web.kit.numbering import next_in
from zhixian.web.kit.spoken import named_for, named_with_units, text_given
from zhixian.web.kit.uploads import TakenFile, keep
from zhixian.web.kit.versions import at_version

MOST_TEXT = 1000


@transaction.atomic
def file_claim(loan: PoolLoan, *, outstanding_fen: int, said: str, files: Sequence[TakenFile], by: Any) -> PoolClaim:
    """The bank claims for the principal that is outstanding, with its evidence.

    Effects: a row with its number and the sum as of today, files, an event, a line of the record, notices to the unit.
    """
    pool = Pool.objects.select_for_update().get(pk=loan.pool_id)
    loan = PoolLoan.objects.select_related("pool__bank", "row").get(pk=loan.pk)
    if loan.left_on:
        raise UnableToPool(f"这笔贷款 {loan.left_on} 已经移出资金池", where=str(loan), expected="在池的贷款")
    if pool.bank_id not in banks_of(by):
        raise UnableToPool("补偿不由您申请", expected="由资金池的合作银行申请")
    if not files:
        raise UnableToPool("没有证据", where="证据", expected="至少一份，例如借款合同、催收记录、未还本金证明")
    said = text_given(said, "情况说明", most=MOST_TEXT, refuse=UnableToPool, needed=False)
    due, told = _due_for(loan, outstanding_fen)
    try:
        with transaction.atomic():
            claim = PoolClaim.objects.create(
                number=f"补偿〔{today().year}〕{next_in(today().year, LastClaim)}号", pool_loan=loan, due=due,
                outstanding_fen=outstanding_fen, said=said, amount_fen=told.amount_fen, steps=told.steps,
                filed_on=today(), filed_by=by, stepped_on=today(), changed_at=now(),
            )  # fmt: skip
    except IntegrityError:
        raise UnableToPool("这笔贷款已经申请过补偿", where=str(loan), expected="一笔贷款只补偿一次") from None
    for taken in files:
        keep(ClaimFile(claim=claim), taken)
    _happened(claim, "file", "申请补偿", by=by, reason=said, name_of_who=named_for(pool.bank, by))
    record.write("pool_claim_filed", claim, by=by, pool=pool.pk, fen=claim.amount_fen)
    _tell(claim, people_with(Q(unit__in=home_units()[:1], role__in=(HANDLER, CHIEF))), "有一件补偿申请待审核")
    return claim


def _due_for(loan: PoolLoan, outstanding_fen: int) -> tuple[date, Compensation]:
    """The loan's due day by the register, and what is due for it today. Raises a refusal where it is none of a pool's business."""
    row = current_row(loan)
    if row is None:
        raise UnableToPool("台账里的这一行已经注销", where=str(loan), expected="先在台账里录入这笔贷款")
    told = loan_told(row)
    if told.repaid:
        raise UnableToPool("台账里已经还清", where=str(loan), expected="没有还清的贷款才补偿")
    standing = standing_of(loan.pool, as_of=today())
    terms = loan.pool.terms_on(today(), taken=loan.admitted_on)
    due = compensation(
        terms, standing, principal_fen=loan.principal_fen, outstanding_fen=outstanding_fen, due=told.due,
        as_of=today(),
    )  # fmt: skip
    return told.due, due


@transaction.atomic
def withdraw_claim(claim: PoolClaim, *, by: Any, version: int, reason: str) -> PoolClaim:
    """The bank takes its claim back, before the finance bureau has decided."""
    claim = _at(claim, version, FILED, CHECKED)
    if claim.pool.bank_id not in banks_of(by):
        raise UnableToPool("不由您撤回", expected="由申请的银行撤回")
    return _end(claim, WITHDRAWN, "撤回申请", by=by, reason=reason)


@transaction.atomic
def check_claim(claim: PoolClaim, *, by: Any, version: int) -> PoolClaim:
    """The unit passes a claim: what is due is computed anew, for good, and the ledger holds it."""
    claim = _at(claim, version, FILED)
    if not keeps(by):
        raise UnableToPool("不由您审核", expected="由质押贷款台账的牵头单位审核")
    _another(by, claim.filed_by_id)
    pool = Pool.objects.select_for_update().get(pk=claim.pool.pk)
    claim.due, told = _due_for(claim.pool_loan, claim.outstanding_fen)
    claim.amount_fen, claim.steps = told.amount_fen, [list(step) for step in told.steps]
    ledger.reserve(
        purpose=f"risk_pool:{pool.pk}", year=pool.starts.year, amount_fen=claim.amount_fen, subject=held_as(claim),
        party=f"organisation:{pool.bank_id}", party_name=pool.bank.name, claims=(f"risk_pool_loan:{claim.pool_loan_id}",),
        by=by,
    )  # fmt: skip
    claim.checked_by = by
    _step(claim, CHECKED, "check", "审核通过", by=by)
    record.write("pool_claim_checked", claim, by=by, fen=claim.amount_fen)
    _tell(claim, people_with(Q(unit__in=home_units(), role=FINANCE)), "有一件补偿申请待审批")
    return claim


@transaction.atomic
def decide_claim(claim: PoolClaim, *, by: Any, version: int, document: str) -> PoolClaim:
    """The finance bureau approves what the unit passed, by a document; another person than who filed or passed it."""
    claim = _at(claim, version, CHECKED)
    if not pays(by):
        raise UnableToPool("不由您审批", expected="由财政局审批")
    _another(by, claim.filed_by_id, claim.checked_by_id)
    if not document.strip():
        raise UnableToPool("没有写文号", where="批准文号", expected="批准补偿的文号或会议纪要")
    _still_owed(claim)
    ledger.commit(held_as(claim), amount_fen=claim.amount_fen, document=document, by=by)
    claim.decided_by, claim.document = by, document.strip()
    claim.bears = list(borne(_terms_fixed(claim), outstanding_fen=claim.outstanding_fen, amount_fen=claim.amount_fen))
    _step(claim, DECIDED, "decide", "批准补偿", by=by, reason=claim.document)
    record.write("pool_claim_decided", claim, by=by, fen=claim.amount_fen)
    _tell(claim, clerks_of(claim.pool.bank), "补偿已批准，等待拨付")
    return claim


def _terms_fixed(claim: PoolClaim) -> Terms:
    """The figures of the day on which the sum was fixed, with shares of the members that there were by then."""
    pool, day = claim.pool, claim.stepped_on
    terms = pool.terms_on(day, taken=claim.pool_loan.admitted_on)
    last = max(member.place for member in pool.members_on(day))
    return replace(terms, shares=terms.shares[: last + 1])


@transaction.atomic
def pay_claim(claim: PoolClaim, *, by: Any, version: int, document: str) -> PoolClaim:
    """Pay what was decided, once, by a payment voucher."""
    claim = _at(claim, version, DECIDED)
    if not pays(by):
        raise UnableToPool("不由您拨付", expected="由财政局拨付")
    _still_owed(claim)
    ledger.pay(held_as(claim), document=document, by=by)
    _step(claim, PAID, "pay", "拨付补偿", by=by, reason=document.strip())
    record.write("pool_claim_paid", claim, by=by, fen=claim.amount_fen)
    _tell(claim, clerks_of(claim.pool.bank), "补偿已拨付")
    return claim


@transaction.atomic
def refuse_claim(claim: PoolClaim, *, by: Any, version: int, reason: str) -> PoolClaim:
    """The unit or, afterwards and until it is paid, the finance bureau refuses it; what the ledger holds goes back."""
    claim = _at(claim, version, *STILL_OPEN)
    if not (keeps(by) if claim.state == FILED else pays(by)):
        raise UnableToPool("不由您决定", expected="待审核的由牵头单位、其后由财政局决定")
    claim = _end(claim, REFUSED, "不予补偿", by=by, reason=reason)
    _tell(claim, clerks_of(claim.pool.bank), "补偿申请没有通过")
    return claim


@transaction.atomic
def recover(claim: PoolClaim, *, amount_fen: int, document: str, received_on: date, by: Any, version: int) -> Recovery:
    """Book what was recovered of a loss: to each of those who bore it by what they still bear, the pool's part in the ledger."""
    claim = _at(claim, version, PAID)
    if not pays(by):
        raise UnableToPool("收回不由您记账", expected="由财政局记账")
    if not document.strip():
        raise UnableToPool("没有写凭证", where="收回凭证", expected="进账单或转账凭证号")
    if received_on > today():
        raise UnableToPool(f"{received_on} 还没有到", where="到账日", expected="今天或以前")
    key = one_key(document)
    if claim.recoveries.filter(document_key=key).exists():
        raise UnableToPool(f"凭证“{document.strip()}”已经记过一次", where="收回凭证", expected="每份凭证只记一次")
    parts = given_back(claim.bears, [row.parts for row in claim.recoveries.all()], amount_fen)
    to_pool, why = sum(parts[:-1]), f"{claim.number} 收回 {yuan(amount_fen)} 元"
    transfer = (
        ledger.recover(held_as(claim), amount_fen=to_pool, reason=why, document=document, by=by) if to_pool else None
    )
    row = Recovery.objects.create(
        claim=claim, amount_fen=amount_fen, parts=list(parts), document=document.strip(), document_key=key,
        received_on=received_on, transfer=transfer,
    )  # fmt: skip
    _changed(claim, "recover", f"收回 {yuan(amount_fen)} 元", by=by, reason=document.strip())
    record.write("pool_claim_recovered", claim, by=by, fen=amount_fen, to_pool=to_pool)
    _tell(claim, clerks_of(claim.pool.bank), f"已收回 {yuan(amount_fen)} 元，其中银行 {yuan(parts[-1])} 元")
    return row


def _at(claim: PoolClaim, version: int, *states: str) -> PoolClaim:
    """The claim, locked, in one of the states. Raises ChangedMeanwhile, and UnableToPool in another state."""
    claim = at_version(PoolClaim.objects.select_related("pool_loan__pool__bank"), claim, version)
    if claim.state not in states:
        raise UnableToPool(f"现在是“{claim.state_name}”", where=claim.number, expected="看最新情况")
    return claim


def _another(by: Any, *before: int | None) -> None:
    if by.pk in before:
        raise UnableToPool("这件是您申请或审核的", expected="由另一人办理")


def _still_owed(claim: PoolClaim) -> None:
    """Refuses to pay for a loan that was repaid, or struck from the register, since the claim was filed."""
    row = current_row(claim.pool_loan)
    if row is None or loan_told(row).repaid:
        why = "台账里已经还清" if row else "台账里的这一行已经注销"
        raise UnableToPool(why, where=str(claim.pool_loan), expected="不予补偿，退回占用的余额")


def _end(claim: PoolClaim, state: str, name: str, *, by: Any, reason: str) -> PoolClaim:
    reason = text_given(reason, "理由", most=400, refuse=UnableToPool)
    if claim.state in HOLDING:
        ledger.release(held_as(claim), reason=reason, by=by)
    _step(claim, state, state, name, by=by, reason=reason)
    record.write(f"pool_claim_{state}", claim, by=by)
    return claim


def _step(claim: PoolClaim, state: str, kind: str, name: str, *, by: Any, reason: str = "") -> None:
    claim.state, claim.stepped_on = state, today()
    _changed(claim, kind, name, by=by, reason=reason)


def _changed(claim: PoolClaim, kind: str, name: str, *, by: Any, reason: str = "") -> None:
    claim.version += 1
    claim.changed_at = now()
    claim.save()
    who = named_for(claim.pool.bank, by) if claim.pool.bank_id in banks_of(by) else ""
    _happened(claim, kind, name, by=by, reason=reason, name_of_who=who)


def _happened(claim: PoolClaim, kind: str, name: str, *, by: Any, reason: str, name_of_who: str = "") -> None:
    ClaimEvent.objects.create(
        claim=claim, kind=kind, name=name, by=by, by_name=name_of_who or named_with_units(by, nobody=SYSTEM), day=today(),
        at=now(), version=claim.version, reason=reason[:500],
    )  # fmt: skip


def _tell(claim: PoolClaim, people: Iterable[Any], words: str) -> None:
    link = reverse("pool_claim", args=[claim.pk])
    tell(people, f"{claim.number}：{words}", body=str(claim.pool), link=link, subject=record.name_of(claim))
