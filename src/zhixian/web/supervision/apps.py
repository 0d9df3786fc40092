"""Tells Django of the room."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Each unit's duties: evidence, progress, reminders, inspection."""

    name = "zhixian.web.supervision"
    label = "supervision"
    verbose_name = "督查"

    def ready(self) -> None:
        """Add the room's entries to the menu, and its jobs to the worker's."""
        from zhixian.web.supervision import jobs, menu  # noqa: F401 -- jobs register themselves

        menu.add()
