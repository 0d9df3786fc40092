"""Checks of plant varieties: until when a right lasts, the fee of each year, and a variety that is there twice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.in_force import in_force
from zhixian.core.kernel.laws import Cited, cited
from zhixian.core.kernel.periods import add_months
from zhixian.core.registers.rows import Finding


@dataclass(frozen=True, slots=True)
class Term:
    """From which day of grant, the years of a variety right by sort of plant, and the article."""

    effective: date
    years: Mapping[str, int]
    basis: str


ONE_DAY = timedelta(days=1)
TERMS = (
    Term(date(1997, 10, 1), {"woody": 20, "other": 15}, "植物新品种保护条例第34条"),
    Term(date(2025, 6, 1), {"woody": 25, "other": 20}, "植物新品种保护条例（2025年修订）第35条"),
)


FIELD_CROPS = frozenset(
    (
        "稻",
        "水稻",
        "小麦",
        "大麦",
        "玉米",
        "高粱",
        "谷子",
        "大豆",
        "花生",
        "油菜",
        "甘蓝型油菜",
        "马铃薯",
        "甘薯",
        "烟草",
        "棉花",
        "大白菜",
    )
)
"""Plants of one season or without wood, by the name that is typed as their genus or species: none is a vine, a tree or a fruit tree."""


def variety_sort(values: Mapping[str, Any]) -> list[Finding]:
    """A field crop that is said to be woody, by which its term would be too long."""
    if values["sort"] != "woody" or folded(values["genus"]) not in FIELD_CROPS:
        return []
    words = f"{values['genus']}不是藤本植物、林木、果树或观赏树木，植物类别应为“其他植物”：期限按类别算"
    return [Finding("variety_sort", words, TERMS[0].basis)]


def variety_term(values: Mapping[str, Any], *, as_of: date) -> list[Finding]:
    """Until when the right lasts or lasted by the law of its day of grant, and whether the certificate says another day. A right that
    has ended and one whose term is over are said to be."""
    if not values.get("granted_on"):
        return []
    granted = date.fromisoformat(values["granted_on"])
    if granted < TERMS[0].effective:
        return []
    rule = in_force(TERMS, granted)
    years, basis = rule.years[values["sort"]], rule.basis
    last = add_months(granted, 12 * years)
    told = values.get("expires_on")
    words = f"自授权日 {granted} 起 {years} 年，到 {last}{_how_over(values, last, as_of)}"
    if told and told not in (last.isoformat(), (last - ONE_DAY).isoformat()):
        return [Finding("variety_term", f"{words}；证书上的届满日是 {told}", basis)]
    return [Finding("variety_term", words, basis, grave=False)]


def _how_over(values: Mapping[str, Any], last: date, as_of: date) -> str:
    """That a right is over, in words; "" while it is not."""
    if values.get("ended_on"):
        return f"；已于 {values['ended_on']} 终止，现在没有品种权"
    if max(last.isoformat(), values.get("expires_on") or "") < as_of.isoformat():
        return "；已经期满，现在没有品种权，推广和许可不能再写成有权"
    return ""


def variety_once(values: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Which other rows are of the same variety, by name and genus, while none of the two has ended: what was refused may be applied for
    again. `others` are rows of the register that may be known."""
    running = [] if values.get("ended_on") else [one for one in others if not one.get("ended_on")]
    same = [one["number"] for one in running if _variety(one) == _variety(values)]
    if not same:
        return []
    told = "、".join(same[:MOST_ROWS]) + (f"等 {len(same)} 行" if len(same) > MOST_ROWS else "")
    words = f"同一个品种（{values['name']}，{values['genus']}）还录了申请号 {told}：录重的注销，只留一行"
    return [Finding("variety_once", words)]


def _variety(values: Mapping[str, Any]) -> tuple[str, str]:
    return folded(values["name"]), folded(values["genus"])


MOST_ROWS = 5
"""Rows of one variety that are named."""


FEES = (
    Cited(date(1997, 10, 1), "植物新品种保护条例第35条、第36条"),
    Cited(date(2025, 6, 1), "植物新品种保护条例（2025年修订），条文未随软件核对"),
)
"""Yearly fees from the year of grant; a right of which they are not paid ends before its term."""


MOST_YEARS = 3
"""Unpaid years that are named."""


MOST_TERM = 50
"""Years beyond which no right lasts."""


def _first_unpaid(granted: date, paid: date) -> date:
    """The day from which a year is not paid: the one after the last day of a year of the right, else the day itself."""
    after = paid + ONE_DAY
    months = (after.year - granted.year) * 12 + after.month - granted.month
    return after if months > 0 and months % 12 == 0 and add_months(granted, months) == after else paid


def variety_fees(values: Mapping[str, Any], *, as_of: date) -> list[Finding]:
    """Which year's fee of a variety right comes next and by when, and of which years none is on file; nothing where the row says of no
    fee, or the right has ended or will before the next.

    Years of a right run from its day of grant. `fee_until` is the day until which fees are paid, and the last on which to pay the next;
    the last day of a year that was paid says the same.
    """
    if not values.get("granted_on") or not values.get("fee_until") or values.get("ended_on"):
        return []
    granted = date.fromisoformat(values["granted_on"])
    paid = _first_unpaid(granted, date.fromisoformat(values["fee_until"]))
    end, basis = _end_of(values, granted), cited(FEES, as_of)
    years = [day for day in _years(paid, end) if day <= as_of] if paid < as_of else []
    if years:
        told = "、".join(f"第 {_year_of(granted, day)} 年（{day} 起）" for day in years[:MOST_YEARS])
        more = f"等 {len(years)} 年" if len(years) > MOST_YEARS else ""
        return [Finding("variety_fees", f"年费缴到 {values['fee_until']}：{told}{more}没有缴费的记录", basis)]
    if end and paid >= end:
        return []
    words = f"下一次年费：第 {_year_of(granted, paid)} 年，{paid}（含当日）前缴，缴了写到 {add_months(paid, 12)}"
    return [Finding("variety_fees", words, basis, grave=False)]


def _end_of(values: Mapping[str, Any], granted: date) -> date | None:
    """The day on which the right ends: by the certificate, else by the law of the day of grant."""
    if values.get("expires_on"):
        return date.fromisoformat(values["expires_on"])
    if granted < TERMS[0].effective:
        return None
    return add_months(granted, 12 * in_force(TERMS, granted).years[values["sort"]])


def _years(paid: date, end: date | None) -> Iterator[date]:
    """The first days of the years of which the fee follows on the one that was paid, until the right ends."""
    for year in range(MOST_TERM):
        day = add_months(paid, 12 * year)
        if end and day >= end:
            return
        yield day


def _year_of(granted: date, day: date) -> int:
    """Which year of the right begins on a day, or runs then."""
    months = 12 * (day.year - granted.year) + day.month - granted.month - (day.day < granted.day)
    return months // 12 + 1
