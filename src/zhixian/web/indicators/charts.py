"""What the charts of an indicator page draw, as plain data; charts.js turns it into pictures."""

from typing import Any

from zhixian.core.registry.kind_words import KIND_WORDS
from zhixian.web.indicators.models import Figure, decimals

PERIODS = {1: "月", 3: "季", 12: "年"}
"""The last days of which periods a series may show."""
FEW_BARS = 12


def series_chart(figure: Figure, every: int) -> dict[str, Any]:
    """The course with its goal line and forecast band."""
    points = [[day.isoformat(), None if value is None else float(value)] for day, value in figure.points(every)]
    today = figure.edition.as_of.isoformat()
    ends_today = any(day == today for day, _ in points)
    now = [] if figure.value is None or ends_today else [[today, float(figure.value)]]
    return {
        "sort": "course",
        "name": figure.name,
        "unit": figure.unit,
        "points": points + now,
        "goal": None if figure.goal is None else float(figure.goal),
        "due": figure.due and figure.due.isoformat(),
        "ahead": decimals(figure.ahead),
        "bars": figure.yearly and every == max(PERIODS),
    }


def breakdown_chart(figure: Figure, found: dict[str, Any]) -> dict[str, Any]:
    """The largest groups as bars."""
    bars = [[group_name(code), float(value)] for code, value in found["groups"][:FEW_BARS] if value is not None]
    return {"sort": "bars", "name": found["name"], "unit": figure.unit, "bars": bars}


def group_name(code: str) -> str:
    """What a group is called."""
    return KIND_WORDS.get(code, code or "未登记")
