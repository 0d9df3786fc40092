"""A topic as of its day: what a file tells of later days is no part of it, what was not so yet is put back, and what the law says of a term is held.

A source says one thing of a status, on the day of its export, which it does not tell; the latest of its days is the earliest that the
export can be of, unless somebody says the day.

Of exports of several days the latest is the day up to which a topic knows: a later export is taken for the same question asked anew, or for
what came since, as a later file corrects an earlier one. Those that are parts of one whole come in one making, of one day. Whether a later one
does take up an earlier one nobody can see in the rows, so that it is said where the days differ; who knows that it does not makes the topic
as of the earlier day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from zhixian.core.registry.terms import end_of_term
from zhixian.core.topics.document import Document
from zhixian.core.topics.joining import Joined, Record
from zhixian.core.topics.tables import TERM

SOURCE, GRANT, REGISTRY = "source", "grant", "registry"
"""By what a state is known, beside `TERM`, the end of the term by law: the source's word, a grant after the day, the registry's events."""
OUTDATED = "这一版是用以前的算法做成的，件数、同族和法律状态可能与现在的算法不同；更新一次，就按现在的算法重新计算。"

UNDATED = "来源里没有日期，件数和法律状态没有按截止日核对。"


@dataclass(slots=True)
class Days:
    """What the day of a topic made of its files. `last` is the latest day that they tell, ISO; records filed after the topic's day are
    `later`, and not in it; the others are counts of records that are: first `unpublished` on the day, `ungranted` until after it,
    `expired` though told as in force, and `unsure` where only a later state is told. Of a `registry`, which knows what was so on each of
    its days, `last` is never after the topic's. `exported` are the different days of exports that somebody said, ISO, the earliest first, and
    `unsaid` counts the files of which nobody did."""

    last: str | None = None
    later: int = 0
    unpublished: int = 0
    ungranted: int = 0
    expired: int = 0
    unsure: int = 0
    registry: bool = False
    exported: list[str] = field(default_factory=list)
    unsaid: int = 0


def as_of_day(joined: Joined, day: date, *, real: date, exported: Sequence[date | None] = ()) -> Days:
    """Make the records what they were on a day, in place; what that came to. `exported` has the day of each source's export, null where
    nobody said it. What is told of days after the real one, or after all exports, such as when a licence begins, is known beforehand
    and no day of the source."""
    said = sorted({one for one in exported if one})
    ahead = said[-1] if said and None not in exported else real
    told_days = (told for record in joined.records.values() for told in _told_days(record) if told <= ahead)
    last = max(told_days, default=None)
    days = Days(
        last.isoformat() if last else None, exported=[one.isoformat() for one in said], unsaid=exported.count(None)
    )
    late = says_late(asdict(days), day)
    for key, record in list(joined.records.items()):
        document = record.document
        if (document.filed or document.published or day) > day:
            del joined.records[key]
            days.later += 1
            continue
        days.unpublished += bool(document.published and document.published > day)
        told = document.state
        document.state, document.state_by = _state(document, day, late=late)
        days.ungranted += document.state_by == GRANT
        days.expired += document.state_by == TERM and told == "in_force"
        days.unsure += told is not None and document.state is None
        if document.granted and document.granted > day:
            document.granted = None
    return days


def _told_days(record: Record) -> list[date]:
    told = record.document
    days = (told.filed, record.last, told.granted, *(day for _, day, _ in told.events))
    return [day for day in days if day]


def _state(told: Document, day: date, *, late: bool) -> tuple[str | None, str | None]:
    """The state on the day and by what it is known; `late` says that the source speaks of a later one."""
    if told.granted and told.granted > day:
        return "pending", GRANT
    if told.state == "ended" and not late:
        return "ended", SOURCE
    if _is_over(told, day):
        return "ended", TERM
    if late and (told.state == "ended" or (told.state == "in_force" and told.granted is None)):
        return None, None
    return told.state, told.state and SOURCE


def _is_over(told: Document, day: date) -> bool:
    """Whether the term of a granted Chinese patent had ended by the day."""
    if told.country != "CN" or told.kind is None or told.filed is None:
        return False
    if told.state != "in_force" and (told.granted is None or told.state == "pending"):
        return False
    end = end_of_term(told.kind, told.filed)
    return end is not None and end <= day


def told_of(days: Days) -> dict[str, Any]:
    """As the manifest of an edition keeps it."""
    return asdict(days)


def told_until(days: Mapping[str, Any] | None) -> str | None:
    """The last day of which the sources tell, ISO: of an export, or in the rows of one whose day nobody said. Editions of earlier builds
    know no day of an export."""
    told = (*(days.get("exported") or ()), days["last"]) if days else ()
    return max(filter(None, told), default=None)


def until_words(days: Mapping[str, Any] | None) -> str:
    """The same in words; nothing where no day is known."""
    until, said = told_until(days), (days or {}).get("exported") or []
    if until in said:
        return f"来源的导出日{'最晚' if len(said) > 1 else ''}是 {until}"
    return f"来源里最晚的日期是 {until}" if until else ""


def exported_all(days: Mapping[str, Any] | None) -> list[str]:
    """The different days of its exports, ISO, the earliest first; none where nobody said that of some file."""
    return [] if not days or days.get("unsaid") else list(days.get("exported") or ())


def says_late(days: Mapping[str, Any] | None, as_of: date) -> bool:
    """Whether the sources tell of days after the topic's."""
    return (told_until(days) or "") > as_of.isoformat()


def remarks(days: Mapping[str, Any] | None, as_of: date, *, current: bool) -> list[str]:
    """Sentences on what the day of an edition means for its numbers, `days` as its manifest keeps them: of a question to the registry
    only where its data end before. `current` says whether it was made by the rules of now."""
    said = [] if current else [OUTDATED]
    if not days:
        return said
    if days.get("registry"):
        return [*said, *([_ENDS.format(days["last"], as_of)] if (days["last"] or str(as_of)) < str(as_of) else ())]
    said += [] if days["last"] else [UNDATED]
    if told_until(days):
        said += [_of_state(days, as_of), *_of_exports(days, as_of)]
    if days["expired"]:
        said.append(f"{days['expired']:,} 件来源说有效，但到截止日法定期限已经届满，按专利法算失效。")
    return said


def _of_state(days: Mapping[str, Any], as_of: date) -> str:
    """Of which day the states are, against that of the topic."""
    words = until_words(days)
    if says_late(days, as_of):
        parts = [told.format(f"{days[name]:,}") for name, told in _LATE.items() if days[name]]
        return f"{words}，晚于截止日 {as_of}：{'；'.join([*parts, _HOLDERS])}。"
    if told_until(days) not in (days.get("exported") or ()):
        return f"法律状态是来源导出时的说法。{words}；导出如果早于截止日 {as_of}，其间的变化没有计入。"
    gap = f"，以后到截止日 {as_of} 的变化没有计入" if told_until(days) != as_of.isoformat() else ""
    return f"法律状态是来源导出时的说法。{words}{gap}。"


def _of_exports(days: Mapping[str, Any], as_of: date) -> list[str]:
    """What follows from exports of several days, or of days that nobody said beside others: where all are after the topic's day they lack
    nothing of it."""
    said = days.get("exported") or []
    before = bool(said) and said[0] < as_of.isoformat()
    stale = [_STALE.format(as_of, said[0])] if before and said[0] != told_until(days) else []
    several = [_SEVERAL.format(said[0], said[-1])] if before and len(said) > 1 else []
    return [*stale, *several, *([_UNSAID.format(days["unsaid"])] if said and days["unsaid"] else ())]


_LATE = {
    "later": "{} 件在截止日以后才申请，没有计入",
    "unpublished": "{} 件在截止日还没有公开，已计入",
    "ungranted": "{} 件在截止日以后才授权，算审中",
    "unsure": "{} 件只知道后来的状态，算状态不详",
}
_ENDS = "登记数据里最晚的日期是 {}，以后到截止日 {} 的申请、授权和变动还没有收入。"
_STALE = "导出日早于截止日 {} 的来源（最早 {}），只在其中的申请，法律状态是导出那一天的，以后到截止日的变化没有计入。"
_SEVERAL = (
    "各份来源的导出日不同（{} 至 {}），数据到哪一天以最晚的为准：后来导出的要是没有接上较早的，其间的申请没有收全。"
)
_UNSAID = "有 {} 份来源没有写明导出日。"
_HOLDERS = "权利人和被引次数是来源导出时的"
