"""Files that come with a report: where they lie, and what they are called in place of the name they came with."""

from collections.abc import Iterable
from typing import Any

from zhixian.web.kit.private_files import random_path


def report_path(row: Any, name: str) -> str:
    """A path for a file of a report; its own name is kept nowhere."""
    return random_path("reports")


def numbered(kinds: Iterable[str], *, first: int, word: str = "材料") -> list[str]:
    """Names for files, in order: 材料1.jpg, 材料2.pdf."""
    return [f"{word}{number}.{kind}" for number, kind in enumerate(kinds, first)]
