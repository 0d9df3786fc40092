"""Tells Django of the room."""

from django.apps import AppConfig


class FinanceConfig(AppConfig):
    """Risk pools for loans on pledged rights."""

    name = "zhixian.web.finance"
    label = "finance"
    verbose_name = "风险资金池"

    def ready(self) -> None:
        """Add the room's entry to the menu."""
        from zhixian.web.finance import menu

        menu.add()
