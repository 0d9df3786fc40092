"""What the site holds about a person, from every room, to take out in one file."""

from collections.abc import Callable
from typing import Any

SECTIONS: dict[str, Callable[[Any], list[dict[str, Any]]]] = {}


def add(**sections: Callable[[Any], list[dict[str, Any]]]) -> None:
    """Called while the site is set up: a section's name and the function from a person to its rows as plain data."""
    SECTIONS.update(sections)


def held_about(person: Any) -> dict[str, list[dict[str, Any]]]:
    """Every section that has something."""
    found = {name: tells(person) for name, tells in SECTIONS.items()}
    return {name: rows for name, rows in found.items() if rows}
