"""What happens to a pool: its agreement entered and changed, money paid in, loans taken in."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NoReturn

from django.db import IntegrityError, transaction
from django.db.models import Sum

from zhixian.core.finance.pool_terms import FIGURES, MEMBER_KINDS
from zhixian.core.finance.risk_pool import Standing, admission_faults, far_beyond
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.finance.hindrances import against_reversal
from zhixian.web.finance.models import (
    PAID,
    REFUSED,
    WITHDRAWN,
    Contribution,
    Member,
    Pool,
    PoolEvent,
    PoolLoan,
    Reversal,
)
from zhixian.web.finance.queries import banks, ending_of, home, is_of_bank, keeps, loan_told, pays, standing_of
from zhixian.web.incentives import actions as ledger
from zhixian.web.kit import record
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.spoken import named_with_units, text_given
from zhixian.web.kit.versions import at_version
from zhixian.web.registers.models import Row

SYSTEM = "系统"
ENTERPRISES = "enterprises"
"""The kind of member for which each enterprise pays for itself."""


class UnableToPool(Refusal):
    """It may not be done now, or not by this person, or something is missing; the words say what."""


class UnsureOfSum(UnableToPool):
    """A sum far beyond the agreed size of the pool, of which nobody has said that it is right."""


@transaction.atomic
def enter_pool(values: Mapping[str, Any], members: Sequence[Mapping[str, Any]], *, by: Any) -> Pool:
    """Enter an agreement and open its account in the ledger. `values` are the fields of Pool with `basis`, `members` kind, name and
    share of each.

    Raises UnableToPool for a person of another unit, a bank that is none, or figures without a clause; Refusal for figures that do
    not hold together.
    """
    kept = home()
    if kept is None or not keeps(by):
        raise UnableToPool("协议不由您录入", expected="由质押贷款台账的牵头单位录入")
    pool = Pool(**values, clause=kept.clauses[0], entered_by=by, entered_on=today(), changed_at=now())
    _settle(pool, members)
    pool.pot = ledger.open_pool(
        purpose=f"risk_pool:{pool.pk}", year=pool.starts.year, clause=pool.clause, title=pool.name
    )
    pool.save(update_fields=["pot"])
    happened(pool, "enter", "录入协议", by=by, reason=pool.document)
    record.write("pool_entered", pool, by=by, document=pool.document, bank=pool.bank_id)
    return pool


@transaction.atomic
def change_pool(
    pool: Pool, values: Mapping[str, Any], members: Sequence[Mapping[str, Any]], *, by: Any, version: int
) -> Pool:
    """Correct an agreement on which nothing rests yet: no money has been paid in and no loan was taken."""
    if not keeps(by):
        raise UnableToPool("协议不由您修改", expected="由质押贷款台账的牵头单位修改")
    pool = at_version(Pool.objects.all(), pool, version)
    if not is_untouched(pool):
        raise UnableToPool("已经有缴存或入池贷款，协议数字不再改动", expected="签了补充协议的，录入补充协议")
    before = {name: getattr(pool, name) for name in values}
    for name, value in values.items():
        setattr(pool, name, value)
    pool.version += 1
    pool.changed_at = now()
    pool.members.all().delete()
    _settle(pool, members)
    if pool.pot:
        pool.pot.title = pool.name
        pool.pot.save(update_fields=["title"])
    changed = sorted(name for name, value in values.items() if before[name] != value)
    happened(pool, "change", "修改协议", by=by, reason=pool.document)
    record.write("pool_changed", pool, by=by, fields=changed)
    return pool


def is_untouched(pool: Pool) -> bool:
    """Whether nothing rests on the agreement yet."""
    return not pool.contributions.exists() and not pool.loans.exists() and not pool.supplements.exists()


def _settle(pool: Pool, members: Sequence[Mapping[str, Any]]) -> None:
    """Save the agreement with its members, if it holds together."""
    if not banks().filter(pk=pool.bank_id).exists():
        raise UnableToPool("不是已确认的银行", where="合作银行", expected="在网站上已确认的银行")
    if without := [name for figure, name in FIGURES.items() if not (pool.basis.get(figure) or [""])[0].strip()]:
        raise UnableToPool(f"{'、'.join(without)}没有写出处", where="出处", expected="协议的条款，例如 第五条")
    if odd := [one["kind"] for one in members if one["kind"] not in MEMBER_KINDS]:
        raise UnableToPool(f"{odd[0]}", where="出资方类型", expected="、".join(MEMBER_KINDS.values()))
    pool.terms_among(tuple(one["share"] for one in members)).check()
    try:
        with transaction.atomic():
            pool.save()
    except IntegrityError:
        raise UnableToPool(f"已经有一个叫“{pool.name}”的资金池", where="名称", expected="另取名称") from None
    Member.objects.bulk_create(Member(pool=pool, place=place, **one) for place, one in enumerate(members))


@transaction.atomic
def contribute(
    pool: Pool,
    *,
    member: Member,
    amount_fen: int,
    payer: str,
    received_on: date,
    document: str,
    by: Any,
    sure: bool = False,
) -> Contribution:
    """Book what a member has paid in, once by a voucher. Raises UnableToPool for a day before the agreement or to come, and for money of
    enterprises without which of them paid it; UnsureOfSum for a sum far beyond the pool's size, unless one is `sure` of it."""
    if not pays(by):
        raise UnableToPool("缴存不由您记账", expected="由财政局记账")
    if member.pool_id != pool.pk or pool.pot is None:
        raise UnableToPool("不是这个资金池的出资方", where="出资方", expected="协议里的出资方")
    if received_on > today():
        raise UnableToPool(f"{received_on} 还没有到", where="到账日", expected="今天或以前")
    if received_on < pool.starts:
        raise UnableToPool(f"{received_on} 早于协议起始日", where="到账日", expected=f"{pool.starts} 或以后")
    if member.kind == ENTERPRISES and not payer.strip():
        raise UnableToPool("企业助保金没有写缴款单位", where="缴款单位", expected="缴款的企业")
    pool = Pool.objects.select_for_update().get(pk=pool.pk)
    if ending_of(pool):
        raise UnableToPool("资金池在清退，或者已经清退", where=str(pool), expected="不再缴存")
    member = pool.members.filter(pk=member.pk).first() or _gone(member)
    if received_on < member.joined:
        raise UnableToPool(
            f"{received_on} 早于{member}加入资金池的日子", where="到账日", expected=f"{member.joined} 或以后"
        )
    before = pool.contributions.filter(reversal=None).aggregate(n=Sum("amount_fen", default=0))["n"]
    if not sure and (why := far_beyond(pool.terms_on(today()), before + amount_fen)):
        raise UnsureOfSum(why, where="缴存金额", expected="对照凭证再看一遍位数；没有错的，勾选“数额核对过”再入账")
    party = f"member:{member.pk}"
    transfer = ledger.contribute(pool.pot, amount_fen=amount_fen, party=party, document=document, by=by)  # type: ignore[arg-type]
    row = Contribution.objects.create(
        pool=pool, member=member, amount_fen=amount_fen, payer=payer.strip(), received_on=received_on, transfer=transfer
    )
    happened(pool, "contribute", f"{member.name}缴存", by=by, reason=document)
    record.write("pool_contribution", pool, by=by, member=member.pk, fen=amount_fen)
    return row


@transaction.atomic
def reverse_contribution(row: Contribution, *, by: Any, reason: str) -> Reversal:
    """Undo what was booked wrongly as paid in, by a counter-entry with the reason, as long as nothing was computed from it. Both entries stay,
    and the voucher may be booked anew.

    Raises UnableToPool for another person than who keeps the money, without a reason, for one that is undone, and with everything that was
    computed from it.
    """
    if not pays(by):
        raise UnableToPool("缴存不由您冲正", expected="由财政局冲正")
    reason = text_given(reason, "冲正的原因", most=200, refuse=UnableToPool)
    pool = Pool.objects.select_for_update().get(pk=row.pool_id)
    row = Contribution.objects.select_related("reversal", "transfer", "member").get(pk=row.pk)
    if row.is_reversed:
        raise UnableToPool(f"{row.reversal.day} 已经冲正", where=row.transfer.document, expected="看最新情况")
    row.pool = pool
    if why := against_reversal(row):
        raise UnableToPool("；".join(why), where=row.transfer.document, expected="没有按它算过的才冲正")
    gone = Reversal.objects.create(
        contribution=row, reason=reason, by=by, by_name=named_with_units(by, nobody=SYSTEM), day=today(),
        transfer=ledger.reverse(row.transfer, reason=reason, by=by),
    )  # fmt: skip
    happened(pool, "reverse", f"冲正{row.member.name}缴存", by=by, reason=f"{row.transfer.document}：{reason}")
    record.write("pool_contribution_reversed", pool, by=by, member=row.member_id, fen=row.amount_fen)
    return gone


def _gone(member: Member) -> NoReturn:
    raise UnableToPool(f"{member}加入的补充协议已经撤回", where="出资方", expected="现在的出资方")


@transaction.atomic
def admit_loan(pool: Pool, row: Row, *, by: Any) -> PoolLoan:
    """Take a loan of the register into the pool. Raises UnableToPool with every reason against it and its figures."""
    if not keeps(by):
        raise UnableToPool("贷款不由您入池", expected="由质押贷款台账的牵头单位办理")
    pool = Pool.objects.select_for_update().get(pk=pool.pk)
    row = Row.objects.select_for_update().get(pk=row.pk)
    if why := faults_of(pool, row):
        raise UnableToPool("；".join(why), where=str(row))
    values, told = row.values, loan_told(row)
    try:
        with transaction.atomic():
            loan = PoolLoan.objects.create(
                pool=pool, row=row, key=row.key, loan=values["loan"], borrower=values["borrower"], drawn=told.drawn,
                principal_fen=told.principal_fen, due=told.due, admitted_on=today(), admitted_by=by,
            )  # fmt: skip
    except IntegrityError:
        raise UnableToPool("这笔贷款已经在一个资金池里", where=str(row), expected="一笔贷款只入一个池") from None
    happened(pool, "admit", "贷款入池", by=by, reason=str(loan))
    record.write("pool_loan_admitted", pool, by=by, row=row.pk, fen=loan.principal_fen)
    return loan


@transaction.atomic
def take_out(loan: PoolLoan, *, by: Any, reason: str) -> PoolLoan:
    """Take a loan out of its pool that should not be in it: nothing was paid for it and no claim is under way. It may be taken in anew."""
    if not keeps(by):
        raise UnableToPool("贷款不由您移出", expected="由质押贷款台账的牵头单位办理")
    reason = text_given(reason, "移出的原因", most=400, refuse=UnableToPool)
    pool = Pool.objects.select_for_update().get(pk=loan.pool_id)
    loan = PoolLoan.objects.select_for_update().get(pk=loan.pk)
    if loan.left_on:
        raise UnableToPool("这笔贷款已经移出", where=str(loan), expected="看最新情况")
    if claim := loan.claims.exclude(state__in=[REFUSED, WITHDRAWN]).first():
        first = "已经补偿的不移出" if claim.state == PAID else "先由银行撤回，或者不予补偿"
        raise UnableToPool(f"补偿{claim.state_name}（{claim}）", where=str(loan), expected=first)
    loan.left_on, loan.left_why, loan.left_by = today(), reason, by
    loan.save(update_fields=["left_on", "left_why", "left_by"])
    happened(pool, "take_out", f"贷款移出：{loan}", by=by, reason=reason)
    record.write("pool_loan_taken_out", pool, by=by, row=loan.row_id, fen=loan.principal_fen)
    return loan


def faults_of(pool: Pool, row: Row, *, standing: Standing | None = None) -> tuple[str, ...]:
    """Why a loan of the register is not taken today; empty when it is. `standing` where it has been found out already."""
    if not row.is_open:
        return ("台账里的这一行已经注销",)
    others = () if is_of_bank(row, pool) else (f"贷款银行是{row.values.get('lender')}，资金池的合作银行是{pool.bank}",)
    standing = standing or standing_of(pool, as_of=today())
    return (*others, *admission_faults(pool.terms_on(today()), standing, loan_told(row), as_of=today()))


def happened(pool: Pool, kind: str, name: str, *, by: Any, reason: str = "", version: int | None = None) -> None:
    """A line of what happened to a pool."""
    PoolEvent.objects.create(
        pool=pool, kind=kind, name=name[:80], by=by, by_name=named_with_units(by, nobody=SYSTEM), day=today(), at=now(),
        version=pool.version if version is None else version, reason=reason[:500],
    )  # fmt: skip
