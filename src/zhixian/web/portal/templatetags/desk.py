"""Template words of the desk and of the search: how long is left, where the hits stand."""

import re
from datetime import date

from django import template

from zhixian.web.kit.clock import today
from zhixian.web.kit.finds import Words
from zhixian.web.matters.timing import remaining

register = template.Library()


@register.filter
def left_until(due: date) -> int:
    """Working days after today up to the day: 0 on it, negative once over."""
    return remaining(due, as_of=today())


@register.filter
def hits(text: str, words: Words) -> list[tuple[bool, str]]:
    """The text in pieces, each with whether it is what was searched for."""
    ways = {way for ways in words.spellings for way in ways}
    parts = sorted(map(re.escape, ways), key=len, reverse=True)
    pieces = re.split(f"({'|'.join(parts)})", text, flags=re.IGNORECASE) if parts else [text]
    return [(bool(number % 2), piece) for number, piece in enumerate(pieces) if piece]
