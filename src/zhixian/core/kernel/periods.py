"""Days, months and years as half-open spans; nothing here knows what day it is."""

from calendar import monthrange
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """The same day `months` calendar months on; 31 January + 1 month is the end of February."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def whole_months(first: date, last: date) -> int:
    """How many whole months lie between two days: 31 December to the next is 12, to the day before it is 11."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if add_months(first, months) <= last else months - 1


def turn_of(first: date, day: date, months: int) -> date:
    """Where, of the terms of so many months (one or more) that follow on the one that began `first`, that begins which lies next to a day:
    ten years on and 2008-03-01, 2017-10-05 and 2018-06-30 both mean 2018-03-01. The first term itself is none of them."""
    half = months // 2
    return add_months(first, max(1, (whole_months(first, day) + half) // months) * months)


def year_span(year: int) -> tuple[date, date]:
    """[1 January, 1 January of the next year)."""
    return date(year, 1, 1), date(year + 1, 1, 1)


def counted_span(year: int, until: date | None = None) -> tuple[date, date]:
    """The days of a year that count: all of them, or those before `until`. Empty where that day is not after 1 January."""
    opening, closing = year_span(year)
    return opening, closing if until is None else min(closing, until)


def quarter_end(year: int, quarter: int) -> date:
    """The day after the last of a quarter (1 to 4)."""
    return add_months(date(year, 1, 1), 3 * quarter)


def month_end(day: date) -> date:
    """Last day of the month of `day`."""
    return date(day.year, day.month, monthrange(day.year, day.month)[1])


def period_ends(first: date, last: date, *, every: int) -> list[date]:
    """Last days of each period of `every` months (1, 3 or 12) that end within [first, last]."""
    ends = []
    month = date(first.year, (first.month - 1) // every * every + 1, 1)
    while (end := month_end(add_months(month, every - 1))) <= last:
        if end >= first:
            ends.append(end)
        month = add_months(month, every)
    return ends


def next_day(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)


def parse_day(text: str) -> date:
    """An ISO day from the command line or YAML. Raises ValueError in the user's words."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}”不是日期，应写成 2020-12-31 这样") from None
