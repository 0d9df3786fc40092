"""The money's entries in the office menu."""

from zhixian.web.accounts.roles import STAFF
from zhixian.web.kit import menu


def add() -> None:
    """Called once Django has loaded the room."""
    menu.add(
        menu.MenuEntry("资金", "预算与拨付", "budgets", frozenset(STAFF), "money", shown=lambda user: user.is_authority)
    )
