"""A rule's parameters as the plan dates them: what is in force on a day, and in which stretches they stay the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.model import Amount

KINDS = {"share": "比例", "fixed": "定额", "cap": "上限"}
"""What a kind of amount is called, wherever people read it."""
FINEST_SHARE = 1_000_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days [start, end) on which every parameter of an incentive keeps one value."""

    start: date
    end: date
    values: dict[str, Amount]


class Parameters:
    """The amounts of one incentive."""

    def __init__(self, incentive: str, amounts: Iterable[Amount]) -> None:
        """Raises Refusal when a share is finer than a millionth."""
        self.incentive = incentive
        self.amounts = tuple(amount for amount in amounts if amount.incentive == incentive)
        for amount in self.amounts:
            if amount.kind == "share" and FINEST_SHARE % fraction(amount).denominator:
                raise Refusal(f"比例 {amount.value}% 过细", where=amount.id, expected="最多四位小数的百分数")

    def __bool__(self) -> bool:
        return bool(self.amounts)

    @property
    def effective(self) -> date:
        """The day the first of them takes effect."""
        return min(amount.effective for amount in self.amounts)

    def on(self, day: date) -> dict[str, Amount]:
        """Parameter → the amount in force on a day."""
        return {
            amount.parameter: amount
            for amount in self.amounts
            if amount.effective <= day and (amount.until is None or day < amount.until)
        }

    def nearest(self, parameter: str, day: date) -> Amount | None:
        """The version that began last by a day, else the first to begin after it; None when the plan gives it none."""
        versions = sorted((a for a in self.amounts if a.parameter == parameter), key=lambda a: a.effective)
        return next((a for a in reversed(versions) if a.effective <= day), versions[0] if versions else None)

    def day_of(self, year: int) -> date:
        """The day whose values hold for a whole calendar year: 1 January, or the first day of effect if later."""
        return max(date(year, 1, 1), self.effective)

    def for_year(self, year: int) -> dict[str, Amount]:
        """What holds for a whole calendar year: the values of 1 January, or of the first day of effect if later."""
        return self.on(self.day_of(year)) if year >= self.effective.year else {}

    def stretches(self, first: date, end: date) -> list[Stretch]:
        """[first, end) cut at every day on which a parameter changes."""
        days = {amount.effective for amount in self.amounts} | {a.until for a in self.amounts if a.until}
        cuts = [first, *sorted(day for day in days if first < day < end), end]
        return [Stretch(start, stop, self.on(start)) for start, stop in pairwise(cuts) if start < stop]


def fraction(amount: Amount) -> Fraction:
    """A share in percent as an exact fraction."""
    return Fraction(amount.value) / 100
