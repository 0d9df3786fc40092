"""Numbers of international applications and of their publications in one spelling."""

import re

from zhixian.core.registry.numbers.patents import plain_number

_NUMBER = r"([0-9]{4}|[0-9]{2})/?([0-9]{5,6})"
_PCT = re.compile(rf"(?:PCT|WO)/?([A-Z]{{2}})/?{_NUMBER}")
_PCT_AFTER = re.compile(r"WO/?([0-9]{4}|[0-9]{2})/?([A-Z]{2})/?([0-9]{5,6})")
"""The year before the receiving office, as patent databases write it: WO2008US086599."""
_WO = re.compile(rf"WO/?{_NUMBER}(?:A[0-9])?")


def international(text: str) -> str | None:
    """`PCT/CN2017/083421` or `WO2017/198081` in one spelling; None for any other number."""
    bare = plain_number(text).replace("号", "")
    if found := _PCT.fullmatch(bare):
        return f"PCT/{found[1]}{_full_year(found[2])}/{found[3]:0>6}"
    if found := _PCT_AFTER.fullmatch(bare):
        return f"PCT/{found[2]}{_full_year(found[1])}/{found[3]:0>6}"
    if found := _WO.fullmatch(bare):
        return f"WO{_full_year(found[1])}/{found[2]:0>6}"
    return None


def _full_year(year: str) -> str:
    """International applications exist since 1978."""
    if len(year) == 4:
        return year
    return ("19" if int(year) >= 78 else "20") + year
