"""Rows that two people may change: each form carries the version it was opened with, and nothing is overwritten in silence."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django import forms
from django.db import models
from django.utils import timezone

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit.clock import today

Row = TypeVar("Row", bound=models.Model)


class ChangedMeanwhile(Refusal):
    """Somebody was quicker; `events` are what they did."""

    def __init__(self, events: Sequence[Any]) -> None:
        self.events = events
        what = "；".join(f"{event.by_name}于 {_moment(event.at)} {event.name}" for event in events)
        super().__init__(f"这件刚被改动过：{what or '有人修改了内容'}", expected="看过最新情况再办；您填的内容没有丢")


def _moment(at: datetime) -> str:
    """09:00 of today; 3月2日 09:00, and the year before it where it is another."""
    local = timezone.localtime(at)
    day, now = local.date(), today()
    if day == now:
        return f"{local:%H:%M}"
    year = "" if day.year == now.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日 {local:%H:%M}"


class VersionForm(forms.Form):
    """An act that needs nothing but the version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput(attrs={"id": False}))
    """Without an id: no label leads to it, and a page may hold several such forms."""


def at_version(rows: models.QuerySet[Row], row: Row, version: int) -> Row:
    """The row as it stands, locked until the end of the transaction. Raises ChangedMeanwhile unless it is at that version."""
    fresh = rows.select_for_update(of=("self",)).get(pk=row.pk)
    now: Any = fresh
    if now.version != version:
        raise ChangedMeanwhile(list(now.events.filter(version__gt=version)))
    return fresh


def moved_on(step: str) -> Refusal:
    """To whoever asks for a move that is none of the present step's: the page they looked at is older. `step` by its name."""
    return Refusal("这件已经不在那一步", expected=f"现在是“{step}”，请看最新情况")


def status_of(refused: Refusal) -> int:
    """409 where the page was out of date, 422 where it asked for what may not be."""
    return 409 if isinstance(refused, ChangedMeanwhile) else 422
