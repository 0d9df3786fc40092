"""Values that can be read and may be true, but hardly are: taken as they stand, and remarked, from whatever source they come."""

from zhixian.core.engine.views import literals
from zhixian.core.registry.bench import Bench
from zhixian.core.registry.checks import TAKEN_ANYWAY
from zhixian.core.registry.merge.findings import find
from zhixian.core.registry.tables import MARK_KINDS

LONGEST_LOAN = 30
"""Years; a loan on a pledge of rights runs for a few."""
FEWEST_RESIDENTS = 1_000
"""No county of China has fewer: such a figure is in 万人."""
MOST_RESIDENTS, MOST_OF_A_PROVINCE = 20_000_000, 200_000_000
"""Three times the largest county or district, and half as many again as the largest province: above them it is no figure of one place."""
LARGEST_LOAN = 100_000_000_000
"""Fen, a thousand million yuan; a loan on pledged rights comes to tens of millions."""
LEAST_RATE, MOST_RATE = "0.5", "36"
"""Percent a year; a smaller one is a share of one."""
TERM_OF_A_MARK = 10
"""Years, Article 39 of the Trademark Law; renewed, the end moves by as many."""
_MONTHS_AROUND = 6
"""A certificate's last day may stand some days off the anniversary; half a year leaves room for every way of counting."""
_OFF_TERM = (
    f"abs((datediff('month', registered, expires) + {TERM_OF_A_MARK * 6}) % {TERM_OF_A_MARK * 12} - {TERM_OF_A_MARK * 6}) "
    f"> {_MONTHS_AROUND}"
)
_MARK = f"kind IN ({literals(MARK_KINDS)})"
_UNLIKELY = (
    ("loans", "due", "due = drawn", "与放款日是同一天，这笔贷款没有计息的日子"),
    ("loans", "due", f"due > drawn + INTERVAL {LONGEST_LOAN} YEAR", f"晚于放款日 {LONGEST_LOAN} 年以上"),
    (
        "rights",
        "expires",
        f"{_MARK} AND expires > registered + INTERVAL '{TERM_OF_A_MARK * 12 + _MONTHS_AROUND} months' AND {_OFF_TERM}",
        f"商标专用权一期 {TERM_OF_A_MARK} 年，续展也是一期 {TERM_OF_A_MARK} 年，与注册日期对不上",
    ),
    (
        "population",
        "residents",
        f"residents < {FEWEST_RESIDENTS}",
        f"不到 {FEWEST_RESIDENTS:,} 人，单位是“人”，不是“万人”",
    ),
    (
        "population",
        "residents",
        f"residents > CASE WHEN region LIKE '%00' THEN {MOST_OF_A_PROVINCE} ELSE {MOST_RESIDENTS} END",
        "多于任何一个这样的地区",
    ),
    ("loans", "principal", f"principal > {LARGEST_LOAN}", f"超过 {LARGEST_LOAN // 10**10} 亿元"),
    (
        "loans",
        "annual_rate",
        f"annual_rate < {LEAST_RATE} OR annual_rate > {MOST_RATE}",
        f"不在 {LEAST_RATE} 至 {MOST_RATE} 之间，单位是百分之几，例如 4.35",
    ),
    ("pledges", "registered", "registered IS NULL", "没有质押登记日，不计入质押融资额"),
)


def remark_unlikely_values(bench: Bench) -> None:
    """Remark them. A loan of no day is no refusal: it bears no interest, so it gets none, and its principal was lent."""
    for name, column, condition, reason in _UNLIKELY:
        rows = f"SELECT * FROM s_{name} WHERE {condition}"
        find(bench, name, column, f"'{reason}{TAKEN_ANYWAY}'", rows, value=f'"{column}"', refused=False)
    if bench.imported_on is not None:
        latest = f"DATE '{bench.imported_on}' + INTERVAL {TERM_OF_A_MARK + 1} YEAR"
        rows = f"SELECT * FROM s_rights WHERE {_MARK} AND expires > {latest} AND NOT ({_OFF_TERM})"
        reason = f"'晚于导入之日 {TERM_OF_A_MARK + 1} 年以上，商标期满前十二个月内才能续展{TAKEN_ANYWAY}'"
        find(bench, "rights", "expires", reason, rows, value="expires", refused=False)
