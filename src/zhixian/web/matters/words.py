"""How values of facts and answers are said to people."""

from datetime import date
from typing import Any

from zhixian.core.kernel.money import yuan
from zhixian.core.registry.kind_words import KIND_WORDS
from zhixian.core.workflow.model import FormField


def said(kind: str, value: Any) -> str:
    """A fact or answer of some kind, in words."""
    if value in (None, "", []):
        return "—"
    if kind == "money":
        return f"{yuan(int(value))} 元"
    if kind == "yes_no":
        return "是" if value in (True, "yes") else "否"
    if kind in {"word", "words"}:
        return "、".join(KIND_WORDS.get(word, word) for word in ([value] if isinstance(value, str) else value))
    if isinstance(value, list | tuple):
        return "；".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else str(value)


def answer_said(field: FormField, value: Any) -> str:
    """An answer in words, choices by their names."""
    if field.choices and value not in (None, "", []):
        names = dict(field.choices)
        return "、".join(names.get(one, one) for one in ([value] if isinstance(value, str) else value))
    return said(field.kind, value)


def masked(text: str) -> str:
    """The last four characters of a long one, enough to tell two accounts apart; of a name the last only."""
    kept = 4 if len(text) > 8 else 1
    return "*" * (len(text) - kept) + text[-kept:] if len(text) > 1 else "*"
