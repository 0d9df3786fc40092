"""The room's entry in the menu."""

from zhixian.web.accounts.roles import BANK, CHIEF, ENTERPRISE, FINANCE, HANDLER, LEAD
from zhixian.web.kit import menu

HEARERS = (LEAD, HANDLER, CHIEF, FINANCE, BANK, ENTERPRISE)
"""Roles that some rule may tell."""


def add() -> None:
    """Called once Django has loaded the room."""
    from zhixian.web.warnings.queries import count_open

    menu.add(menu.MenuEntry("我的工作", "预警", "warnings", frozenset(HEARERS), "alert", count_open, place=5))
