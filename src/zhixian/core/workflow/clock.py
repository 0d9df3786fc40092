"""The legal clock of one dossier: what happened, folded into a due day, what is left, and why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.working_days import FIRST_DAY, LAST_DAY, Calendar, working_days
from zhixian.core.workflow.limits import MONTHS, TimeLimit, last_of_months

ONE_DAY = timedelta(days=1)
STATES = {
    "waiting": "未起算",
    "running": "办理中",
    "suspended": "中止",
    "overdue": "超期未办结",
    "met": "按期办结",
    "missed": "超期办结",
}
REMINDED = 1
"""Working days before its last day from which people are reminded of a piece of work."""


@dataclass(frozen=True, slots=True)
class Started:
    """起算. `act` is what set the clock going: 受理, 立案, 收到."""

    day: date
    act: str


@dataclass(frozen=True, slots=True)
class Suspended:
    """中止. This day no longer counts; `ground` is the article that allows it (行政许可法第45条)."""

    day: date
    reason: str
    ground: str


@dataclass(frozen=True, slots=True)
class Resumed:
    """恢复. This day counts again."""

    day: date


@dataclass(frozen=True, slots=True)
class Extended:
    """延长, in the limit's own measure. `by` approved it under `ground`."""

    day: date
    amount: int
    by: str
    ground: str


@dataclass(frozen=True, slots=True)
class Restarted:
    """重新起算, most often after correction (补正). Suspensions and extensions before it are forgotten."""

    day: date
    reason: str
    ground: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """办结, or any other end; `act` is what ended it."""

    day: date
    act: str = "办结"


Event = Started | Suspended | Resumed | Extended | Restarted | Stopped
NAMES = {
    Started: "起算",
    Suspended: "中止",
    Resumed: "恢复",
    Extended: "延长",
    Restarted: "重新起算",
    Stopped: "停止",
}


class Mark(NamedTuple):
    """An event as it was folded: the last day by count and the due day after it, and whether it came too late to matter."""

    event: Event
    last: date
    due: date
    late: bool = False


class Clock:
    """The clock as of a day; `clock` makes one from everything that happened until then."""

    def __init__(self, limit: TimeLimit, *, as_of: date, calendar: Calendar) -> None:
        self.limit = limit
        self.as_of = as_of
        self.calendar = calendar
        self.marks: list[Mark] = []
        self.started: date | None = None
        """The day of the event that set it going, or going again."""
        self.first: date | None = None
        """The first day that counts."""
        self.stopped: date | None = None
        self.suspended: date | None = None
        """Since when, while it lasts."""
        self.last: date | None = None
        """The last day by count, before it moves off a day off; while suspended, as if it went on without a break."""
        self._due: date | None = None
        self._extended = 0
        self._breaks: list[tuple[date, date]] = []
        self._idle = False
        """A suspension that came too late to count has not been resumed."""

    @property
    def due(self) -> date | None:
        """届满日. None before the start and while suspended: nobody knows yet when it resumes."""
        return None if self.suspended else self._due

    @property
    def state(self) -> str:
        """One of STATES."""
        if self._due is None:
            return "waiting"
        if self.stopped:
            return "met" if self.suspended or self.stopped <= self._due else "missed"
        if self.suspended:
            return "suspended"
        return "overdue" if self.as_of > self._due else "running"

    @property
    def remaining(self) -> int | None:
        """Days left after this one, 0 on the due day, negative once over (on the weekend after it already -1).

        In working days where the limit is in working days, else in days.
        While suspended what will be left when it resumes; after the end what was left on that day; None before the start.
        """
        if self._due is None or self.last is None or self.first is None:
            return None
        if self.suspended:
            return max(self.count(max(self.suspended, self.first), self.last + ONE_DAY), 1)
        day = self.stopped or self.as_of
        return left_between(day, self._due, self.count)

    @property
    def unsettled(self) -> tuple[int, ...]:
        """Years whose notice is missing and may move the due day."""
        if self.first is None or self.last is None or self._due is None:
            return ()
        if self.limit.in_working_days:
            return self.calendar.unsettled(self.first, self._due)
        return self.calendar.unsettled(self.last, self._due) if self.limit.rolls != "none" else ()

    def ran_on(self, day: date) -> bool:
        """Whether the clock ran on a day, suspensions considered and days off not."""
        if self.suspended and day >= self.suspended:
            return False
        return not any(start <= day < end for start, end in self._breaks)

    def count(self, start: date, end: date) -> int:
        """Days in [start, end): working days where the limit is in working days, else all."""
        return self.calendar.count(start, end) if self.limit.in_working_days else max((end - start).days, 0)

    def take(self, event: Event) -> None:
        """Fold one more event. Raises Refusal, changing nothing, for what cannot have happened."""
        if self.started is None and not isinstance(event, Started):
            raise Refusal("时钟还没有起算", where=_place(event), expected="先有起算")
        if self.stopped:
            raise Refusal(f"时钟已于 {self.stopped} 停止", where=_place(event), expected="停止之后不再有变化")
        late = False
        match event:
            case Started() | Restarted():
                self._start(event)
            case Suspended():
                late = self._suspend(event)
            case Resumed():
                late = self._resume(event)
            case Extended():
                late = self._extend(event)
            case Stopped():
                self.stopped = event.day
        assert self.last
        assert self._due
        self.marks.append(Mark(event, self.last, self._due, late))

    def _start(self, event: Started | Restarted) -> None:
        if self.started and isinstance(event, Started):
            raise Refusal(f"时钟已于 {self.started} 起算", where=_place(event), expected="只起算一次，再算用重新起算")
        self.started = event.day
        self.first = self.limit.first_day(event.day)
        self.suspended, self._idle, self._extended = None, False, 0
        self._breaks.clear()
        self._settle()

    def _suspend(self, event: Suspended) -> bool:
        if self.suspended or self._idle:
            raise Refusal("时钟已在中止", where=_place(event), expected="先恢复，再中止")
        assert self._due
        self._idle = event.day > self._due
        self.suspended = None if self._idle else event.day
        return self._idle

    def _resume(self, event: Resumed) -> bool:
        if not self.suspended and not self._idle:
            raise Refusal("时钟没有中止", where=_place(event), expected="先中止，再恢复")
        late = self._idle
        if self.suspended and self.first and event.day > self.first:
            self._breaks.append((max(self.suspended, self.first), event.day))
            self._settle()
        self.suspended, self._idle = None, False
        return late

    def _extend(self, event: Extended) -> bool:
        extension = self.limit.extension
        if extension is None:
            raise Refusal("这个期限不能延长", where=_place(event), expected=f"按期办结（{self.limit.source}）")
        total = self._extended + event.amount
        if event.amount < 1 or (extension.amount is not None and total > extension.amount):
            most = "至少 1" if extension.amount is None else f"合计不超过 {self.limit.length(extension.amount)}"
            raise Refusal(
                f"延长 {self.limit.length(event.amount)}，合计 {self.limit.length(total)}",
                where=_place(event),
                expected=f"{most}（{extension.source}）",
            )
        if not self.suspended and self._due and event.day > self._due:
            return True
        self._extended = total
        self._settle()
        return False

    def _settle(self) -> None:
        """The last day and the due day of what has been folded so far."""
        assert self.first
        if self.limit.in_working_days:
            amount = self.limit.amount + self._extended
            for start, end in self._breaks:
                amount += self.calendar.count(start, end)
            self.last = self._due = self.calendar.working_day(amount, since=self.first)
        else:
            self.last = self._last_day(self.first)
            self._due = self._rolled(self.last)

    def _last_day(self, first: date) -> date:
        amount = self.limit.amount + self._extended
        months = MONTHS.get(self.limit.counts)
        if months:
            assert self.started
            last = last_of_months(self.started, amount * months, counted=self.limit.starts == "same_day")
        else:
            last = first + timedelta(days=amount - 1)
        for start, end in self._breaks:
            if start <= last:
                last += end - start
        return last

    def _rolled(self, last: date) -> date:
        """The day itself, or the next working day on which the clock ran."""
        if self.limit.rolls == "none":
            return last
        day = self.calendar.working_day(1, since=last)
        for start, end in self._breaks:
            if start <= day < end:
                day = self.calendar.working_day(1, since=end)
        return day


def clock(limit: TimeLimit, events: Iterable[Event], *, as_of: date, calendar: Calendar | None = None) -> Clock:
    """Fold what happened until `as_of` into a clock. Events come in the order of their days.

    Raises Refusal for what cannot have happened: an event before the start, after the end or out of order, a second
    suspension, an extension beyond the law. A suspension or extension after the due day is kept and changes nothing.
    """
    folded = Clock(limit, as_of=as_of, calendar=calendar or working_days())
    before = date.min
    for event in events:
        if event.day < before:
            raise Refusal(f"早于前一事件 {before}", where=_place(event), expected="按日期先后记录")
        if event.day > as_of:
            break
        folded.take(event)
        before = event.day
    return folded


def left_between(day: date, due: date, count: Callable[[date, date], int]) -> int:
    """Days left after `day`, 0 only on the due day itself or when none but days off are left, negative once over; at least -1 then."""
    if day <= due:
        return count(day + ONE_DAY, due + ONE_DAY)
    return -max(count(due + ONE_DAY, day + ONE_DAY), 1)


def working_days_left(due: date, *, as_of: date) -> int:
    """Working days left after a day as desk, lists and board say it: 0 on the due day, negative once over, -1 at least. Of a due day
    beyond the calendar those within it: whoever writes a day of long ago is late, by however much."""
    return left_between(as_of, min(max(due, FIRST_DAY), LAST_DAY - ONE_DAY), working_days().count)


def left_words(due: date, *, as_of: date) -> str:
    """The same in words. A due day that is a day off, as a contract's may be, is told in days where no working day lies between, and so
    is one beyond the calendar of working days."""
    left, days = working_days_left(due, as_of=as_of), (due - as_of).days
    if due == as_of:
        return "今天到期"
    if not FIRST_DAY <= due < LAST_DAY:
        return f"还有 {days} 天" if days > 0 else f"已超 {-days} 天"
    if left == 0:
        return f"{days} 天后到期，其间没有工作日"
    return f"还有 {left} 个工作日" if left > 0 else f"已超 {-left} 个工作日"


def _place(event: Event) -> str:
    return f"{event.day} {NAMES[type(event)]}"


def reminded_until(as_of: date) -> date:
    """Up to which due day people are reminded on a day."""
    return working_days().working_day(REMINDED + 1, since=as_of)
