"""Where a target is heading: expected value on the due day with an interval, the gap, and the pace it would take.

The arithmetic is the plainest that is honest, so that an officer can redo it by hand; `Forecast.method` says which was used.
Central values are exact; only the width of an interval and a probability pass through floats.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil, erf, sqrt
from typing import Literal, NamedTuple

from zhixian.core.analysis.chances import Rule, chances
from zhixian.core.kernel.periods import whole_months

State = Literal["open", "met", "kept", "late", "missed", "unknown", "too_short"]
"""open: not met, time left · met: met, time left · kept: met on the due day · late: met only after it · missed: not met,
due day past · unknown: due day past, and the value on it cannot be computed · too_short: not met, time left, and too little history to say more."""

DAYS_PER_MONTH = Fraction(1461, 48)
DAYS_PER_QUARTER = 3 * DAYS_PER_MONTH
MOST_STEPS = 12
FEWEST_STEPS = 4
TEN_YEARS = 3653
_T90 = (3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363)
"""Student's t, 90% one-sided, for 1 to 11 degrees of freedom: together both sides hold 80%."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What was counted on a day, and the value of the target then (None: not computable)."""

    day: date
    count: Fraction
    value: Fraction | None


@dataclass(frozen=True, slots=True)
class PastYear:
    """A yearly flow in an earlier year: up to the same day of the year, and in all."""

    year: int
    by_then: Fraction
    total: Fraction


@dataclass(frozen=True, slots=True)
class Course:
    """Everything a forecast looks at. Days run forward; the last moment is the day asked about.

    `moments` lie a month apart. `per` is the target's value per one counted (10,000 ÷ residents for a per-10k target).
    `whole` says that what is counted comes in ones (rights) and `most` bounds the value from above (100 for a share).
    `missing` is how many are missing when that is not goal ÷ per − count: a share whose numerator adds to its denominator.
    """

    goal: Fraction
    due: date
    unit: str
    counted_in: str
    moments: tuple[Moment, ...]
    per: Fraction
    whole: bool = True
    most: Fraction | None = None
    missing: Fraction | None = None
    on_due: Fraction | None = None
    """The value on the due day, once it is past."""
    past_years: tuple[PastYear, ...] | None = None
    """For a yearly flow, oldest first; None for what stands from year to year."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A day ahead and what the value may be on it, in the target's unit."""

    day: date
    value: Fraction
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Forecast:
    """`gap` (0 when met) and `pace_needed` (per month) are in `counted_in`, `pace` (per month) in `pace_in`.

    The rest is in the target's unit. `pace_needed` closes the gap in the whole months left: what a part of a month brings is no
    officer's plan. Where not even one is left, it is the gap.

    `ahead` ends on the due day. `reached` is a day in the month in which the goal is, or was, reached. `grade` is how
    likely the goal is met on the due day, an id of `chances`; empty where nothing is expected.
    """

    state: State
    gap: Fraction
    counted_in: str
    pace_in: str
    ahead: tuple[Expected, ...] = ()
    grade: str = ""
    pace: Fraction | None = None
    pace_needed: Fraction | None = None
    reached: date | None = None
    method: str = ""

    @property
    def chance(self) -> str:
        """The grade in words."""
        return chances().grades[self.grade].name if self.grade else ""

    @property
    def at_due(self) -> Expected | None:
        """What is expected on the due day; None when that day is past or nothing can be said."""
        return self.ahead[-1] if self.ahead else None


def forecast(course: Course) -> Forecast:
    """The forecast of one target. The same course gives the same forecast on any machine."""
    now = course.moments[-1]
    pace_in = course.counted_in if course.missing is None else course.unit
    if now.value is None:
        return Forecast(_state_without_value(course, now), Fraction(0), course.counted_in, pace_in)
    settled = Forecast(_state(course, now), _gap(course, now), course.counted_in, pace_in, reached=_since(course))
    if now.day >= course.due and settled.state in {"kept", "late", "unknown"}:
        said = "期限当日的数值无法计算" if settled.state == "unknown" else "按期限当日的数值判定"
        return replace(settled, method=f"期限已到，{said}。")
    if course.past_years is not None:
        return _flow(course, settled, now, course.past_years)
    return _stock(course, settled, now)


def _state(course: Course, now: Moment) -> State:
    met = _met(now.value, course.goal)
    if now.day < course.due:
        return "met" if met else "open"
    on_due = now.value if now.day == course.due else course.on_due
    if on_due is None:
        return "unknown"
    if _met(on_due, course.goal):
        return "kept"
    return "late" if met and course.past_years is None else "missed"


def _state_without_value(course: Course, now: Moment) -> State:
    """What a due day that is past has settled stays settled, though nobody can compute today's value."""
    if now.day <= course.due or course.on_due is None:
        return "too_short"
    return "kept" if _met(course.on_due, course.goal) else "missed"


def _met(value: Fraction | None, goal: Fraction) -> bool:
    return value is not None and value >= goal


def _gap(course: Course, now: Moment) -> Fraction:
    """What is missing today; for a flow whose due day is past, what was missing then. Whole rights are rounded up."""
    past_flow = course.past_years is not None and now.day > course.due
    if _met(course.on_due if past_flow else now.value, course.goal):
        return Fraction(0)
    counted = (course.on_due or 0) / course.per if past_flow else now.count
    missing = course.goal / course.per - counted if course.missing is None else course.missing
    return max(Fraction(ceil(missing)) if course.whole else missing, Fraction(0))


def _since(course: Course) -> date | None:
    """Day of the earliest moment from which on the goal was met at every moment."""
    since = None
    for moment in reversed(course.moments):
        if not _met(moment.value, course.goal):
            break
        since = moment.day
    return since


def _stock(course: Course, settled: Forecast, now: Moment) -> Forecast:
    """Drift: the mean quarterly change of up to three years goes on; its scatter gives the interval."""
    steps = _steps([moment.count for moment in course.moments])
    if len(steps) < FEWEST_STEPS:
        state: State = "too_short" if settled.state == "open" else settled.state
        return replace(settled, state=state, method=f"可用的历史不足 {FEWEST_STEPS} 个季度，不作预测。")
    drift = _mean(steps)
    scatter = sqrt(sum(float(step - drift) ** 2 for step in steps) / (len(steps) - 1))
    trend = _Trend(drift, scatter, len(steps))
    short_of_goal = course.goal / course.per - now.count
    reached = settled.reached or _reach(now.day, short_of_goal, drift / DAYS_PER_QUARTER)
    done = replace(
        settled,
        pace=drift / 3,
        reached=reached,
        method=f"以近 {len(steps)} 个季度的平均变化外推；区间为 80%，由各季度变化的离散程度和平均值本身的误差得出。",
    )
    if now.day >= course.due:
        return done
    ahead = tuple(_drifted(course, now, day, trend) for day in _days_ahead(now.day, course.due))
    return replace(
        done,
        ahead=ahead,
        grade=_grade(ahead[-1], course.goal, scatter, chances().on(now.day)),
        pace_needed=_per_month(settled.gap, now.day, course.due),
    )


def _steps(counts: Sequence[Fraction]) -> list[Fraction]:
    """Changes from quarter to quarter, newest last, from the first quarter in which there was anything."""
    quarters = list(counts[::-1][::3])[::-1][-MOST_STEPS - 1 :]
    while len(quarters) > 1 and quarters[0] == 0 and quarters[1] == 0:
        quarters.pop(0)
    return [later - earlier for earlier, later in pairwise(quarters)]


class _Trend(NamedTuple):
    """Mean change per quarter, its standard deviation, and over how many quarters."""

    drift: Fraction
    scatter: float
    steps: int


def _drifted(course: Course, now: Moment, day: date, trend: _Trend) -> Expected:
    quarters = Fraction((day - now.day).days) / DAYS_PER_QUARTER
    middle = now.count + trend.drift * quarters
    spread = sqrt(float(quarters + quarters * quarters / trend.steps))
    width = Fraction(_T90[trend.steps - 2] * trend.scatter * spread)
    values = (_bounded(count * course.per, course.most) for count in (middle, middle - width, middle + width))
    return Expected(day, *values)


def _bounded(value: Fraction, most: Fraction | None) -> Fraction:
    value = max(value, Fraction(0))
    return value if most is None else min(value, most)


def _days_ahead(now: date, due: date) -> list[date]:
    """About each quarter's step up to the due day, which is always the last."""
    steps = range(1, int(Fraction((due - now).days) / DAYS_PER_QUARTER) + 1)
    days = [now + timedelta(days=round(step * DAYS_PER_QUARTER)) for step in steps]
    return [*[day for day in days if day < due], due]


def _reach(now: date, gap: Fraction, per_day: Fraction) -> date | None:
    """The day the gap closes at this pace; None when it does not within ten years."""
    if gap <= 0:
        return now
    if per_day <= 0:
        return None
    days = ceil(gap / per_day)
    return now + timedelta(days=days) if days <= TEN_YEARS else None


def _grade(due: Expected, goal: Fraction, scatter: float, rule: Rule) -> str:
    half_width = float(due.high - due.low) / 2
    if scatter == 0 or half_width == 0:
        return rule.surest if due.value >= goal else rule.least
    return rule.by_probability((1 + erf(float(due.value - goal) / (half_width / 1.2816) / sqrt(2))) / 2)


def _flow(course: Course, settled: Forecast, now: Moment, past: Sequence[PastYear]) -> Forecast:
    """A yearly flow: today's pace, and what earlier years still brought after the same day."""
    if now.day >= course.due:
        return replace(settled, method="期限已到，按期限当日的数值判定。")
    while past and past[0].total == 0:
        past = past[1:]
    gone = (now.day - date(now.day.year, 1, 1)).days + 1
    left = (date(now.day.year, 12, 31) - now.day).days
    per_day = now.count / gone
    rests = [year.total - year.by_then for year in past] + [per_day * left]
    if course.due.year > now.day.year:
        outcomes = [year.total for year in past] + [now.count + _mean(rests)]
        basis = f"以往 {len(past)} 年全年和今年预计全年"
        method = f"取{basis}的平均为预计，最低和最高为区间。"
    else:
        until_due = (course.due - now.day).days
        scale = Fraction(until_due, left) if left else Fraction(0)
        outcomes = [now.count + rest * scale for rest in rests]
        method = f"今年已有数加上余下时间：以往 {len(past)} 年同期之后的数和按今年速度推算的数，取平均为预计，最低和最高为区间。"
    if not past or len(outcomes) < 2:
        state: State = "too_short" if settled.state == "open" else settled.state
        return replace(settled, state=state, method="以往没有完整的年份可比，不作预测。")
    values = [outcome * course.per for outcome in outcomes]
    due = Expected(course.due, _mean(values), min(values), max(values))
    met = Fraction(sum(value >= course.goal for value in values), len(values))
    reached = settled.reached
    if reached is None and course.due.year == now.day.year:
        reached = _reach(now.day, settled.gap, per_day)
        reached = reached if reached and reached.year == now.day.year else None
    return replace(
        settled,
        ahead=(due,),
        grade=chances().on(now.day).by_years(met),
        pace=per_day * DAYS_PER_MONTH,
        pace_needed=_flow_pace_needed(course, settled, now),
        reached=reached,
        method=method,
    )


def _flow_pace_needed(course: Course, settled: Forecast, now: Moment) -> Fraction:
    """Per month: the gap over the time left; for a later year, the goal over the months of that year up to the due day."""
    if course.due.year == now.day.year:
        return _per_month(settled.gap, now.day, course.due)
    return _per_month(course.goal / course.per, date(course.due.year - 1, 12, 31), course.due)


def _per_month(gap: Fraction, now: date, due: date) -> Fraction:
    return gap / max(whole_months(now, due), 1)


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)
