"""Checks of rows about evidence that was kept, exhibitions and plant varieties; each finding names what it rests on."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from string import hexdigits
from typing import Any

from zhixian.core.kernel.in_force import in_force
from zhixian.core.kernel.laws import Cited, cited
from zhixian.core.kernel.periods import add_months
from zhixian.core.registers.rows import Finding, cells_of

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_MOMENT = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[ T]\d{1,2}:\d{2}(:\d{2})?")
PRIMA_FACIE = {"commerce": "电子商务法第42条", "content": "信息网络传播权保护条例第14条"}
"""By the rule that a platform is under: a notice holds evidence that the right is infringed."""
MOST_SIGNS = 5
"""Strange signs of a hash that are named."""
THREE_DAYS = 3
EXHIBITIONS = (
    Cited(date(2006, 3, 1), "展会知识产权保护办法第6条"),
    Cited(date(2022, 7, 20), "展会知识产权保护办法第6条；展会知识产权保护指引（2022年）"),
)
"""From which first day of an exhibition, what it is held to."""


@dataclass(frozen=True, slots=True)
class Term:
    """From which day of grant, the years of a variety right by sort of plant, and the article."""

    effective: date
    years: Mapping[str, int]
    basis: str


TERMS = (
    Term(date(1997, 10, 1), {"woody": 20, "other": 15}, "植物新品种保护条例第34条"),
    Term(date(2025, 6, 1), {"woody": 25, "other": 20}, "植物新品种保护条例（2025年修订）第35条"),
)


def evidence_kept(values: Mapping[str, Any]) -> list[Finding]:
    """Pieces of evidence without a whole SHA-256 or a moment, the same piece twice, and a notice without any evidence."""
    basis = PRIMA_FACIE[values["law"]]
    pieces = cells_of(values.get("evidence") or "")
    if not pieces:
        return [Finding("evidence_kept", "通知了平台，没有记证据", basis)] if values.get("noticed_on") else []
    found, seen = [], set()
    for name, digest, moment, _ in pieces:
        if not _SHA256.fullmatch(digest):
            found.append(Finding("evidence_kept", f"“{name}”的 SHA-256 {_wrong_digest(digest)}", basis))
        elif digest.lower() in seen:
            found.append(Finding("evidence_kept", f"“{name}”与另一件的 SHA-256 相同，是同一个文件", grave=False))
        seen.add(digest.lower())
        if not _MOMENT.fullmatch(moment):
            words = f"“{name}”的取证时间“{moment}”读不出，应为 2020-11-02 10:15 这样的日期和时间"
            found.append(Finding("evidence_kept", words, basis))
    return found


def _wrong_digest(digest: str) -> str:
    """What is wrong with a text that is no SHA-256: signs that are none of its digits, or their number."""
    strange = dict.fromkeys(sign for sign in digest if sign not in hexdigits)
    if strange:
        told = "".join(f"“{sign}”" for sign in list(strange)[:MOST_SIGNS])
        return f"里的{told}不是十六进制数字，应为 64 位 0-9 和 a-f"
    return f"有 {len(digest)} 位，应为 64 位十六进制数字"


def exhibition_terms(values: Mapping[str, Any]) -> list[Finding]:
    """An exhibition of three days or more without a place for complaints, with nobody named to turn to, and complaints that were
    neither handled nor passed on."""
    begins, ends = date.fromisoformat(values["begins"]), date.fromisoformat(values["ends"])
    known = begins >= EXHIBITIONS[0].effective
    basis, days, found = cited(EXHIBITIONS, begins), (ends - begins).days + 1, []
    if days >= THREE_DAYS and values.get("point") == "no" and known:
        words = f"展期 {days} 天，没有设投诉机构；展会管理部门认为有必要的，应当设立"
        found.append(Finding("exhibition_terms", words, basis, grave=False))
    if values.get("point") == "no" and values.get("shown") == "no" and known:
        words = "没有设投诉机构，也没有公示主管部门的联系人和联系方式"
        found.append(Finding("exhibition_terms", words, basis))
    settled = (values.get("handled") or 0) + (values.get("transferred") or 0)
    complaints = values.get("complaints")
    if complaints is not None and settled != complaints:
        words = f"收到投诉 {complaints} 件，当场处理和移交合计 {settled} 件"
        found.append(Finding("exhibition_terms", words))
    return found


def variety_term(values: Mapping[str, Any]) -> list[Finding]:
    """Until when the right lasts by the law of its day of grant, and whether the certificate says another day."""
    if not values.get("granted_on"):
        return []
    granted = date.fromisoformat(values["granted_on"])
    if granted < TERMS[0].effective:
        return []
    rule = in_force(TERMS, granted)
    years, basis = rule.years[values["sort"]], rule.basis
    last = add_months(granted, 12 * years)
    told = values.get("expires_on")
    words = f"自授权日 {granted} 起 {years} 年，到 {last}"
    if told and told != last.isoformat():
        return [Finding("variety_term", f"{words}；证书上的届满日是 {told}", basis)]
    return [Finding("variety_term", words, basis, grave=False)]


FEES = (
    Cited(date(1997, 10, 1), "植物新品种保护条例第35条、第36条"),
    Cited(date(2025, 6, 1), "植物新品种保护条例（2025年修订），条文未随软件核对"),
)
"""Yearly fees from the year of grant; a right of which they are not paid ends before its term."""
MOST_YEARS = 3
"""Unpaid years that are named."""
MOST_TERM = 50
"""Years beyond which no right lasts."""


def variety_fees(values: Mapping[str, Any], *, as_of: date) -> list[Finding]:
    """Which year's fee of a variety right comes next and by when, and of which years none is on file; nothing where the row says of no
    fee, or the right has ended or will before the next.

    Years of a right run from its day of grant. `fee_until` is the day until which fees are paid, and the last on which to pay the next.
    """
    if not values.get("granted_on") or not values.get("fee_until") or values.get("ended_on"):
        return []
    granted, paid = date.fromisoformat(values["granted_on"]), date.fromisoformat(values["fee_until"])
    end, basis = _end_of(values, granted), cited(FEES, as_of)
    years = [day for day in _years(paid, end) if day <= as_of] if paid < as_of else []
    if years:
        told = "、".join(f"第 {_year_of(granted, day)} 年（{day} 起）" for day in years[:MOST_YEARS])
        more = f"等 {len(years)} 年" if len(years) > MOST_YEARS else ""
        return [Finding("variety_fees", f"年费缴到 {paid}：{told}{more}没有缴费的记录", basis)]
    if end and paid >= end:
        return []
    words = f"下一次年费：第 {_year_of(granted, paid)} 年，{paid} 前缴，缴了写到 {add_months(paid, 12)}"
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
