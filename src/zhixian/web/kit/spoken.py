"""How the site names who acted, and takes what they wrote."""

from typing import Any

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit.plan import unit_name


def named_with_units(by: Any, *, nobody: str) -> str:
    """Name and units at this time; `nobody` when no person with an account acted."""
    if by is None:
        return nobody
    return f"{by}（{'、'.join(sorted(unit_name(unit) for unit in by.units))}）"


def text_given(text: str, what: str, *, most: int, refuse: type[Refusal], needed: bool = True) -> str:
    """The text without blanks around it. Raises `refuse` when it is needed and empty, or too long."""
    text = text.strip()
    if needed and not text:
        raise refuse(f"没有写{what}", expected=f"不超过 {most} 个字")
    if len(text) > most:
        raise refuse(f"{what}有 {len(text)} 个字", expected=f"不超过 {most} 个字")
    return text
