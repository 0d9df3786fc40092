"""Tells Django of the room."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Published figures: targets and indicators as computed from a snapshot."""

    name = "zhixian.web.indicators"
    label = "indicators"
    verbose_name = "指标"

    def ready(self) -> None:
        """Add the column of the public site, and the room's job to the worker's."""
        from zhixian.web.indicators import jobs  # noqa: F401 -- jobs register themselves
        from zhixian.web.kit.menu import Column, add_column

        add_column(Column(20, "指标", "indicators"))
