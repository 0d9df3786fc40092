"""Tells Django of the room."""

from django.apps import AppConfig


class IncentivesConfig(AppConfig):
    """The money as a ledger: budgets, commitments, payments."""

    name = "zhixian.web.incentives"
    label = "incentives"
    verbose_name = "奖补资金"
