"""Tells Django of the room."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """Dossiers (办件): one applicant's run of one matter."""

    name = "zhixian.web.matters"
    label = "matters"
    verbose_name = "事项办理"

    def ready(self) -> None:
        """Prove the matters this site runs, and add the room's entries to the menu."""
        from zhixian.web.matters import menu
        from zhixian.web.matters.definitions import site_matters

        site_matters()
        menu.add()
