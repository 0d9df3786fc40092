"""What keeps a supplement from being taken back, a sum from being undone, and what is left of a pool from going back: in words, for the page and the refusal."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils import timezone

from zhixian.core.finance.risk_pool import most_lent
from zhixian.core.kernel.money import yuan
from zhixian.web.finance.models import (
    CHECKED,
    DECIDED,
    PAID,
    STILL_OPEN,
    Contribution,
    Pool,
    PoolClaim,
    Supplement,
)
from zhixian.web.finance.queries import (
    claims_fixed_since,
    ending_of,
    home_units,
    loans_told,
    losses_by_loan,
    standing_of,
)
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import unit_name


def against_withdrawal(row: Supplement) -> list[str]:
    """What keeps a supplement for good: what rests on it, or one entered after it that stays itself."""
    why = _resting_on(row)
    if stay := [str(one) for one in entered_after(row) if _resting_on(one)]:
        why.append(f"以后又录入了 {few_of(stay)}，已经按它算过，它撤不回")
    return why


def entered_after(row: Supplement) -> list[Supplement]:
    """The supplements entered after one, which are taken back before it; the last first."""
    later = (one for one in row.pool.kept_supplements if one.pk > row.pk)
    return sorted(later, key=lambda one: one.pk, reverse=True)


def _resting_on(row: Supplement) -> list[str]:
    """What rests on a supplement: a sum that was fixed, a loan taken in under it, what is left shared out, a member that has paid in. An
    earlier day than that on which it was entered counts for sums alone."""
    pool, why = row.pool, []
    if numbers := list(claims_fixed_since(pool, row.effective).values_list("number", flat=True)):
        why.append(f"起算以后审核了补偿 {few_of(numbers)}")
    since = max(row.effective, row.entered_on)
    if loans := [str(loan) for loan in pool.loans.filter(left_on=None, admitted_on__gte=since)]:
        why.append(f"{since} 起收了贷款 {few_of(loans, '笔')}")
    if ending := ending_of(pool):
        why.append(f"资金池{ending.state_name}")
    if names := list(row.members.filter(contributions__isnull=False).distinct().values_list("name", flat=True)):
        why.append(f"{'、'.join(names)}已经缴存")
    return why


def against_reversal(row: Contribution) -> list[str]:
    """What was computed from a sum that was paid in, which is then not undone: a claim whose sum was fixed since it was booked, loans taken in
    since that are beyond the pool without it, what is left shared out, and money of it that is held or spent."""
    pool, booked, why = row.pool, row.transfer.at, []
    fixed = PoolClaim.objects.filter(pool_loan__pool=pool, state__in=[CHECKED, DECIDED, PAID])
    fixed = fixed.filter(events__kind="check", events__at__gte=booked).distinct()
    if numbers := list(fixed.values_list("number", flat=True)):
        why.append(f"入账以后审核了补偿 {few_of(numbers)}；还没有拨付的，先不予补偿，冲正以后重新申请")
    standing, terms = standing_of(pool, as_of=today()), pool.terms_on(today())
    without = replace(standing, free_fen=standing.free_fen - row.amount_fen)
    since = timezone.localtime(booked).date()
    loans = [str(loan) for loan in pool.loans.filter(left_on=None, admitted_on__gte=since)]
    if loans and standing.lent_fen > most_lent(terms, without):
        why.append(
            f"{since} 起收了贷款 {few_of(loans, '笔')}：在池贷款 {yuan(standing.lent_fen)} 元，没有这笔缴存最多 "
            f"{yuan(max(0, most_lent(terms, without)))} 元，先由{unit_name(home_units()[0])}移出，或者先记足缴存"
        )
    if ending := ending_of(pool):
        why.append(f"资金池{ending.state_name}")
    if without.free_fen < 0:
        why.append(f"可用余额只剩 {yuan(standing.free_fen)} 元，不够冲正 {yuan(row.amount_fen)} 元")
    return why


def few_of(names: Sequence[str], measure: str = "份") -> str:
    """The first three, and how many there are where there are more."""
    return "、".join(f"“{name}”" if "，" in name else name for name in names[:3]) + (
        f"等 {len(names)} {measure}" if len(names) > 3 else ""
    )


def against_payback(pool: Pool) -> list[str]:
    """Why what is left of a pool does not go back today: the agreement holds, a claim is under way, a loan is not settled."""
    why, terms = [], pool.terms_on(today())
    if today() < terms.ends:
        why.append(f"协议 {terms.ends} 才终止；提前结束的，先录入改了终止日的补充协议")
    if pool.pot is None or not pool.contributions.exists():
        why.append("没有缴存过")
    claims = PoolClaim.objects.filter(pool_loan__pool=pool, state__in=STILL_OPEN)
    if numbers := list(claims.values_list("number", flat=True)):
        why.append(f"补偿没有办完：{few_of(numbers)}")
    paid = losses_by_loan([pool])
    loans = pool.loans.filter(left_on=None).select_related("row")
    still = [str(loan) for loan, told in loans_told(list(loans)) if not told.repaid and loan.pk not in paid]
    if still:
        why.append(f"还有 {len(still)} 笔贷款没有还清：{'；'.join(still[:3])}{'等' if len(still) > 3 else ''}")
    return why
