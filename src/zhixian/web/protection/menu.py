"""The room's entries in the menu."""

from zhixian.web.accounts.roles import AUDITOR, CHIEF, CUSTODIAN, HANDLER, LEAD
from zhixian.web.kit import menu


def add() -> None:
    """Called once Django has loaded the room."""
    menu.add_column(menu.Column(45, "我要举报", "report_start"))
    menu.add(
        menu.MenuEntry("保护", "举报", "reports", frozenset({LEAD, HANDLER, CHIEF}), "shield"),
        menu.MenuEntry("保护", "举报人身份", "openings", frozenset({LEAD, HANDLER, CHIEF, CUSTODIAN}), "lock"),
        menu.MenuEntry("保护", "身份保管", "custody", frozenset({CUSTODIAN}), "lock"),
        menu.MenuEntry("监督", "举报办理轨迹", "report_trail", frozenset({AUDITOR}), "list"),
    )
