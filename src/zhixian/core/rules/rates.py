"""Dated interest rates by tenor: which rate holds for a loan drawn on a day and due on another."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from zhixian.core.kernel.periods import add_months

TENOR_MONTHS = (6, 12, 36, 60)
"""A tenor's upper bound in calendar months, the bound itself included; the fifth tenor has none."""
TENOR_NAMES = ("六个月以内（含）", "六个月至一年（含）", "一年至三年（含）", "三年至五年（含）", "五年以上")


def tenor(drawn: date, due: date) -> int:
    """Index into TENOR_NAMES of a loan drawn and due on these days; 31 August + 6 months is the end of February."""
    for index, months in enumerate(TENOR_MONTHS):
        if due <= add_months(drawn, months):
            return index
    return len(TENOR_MONTHS)


@dataclass(frozen=True, slots=True)
class RateVersion:
    """Annual rates in hundredths of a percent (4.35% is 435), one per tenor, from `effective` until the next version."""

    effective: date
    hundredths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RateTable:
    """All versions of a rate, oldest first, with its source."""

    name: str
    source: str
    versions: tuple[RateVersion, ...]

    def in_force(self, day: date) -> RateVersion | None:
        """The latest version effective on or before a day, or None before the first."""
        index = bisect_right(self.versions, day, key=lambda version: version.effective)
        return self.versions[index - 1] if index else None
