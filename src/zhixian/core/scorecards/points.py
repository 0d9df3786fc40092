"""What a figure brings by an item's scale, exactly, and what more of it would bring."""

from dataclasses import dataclass
from fractions import Fraction

from zhixian.core.scorecards.model import Item


@dataclass(frozen=True, slots=True)
class Rise:
    """The next value at which the points change for the better, what they are then, and how many more that is."""

    value: Fraction
    points: Fraction
    gain: Fraction


def points_of(item: Item, value: Fraction, full: Fraction | None = None) -> Fraction:
    """Points for a value, of a full mark (default: the item's own); those of a deduction are negative.

    What `full` changes is in proportion: half the mark, half the points.
    """
    whole = item.full if full is None else full
    found = _raw(item, value) * whole / item.full
    return -found if item.deduct else found


def rise_of(item: Item, value: Fraction, full: Fraction | None = None) -> Rise | None:
    """How to rise from a value; None at the top."""
    now = points_of(item, value, full)
    for better in _thresholds(item, value):
        then = points_of(item, better, full)
        if then > now:
            return Rise(better, then, then - now)
    return None


def _raw(item: Item, value: Fraction) -> Fraction:
    if item.steps:
        return max((points for start, points in item.steps if start <= value), default=Fraction(0))
    return min(item.full, value // item.each * item.points)


def _thresholds(item: Item, value: Fraction) -> list[Fraction]:
    """Values at which something changes, the nearest first: above for points, below for what is taken off."""
    if not item.deduct:
        return (
            [start for start, _ in item.steps if start > value]
            if item.steps
            else [(value // item.each + 1) * item.each]
        )
    if item.steps:
        starts = [Fraction(0), *(start for start, _ in item.steps)]
        return [start for start in reversed(starts) if start < value]
    most = -(-item.full // item.points)
    whole = min(value // item.each, most)
    return [(whole - 1) * item.each] if whole else []
