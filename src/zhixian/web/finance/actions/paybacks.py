"""A pool's end: what is left goes back to its members. The unit asks with the agreement's clause, the finance bureau approves and pays.

Locks are taken in one order: the payback, its pool, then the ledger's.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse

from zhixian.core.finance.risk_pool import payback
from zhixian.core.kernel.document_numbers import one_key
from zhixian.core.kernel.money import yuan
from zhixian.web.accounts.queries import clerks_of, people_with
from zhixian.web.accounts.roles import CHIEF, FINANCE, HANDLER
from zhixian.web.finance.actions.pools import UnableToPool, happened
from zhixian.web.finance.hindrances import against_payback
from zhixian.web.finance.models import DECIDED, FILED, PAID, REFUSED, Payback, Pool, PoolClaim, PoolPaper
from zhixian.web.finance.queries import balances_of, home_units, keeps, parts_held, pays, standing_of
from zhixian.web.incentives import actions as ledger
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.notices import tell
from zhixian.web.kit.spoken import text_given
from zhixian.web.kit.uploads import TakenFile, keep
from zhixian.web.kit.versions import at_version

MOST_TEXT = 1000


@transaction.atomic
def ask_payback(pool: Pool, *, way: str, clause: str, said: str, files: Sequence[TakenFile], by: Any) -> Payback:
    """The unit asks to pay back what is left, by the clause of the agreement that says how.

    Raises UnableToPool for a person of another unit, without clause or paper, while something of the pool is not settled, and while
    another is under way.
    """
    if not keeps(by):
        raise UnableToPool("清退不由您申请", expected="由质押贷款台账的牵头单位申请")
    if not clause.strip():
        raise UnableToPool("没有写条款", where="依据条款", expected="协议里关于结余怎样分的一条")
    if not files:
        raise UnableToPool("没有附件", where="清退", expected="各方确认的清算表或会议纪要，PDF、JPG 或 PNG")
    said = text_given(said, "说明", most=MOST_TEXT, refuse=UnableToPool, needed=False)
    pool = Pool.objects.select_for_update().get(pk=pool.pk)
    told = _left(pool, way)
    row = Payback(
        pool=pool, way=way, clause=clause.strip(), said=said, amount_fen=sum(told.parts), parts=list(told.parts),
        steps=[list(step) for step in told.steps], asked_by=by, asked_on=today(), stepped_on=today(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise UnableToPool("已经有一份清退在办", where=str(pool), expected="先办完那一份") from None
    for taken in files:
        keep(PoolPaper(pool=pool, payback=row), taken)
    _happened(row, "payback_ask", f"申请清退 {yuan(row.amount_fen)} 元", by=by, reason=row.clause)
    record.write("pool_payback_asked", row, by=by, fen=row.amount_fen, way=way)
    _tell(row, people_with(Q(unit__in=home_units(), role=FINANCE)), "有一份清退待审批")
    return row


def _left(pool: Pool, way: str) -> Any:
    """What is left today and how it goes back. Raises UnableToPool while something is not settled."""
    if why := against_payback(pool):
        raise UnableToPool("；".join(why), where=str(pool), expected="协议终止、贷款和补偿都办完再清退")
    members = zip(pool.members.all(), pool.terms_on(pool.terms_on(today()).ends).shares, balances_of(pool), strict=True)
    told = [(member.name, share, own) for member, share, own in members]
    return payback(standing_of(pool, as_of=today()).free_fen, told, way=way)


@transaction.atomic
def decide_payback(row: Payback, *, by: Any, version: int, document: str) -> Payback:
    """The finance bureau approves it by a document: another person than who asked. The ledger holds each member's part."""
    row = _at(row, version, FILED)
    if not pays(by):
        raise UnableToPool("不由您审批", expected="由财政局审批")
    if by.pk == row.asked_by_id:
        raise UnableToPool("这份是您申请的", expected="由另一人审批")
    if not document.strip():
        raise UnableToPool("没有写文号", where="批准文号", expected="批准清退的文号或会议纪要")
    _of_its_own(document, row)
    pool = Pool.objects.select_for_update().get(pk=row.pool_id)
    told = _left(pool, row.way)
    if list(told.parts) != row.parts:
        raise UnableToPool(
            f"申请以后余额变了：现在是 {yuan(sum(told.parts))} 元", where=str(row), expected="退回，由主管单位重新申请"
        )
    for member, held, fen in parts_held(row):
        ledger.reserve(
            purpose=f"risk_pool:{pool.pk}", year=pool.starts.year, amount_fen=fen, subject=held, party=f"member:{member.pk}",
            party_name=member.name, by=by,
        )  # fmt: skip
        ledger.commit(held, amount_fen=fen, document=document, by=by)
    row.decided_by, row.document = by, document.strip()
    _step(row, DECIDED, "payback_decide", "批准清退", by=by, reason=row.document)
    record.write("pool_payback_decided", row, by=by, fen=row.amount_fen)
    return row


def _of_its_own(document: str, row: Payback) -> None:
    """Raises UnableToPool where the document has approved something else: a payback is asked for when all claims are settled, so that what
    approved one of them is older."""
    key = one_key(document)
    claims = PoolClaim.objects.filter(state__in=[DECIDED, PAID])
    others = Payback.objects.filter(state__in=[DECIDED, PAID]).exclude(pk=row.pk)
    used = [(str(one), one.document) for one in claims] + [(str(one), one.document) for one in others]
    for name, given in used:
        if one_key(given) == key:
            raise UnableToPool(f"“{document.strip()}”已经批准过{name}", where="批准文号", expected="批准这份清退的文号")


@transaction.atomic
def pay_payback(row: Payback, *, by: Any, version: int, documents: Mapping[int, str]) -> Payback:
    """Pay each member its part, each by a voucher of its own. `documents` by the member's place."""
    row = _at(row, version, DECIDED)
    if not pays(by):
        raise UnableToPool("不由您拨付", expected="由财政局拨付")
    for member, held, _ in parts_held(row):
        ledger.pay(held, document=documents.get(member.place, ""), by=by)
    told = "；".join(f"{member}：{documents[member.place].strip()}" for member, _, _ in parts_held(row))
    _step(row, PAID, "payback_pay", f"清退 {yuan(row.amount_fen)} 元", by=by, reason=told)
    record.write("pool_payback_paid", row, by=by, fen=row.amount_fen)
    _tell(row, clerks_of(row.pool.bank), "资金池结余已经清退")
    return row


@transaction.atomic
def refuse_payback(row: Payback, *, by: Any, version: int, reason: str) -> Payback:
    """The unit takes it back while it waits, or the finance bureau refuses it until it is paid; what the ledger holds is free again."""
    row = _at(row, version, FILED, DECIDED)
    if not (pays(by) or (row.state == FILED and keeps(by))):
        raise UnableToPool("不由您决定", expected="由财政局决定，待审批的也可由牵头单位撤回")
    reason = text_given(reason, "理由", most=400, refuse=UnableToPool)
    for _, held, _ in parts_held(row) if row.state == DECIDED else ():
        ledger.release(held, reason=reason, by=by)
    _step(row, REFUSED, "payback_refuse", "不予清退", by=by, reason=reason)
    record.write("pool_payback_refused", row, by=by)
    _tell(row, people_with(Q(unit__in=home_units()[:1], role__in=(HANDLER, CHIEF))), "清退没有通过")
    return row


def _at(row: Payback, version: int, *states: str) -> Payback:
    row = at_version(Payback.objects.select_related("pool__bank"), row, version)
    if row.state not in states:
        raise UnableToPool(f"现在是“{row.state_name}”", where=str(row), expected="看最新情况")
    return row


def _step(row: Payback, state: str, kind: str, name: str, *, by: Any, reason: str) -> None:
    row.state, row.stepped_on, row.version = state, today(), row.version + 1
    row.save()
    _happened(row, kind, name, by=by, reason=reason)


def _happened(row: Payback, kind: str, name: str, *, by: Any, reason: str) -> None:
    happened(row.pool, kind, name, by=by, reason=reason[:500], version=row.version)


def _tell(row: Payback, people: Any, words: str) -> None:
    tell(people, f"{row.pool}：{words}", link=reverse("pool_payback", args=[row.pk]), subject=record.name_of(row))
