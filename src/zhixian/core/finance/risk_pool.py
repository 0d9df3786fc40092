"""A risk pool (助保贷资金池): which loans it takes, when it stops, what it pays for a loss, and who gets back what is recovered.

Sums are integer fen. Shares, rates and multiples are hundredths (8.5% is 850, ten times is 1000), so that nothing is rounded on the
way; a share of a sum is rounded half-up once. The figures are those of one agreement: none stands here. Spans are half-open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhixian.core.finance.pool_terms import WHOLE, Terms, percent, times
from zhixian.core.kernel.money import half_up, yuan
from zhixian.core.kernel.refusal import Refusal

GOOD = ("normal", "attention")
"""Classes of a loan (正常、关注) that are not bad; the other three are."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a pool stands, in fen."""

    free_fen: int
    """Paid in or recovered, and neither paid out nor held for a claim."""
    lent_fen: int
    """Principal of the loans in the pool that are not repaid, those paid for included."""
    bad_fen: int
    """Of these, what is bad: overdue as long as the agreement says, of one of the three bad classes, or paid for."""
    compensated_fen: int = 0
    """Paid or held for claims, what was recovered taken off."""

    @property
    def bad_rate(self) -> tuple[int, int]:
        """The rate of bad loans as numerator and denominator; over 1 where nothing is lent."""
        return (self.bad_fen, self.lent_fen) if self.lent_fen else (0, 1)


@dataclass(frozen=True, slots=True)
class PooledLoan:
    """A loan on pledged rights as the register of loans tells it."""

    principal_fen: int
    drawn: date
    due: date
    quality: str
    quality_name: str = ""
    repaid: bool = False
    pledged: bool = True
    """Whether the pledge is registered and has not been released."""
    faults: tuple[str, ...] = ()
    """Grave findings of the register."""

    def is_bad(self, terms: Terms, *, as_of: date) -> bool:
        """Whether it counts as bad on a day."""
        return not self.repaid and (
            self.quality not in GOOD or days_over(self.due, as_of) >= max(1, terms.overdue_days)
        )


def days_over(due: date, as_of: date) -> int:
    """Whole days since the due day; 0 on it and before."""
    return max(0, (as_of - due).days)


def most_lent(terms: Terms, standing: Standing) -> int:
    """How much may be lent with the money that is free, in fen, parts of a fen cut off."""
    return standing.free_fen * terms.leverage // 100


FAR = 2
"""So many times the ceiling in all, what was paid in is far beyond the agreed size of a pool, which never pays more than the ceiling."""


def far_beyond(terms: Terms, paid_in_fen: int) -> str:
    """Why what was paid in, in fen, is more than a pool of this size takes, in words; "" where it is not far beyond it."""
    if paid_in_fen <= FAR * terms.most_in_all_fen:
        return ""
    many = paid_in_fen // terms.most_in_all_fen
    return f"缴存合计会是 {yuan(paid_in_fen)} 元，是补偿总额上限 {yuan(terms.most_in_all_fen)} 元的 {many} 倍以上"


def stopped(terms: Terms, standing: Standing) -> str:
    """Why no new loan is taken, by the rate of bad loans; "" while it is below the threshold."""
    bad, lent = standing.bad_rate
    return f"{rate_words(standing)}，达到熔断线 {percent(terms.stop_at)}" if bad * WHOLE >= terms.stop_at * lent else ""


def rate_words(standing: Standing) -> str:
    """The rate of bad loans with both its sums; cut, not rounded, so that it never seems to have reached what it has not."""
    if not standing.lent_fen:
        return "在池没有未还的贷款"
    rate = standing.bad_fen * WHOLE // standing.lent_fen
    return f"不良贷款 {yuan(standing.bad_fen)} 元 ÷ 在池未还贷款 {yuan(standing.lent_fen)} 元 = {percent(rate)}"


def nearness(terms: Terms, standing: Standing) -> int:
    """How much of the way to the threshold the rate of bad loans has gone, in whole percent, cut."""
    bad, lent = standing.bad_rate
    return bad * WHOLE * 100 // (lent * terms.stop_at)


def admission_faults(terms: Terms, standing: Standing, loan: PooledLoan, *, as_of: date) -> tuple[str, ...]:
    """Why a loan is not taken on a day, each with its figures; empty when it is."""
    return (*_of_the_loan(terms, loan, as_of), *_of_the_pool(terms, standing, loan, as_of))


def _of_the_loan(terms: Terms, loan: PooledLoan, as_of: date) -> list[str]:
    found = [f"台账核对有问题：{fault}" for fault in loan.faults]
    if loan.repaid:
        found.append("贷款已经还清")
    if not loan.pledged:
        found.append("质押还没有登记，或者已经解除")
    if loan.quality not in GOOD:
        found.append(f"贷款质量是“{loan.quality_name or loan.quality}”，只收正常、关注")
    if loan.due < as_of:
        found.append(f"贷款 {loan.due} 到期，已逾期 {days_over(loan.due, as_of)} 天")
    if not terms.in_force(loan.drawn):
        found.append(f"放款日 {loan.drawn} 不在协议期限（{terms.starts} 起、{terms.ends} 终止）内")
    if loan.principal_fen > terms.most_loan_fen:
        found.append(f"本金 {yuan(loan.principal_fen)} 元，超过单笔贷款上限 {yuan(terms.most_loan_fen)} 元")
    return found


def _of_the_pool(terms: Terms, standing: Standing, loan: PooledLoan, as_of: date) -> list[str]:
    found = []
    if not terms.in_force(as_of):
        found.append(f"今天 {as_of} 不在协议期限（{terms.starts} 起、{terms.ends} 终止）内")
    if why := stopped(terms, standing):
        found.append(f"已熔断：{why}")
    most, then = most_lent(terms, standing), standing.lent_fen + loan.principal_fen
    if then > most:
        found.append(
            f"加上这笔，在池贷款 {yuan(then)} 元，超过可用余额 {yuan(standing.free_fen)} 元的 {times(terms.leverage)} 倍"
            f"（{yuan(most)} 元）"
        )
    return found


@dataclass(frozen=True, slots=True)
class Compensation:
    """What the pool pays for a loss, and how that comes about."""

    amount_fen: int
    steps: tuple[tuple[str, str], ...]
    """What, and its value in words: every figure and each step, the last is the sum."""


def compensation(
    terms: Terms, standing: Standing, *, principal_fen: int, outstanding_fen: int, due: date, as_of: date
) -> Compensation:
    """What is due for a loan on a day: a share of the principal outstanding, then the least of the ceilings and of the money free.

    Raises Refusal when it is not overdue long enough, when more is outstanding than was lent, or when nothing is left to pay with.
    """
    over = days_over(due, as_of)
    if over < terms.overdue_days:
        raise Refusal(f"{due} 到期，到今天逾期 {over} 天", where="逾期天数", expected=f"满 {terms.overdue_days} 天")
    if not 0 < outstanding_fen <= principal_fen:
        raise Refusal(
            f"{yuan(outstanding_fen)} 元", where="未还本金", expected=f"大于零，不超过贷款本金 {yuan(principal_fen)} 元"
        )
    share = half_up(outstanding_fen * terms.loss_share, WHOLE)
    left = max(0, terms.most_in_all_fen - standing.compensated_fen)
    amount = min(share, terms.most_for_loan_fen, left, standing.free_fen)
    if amount <= 0:
        raise Refusal(
            f"可用余额 {yuan(standing.free_fen)} 元，补偿总额还剩 {yuan(left)} 元", where="资金池",
            expected="有余额再补偿，请各方补足",
        )  # fmt: skip
    steps = (
        ("逾期天数", f"{due} 到期，到 {as_of} 逾期 {over} 天，协议要求满 {terms.overdue_days} 天"),
        ("未还本金", f"{yuan(outstanding_fen)} 元"),
        ("按补偿比例", f"{yuan(outstanding_fen)} 元 × {percent(terms.loss_share)} = {yuan(share)} 元（四舍五入到分）"),
        ("单笔补偿上限", f"{yuan(terms.most_for_loan_fen)} 元"),
        (
            "补偿总额余下",
            f"上限 {yuan(terms.most_in_all_fen)} 元 − 已补偿（扣除收回）{yuan(standing.compensated_fen)} 元 = {yuan(left)} 元",
        ),
        ("可用余额", f"{yuan(standing.free_fen)} 元"),
        ("补偿金额", f"以上四项中最小的：{yuan(amount)} 元"),
    )
    return Compensation(amount, steps)


def split(total_fen: int, weights: Sequence[int]) -> tuple[int, ...]:
    """A sum by weights, whole fen: each the part cut off, the fen left over to the largest remainders, the first of equal ones first.

    The parts add up to the sum, and where that is no more than the weights together, none is above its weight. Raises ValueError for
    a sum or weights below zero, or a sum where nobody has any weight.
    """
    whole = sum(weights)
    if total_fen < 0 or any(weight < 0 for weight in weights) or (total_fen and not whole):
        raise ValueError("a sum to split and its weights are not below zero, and somebody has some")
    if not whole:
        return tuple(0 for _ in weights)
    parts = [divmod(total_fen * weight, whole) for weight in weights]
    left = total_fen - sum(part for part, _ in parts)
    first = sorted(range(len(parts)), key=lambda place: (-parts[place][1], place))[:left]
    return tuple(part + (place in first) for place, (part, _) in enumerate(parts))


def borne(terms: Terms, *, outstanding_fen: int, amount_fen: int) -> tuple[int, ...]:
    """Who bears a loss: by member of what the pool paid, and last what the bank bears itself."""
    return (*split(amount_fen, terms.shares), outstanding_fen - amount_fen)


def given_back(bears: Sequence[int], back: Sequence[Sequence[int]], recovered_fen: int) -> tuple[int, ...]:
    """What of a sum recovered goes to each of those who bear a loss, by what each still bears after what came `back` before.

    Raises Refusal when more is recovered than is still borne.
    """
    left = [bear - sum(parts[place] for parts in back) for place, bear in enumerate(bears)]
    if not 0 < recovered_fen <= sum(left):
        raise Refusal(
            f"{yuan(recovered_fen)} 元", where="收回金额", expected=f"大于零，不超过还没有收回的 {yuan(sum(left))} 元"
        )
    return split(recovered_fen, left)


WAYS = {"shares": "按协议出资比例", "balances": "按各方账上结余"}
"""How what is left of a pool goes back, by its agreement."""


@dataclass(frozen=True, slots=True)
class Payback:
    """What is left of a pool, and how much of it goes back to each member."""

    parts: tuple[int, ...]
    """In fen, by member; together all that is left."""
    steps: tuple[tuple[str, str], ...]


def payback(left_fen: int, members: Sequence[tuple[str, int, int]], *, way: str) -> Payback:
    """What is left of a pool at its end, given back. `members` are (name, share in hundredths of a percent, what of the pool is theirs by
    the books in fen, below zero where they owe it).

    By shares each gets their share; by balances each gets what is theirs, and where somebody owes, the others bear that by what is theirs.
    Whole fen by largest remainder. Raises Refusal when nothing is left, and for a way that is none.
    """
    if way not in WAYS:
        raise Refusal(f"“{way}”", where="清退办法", expected="、".join(WAYS.values()))
    if left_fen <= 0:
        raise Refusal(f"可用余额 {yuan(left_fen)} 元", where="资金池", expected="有余额才清退")
    weights = [share if way == "shares" else max(0, own) for _, share, own in members]
    parts = split(left_fen, weights)
    whole = sum(weights)
    steps = [("剩余", f"{yuan(left_fen)} 元"), ("办法", WAYS[way])]
    for (name, share, own), part in zip(members, parts, strict=True):
        told = percent(share) if way == "shares" else f"{yuan(max(0, own))} 元 ÷ {yuan(whole)} 元"
        owes = f"（账上欠 {yuan(-own)} 元，不分）" if way == "balances" and own < 0 else ""
        steps.append((name, f"{yuan(left_fen)} 元 × {told} = {yuan(part)} 元{owes}"))
    steps.append(("合计", f"{yuan(sum(parts))} 元（分到分，余数给尾数最大的一方）"))
    return Payback(parts, tuple(steps))
