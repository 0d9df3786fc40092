"""What a right may be worth by one stated method: a range with every input shown, never a single number.

Computed in exact fractions and rounded half-up to the fen once at the end. Each method has its data in a class; `value` of it tells
the range, the steps and what the method does not know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhixian.core.kernel.money import half_up, yuan
from zhixian.core.kernel.refusal import Refusal

MOST_YEARS = 50
FEW = 3
"""Fewer comparable deals than this carry no market."""
NOT_AN_APPRAISAL = (
    "这是按所填数据的估算，不是资产评估报告；法律规定应当评估的（国有资产、出资、质押要求的），由评估机构办理"
)
NOT_JUDGED = "权利是否稳定、会不会被宣告无效、有没有纠纷，算式里没有"


@dataclass(frozen=True, slots=True)
class Span:
    """A range that somebody assumes, in hundredths (8% is 8), low to high."""

    low: Fraction
    high: Fraction

    def words(self) -> str:
        """8% 至 12%."""
        return f"{float(self.low):g}% 至 {float(self.high):g}%"


@dataclass(frozen=True, slots=True)
class Valuation:
    """The range in fen, how each end comes about, and what is not known."""

    low_fen: int
    high_fen: int
    steps: tuple[tuple[str, str], ...]
    """What, and its value in words: every input and each step."""
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """成本法: what it would cost to make it anew, less what has aged."""

    spent_fen: int
    prices: Span
    """Today's prices in percent of those at which it was spent."""
    aged: Span
    """How much of its use is gone, in percent."""

    def value(self) -> Valuation:
        """Spent × prices × (1 − aged). Refuses ageing beyond 100%."""
        _range("物价调整系数", self.prices)
        _above("物价调整系数", self.prices)
        _range("贬值率", self.aged, most=100)
        if self.aged.high >= 100:
            raise Refusal(self.aged.words(), where="贬值率", expected="不到 100%；贬值 100% 的已经没有价值，不用估")
        _some("历史成本", self.spent_fen)
        ends = [self.spent_fen * price / 100 * (1 - aged / 100) for price, aged in _crossed(self.prices, self.aged)]
        steps = (
            ("历史成本", f"{yuan(self.spent_fen)} 元"),
            ("物价调整系数", self.prices.words()),
            ("贬值率", self.aged.words()),
            ("算式", "历史成本 × 物价调整系数 × (1 − 贬值率)；低值取低系数和高贬值率，高值相反"),
        )
        return _told(ends, steps, "成本高低不说明能带来多少收益，成本法常常偏离市场愿意付的价")


@dataclass(frozen=True, slots=True)
class Income:
    """收益法（许可费节省）: royalties that the owner is spared over the years left, discounted to today."""

    revenue_fen: int
    """Of the first year, from what uses the right."""
    growth: Span
    royalty: Span
    """Of revenue, in percent."""
    discount: Span
    years: int
    """Whole years for which revenue is expected."""
    left: int
    """Whole years for which the right still lasts."""
    tax: Fraction = Fraction(0)
    """In percent of the royalty."""

    def value(self) -> Valuation:
        """Sum over the years of revenue × royalty × (1 − tax) ÷ (1 + discount)^year. Refuses years beyond the right's end."""
        _some("第一年收入", self.revenue_fen)
        for name, span, least, most in (
            ("收入年增长率", self.growth, -100, 100), ("许可费率", self.royalty, 0, 100), ("折现率", self.discount, 0, 100),
        ):  # fmt: skip
            _range(name, span, least=least, most=most, wide=name != "收入年增长率")
        if self.growth.low <= -100:
            raise Refusal(self.growth.words(), where="收入年增长率", expected="高于 -100%")
        if self.royalty.high >= 100:
            raise Refusal(self.royalty.words(), where="许可费率", expected="不到 100%，许可费不会是全部收入")
        _above("许可费率", self.royalty)
        _above("折现率", self.discount)
        if not 0 <= self.tax < 100:
            raise Refusal(f"{float(self.tax):g}%", where="所得税率", expected="0% 以上、不到 100%")
        if not 1 <= self.years <= min(self.left, MOST_YEARS):
            raise Refusal(
                f"预测 {self.years} 年", where="预测年数", expected=f"1 年以上，不超过权利剩余的 {self.left} 年"
            )
        low = self._sum(self.growth.low, self.royalty.low, self.discount.high)
        high = self._sum(self.growth.high, self.royalty.high, self.discount.low)
        steps = (
            ("第一年收入", f"{yuan(self.revenue_fen)} 元"),
            ("收入年增长率", self.growth.words()),
            ("许可费率", self.royalty.words()),
            ("折现率", self.discount.words()),
            ("所得税率", f"{float(self.tax):g}%"),
            ("预测年数", f"{self.years} 年，权利还剩 {self.left} 年"),
            (
                "算式",
                "各年收入 × 许可费率 × (1 − 所得税率)，按年末折现后相加；低值取低增长、低费率、高折现率，高值相反",
            ),
        )
        return _told([low, high], steps, "以后的收入、费率和折现率都是假定，差一点结果就差很多")

    def _sum(self, growth: Fraction, royalty: Fraction, discount: Fraction) -> Fraction:
        net = self.revenue_fen * royalty / 100 * (1 - self.tax / 100)
        grow, shrink = 1 + growth / 100, 1 + discount / 100
        return sum((net * grow ** (year - 1) / shrink**year for year in range(1, self.years + 1)), Fraction(0))


@dataclass(frozen=True, slots=True)
class Market:
    """市场法: what comparable rights were sold for, each adjusted for how it differs."""

    deals: Sequence[tuple[int, Span]]
    """Price in fen, and the adjustment in percent (100 is alike)."""

    def value(self) -> Valuation:
        """From the lowest to the highest of the adjusted prices. Refuses fewer than three deals."""
        if len(self.deals) < FEW:
            raise Refusal(
                f"{len(self.deals)} 件可比交易", where="可比交易", expected=f"至少 {FEW} 件；不够的换别的方法"
            )
        for number, (price, span) in enumerate(self.deals, start=1):
            _some(f"第 {number} 件成交价", price)
            _range(f"第 {number} 件调整系数", span, wide=False)
            _above(f"第 {number} 件调整系数", span)
        lows = [price * span.low / 100 for price, span in self.deals]
        highs = [price * span.high / 100 for price, span in self.deals]
        told = [
            (f"第 {n} 件", f"{yuan(price)} 元 × {span.words()}") for n, (price, span) in enumerate(self.deals, start=1)
        ]
        steps = (*told, ("算式", "成交价 × 调整系数；取调整后最低的低值和最高的高值"))
        return _told([min(lows), max(highs)], steps, "成交价是不是真实、同类，系统看不到；登记簿里的转让和许可没有价格")


def _told(ends: Sequence[Fraction], steps: tuple[tuple[str, str], ...], unknown: str) -> Valuation:
    low, high = (half_up(end.numerator, end.denominator) for end in ends)
    if low == high:
        raise Refusal("算出来只有一个数，没有区间", where="假定", expected="把没有把握的假定写成从低到高的区间")
    return Valuation(low, high, steps, (unknown, NOT_JUDGED, NOT_AN_APPRAISAL))


def _crossed(up: Span, down: Span) -> list[tuple[Fraction, Fraction]]:
    """The two ends: what raises the value with what lowers it least."""
    return [(up.low, down.high), (up.high, down.low)]


def _some(name: str, fen: int) -> None:
    if fen <= 0:
        raise Refusal(f"{yuan(fen)} 元", where=name, expected="大于零的金额")


def _above(name: str, span: Span) -> None:
    if span.low <= 0:
        raise Refusal(span.words(), where=name, expected="低值大于 0%")


def _range(name: str, span: Span, *, least: int = 0, most: int = 1000, wide: bool = False) -> None:
    if span.low > span.high:
        raise Refusal(
            f"低值 {float(span.low):g}% 大于高值 {float(span.high):g}%", where=name, expected="低值不大于高值"
        )
    if span.low < least or span.high > most:
        raise Refusal(span.words(), where=name, expected=f"{least}% 至 {most}%")
    if wide and span.low == span.high:
        raise Refusal(f"只有一个数 {float(span.low):g}%", where=name, expected="从低到高的区间")
