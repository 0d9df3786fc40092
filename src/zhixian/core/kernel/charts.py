"""Charts as plain data, which a page, a document and a terminal draw each in its own way."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Series:
    """One row of a chart's data, as long as its categories; None is a gap.

    `role` says how it is drawn: value, met, unmet (columns or the solid line), goal, forecast, low, high.
    """

    name: str
    values: tuple[Decimal | None, ...]
    role: str = "value"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as data; `description` is its text for who cannot see it.

    `kind` is columns (of which met and unmet stand in one place), lines over days, bars that lie, stacked columns, or matrix: a series for each row.
    """

    kind: str
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    description: str = ""
