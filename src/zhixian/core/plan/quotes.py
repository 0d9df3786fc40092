"""Finds an exact quote in the issued text; white space does not count, everything else does."""

from bisect import bisect_left
from difflib import SequenceMatcher


class Quotable:
    """A text in which quotes are looked up. White space (also U+00A0 and U+3000) is passed over on both sides."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._places = [place for place, ch in enumerate(text) if not ch.isspace()]
        self._dense = "".join(text[place] for place in self._places)

    def find(self, quote: str, *, after: int = 0) -> tuple[int, int] | None:
        """Span of the first occurrence at or after a position of the text, or None."""
        wanted = "".join(quote.split())
        if not wanted:
            return None
        start = self._dense.find(wanted, bisect_left(self._places, after))
        if start < 0:
            return None
        return self._places[start], self._places[start + len(wanted) - 1] + 1

    def all_of(self, quote: str) -> list[tuple[int, int]]:
        """Spans of every occurrence, in the order of the text."""
        wanted = "".join(quote.split())
        found: list[tuple[int, int]] = []
        start = self._dense.find(wanted) if wanted else -1
        while start >= 0:
            found.append((self._places[start], self._places[start + len(wanted) - 1] + 1))
            start = self._dense.find(wanted, start + 1)
        return found

    def nearest(self, quote: str) -> str:
        """The passage that looks most like a quote that was not found, to show the editor what the text says."""
        wanted = "".join(quote.split())[:200]
        match = SequenceMatcher(None, self._dense, wanted, autojunk=False).find_longest_match()
        start = max(0, match.a - match.b)
        return self._dense[start : start + len(wanted)]
