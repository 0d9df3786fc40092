"""Days as they fall in the registries: gazette days, anniversaries, random days of a span."""

from datetime import date, datetime, timedelta
from random import Random

from zhixian.core.kernel.periods import add_months

_TUESDAYS_AND_FRIDAYS_SINCE = date(2017, 1, 1)


def between(rng: Random, first: date, last: date) -> date:
    """A day of [first, last]; `first` when the span is empty."""
    return first + timedelta(days=rng.randint(0, max(0, (last - first).days)))


def gazette_day(day: date) -> date:
    """The next day the patent gazette comes out: Wednesdays, since 2017 Tuesdays and Fridays."""
    days = (1, 4) if day >= _TUESDAYS_AND_FRIDAYS_SINCE else (2,)
    while day.weekday() not in days:
        day += timedelta(days=1)
    return day


def years_on(day: date, years: int) -> date:
    """The anniversary."""
    return add_months(day, 12 * years)


EPOCH = datetime(2021, 7, 1)
"""The day all files claim to be made, so that the same seed gives the same bytes."""
