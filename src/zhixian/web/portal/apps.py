"""Tells Django of the room."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The public's pages: home, clauses, the entitlement check, open data; owns no tables."""

    name = "zhixian.web.portal"
    label = "portal"
    verbose_name = "门户"

    def ready(self) -> None:
        """Load the scorecards of the place, which stops a site that asks for one nobody wrote; add the columns."""
        from zhixian.web.portal import menu
        from zhixian.web.portal.scorecards import kept_scorecards

        kept_scorecards()
        menu.fill()
