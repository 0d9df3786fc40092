"""Tells Django of the room."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    """Reports of infringement, penalties and their publication."""

    name = "zhixian.web.protection"
    label = "protection"
    verbose_name = "保护"

    def ready(self) -> None:
        """Add the room's entries to the menu, and its jobs to the worker's."""
        from zhixian.web.protection import jobs, menu  # noqa: F401 -- jobs register themselves

        menu.add()
