"""The site's columns and the office menu: each room adds its own entries; a person sees those whose doors open to them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of the menu. `roles` empty: everyone signed in. `icon` names a drawing in `kit/icons/`; `count` tells how many wait
    behind it for a person, in one query. `shown` says of a person with such a role whether the page is theirs, where the role alone
    does not. Smaller `place` stands further up in its group; equal ones as their rooms were loaded."""

    group: str
    name: str
    url: str
    roles: frozenset[str] = frozenset()
    icon: str = "circle"
    count: Callable[[Any], int] | None = None
    place: int = 10
    shown: Callable[[Any], bool] | None = None

    def opens_to(self, user: Any) -> bool:
        """Whether the person sees the line."""
        return (not self.roles or bool(self.roles & user.roles)) and (self.shown is None or self.shown(user))


ENTRIES: list[MenuEntry] = []
GROUPS = ("我的工作", "方案", "办事", "登记数据", "检索和导航", "资金", "保护", "监督", "管理")


def add(*entries: MenuEntry) -> None:
    """Called by a room when Django has loaded it."""
    ENTRIES.extend(entry for entry in entries if entry not in ENTRIES)
    ENTRIES.sort(key=lambda entry: entry.place)


def menu_for(user: Any, path: str) -> list[tuple[str, list[tuple[MenuEntry, str, bool]]]]:
    """Groups in their order, each entry of the person with its address and whether it is the page looked at; empty without a role."""
    found: dict[str, list[tuple[MenuEntry, str, bool]]] = {group: [] for group in GROUPS}
    for entry in ENTRIES:
        if user.roles and entry.opens_to(user):
            address = reverse(entry.url)
            found[entry.group].append((entry, address, path == address))
    return [(group, entries) for group, entries in found.items() if entries]


def counts_for(user: Any) -> dict[str, int]:
    """By address name how many wait for the person, for the entries that count and that they see."""
    shown = (entry for entry in ENTRIES if entry.count and entry.opens_to(user))
    return {entry.url: entry.count(user) for entry in shown if entry.count}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the public site, in the head of every page. Smaller `place` stands further to the front."""

    place: int
    name: str
    url: str


COLUMNS: list[Column] = []


def add_column(*columns: Column) -> None:
    """Called by a room when Django has loaded it."""
    COLUMNS.extend(column for column in columns if column not in COLUMNS)
    COLUMNS.sort(key=lambda column: column.place)


FOOT: list[Column] = []


def add_to_foot(*columns: Column) -> None:
    """What everybody may look up and that has no column: it stands in the foot of every page. Called like `add_column`."""
    FOOT.extend(column for column in columns if column not in FOOT)
    FOOT.sort(key=lambda column: column.place)


def foot() -> list[tuple[str, str]]:
    """(name, address) of what stands in the foot."""
    return [(column.name, reverse(column.url)) for column in FOOT]


def columns_for(path: str) -> list[tuple[str, str, bool]]:
    """(name, address, whether the page looked at lies under it) of every column; the home page is only itself."""
    found = [(column.name, reverse(column.url)) for column in COLUMNS]
    return [(name, address, path == address if address == "/" else path.startswith(address)) for name, address in found]
