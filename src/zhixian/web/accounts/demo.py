"""How the people of a demonstration site sign in, kept beside its data for its own page."""

import json
import os
from typing import Any

from django.conf import settings

_FIRST = (
    "lead",
    "finance",
    "enterprise",
    "bank",
    "auditor",
    "custodian",
    "second_custodian",
    "admin",
    "enterprise2",
    "association",
    "association2",
)


def keep(password: str, people: dict[str, Any]) -> None:
    """Write the password all sample people share, and who they are; readable by the site's owner only."""
    _write({"password": password, "people": {key: person.email for key, person in people.items()}})


def tell(key: str, what: str, secret: str) -> None:
    """Keep what else a sample person needs beside the sign-in, such as a passphrase; nothing where no demo is filled in."""
    if told := _kept():
        _write({**told, "more": {**told.get("more", {}), key: [what, secret]}})


def more() -> dict[str, list[str]]:
    """Key of the sample world → what else is needed, and what it is."""
    found: dict[str, list[str]] = _kept().get("more", {})
    return found


def _write(told: dict[str, Any]) -> None:
    with os.fdopen(os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False, indent=1)


def password() -> str:
    """What all sample people sign in with; empty when nobody was filled in."""
    return str(_kept().get("password", ""))


def people() -> dict[str, str]:
    """Key of the sample world → mail address, those that show a role of their own first."""
    found: dict[str, str] = _kept().get("people", {})
    return {
        key: found[key] for key in (*(key for key in _FIRST if key in found), *(k for k in found if k not in _FIRST))
    }


def _kept() -> dict[str, Any]:
    path = _file()
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _file() -> Any:
    return settings.DATA / "demo.json"
