"""Draws a target as numbers for SVG: an arc filled up to the value with its goal marked, and its course as a line."""

from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin

from zhixian.web.indicators.models import Figure

RADIUS, CENTRE_X, CENTRE_Y = 84, 100, 100
ROOM_ABOVE_GOAL = 1.25
"""The arc ends here, so that a goal exceeded shows as such."""
WIDTH, HEIGHT, EDGE = 240, 56, 5


@dataclass(frozen=True, slots=True)
class Spark:
    """A line of the past, a band of what may come, and the goal, in a box of WIDTH × HEIGHT."""

    line: str
    band: str
    goal_y: str


@dataclass(frozen=True, slots=True)
class Gauge:
    """One target as drawn. `filled` is in hundredths of the arc."""

    figure: Figure
    filled: str
    tick: tuple[str, str, str, str]
    spark: Spark | None


def gauge(figure: Figure) -> Gauge:
    """The drawing of a target; nothing is filled where it has no value."""
    most = float(figure.goal or 0) * ROOM_ABOVE_GOAL
    share = min(max(float(figure.value or 0) / most, 0), 1) if most else 0
    return Gauge(figure, f"{share * 100:.2f}", _tick(1 / ROOM_ABOVE_GOAL), spark(figure))


def _tick(share: float) -> tuple[str, str, str, str]:
    angle = pi * (1 - share)
    inner, outer = RADIUS - 13, RADIUS + 11
    ends = [(CENTRE_X + r * cos(angle), CENTRE_Y - r * sin(angle)) for r in (inner, outer)]
    x1, y1, x2, y2 = (f"{number:.1f}" for end in ends for number in end)
    return x1, y1, x2, y2


def spark(figure: Figure) -> Spark | None:
    """The course of three years and the forecast; None where there is too little to draw."""
    past = [(_ordinal(day), float(value)) for day, value in figure.history if value is not None]
    if len(past) < 2:
        return None
    ahead = [(_ordinal(day), float(low), float(high)) for day, _, low, high in figure.ahead]
    goal = float(figure.goal or 0)
    values = [value for _, value in past] + [value for _, low, high in ahead for value in (low, high)] + [goal]
    low, high = min(values), max(values)
    first, last = past[0][0], max(past[-1][0], ahead[-1][0] if ahead else 0)

    def x(day: int) -> str:
        return f"{EDGE + (day - first) / (last - first) * (WIDTH - 2 * EDGE):.1f}"

    def y(value: float) -> str:
        return f"{HEIGHT - EDGE - (value - low) / ((high - low) or 1) * (HEIGHT - 2 * EDGE):.1f}"

    line = " ".join(f"{x(day)},{y(value)}" for day, value in past)
    tip = f"{x(past[-1][0])},{y(past[-1][1])}"
    uppers = [f"{x(day)},{y(top)}" for day, _, top in ahead]
    lowers = [f"{x(day)},{y(bottom)}" for day, bottom, _ in reversed(ahead)]
    band = " ".join([tip, *uppers, *lowers]) if ahead else ""
    return Spark(line, band, y(goal))


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()
