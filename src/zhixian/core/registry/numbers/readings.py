"""What a number of another office is read as, and the text that such numbers are read from."""

import re
import unicodedata
from typing import NamedTuple

_BLANKS = re.compile(r"[\s_]+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212-]+")
_KIND_CODE = re.compile(r"(?:(?<=[0-9])|-)([A-Z][0-9]?)$")


class Filed(NamedTuple):
    """An application number of another office in one spelling; `problem` where its check digit is wrong, which `normal` is without.

    `kind` is invention, utility_model or design where the number tells it; `vague` where numbers of several kinds are spelt alike, so that
    `normal`, which is that of an invention, names no application for sure.
    """

    normal: str
    problem: str | None = None
    kind: str | None = None
    vague: bool = False


def dashed(text: str) -> str:
    """Full-width to half-width, upper case, no white space or invisible characters, each run of dashes one hyphen."""
    if not text.isascii():
        even = unicodedata.normalize("NFKC", text)
        text = "".join(ch for ch in even if unicodedata.category(ch) not in ("Cf", "Cc"))
    return _DASHES.sub("-", _BLANKS.sub("", text).upper())


def without_code(number: str) -> tuple[str, str]:
    """A number and the kind code behind it, before which a hyphen may stand; empty where it has none."""
    found = _KIND_CODE.search(number)
    return (number[: found.start()], found[1]) if found and found.start() else (number, "")
