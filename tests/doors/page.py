"""The table of doors as a page: docs/reference/visibility.md. Run as a program (`script/visibility`), it writes it."""

import sys
from collections.abc import Collection
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "visibility.md"
HEAD = """# Who sees and does what, at every address

Written by `script/visibility` from `tests/doors/table.py`; do not edit. `tests/doors/test_matrix.py` asks every address as
everybody below, in every state of the row behind it, by reading and by writing, and holds the answers to this table. Whoever
is not let in leaves no row behind. An address without a line fails the tests.

- Who is not signed in is sent to sign in; by the API: 401. Staff without a second factor are sent to set it up.
- Who has none of the roles of a door is refused (403). Who comes in and does not see the row is told that there is none (404).
- A list shows its rows to those who see them and to nobody else; counts, exports, files, notices and the API ask the same
  `visible_to`. A token of the API is its holder in one unit.

## People

| name | who |
|---|---|
"""


def page() -> str:
    """The whole page."""
    from doors.lookers import LOOKERS
    from doors.table import ROOMS

    people = "".join(f"| `{name}` | {words} |\n" for name, (words, _) in LOOKERS.items())
    return HEAD + people + _groups() + "".join(_room(name, entries) for name, entries in ROOMS.items())


def _named() -> dict[frozenset[str], str]:
    from doors import lookers

    return {
        lookers.ALL: "everybody",
        lookers.IN: "signed in",
        lookers.STAFF: "staff",
        lookers.SEATED: "seated",
        lookers.CHIEFS: "chiefs",
        lookers.HANDLERS: "handlers",
        lookers.PAYERS: "payers",
        lookers.OFFICERS: "officers",
        lookers.HANDLING_SEATS: "handling seats",
        lookers.SUPERVISED: "supervision's people",
    }


def _groups() -> str:
    lines = [
        f"- {name}: {_names(people)}\n" for people, name in _named().items() if name not in {"everybody", "signed in"}
    ]
    return "\n" + "".join(lines)


def _names(people: Collection[str]) -> str:
    from doors.lookers import LOOKERS

    return ", ".join(f"`{name}`" for name in LOOKERS if name in people)


def _said(people: Collection[str]) -> str:
    return _named().get(frozenset(people)) or _names(people) or "nobody"


def _room(name: str, entries: list) -> str:
    rows = "".join(_line(entry) for entry in entries)
    return f"\n## {name}\n\n| address | door | comes in | sees | changes something |\n|---|---|---|---|---|\n{rows}"


def _line(entry) -> str:
    from doors.entry import KINDS

    sees = _by_state(entry.sees) if entry.sees is not None else "all of it" if entry.rows else ""
    acts = _by_state(entry.acts) if entry.sends else ""
    note = f"; {entry.why}" if entry.why else ""
    cells = (f"`{_address(entry.url)}`", KINDS[entry.kind], _said(entry.who) + note, sees, acts)
    return "| " + " | ".join(cells) + " |\n"


def _by_state(told) -> str:
    """The people of each state; states with the same people together."""
    if not isinstance(told, dict):
        return _said(told)
    groups: dict[str, list[str]] = {}
    for state, people in told.items():
        groups.setdefault(_said(people), []).append(state)
    return "; ".join(f"{', '.join(states)}: {people}" for people, states in groups.items())


def _address(name: str) -> str:
    from doors.test_matrix import addresses

    return next("/" + address for address, known in addresses() if known == name)


def main() -> None:
    """Write it."""
    import os

    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "web")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "site_settings"
    import django

    django.setup()
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
