"""Tells Django of the room."""

from django.apps import AppConfig


class FinanceConfig(AppConfig):
    """Risk pools for loans on pledged rights."""

    name = "zhixian.web.finance"
    label = "finance"
    verbose_name = "风险资金池"

    def ready(self) -> None:
        """Add the room's entry to the menu, and say which rows of the register of loans rest in a pool."""
        from zhixian.web.finance import menu
        from zhixian.web.finance.queries import REGISTER, rests_in_a_pool
        from zhixian.web.registers.resting import add_resting

        menu.add()
        add_resting(REGISTER, rests_in_a_pool)
