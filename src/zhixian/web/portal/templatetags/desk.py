"""Template words of the search: where the hits stand."""

import re

from django import template

from zhixian.web.kit.finds import Words

register = template.Library()


@register.filter
def hits(text: str, words: Words) -> list[tuple[bool, str]]:
    """The text in pieces, each with whether it is what was searched for."""
    ways = {way for ways in words.spellings for way in ways}
    parts = sorted(map(re.escape, ways), key=len, reverse=True)
    pieces = re.split(f"({'|'.join(parts)})", text, flags=re.IGNORECASE) if parts else [text]
    return [(bool(number % 2), piece) for number, piece in enumerate(pieces) if piece]
