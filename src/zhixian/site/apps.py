"""Connects the rooms once Django has loaded them."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The table of which facts and effects serve which matter."""

    name = "zhixian.site"
    label = "site"
    verbose_name = "站点"

    def ready(self) -> None:
        """Connect what runs upstairs."""
        from zhixian.site.wiring import wire  # noqa: PLC0415 -- models must be loaded first

        wire()
