"""Tells Django of the room."""

from django.apps import AppConfig


class IncentivesConfig(AppConfig):
    """The money as a ledger: budgets, commitments, payments."""

    name = "zhixian.web.incentives"
    label = "incentives"
    verbose_name = "奖补资金"

    def ready(self) -> None:
        """Add the room's entries to the menu."""
        from zhixian.web.incentives import menu

        menu.add()
