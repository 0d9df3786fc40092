"""What the agreement on a risk pool (助保贷资金池) sets, and what supplements to it change from which day.

Sums are integer fen. Shares, rates and multiples are hundredths (8.5% is 850, ten times is 1000), so that nothing is rounded on the way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from zhixian.core.kernel.money import yuan
from zhixian.core.kernel.refusal import Refusal

WHOLE = 100 * 100
"""100% in hundredths of a percent."""


MEMBER_KINDS = {"government": "政府", "bank": "银行", "enterprises": "企业助保金"}


FIGURES = {
    "shares": "各方出资比例",
    "loss_share": "补偿比例",
    "most_loan_fen": "单笔贷款上限",
    "most_for_loan_fen": "单笔补偿上限",
    "most_in_all_fen": "补偿总额上限",
    "leverage": "放大倍数",
    "stop_at": "熔断线",
    "overdue_days": "逾期天数",
    "span": "协议期限",
}
"""What an agreement sets, each with the clause and document that it comes from."""


OF_A_LOAN = ("shares", "loss_share", "most_for_loan_fen", "overdue_days")
"""Figures by which a loan is paid for; a supplement may leave them as they were for loans that are in the pool. The others are the pool's."""


REACHES = {"new": "起算日以后入池的贷款", "all": "起算日起的全部贷款"}
"""Which loans a supplement's figures are for."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The figures of one agreement."""

    shares: tuple[int, ...]
    """Of what is paid in, by member, in hundredths of a percent; together 100%."""
    loss_share: int
    """Of the principal lost, what the pool pays, in hundredths of a percent."""
    most_loan_fen: int
    """No larger loan is taken into the pool."""
    most_for_loan_fen: int
    """The most that is paid for one loan."""
    most_in_all_fen: int
    """The most that is paid in all, what was recovered taken off."""
    leverage: int
    """Loans are at most so many times the money that is free, in hundredths."""
    stop_at: int
    """At this rate of bad loans no new one is taken, in hundredths of a percent."""
    overdue_days: int
    """From how many days after its due day a loan is paid for."""
    starts: date
    ends: date
    """The first day on which it holds no more."""

    def check(self) -> None:
        """Raises Refusal, in the words of the form, for figures that do not hold together."""
        if sum(self.shares) != WHOLE:
            raise Refusal(
                f"各方出资比例合计 {percent(sum(self.shares))}", where="各方出资比例", expected="合计正好 100%"
            )
        for where, found in (("补偿比例", self.loss_share), ("熔断线", self.stop_at)):
            if not 0 < found <= WHOLE:
                raise Refusal(percent(found), where=where, expected="大于 0，不超过 100%")
        if self.leverage <= 0 or self.overdue_days < 0:
            raise Refusal("放大倍数或逾期天数", where="协议数字", expected="放大倍数大于零，逾期天数不小于零")
        if self.most_for_loan_fen > self.most_in_all_fen:
            raise Refusal(
                f"单笔补偿上限 {yuan(self.most_for_loan_fen)} 元，总额上限 {yuan(self.most_in_all_fen)} 元",
                where="单笔补偿上限", expected="不超过补偿总额上限",
            )  # fmt: skip
        if self.ends <= self.starts:
            raise Refusal(f"{self.starts} 起，{self.ends} 止", where="协议期限", expected="终止日晚于起始日")

    def in_force(self, day: date) -> bool:
        """Whether the agreement holds on a day."""
        return self.starts <= day < self.ends


@dataclass(frozen=True, slots=True)
class Supplement:
    """A supplement to an agreement (补充协议): what it changes from a day on, by figure."""

    effective: date
    reach: str
    """A key of REACHES."""
    changes: Mapping[str, Any] = field(default_factory=dict)
    """Figure → its value as `Terms` holds it; `span` is the new last day, the first on which the agreement holds no more. Shares are those of
    the members that there are by then: whoever joins later has none."""

    def __post_init__(self) -> None:
        """Raises ValueError for a figure that no agreement has."""
        if unknown := set(self.changes) - set(FIGURES):
            raise ValueError(sorted(unknown))


def terms_on(terms: Terms, supplements: Iterable[Supplement], day: date, *, taken: date | None = None) -> Terms:
    """The figures that hold on a day: those of the agreement, with what each supplement up to that day has changed, the earlier first.

    `terms` have a share for every member that the pool ever has, 0 for one that joins by a supplement.

    `taken`: for a loan that came into the pool on that day, which a supplement for later loans leaves as it was.
    """
    for one in sorted(supplements, key=lambda one: one.effective):
        if one.effective > day:
            break
        kept = taken is not None and one.reach == "new" and taken < one.effective
        changes = {name: value for name, value in one.changes.items() if not (kept and name in OF_A_LOAN)}
        if "span" in changes:
            changes["ends"] = changes.pop("span")
        if "shares" in changes:
            changes["shares"] = (*changes["shares"], *(0,) * (len(terms.shares) - len(changes["shares"])))
        terms = replace(terms, **changes)
    return terms


def check_supplements(terms: Terms, supplements: Sequence[Supplement]) -> None:
    """Raises Refusal where a supplement changes nothing or begins outside the agreement, or the figures of a day do not hold together."""
    for one in supplements:
        if not one.changes:
            raise Refusal("没有一个数改变", where="补充协议", expected="至少改一项")
        before = terms_on(terms, [other for other in supplements if other is not one], one.effective)
        if not before.in_force(one.effective):
            raise Refusal(
                f"{one.effective}", where="起算日", expected=f"在协议期限（{before.starts} 起、{before.ends} 终止）内"
            )
        after = terms_on(terms, supplements, one.effective)
        if after.ends <= one.effective:
            raise Refusal(f"{after.ends}", where="终止日", expected=f"晚于起算日 {one.effective}")
        after.check()


def check_news(terms: Terms, before: Sequence[Supplement], new: Supplement) -> None:
    """Raises Refusal where a new supplement has no share for a member, or a figure is what holds on its day already, for every loan that it
    is for."""
    shares = new.changes.get("shares", terms.shares)
    if len(shares) != len(terms.shares):
        raise Refusal(
            f"{len(shares)} 个比例", where="各方出资比例", expected=f"协议的 {len(terms.shares)} 个出资方各一个"
        )
    taken = [None, *((terms.starts, *(one.effective for one in before)) if new.reach == "all" else ())]
    held = [terms_on(terms, before, new.effective, taken=day) for day in taken]
    if same := [name for name, value in new.changes.items() if all(_figure(one, name) == value for one in held)]:
        raise Refusal(
            f"{'、'.join(FIGURES[name] for name in same)}和已经适用的一样", where="补充协议", expected="只填改变的数，没有变的留空"
        )  # fmt: skip


def _figure(terms: Terms, name: str) -> Any:
    return getattr(terms, "ends" if name == "span" else name)


def percent(hundredths: int) -> str:
    """850 → 8.5%."""
    return f"{times(hundredths)}%"


def times(hundredths: int) -> str:
    """1050 → 10.5."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}" + (f".{rest:02d}".rstrip("0") if rest else "")
