"""A rule of law by the name and number it had on a day: what took it over, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhixian.core.kernel.in_force import in_force

CIVIL_CODE = date(2021, 1, 1)
"""From this day 民法典 applies, and 物权法, 民法总则 and 民法通则 no longer do."""
GENERAL_PROVISIONS = date(2017, 10, 1)
MARK_LAW_2026 = date(2027, 1, 1)
"""From this day 商标法 as revised on 2026-06-26 applies, with other numbers and two months of opposition."""


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a rule stands from a day on."""

    effective: date
    words: str


def cited(versions: Sequence[Cited], day: date) -> str:
    """Where the rule stood on a day; `versions` in the order of their days."""
    return in_force(versions, day).words
