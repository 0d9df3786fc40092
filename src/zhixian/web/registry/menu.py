"""The registry's entries in the office menu."""

from typing import Any

from zhixian.web.accounts.roles import ENTERPRISE, STAFF
from zhixian.web.kit import menu


def add() -> None:
    """Called once Django has loaded the room."""

    def reads_registry(user: Any) -> bool:
        return bool(user.is_authority)

    menu.add(
        menu.MenuEntry("登记数据", "登记数据", "registry", frozenset(STAFF), "upload"),
        menu.MenuEntry("登记数据", "权利", "rights", frozenset(STAFF), "shield", shown=reads_registry),
        menu.MenuEntry("保护", "近似商标", "look_alikes", frozenset({*STAFF, ENTERPRISE}), "search"),
        menu.MenuEntry("登记数据", "主体", "parties", frozenset(STAFF), "people", shown=reads_registry),
    )
