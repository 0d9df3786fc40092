"""Legal events as announced, made into ours: what the code means, and its days, also those that stand only in words."""

import re
from dataclasses import dataclass, field
from datetime import date

from zhixian.core.kernel.periods import add_months
from zhixian.core.registry.event_codes import NO_UNTIL, CodedEvent, event_of, settle
from zhixian.core.registry.terms import end_of_term
from zhixian.core.registry.xml.paper import Notice, day_in

_DAY = r"\s*[:：]?\s*(\d{4}[-./年]?\d\d[-./月]?\d\d)"
_EFFECTIVE = re.compile(
    r"(?:effective date[^:：;；]*|termination date|date of (?!grant|publi)[a-z ]+"
    r"|(?:终止|生效|解除|变更|注销|届满|登记|放弃|备案)日期?)" + _DAY,
    re.IGNORECASE,
)
_UNTIL = re.compile(r"(?:expir[a-z]*(?: date)?|届满日期?|期限至)" + _DAY, re.IGNORECASE)
_FIXED_TERMS = {"C15": 20, "RN01": 8}
"""Years from filing that these extensions always reach; see the notes in the table of codes."""


@dataclass(slots=True)
class Announced:
    """One row of events, and remarks as (column, value, reason)."""

    coded: CodedEvent
    effective: date | None = None
    gazetted: date | None = None
    until: date | None = None
    remarks: list[tuple[str, str, str]] = field(default_factory=list)


def understand(notice: Notice, *, kind: str, filed: date | None, granted: date | None) -> Announced | None:
    """What a notice means for a right of that kind, filing day and grant day (if known); None for a notice without code.

    Unknown codes and those the announcement does not decide stay `other` and are remarked; no event is dropped.
    """
    coded = event_of(notice.code)
    if coded is None:
        return None
    found = Announced(coded)
    found.effective = _day(found, "生效日", notice.effective) or _day(found, "生效日", _first(_EFFECTIVE, notice.words))
    found.gazetted = _day(found, "公告日", notice.gazetted)
    end = end_of_term(kind, filed) if filed is not None else None
    day = found.effective or found.gazetted
    after_grant = day >= granted if day is not None and granted is not None else None
    found.coded = settle(coded, words=notice.said, day=day, expires=end, granted=after_grant)
    if found.coded.problem:
        found.remarks.append(("法律事件", notice.code, found.coded.problem))
    if found.effective is None and found.gazetted is None:
        found.remarks.append(("法律事件", notice.code, "没有生效日和公告日"))
    if found.coded.event == "transferred" and not notice.party:
        found.remarks.append(("法律事件", notice.code, "转移没有写明新的权利人"))
    if found.coded.event == "renewed":
        found.until = _until(found, notice, filed)
    return found


def _until(found: Announced, notice: Notice, filed: date | None) -> date | None:
    years = _FIXED_TERMS.get(found.coded.code)
    if years is not None and filed is not None:
        return add_months(filed, 12 * years)
    day = _day(found, "届满日", notice.until or _first(_UNTIL, notice.words))
    if day is None:
        found.remarks.append(("法律事件", notice.code, NO_UNTIL))
    return day


def _first(pattern: re.Pattern[str], words: str) -> str:
    match = pattern.search(words)
    return match[1] if match else ""


def _day(found: Announced, column: str, text: str) -> date | None:
    try:
        return day_in(text)
    except ValueError:
        found.remarks.append((column, text, "不是日期"))
        return None
