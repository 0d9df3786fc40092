"""Published figures for programs."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema
from pydantic import Field

from zhixian.web.indicators.downloads import as_data
from zhixian.web.indicators.models import Figure
from zhixian.web.indicators.queries import figures_of, latest_edition, published
from zhixian.web.kit.api.pages import Name, Page, whole

router = Router(tags=["指标"])


class FigureTold(Schema):
    """A figure in a list; numbers as decimal strings."""

    id: str
    name: str
    unit: str
    value: str | None
    reason: str | None
    clause: str
    goal: str | None
    due: date | None
    met: bool | None
    as_of: date
    snapshot: str
    labels: list[str] = Field(description="引用数值时必须说明的，如“合成数据”")


class Point(Schema):
    """A value at the end of a month."""

    day: date
    value: str | None


class Group(Schema):
    """The value by one feature on a day, as pairs of code and value."""

    by: str
    name: str
    day: date
    groups: list[tuple[str | None, str | None]]


class Forecast(Schema):
    """What is expected up to the due day: [day, expected, low, high]."""

    sentence: str
    method: str
    ahead: list[tuple[date, str, str, str]]


class FigureWhole(Schema):
    """A figure with its definition, series, breakdown and forecast."""

    id: str
    name: str
    unit: str
    definition: str
    version: str
    snapshot: str
    as_of: date
    region: str
    labels: list[str]
    value: str | None
    reason: str | None
    numerator: int | None
    denominator: int | None
    goal: str | None
    due: date | None
    met: bool | None
    forecast: Forecast | None
    series: list[Point]
    breakdown: list[Group]


@router.get("", auth=None, response=Page[FigureTold], summary="指标列表")
def list_indicators(request: HttpRequest) -> dict[str, Any]:
    """已发布的全部指标和目标。"""
    edition = latest_edition()
    return whole([_line(figure) for figure in figures_of(edition).select_related("edition")] if edition else [])


def _line(figure: Figure) -> dict[str, Any]:
    return {
        "id": figure.indicator,
        "name": figure.name,
        "unit": figure.unit,
        "value": None if figure.value is None else f"{figure.value.normalize():f}",
        "reason": figure.reason or None,
        "clause": figure.clause,
        "goal": None if figure.goal is None else f"{figure.goal.normalize():f}",
        "due": figure.due,
        "met": figure.met,
        "as_of": figure.edition.as_of,
        "snapshot": figure.edition.snapshot,
        "labels": figure.edition.labels,
    }


@router.get("/{indicator}", auth=None, response=FigureWhole, summary="一项指标")
def get_indicator(request: HttpRequest, indicator: Path[Name]) -> dict[str, Any]:
    """口径、数值、各月末序列、分组和预测。"""
    figure = get_object_or_404(published(indicator))
    return as_data(figure, figure.edition)
