"""Tells Django of the room."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Published figures: targets and indicators as computed from a snapshot."""

    name = "zhixian.web.indicators"
    label = "indicators"
    verbose_name = "指标"
