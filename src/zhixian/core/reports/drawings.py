"""The charts of the quarterly report, as data."""

from datetime import date
from decimal import Decimal

from zhixian.core.kernel.charts import Chart, Series
from zhixian.core.reports.data import QuarterlyReport, TargetLine
from zhixian.core.reports.sentences import is_met
from zhixian.core.reports.text import completion, day, grouped, measured


def completion_chart(report: QuarterlyReport) -> Chart | None:
    """Columns: percent of each goal reached, met and unmet apart, with the goal as a line; None when nothing can be drawn."""
    drawn = [
        (t, percent)
        for t in report.targets
        if t.value is not None and (percent := completion(t.value, t.goal, met=is_met(t))) is not None
    ]
    if not drawn:
        return None
    met = tuple(percent if is_met(t) else None for t, percent in drawn)
    unmet = tuple(None if is_met(t) else percent for t, percent in drawn)
    bars = [
        Series(name, values, role)
        for name, values, role in (("已达到目标值", met, "met"), ("未达到目标值", unmet, "unmet"))
        if any(v is not None for v in values)
    ]
    return Chart(
        kind="columns",
        title=f"各项目标完成率（截至{day(report.as_of)}）",
        categories=tuple(t.name for t, _ in drawn),
        series=(*bars, Series("目标值（100%）", (Decimal(100),) * len(drawn), "goal")),
        unit="完成率（%）",
        description="；".join(f"{t.name}完成{percent}%" for t, percent in drawn) + "。",
    )


def trend_charts(report: QuarterlyReport) -> dict[str, Chart]:
    """A line chart for each target that is to be drawn and has at least two figures, by target id."""
    with_series = [t for t in report.targets if sum(p.value is not None for p in t.series) >= 2]
    wanted = report.charted or tuple(t.id for t in with_series[:1])
    return {t.id: _trend_chart(t, report.as_of) for t in with_series if t.id in wanted}


def _trend_chart(target: TargetLine, as_of: date) -> Chart:
    """Actual figures, the goal, and the forecast that starts from the last actual figure."""
    actual = {p.day: p.value for p in target.series if p.day <= as_of}
    last = max(d for d, value in actual.items() if value is not None)
    ahead = {p.day: p for p in target.future if p.day > last}
    days = sorted(actual.keys() | ahead.keys())
    series = [
        Series("实际值", tuple(actual.get(d) for d in days), "value"),
        Series(f"目标值（{grouped(target.goal)}）", (target.goal,) * len(days), "goal"),
    ]
    start = actual[last]
    for name, role in (("预测值", "forecast"), ("预测下限", "low"), ("预测上限", "high")):
        if ahead:
            attribute = "value" if role == "forecast" else role
            values = (start if d == last else getattr(ahead[d], attribute) if d in ahead else None for d in days)
            series.append(Series(name, tuple(values), role))
    first = min(d for d, value in actual.items() if value is not None)
    ends = " → ".join(
        f"{day(d)} {measured(value, target.goal)}" for d in (first, last) if (value := actual[d]) is not None
    )
    return Chart(
        kind="lines",
        title=f"{target.name}变化趋势" + ("与预测" if ahead else ""),
        categories=tuple(d.isoformat() for d in days),
        series=tuple(series),
        unit=target.unit,
        description=f"{target.name}：{ends}，目标值{grouped(target.goal)}（{target.unit}）。",
    )
