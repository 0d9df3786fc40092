"""The room's entries in the office menu."""

from zhixian.web.kit import menu


def add() -> None:
    """Called once Django has loaded the room."""
    menu.add(
        menu.MenuEntry("检索和导航", "专题库", "topics", frozenset(), "target"),
        menu.MenuEntry("检索和导航", "保存的检索和关注", "saved_searches", frozenset(), "search"),
    )
