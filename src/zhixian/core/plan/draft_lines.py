"""Writes the lines of a drafted YAML file: one value a line, with the remark beside it."""

import re
from functools import lru_cache
from typing import Any

import yaml

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_LOOKED_AT = 400
"""The opening of a passage is looked for in so many signs."""


def first_sentence(words: str) -> str:
    """The opening of a passage up to its first 。 or line end, the closing mark included, at most 60 signs."""
    stripped = words[:_LOOKED_AT].strip()
    match = re.match(r"[^。；\n]{1,60}[。]?", stripped)
    return one_line(match[0]) if match else ""


def one_line(words: str) -> str:
    """The words with every stretch of white space as one space."""
    return " ".join(words.split())


def pair(key: str, value: Any, remark: str = "") -> str:
    """`key: value`, with a remark behind it."""
    return f"{key}: {_scalar(value)}" + (f"   # {remark}" if remark else "")


def _scalar(value: Any) -> str:
    """A value as YAML on one line; numbers and days given as words are quoted."""
    return _scalar_of(value) if isinstance(value, str) else _dumped(value)


@lru_cache(maxsize=4096)
def _scalar_of(words: str) -> str:
    return _dumped(words)


def _dumped(value: Any) -> str:
    return (
        yaml.dump(value, Dumper=_DUMPER, allow_unicode=True, width=10**9, default_flow_style=True, sort_keys=False)
        .removesuffix("\n")
        .removesuffix("\n...")
    )


def item(values: dict[str, Any], remark: str = "") -> list[str]:
    """An entry of a list, a line for each key, with a remark below it."""
    lines = [
        ("  - " if number == 0 else "    ") + pair(key, value) for number, (key, value) in enumerate(values.items())
    ]
    return lines + ([f"    # {remark}"] if remark else [])
