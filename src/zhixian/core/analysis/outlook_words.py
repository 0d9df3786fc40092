"""A forecast in one Chinese sentence, as the officer reads it."""

from datetime import date
from fractions import Fraction
from math import ceil

from zhixian.core.analysis.chances import chances
from zhixian.core.analysis.forecast import Forecast
from zhixian.core.analysis.indicators.model import printed
from zhixian.core.analysis.missing import Missing
from zhixian.core.analysis.targets import TargetValue
from zhixian.core.kernel.money import grouped, half_up
from zhixian.core.kernel.periods import whole_months

_GOOD = "green"
"""The light of grades by which a goal that is not reached yet is likely met."""


def sentence(value: TargetValue, forecast: Forecast, as_of: date, on_due: Fraction | Missing | None = None) -> str:
    """“还差 14 件；按目前速度 2021 年 5 月达标；……”. `on_due` is the value on a due day that is past, or what it lacked."""
    if value.missing and forecast.state == "too_short":
        return f"{value.missing.why}，无法计算。"
    match forecast.state:
        case "kept":
            parts = [f"{_on_due(value, on_due)}，到期达到", "" if value.met else _now(value)]
        case "late":
            parts = [f"{_on_due(value, on_due)}，到期未达到", f"此后达到{_since(forecast.reached)}"]
        case "unknown":
            lacked = f"（{on_due.why}）" if isinstance(on_due, Missing) else ""
            parts = [f"到期日 {value.target.due} 的数值无法计算{lacked}", _now(value)]
        case "missed":
            gap = _gap(forecast) if as_of == value.target.due or value.indicator.yearly else f"现{_gap(forecast)}"
            left = _now(value) if value.missing else gap
            parts = [f"{_on_due(value, on_due)}，到期未达到", left, _speed(value, forecast, as_of)]
        case "met":
            parts = [f"已达标{_since(forecast.reached)}", _due(value, forecast)]
        case "too_short":
            parts = [_gap(forecast), forecast.method.rstrip("。")]
        case "open":
            ahead = value.indicator.yearly and value.target.due.year > as_of.year
            gap = f"今年{_gap(forecast)}" if ahead else _gap(forecast)
            needed = _needed(value, forecast, as_of, ahead=ahead)
            parts = [gap, *_speed_and_chance(value, forecast, as_of, needed)]
    return "；".join(part for part in parts if part) + "。"


def _on_due(value: TargetValue, on_due: Fraction | Missing | None) -> str:
    told = f"为 {_value(value, on_due)} {value.target.unit}" if isinstance(on_due, Fraction) else ""
    return f"到期日 {value.target.due} {told}".rstrip()


def _now(value: TargetValue) -> str:
    if value.missing:
        return f"现在的数值无法计算（{value.missing.why}）"
    return "现已达到目标值" if value.met else "现未达到目标值"


def _gap(forecast: Forecast) -> str:
    return f"还差 {_number(forecast.gap)} {forecast.counted_in}" if forecast.gap else ""


def _speed(value: TargetValue, forecast: Forecast, as_of: date) -> str:
    if value.indicator.yearly:
        if value.target.due.year != as_of.year or forecast.pace is None:
            return ""
        return f"按目前速度{_day(forecast.reached)}达标" if forecast.reached else "按目前速度年内不能达标"
    if forecast.pace is None:
        return ""
    if forecast.reached:
        return f"按目前速度{_day(forecast.reached)}达标"
    return "按目前速度十年内不能达标" if forecast.pace > 0 else "按目前趋势不能达标"


def _speed_and_chance(value: TargetValue, forecast: Forecast, as_of: date, needed: str) -> list[str]:
    """The speed, what is needed, and the forecast of the due day. A goal that the straight line reaches in time while the chance is not
    good is said in one sentence with that chance, so that neither reads as the denial of the other."""
    speed, due = _speed(value, forecast, as_of), _due(value, forecast)
    in_time = forecast.reached is not None and forecast.reached <= value.target.due
    if not (speed and due and in_time and chances().grades[forecast.grade].ahead != _GOOD):
        return [speed, needed, due]
    reached = speed.removesuffix("达标").replace("按目前速度", "按目前速度推算", 1)
    return [f"{reached}可达，但把握不大：{due}", needed]


def _needed(value: TargetValue, forecast: Forecast, as_of: date, *, ahead: bool) -> str:
    """`ahead`: a yearly flow of a later year starts again from nothing. Never less than what carries the goal."""
    if forecast.pace is None or forecast.pace_needed is None:
        return ""
    needed = f"{_number(Fraction(ceil(forecast.pace_needed * 100), 100))} {forecast.counted_in}"
    if ahead:
        return f"{value.target.due.year} 年要达标，当年平均每月需 {needed}"
    months, days = whole_months(as_of, value.target.due), (value.target.due - as_of).days
    if not months:
        return f"按期达标需在余下 {days} 天内增加 {needed}"
    return f"按期达标需在余下 {months} 个月每月增加 {needed}"


def _due(value: TargetValue, forecast: Forecast) -> str:
    if (due := forecast.at_due) is None:
        return ""
    low, middle, high = (_value(value, n) for n in (due.low, due.value, due.high))
    return f"到 {value.target.due} 预计 {middle} {value.target.unit}（{low}—{high}），{forecast.chance}"


def _value(value: TargetValue, number: Fraction) -> str:
    return (
        _number(number) if value.indicator.quantity != "count" else f"{half_up(number.numerator, number.denominator):,}"
    )


def _number(number: Fraction) -> str:
    """Two decimals at most: a sentence, not a table."""
    return grouped(printed(number, places=2))


def _day(day: date | None) -> str:
    return f" {day.year} 年 {day.month} 月" if day else ""


def _since(day: date | None) -> str:
    return f"（至迟自 {day.year} 年 {day.month} 月起）" if day else ""
