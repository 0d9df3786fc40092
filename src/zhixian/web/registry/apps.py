"""Tells Django of the room."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Snapshots as the site knows them: uploads, imports, corrections, and rights and parties to link to."""

    name = "zhixian.web.registry"
    label = "registry"
    verbose_name = "登记数据"

    def ready(self) -> None:
        """Add the room's entries to the menu, and its jobs to the worker's."""
        from zhixian.web.registry import jobs, menu  # noqa: F401 -- jobs register themselves

        menu.add()
