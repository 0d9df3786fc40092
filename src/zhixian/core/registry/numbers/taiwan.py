"""Taiwanese numbers: applications and publications in one spelling.

Applications are `TW104123456`: three digits of the year of the Republic (1911 + 104), one of the kind (1 invention, 2 utility model, 3
design), five of serial; until 2010 the year is written with two digits or with a zero before them. Publications have the year of the
calendar (`TW201612345A`), patents since July 2004 a letter (`TWI512345B`, `TWM512345U`, `TWD512345S`), those before six digits at most.
"""

import re

from zhixian.core.registry.numbers.readings import Filed, dashed, without_code

OFFICE = "TW"
_WORDS = re.compile(r"(?:發明|发明|新型|設計|设计)(?:專利|专利)?第[IMD][0-9]|(?:發明|新型|設計)(?:專利)?公[開告]")
_NOISE = re.compile(
    r"中華民國|[臺台]灣|台湾|發明|发明|新型|設計|设计|專利|专利|申請|申请|公[開开告]|證書|证书|[第號号]"
)
_FILED = re.compile(r"(0[2-9][0-9]|1[0-9]{2}|[2-9][0-9])-?([123])-?([0-9]{5})")
_OF_THE_EPO = re.compile(r"((?:19|20)[0-9]{2})0([123])([0-9]{5})")
"""Year of the calendar, a zero, kind and serial."""
BEFORE_REPUBLIC = 1911
_KIND = {"1": "invention", "2": "utility_model", "3": "design"}
_NINE_DIGITS = re.compile(r"(?:0[4-9][0-9]|1[0-1][0-9])[123][0-9]{5}")
"""Years of the Republic 40 to 119: what begins so is no Chinese application of eight digits."""
_CODES_OF_FILED = ("", "A", "U", "F", "S", "D")
_LETTERED = re.compile(r"([IMD])-?([0-9]{6,7})")
_LAID_OPEN = re.compile(r"(20[0-9]{2})-?([0-9]{5})")
_BEFORE_LETTERS = re.compile(r"0*([1-9][0-9]{0,5})")
_BARE = re.compile(r"[IMD][0-9]{6}")
_TOLD = re.compile(r"TW(?:[IMD][0-9]{6,7}|20[0-9]{7})")


def is_told(text: str) -> bool:
    """Whether a text is a number with words of the office (發明第I512345號) or of the shape of its patents (I512345)."""
    whole = dashed(text)
    return bool(_BARE.fullmatch(whole) if whole.isascii() else _WORDS.search(whole))


def may_be_filed(text: str) -> bool:
    """Whether a text without country is what the office writes for an application: nine digits, a year of the Republic and a kind first."""
    return bool(_NINE_DIGITS.fullmatch(_parts(text)[0]))


def filed(text: str, _year: int | None = None, _kind: str | None = None) -> Filed | None:
    """An application number, None for what is none."""
    core, code = _parts(text)
    if code not in _CODES_OF_FILED:
        return None
    if found := _FILED.fullmatch(core):
        return Filed(f"TW{found[1]:0>3}{found[2]}{found[3]}", None, _KIND[found[2]])
    found = _OF_THE_EPO.fullmatch(core)
    if not found or int(found[1]) <= BEFORE_REPUBLIC:
        return None
    return Filed(f"TW{int(found[1]) - BEFORE_REPUBLIC:03}{found[2]}{found[3]}", None, _KIND[found[2]])


def published(text: str) -> str | None:
    """A publication number with its kind code, if it has one; None for what is none."""
    core, code = _parts(text)
    if found := _LETTERED.fullmatch(core) or _LAID_OPEN.fullmatch(core):
        return f"TW{''.join(found.groups())}{code}"
    found = _BEFORE_LETTERS.fullmatch(core)
    return f"TW{found[1]}{code}" if found else None


def series(number: str) -> tuple[str, bool]:
    """What a publication in our spelling is called, its kind code left out or its letter kept where numbers of several kinds are alike, and
    whether that tells it from all others."""
    bare, code = without_code(number)
    if _TOLD.fullmatch(bare):
        return bare, True
    return bare + code[:1], bool(code)


def meant(found: Filed) -> list[str]:
    """The number that one which was asked for means."""
    return [found.normal]


def _parts(text: str) -> tuple[str, str]:
    """The number without words and `TW`, and the kind code."""
    whole = dashed(text)
    if not whole.isascii():
        whole = _NOISE.sub("", whole)
    return without_code(whole.removeprefix(OFFICE).strip("-"))
