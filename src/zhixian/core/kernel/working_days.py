"""The calendar of working days: weekends, festivals and make-up days, and which years are not settled yet."""

from bisect import bisect_left, bisect_right
from datetime import date
from functools import cache
from itertools import accumulate

from zhixian.core.kernel.holidays import NEAR, SATURDAY, Festival, Holidays, load_holidays
from zhixian.core.kernel.refusal import Refusal

FIRST_DAY = date(2014, 1, 1)
LAST_DAY = date(2099, 12, 31)
"""The calendar's reach. It begins with the oldest version of 全国年节及纪念日放假办法 that is recorded."""
REACH_BACK = (12, 29)
"""From this day of December on, the next year's notice may still decide: 元旦 took 29–31 December in 2018, 2022 and 2023."""


@cache
def working_days() -> "Calendar":
    """The calendar that ships, loaded once."""
    return Calendar(load_holidays())


def rolled(last: date) -> date:
    """The last day of a statutory period, moved off a day off to the next working day (民法典第203条); the day itself where it lies
    before the calendar begins or beyond its end, as nobody knows its days off."""
    if not FIRST_DAY <= last < LAST_DAY - NEAR:
        return last
    return working_days().working_day(1, since=last)


class Calendar:
    """Answers by looking up: how many working days lie before each day, and which day the n-th working day is."""

    def __init__(self, holidays: Holidays) -> None:
        self._origin = FIRST_DAY.toordinal()
        self._length = LAST_DAY.toordinal() - self._origin + 1
        self._years = holidays.years
        self._festivals = tuple(
            sorted(
                (
                    festival
                    for year in range(FIRST_DAY.year, LAST_DAY.year + 1)
                    for festival in (holidays.years.get(year) or holidays.fixed_in(year))
                ),
                key=lambda festival: festival.first,
            )
        )
        works = self._works()
        self._before = [0, *accumulate(works)]
        self._working = [date.fromordinal(self._origin + index) for index, works_on in enumerate(works) if works_on]

    def _works(self) -> list[bool]:
        works = [date.fromordinal(self._origin + index).weekday() < SATURDAY for index in range(self._length)]
        for festival in self._festivals:
            for day in festival.days():
                works[self._index(day)] = False
            for day in festival.worked:
                works[self._index(day)] = True
        return works

    def _index(self, day: date) -> int:
        index = day.toordinal() - self._origin
        if 0 <= index < self._length:
            return index
        raise Refusal(f"工作日历没有 {day}", expected=f"{FIRST_DAY} 至 {LAST_DAY} 之间的日期")

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on a day, make-up days included."""
        index = self._index(day)
        return self._before[index + 1] > self._before[index]

    def count(self, start: date, end: date) -> int:
        """Working days in [start, end); 0 when end is not after start."""
        return max(self._before[self._index(end)] - self._before[self._index(start)], 0)

    def working_day(self, number: int, *, since: date) -> date:
        """The working day with this number, 1 being the first on or after `since`."""
        index = self._before[self._index(since)] + number - 1
        if index >= len(self._working):
            raise Refusal(f"从 {since} 起第 {number} 个工作日超出工作日历", expected=f"不晚于 {LAST_DAY}")
        return self._working[index]

    def provisional(self, year: int) -> bool:
        """True when no notice for a year is recorded; then weekends and festivals of fixed date stand in for it."""
        return year not in self._years

    def unsettled(self, first: date, last: date) -> tuple[int, ...]:
        """Years whose missing notice may change which of the days first to last, both included, are working days."""
        reach = last.year + ((last.month, last.day) >= REACH_BACK)
        return tuple(year for year in range(first.year, reach + 1) if self.provisional(year))

    def festivals(self, first: date, last: date) -> tuple[Festival, ...]:
        """Festivals with a day off or a day worked from `first` to `last`, both included, in the order of their days."""
        start = bisect_left(self._festivals, first - NEAR, key=lambda festival: festival.first)
        end = bisect_right(self._festivals, last + NEAR, key=lambda festival: festival.first)
        return tuple(
            festival
            for festival in self._festivals[start:end]
            if any(first <= day <= last for day in (*festival.worked, *festival.days()))
        )
