"""The room's entry in the menu."""

from zhixian.web.accounts.roles import AUDITOR, BANK, CHIEF, ENTERPRISE, FINANCE, HANDLER, LEAD
from zhixian.web.kit import menu

READERS = (LEAD, AUDITOR, HANDLER, CHIEF, FINANCE, BANK, ENTERPRISE)
"""Roles to which the room's doors open; which registers and rows they see is told by `queries`."""


def add() -> None:
    """Called once Django has loaded the room."""
    menu.add(menu.MenuEntry("我的工作", "台账", "registers", frozenset(READERS), "list"))
    menu.add_to_foot(menu.Column(10, "公开的台账", "public_registers"))
