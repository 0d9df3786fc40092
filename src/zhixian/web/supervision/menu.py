"""The room's entries in the menu."""

from zhixian.web.accounts.roles import AUDITOR, CHIEF, FINANCE, HANDLER, LEAD
from zhixian.web.kit import menu


def add() -> None:
    """Called once Django has loaded the room."""
    people = frozenset({LEAD, AUDITOR, HANDLER, CHIEF, FINANCE})
    menu.add(
        menu.MenuEntry("监督", "督查台", "supervision_board", people, "flag"),
        menu.MenuEntry("监督", "督办", "progress_requests", people, "clock"),
    )
