"""How the site names who acted, and takes what they wrote."""

from typing import Any

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.written import written
from zhixian.web.kit.plan import unit_name

MOST_NAME = 120
"""What a column `by_name` holds."""
MOST_PERSON = 40


def named_with_units(by: Any, *, nobody: str) -> str:
    """Name and units at this time; `nobody` when no person with an account acted."""
    if by is None:
        return nobody
    return named_at(by, "、".join(sorted(unit_name(unit) for unit in by.units)))


def named_at(by: Any, place: str) -> str:
    """A person with the place they act for, as a row keeps it: of a long place only the beginning."""
    person = within(str(by), MOST_PERSON)
    return f"{person}（{within(place, MOST_NAME - len(person) - 2)}）" if place else person


def named_for(organisation: Any, by: Any) -> str:
    """An organisation with the person who acts for it, as a row keeps it."""
    person = within(str(by), MOST_PERSON)
    return f"{within(str(organisation), MOST_NAME - len(person) - 2)}（{person}）"


def within(text: str, most: int) -> str:
    """The text, or its beginning with … where it is longer: one database refuses what is too long, another keeps it all."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def text_given(text: str, what: str, *, most: int, refuse: type[Refusal], needed: bool = True) -> str:
    """The text without blanks around it and signs that nobody sees. Raises `refuse` when it is needed and empty, or too long."""
    text = written(text).strip()
    if needed and not text:
        raise refuse(f"没有写{what}", expected=f"不超过 {most} 个字")
    if len(text) > most:
        raise refuse(f"{what}有 {len(text)} 个字", expected=f"不超过 {most} 个字")
    return text
