"""Word beside an index that it was built anew, and why: left by whoever built it, told once to whoever looks next."""

from contextlib import suppress
from pathlib import Path

WORD = "rebuilt.txt"
"""The file beside those of the index."""
_TOLD_HERE: set[Path] = set()
"""Words that could not be taken away, so that this process remembers that it told them."""


def in_words(why: str) -> str:
    """That an index was built anew for a reason, in a sentence."""
    return f"检索索引{why}，已重建"


def leave_word(place: Path, why: str) -> None:
    """Lay the reason beside an index that was built anew in a folder; nothing where it was there for the first time (no reason)."""
    if why:
        with suppress(OSError):  # the index is whole without it
            (place / WORD).write_text(in_words(why), encoding="utf-8")


def take_word(place: Path | None) -> str:
    """The word in a folder, for the first who asks in any process; "" for those after. What cannot be taken away is told once in a process."""
    if place is None or place / WORD in _TOLD_HERE:
        return ""
    try:
        word = (place / WORD).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
    try:
        (place / WORD).unlink()
    except FileNotFoundError:  # another process was first
        return ""
    except OSError:
        _TOLD_HERE.add(place / WORD)
    return word
