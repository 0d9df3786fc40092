"""Tells Django of the room."""

from django.apps import AppConfig


class WarningsConfig(AppConfig):
    """Warnings, their inbox, mail and calendar."""

    name = "zhixian.web.warnings"
    label = "warnings"
    verbose_name = "预警"

    def ready(self) -> None:
        """Read the rules, which stops a site whose rules do not hold together; add the menu and the jobs."""
        from zhixian.core.warnings.reading import warning_rules
        from zhixian.web.warnings import jobs, menu  # noqa: F401 -- jobs register themselves

        warning_rules()
        menu.add()
