"""What of a year's budget will have been used by its end, if the rest of the year goes like what is past of it. Sums are integer fen."""

from dataclasses import dataclass
from datetime import date

from zhixian.core.kernel.money import half_up, yuan


@dataclass(frozen=True, slots=True)
class YearEnd:
    """The use of a budget so far and at the end of the year, and how the latter comes about."""

    used_fen: int
    """Paid, decided and held."""
    end_fen: int
    over_fen: int
    """Beyond the budget; below zero where something is left."""
    how: str

    @property
    def left_fen(self) -> int:
        """What is left of the budget at the end of the year; below zero where it is passed."""
        return -self.over_fen


def year_end(*, budget_fen: int, used_fen: int, year: int, as_of: date) -> YearEnd:
    """What is used so far goes on by the day: used × days of the year ÷ days that are over, rounded half-up to the fen once.

    `as_of` belongs to the days that are over. A year that is over has what it used, one that has not begun what is held already.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    whole, gone = (last - first).days + 1, (as_of - first).days + 1
    if gone <= 0:
        end, how = used_fen, f"{year} 年还没有开始，只计已占用的 {yuan(used_fen)} 元"
    elif gone >= whole:
        end, how = used_fen, f"{year} 年已经结束，用了 {yuan(used_fen)} 元"
    else:
        end = half_up(used_fen * whole, gone)
        how = f"已用 {yuan(used_fen)} 元 × 全年 {whole} 天 ÷ 已过 {gone} 天（截至 {as_of}）= {yuan(end)} 元"
    return YearEnd(used_fen, end, end - budget_fen, how)
