"""Each target with its past and its forecast, gathered in one question to the snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

import ibis

from zhixian.core.analysis.forecast import Course, Forecast, Moment, PastYear, forecast
from zhixian.core.analysis.indicators import Indicator
from zhixian.core.analysis.missing import Missing, missing
from zhixian.core.analysis.outlook_words import sentence
from zhixian.core.analysis.targets import TargetsResult, TargetValue, indicators_of, result_of
from zhixian.core.analysis.values import Values, measures_of, parts_of, values_on
from zhixian.core.engine import connect
from zhixian.core.kernel.periods import add_months, month_end
from zhixian.core.plan.model import Plan
from zhixian.core.registry.snapshot import Snapshot

MONTHS_BACK = 36
YEARS_BACK = 5
COUNTED_IN = {"per_10k": "件", "share": "件", "money": "万元", "ratio": "件"}


@dataclass(frozen=True, slots=True)
class Outlook:
    """A target, its value at each month's step back (oldest first, last is the day asked), its forecast and the words for it.

    `on_due` is the value on the due day once that is past, exact; what it lacked where it cannot be computed.
    """

    value: TargetValue
    history: tuple[tuple[date, Decimal | None], ...]
    forecast: Forecast
    sentence: str
    on_due: Fraction | Missing | None = None

    @property
    def met_on_due(self) -> bool | None:
        """Whether the goal was reached on a due day that is past; None before it, or where nobody can tell."""
        return self.on_due >= Fraction(self.value.target.goal) if isinstance(self.on_due, Fraction) else None


@dataclass(frozen=True, slots=True)
class Outlooks:
    """The targets of a plan on a day, and where each is heading."""

    result: TargetsResult
    outlooks: tuple[Outlook, ...]


def look_ahead(
    plan: Plan, snapshot: Snapshot, *, as_of: date, region: str | None = None, engine: ibis.BaseBackend | None = None
) -> Outlooks:
    """Targets on a day with history and forecast. Raises Refusal as `targets.compute` does."""
    region = region or plan.region
    measures = measures_of(indicators_of(plan))
    days = _days(as_of, [target.due for target in plan.targets])
    totals = values_on(engine or connect(), snapshot, measures, days, region)
    by_day: dict[date, Values] = {day: {m: (totals[m][n],) for m in measures} for n, day in enumerate(days)}
    result = result_of(plan, snapshot, by_day[as_of], as_of=as_of, region=region)
    return Outlooks(result, tuple(_outlook(value, by_day, as_of, region) for value in result.targets))


def _days(as_of: date, dues: Sequence[date]) -> list[date]:
    back = [_back(as_of, months) for months in range(MONTHS_BACK + 1)]
    years = range(as_of.year - YEARS_BACK, as_of.year)
    ends = [date(year, 12, 31) for year in years]
    same = [add_months(as_of, 12 * (year - as_of.year)) for year in years]
    return sorted({*back, *ends, *same, *(due for due in dues if due < as_of)})


def _back(day: date, months: int) -> date:
    """So many months earlier; from the end of a month to the end of a month."""
    earlier = add_months(day, -months)
    return month_end(earlier) if day == month_end(day) else earlier


def _outlook(value: TargetValue, by_day: Mapping[date, Values], as_of: date, region: str) -> Outlook:
    indicator, unit = value.indicator, value.target.unit
    moments = tuple(_moment(indicator, unit, by_day[day], day) for day in _history(as_of))
    if value.missing and value.missing.on_any_day:
        moments = tuple(Moment(moment.day, Fraction(0), None) for moment in moments)
    history = tuple(
        (moment.day, None if moment.value is None else indicator.printed(moment.value)) for moment in moments
    )
    on_due = _on_due(value, by_day, as_of, region)
    seen = forecast(_course(value, moments, as_of, by_day, on_due if isinstance(on_due, Fraction) else None))
    return Outlook(value, history, seen, sentence(value, seen, as_of, on_due), on_due)


def _on_due(value: TargetValue, by_day: Mapping[date, Values], as_of: date, region: str) -> Fraction | Missing | None:
    due, unit = value.target.due, value.target.unit
    if due >= as_of:
        return None
    if value.missing and value.missing.on_any_day:
        return value.missing
    found = _moment(value.indicator, unit, by_day[due], due).value
    if found is not None:
        return found
    return missing(value.indicator, parts_of(value.indicator, by_day[due])[1], day=due, region=region)


def _history(as_of: date) -> list[date]:
    return [_back(as_of, months) for months in range(MONTHS_BACK, -1, -1)]


def _moment(indicator: Indicator, unit: str, totals: Values, day: date) -> Moment:
    """Shares and ratios move as such; everything else moves by what is counted."""
    numerator, denominator = parts_of(indicator, totals)
    value = indicator.exact(numerator, denominator, unit)
    if _moves_as_value(indicator):
        return Moment(day, value or Fraction(0), value)
    if indicator.quantity == "money":
        return Moment(day, indicator.factor("万元") * numerator, value)
    return Moment(day, Fraction(numerator), value)


def _since_known(moments: tuple[Moment, ...]) -> tuple[Moment, ...]:
    """From the first moment since which a share has been one without a gap: no share is not a share of 0. The last one stays."""
    unknown = [place for place, moment in enumerate(moments[:-1]) if moment.value is None]
    return moments[unknown[-1] + 1 :] if unknown else moments


def _moves_as_value(indicator: Indicator) -> bool:
    return indicator.quantity in {"share", "ratio"}


def _course(
    value: TargetValue,
    moments: tuple[Moment, ...],
    as_of: date,
    by_day: Mapping[date, Values],
    on_due: Fraction | None,
) -> Course:
    indicator, target = value.indicator, value.target
    goal = Fraction(target.goal)
    return Course(
        goal=goal,
        due=target.due,
        unit=target.unit,
        counted_in=COUNTED_IN.get(indicator.quantity, target.unit),
        moments=_since_known(moments) if _moves_as_value(indicator) else moments,
        per=_per(value),
        whole=indicator.quantity != "money",
        most=indicator.factor(target.unit) if indicator.part else None,
        missing=_missing(value, goal) if _moves_as_value(indicator) else None,
        on_due=on_due,
        past_years=_past_years(value, by_day, as_of) if indicator.yearly else None,
    )


def _per(value: TargetValue) -> Fraction:
    """Value per one counted."""
    indicator, unit = value.indicator, value.target.unit
    if _moves_as_value(indicator):
        return Fraction(1)
    if indicator.quantity == "money":
        return indicator.factor(unit) / indicator.factor("万元")
    return indicator.factor(unit) / (value.denominator or 1)


def _missing(value: TargetValue, goal: Fraction) -> Fraction:
    """How many more of the numerator reach the goal: n + x ≥ g(d + x) where new ones join the denominator, else n + x ≥ g d."""
    share = goal / value.indicator.factor(value.target.unit)
    numerator, denominator = Fraction(value.numerator or 0), Fraction(value.denominator or 0)
    if not value.indicator.part:
        return share * denominator - numerator
    if share >= 1:
        return denominator - numerator
    return Fraction(max(ceil((share * denominator - numerator) / (1 - share)), 1 if denominator == 0 else 0))


def _past_years(value: TargetValue, by_day: Mapping[date, Values], as_of: date) -> tuple[PastYear, ...]:
    def counted(day: date) -> Fraction:
        return _moment(value.indicator, value.target.unit, by_day[day], day).count

    return tuple(
        PastYear(year, counted(add_months(as_of, 12 * (year - as_of.year))), counted(date(year, 12, 31)))
        for year in range(as_of.year - YEARS_BACK, as_of.year)
    )
