"""Tells Django of the room."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The public's pages: home, clauses, the entitlement check, open data; owns no tables."""

    name = "zhixian.web.portal"
    label = "portal"
    verbose_name = "门户"

    def ready(self) -> None:
        """Add the columns."""
        from zhixian.web.portal import menu

        menu.fill()
