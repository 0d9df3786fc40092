"""The room's entries in the menu."""

from zhixian.web.accounts.roles import AUDITOR, CHIEF, ENTERPRISE, FINANCE, HANDLER, LEAD
from zhixian.web.kit import menu


def add() -> None:
    """Called once Django has loaded the room."""
    menu.add_column(menu.Column(40, "办事", "matters"), menu.Column(50, "公示", "publicity"))
    applicants = frozenset({ENTERPRISE})
    office = frozenset({HANDLER, CHIEF, FINANCE, LEAD, AUDITOR})
    menu.add(
        menu.MenuEntry("办事", "办事指南", "matters", applicants, "list"),
        menu.MenuEntry("办事", "我的办件", "dossiers", applicants, "file"),
        menu.MenuEntry("办事", "办件", "dossiers", office, "file"),
        menu.MenuEntry("管理", "事项定义的变动", "definitions", frozenset({LEAD, AUDITOR}), "list"),
        menu.MenuEntry("办事", "公示", "publicity", applicants | office, "flag"),
    )
