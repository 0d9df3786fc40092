"""The room's entry in the menu."""

from zhixian.web.accounts.roles import AUDITOR, BANK, CHIEF, FINANCE, HANDLER, LEAD
from zhixian.web.kit import menu

READERS = (LEAD, AUDITOR, HANDLER, CHIEF, FINANCE, BANK)
"""Roles to which the room's doors open; which pools they see is told by `queries`."""


def add() -> None:
    """Called once Django has loaded the room."""
    menu.add(menu.MenuEntry("资金", "风险资金池", "pools", frozenset(READERS), "money"))
