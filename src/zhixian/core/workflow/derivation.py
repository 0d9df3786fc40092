"""How a due day came about, in sentences an officer can check against the calendar and the law."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from zhixian.core.kernel.holidays import SATURDAY, Festival
from zhixian.core.kernel.laws import CIVIL_CODE, GENERAL_PROVISIONS, Cited, cited
from zhixian.core.workflow.clock import NAMES, Clock, Extended, Mark, Restarted, Resumed, Started, Suspended
from zhixian.core.workflow.limits import MEASURES, MONTHS, STARTS, TimeLimit

WEEKDAYS = "一二三四五六日"
CIVIL_LAW = date(1987, 1, 1)
"""From this day 民法通则 applied."""


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence and the day it leads to; the last step leads to the due day, or to None while there is none."""

    sentence: str
    day: date | None


def derivation(clock: Clock) -> tuple[Step, ...]:
    """From the (last) start to the due day: what moved it, what came too late to, what was not counted on the way."""
    if not clock.marks:
        return (Step(f"{clock.limit.name}：{clock.limit.words}起算，尚未起算", None),)
    opened = max(n for n, mark in enumerate(clock.marks) if isinstance(mark.event, Started | Restarted))
    marks = clock.marks[opened:]
    return (
        *_opening(clock.limit, marks[0]),
        *_changes(clock, marks),
        *_not_counted(clock),
        *_ending(clock, marks),
    )


def _opening(limit: TimeLimit, mark: Mark) -> Iterator[Step]:
    event, first = mark.event, limit.first_day(mark.event.day)
    if isinstance(event, Restarted):
        yield Step(f"{event.day} 重新起算：{event.reason}（{event.ground}），此前的计算不再适用", first)
    act = event.act if isinstance(event, Started) else NAMES[Restarted]
    yield Step(f"{event.day} {act}，{STARTS[limit.starts]}，自 {first} 起算（{limit.words}，{limit.source}）", first)
    yield Step(f"期限 {limit.length(limit.amount)}{_how(limit, mark)}，至 {mark.last}", mark.last)


def _how(limit: TimeLimit, mark: Mark) -> str:
    if limit.in_working_days:
        return "，周六、周日和放假日不计"
    if limit.counts not in MONTHS:
        return ""
    article = _civil_law(mark.last, 202)
    if limit.starts == "same_day":
        return f"，到期月对应日的前一日，没有对应日的为月末日{article}"
    if mark.last.day == mark.event.day.day:
        return f"，到期月的对应日{article}"
    return f"，到期月没有对应日，为月末日{article}"


def _changes(clock: Clock, marks: Sequence[Mark]) -> Iterator[Step]:
    suspension: Suspended | None = None
    for mark in marks:
        event = mark.event
        if mark.late and not isinstance(event, Resumed):
            yield Step(f"{event.day} {NAMES[type(event)]}时期限已于 {mark.due} 届满，不影响届满日", mark.due)
        elif isinstance(event, Suspended):
            suspension = event
        elif isinstance(event, Resumed) and suspension and not mark.late:
            yield _break(clock, suspension, mark)
            suspension = None
        elif isinstance(event, Extended):
            length = clock.limit.length(event.amount)
            end = "" if suspension else f"，至 {mark.last}"
            yield Step(f"{event.day} {event.by}批准延长 {length}（{event.ground}）{end}", mark.last)


def _break(clock: Clock, suspension: Suspended, mark: Mark) -> Step:
    assert clock.first
    start, end = max(suspension.day, clock.first), mark.event.day
    days, measure = (
        clock.count(start, end),
        MEASURES["working_days" if clock.limit.in_working_days else "calendar_days"],
    )
    return Step(
        f"{suspension.day} 中止：{suspension.reason}（{suspension.ground}），{end} 恢复，"
        f"其间 {days} {measure}不计，至 {mark.last}",
        mark.last,
    )


def _not_counted(clock: Clock) -> Iterator[Step]:
    """The festivals that took a weekday out of the count, and the weekend days that were worked and counted."""
    if not clock.limit.in_working_days or clock.first is None or clock.last is None:
        return
    for festival in clock.calendar.festivals(clock.first, clock.last):
        off = (day for day in festival.days() if day.weekday() < SATURDAY)
        if any(clock.first <= day <= clock.last and clock.ran_on(day) for day in off):
            yield Step(f"扣除 {_span(festival)}{festival.name}放假（{festival.notice}）", clock.last)
        for day in festival.worked:
            if clock.first <= day <= clock.last and clock.ran_on(day):
                yield Step(f"计入 {day}（{_weekday(day)}）{festival.name}调休上班（{festival.notice}）", clock.last)


def _ending(clock: Clock, marks: Sequence[Mark]) -> Iterator[Step]:
    due, last = clock.due, clock.last
    if due and last and due != last:
        why = "、".join(f"{f.name}放假，{f.notice}" for f in clock.calendar.festivals(last, last)) or _weekday(last)
        yield Step(f"{last} 为休息日（{why}），顺延至 {due}{_civil_law(due, 203)}", due)
    if clock.unsettled:
        years = "、".join(str(year) for year in clock.unsettled)
        yield Step(f"{years} 年放假安排未收录，暂按周末和日期固定的法定节日推算，国务院办公厅发布放假安排后重算", due)
    if due:
        yield Step(f"届满日{'（暂定）' if clock.unsettled else ''} {due}（{_weekday(due)}）", due)
    else:
        event = [mark.event for mark in marks if isinstance(mark.event, Suspended)][-1]
        yield Step(f"{event.day} 起中止：{event.reason}（{event.ground}），届满日待恢复后确定", None)


def _civil_law(day: date, article: int) -> str:
    """The rule on periods by the name it had on a day; 民法典 took it over from 民法总则 with its numbers."""
    versions = (
        Cited(CIVIL_LAW, "民法通则第154条"),
        Cited(GENERAL_PROVISIONS, f"民法总则第{article}条"),
        Cited(CIVIL_CODE, f"民法典第{article}条"),
    )
    return f"（{cited(versions, day)}）"


def _span(festival: Festival) -> str:
    first, last = festival.first, festival.last
    start = f"{first.year}年{first.month}月{first.day}日"
    if first == last:
        return start
    year = "" if first.year == last.year else f"{last.year}年"
    month = "" if (first.year, first.month) == (last.year, last.month) else f"{last.month}月"
    return f"{start}至{year}{month}{last.day}日"


def _weekday(day: date) -> str:
    return f"星期{WEEKDAYS[day.weekday()]}"
