"""Reads of the JSON results of the command line that documents, workbooks and the terminal share."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any


def waiting_count(norm: Mapping[str, Any]) -> int | None:
    """How many wait for a figure: `parties` is a list of them or their number; None when the data cannot tell (`why`)."""
    waiting = norm.get("parties")
    if not waiting and norm.get("why"):
        return None
    if isinstance(waiting, list | tuple):
        return len(waiting)
    return waiting if isinstance(waiting, int) else None


def waiting_note(norm: Mapping[str, Any]) -> str:
    """Why nobody can be counted, else what those who wait have in common."""
    return str(norm.get("why") or norm.get("who") or "")


def party_name(award: Mapping[str, Any], parties: Mapping[str, str]) -> str:
    """The name of an award's party: the one given by id, else the one in the award, else the id."""
    party = str(award.get("party") or "")
    return parties.get(party) or str(award.get("party_name") or party)


def is_synthetic(result: Mapping[str, Any]) -> bool:
    """Whether a result says that its data are made up (合成数据)."""
    return any("合成" in str(label) for label in result.get("labels", ()))


def in_words(reasons: Any) -> str:
    """Reasons as one text, whether they come as a text, a list of texts, or nothing."""
    if isinstance(reasons, list | tuple):
        return "；".join(str(reason) for reason in reasons)
    return "" if reasons is None else str(reasons)


def decimal_or_none(value: Any) -> Decimal | None:
    """A decimal string of a result; None for nothing and for what is no number."""
    try:
        number = Decimal(str(value)) if value is not None else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def field(entry: Any, name: str) -> Any:
    """A field of a dict or of an object; None when it has none."""
    return entry.get(name) if isinstance(entry, Mapping) else getattr(entry, name, None)
