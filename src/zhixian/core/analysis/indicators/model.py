"""An indicator: a measure, perhaps over another measure, with its name, unit, version and the sentence that defines it."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Protocol

import ibis

from zhixian.core.kernel.money import half_up, plain
from zhixian.core.kernel.refusal import Refusal

Quantity = Literal["count", "money", "share", "per_10k", "ratio"]

UNITS: dict[Quantity, dict[str, Fraction]] = {
    "count": {"件": Fraction(1), "个": Fraction(1), "项": Fraction(1), "笔": Fraction(1), "家": Fraction(1), "万件": Fraction(1, 10_000)},
    "money": {"万元": Fraction(1, 10**6), "元": Fraction(1, 100), "亿元": Fraction(1, 10**10)},
    "share": {"%": Fraction(100)},
    "per_10k": {"件/万人": Fraction(10_000)},
    "ratio": {"件/家": Fraction(1)},
}  # fmt: skip
"""Factor from the raw number (rights, fen, or numerator ÷ denominator) to the unit it is printed in."""


class Measure(Protocol):
    """Something countable on a day.

    `rows()` has the columns subject, region, start, end, amount, right_id, holder, holder_kind, kind, and `outside` where a
    row counts only for regions that do not hold that place as well. A row counts on day d when start ≤ d < end (end null:
    open). A yearly flow is a row from its day to the next 1 January. `whole_region` rows belong to exactly one region
    code and count for whole calendar years, the others to every region their county lies in. Money amounts are fen.
    """

    @property
    def whole_region(self) -> bool: ...

    def rows(self) -> ibis.Table: ...


@dataclass(frozen=True, slots=True)
class Indicator:
    """`definition` is one Chinese sentence for the method note; `version` changes whenever the same data could count otherwise.

    `yearly` marks a flow that starts again each 1 January. `part` says the numerator is part of the denominator.
    """

    id: str
    name: str
    unit: str
    quantity: Quantity
    version: str
    definition: str
    numerator: Measure
    denominator: Measure | None = None
    yearly: bool = False
    part: bool = False

    def factor(self, unit: str | None = None) -> Fraction:
        """From the raw number to `unit` (default: the indicator's own). Raises Refusal for a unit it cannot be printed in."""
        factors = UNITS[self.quantity]
        wanted = unit or self.unit
        if wanted not in factors:
            raise Refusal(f"单位“{wanted}”不能用于“{self.name}”", where=f"指标 {self.id}", expected="、".join(factors))
        return factors[wanted]

    def exact(self, numerator: int, denominator: int | None, unit: str | None = None) -> Fraction | None:
        """The value in `unit`, exactly; None when the denominator is 0."""
        if self.denominator is None:
            return numerator * self.factor(unit)
        return Fraction(numerator, denominator) * self.factor(unit) if denominator else None

    def printed(self, exact: Fraction) -> Decimal:
        """A value of it as it is printed."""
        return printed(exact, money=self.quantity == "money")


def printed(exact: Fraction, *, money: bool = False, places: int = 4) -> Decimal:
    """Half-up (away from zero) to `places` decimals; money as it is, for fen in 元, 万元 or 亿元 always end."""
    if money:
        return Decimal(exact.numerator) / Decimal(exact.denominator)
    number = Decimal(half_up(abs(exact.numerator) * 10**places, exact.denominator)).scaleb(-places)
    return Decimal(plain(-number if exact < 0 else number))
