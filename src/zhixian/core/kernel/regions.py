"""Region codes of GB/T 2260: two digits province, two prefecture, two county."""

import re

CODE = re.compile(r"[0-9]{6}")
"""Not `\\d`, which takes full-width digits too: such a code would be another region than the one in the tables."""


def is_region(code: str) -> bool:
    """Six digits, half-width."""
    return bool(CODE.fullmatch(code))


def region_prefix(code: str) -> str:
    """The digits that every code inside the region starts with: 340000 → 34, 340100 → 3401, 340122 → 340122."""
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


def region_range(region: str) -> tuple[str, str]:
    """Codes inside the region lie in [first, end): unlike a prefix, a range lets row groups of Parquet be skipped."""
    prefix = region_prefix(region)
    return prefix, prefix + ":"  # what comes after 9


def within(code: str, region: str) -> bool:
    """Whether `code` is the region or lies in it."""
    return code.startswith(region_prefix(region))
