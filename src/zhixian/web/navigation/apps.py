"""Tells Django of the room."""

from django.apps import AppConfig


class NavigationConfig(AppConfig):
    """Topic databases and what is counted in them."""

    name = "zhixian.web.navigation"
    label = "navigation"
    verbose_name = "检索和导航"

    def ready(self) -> None:
        """Add the room's entries to the menu, and its jobs to the worker's."""
        from zhixian.web.navigation import jobs, menu  # noqa: F401 -- jobs register themselves

        menu.add()
