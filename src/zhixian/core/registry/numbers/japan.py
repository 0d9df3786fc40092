"""Japanese numbers: applications and publications in one spelling, with years of the emperors turned into those of the calendar.

Applications are `JP2015123456`, those for utility models `JP2015001234U` and for designs `JP2015001234F`, as the EPO marks them: the office
counts each kind from 1 every year. Publications are `JP2016123456A`, `JP5123456B2`, `JPWO2017203590A1`. Until 1999 numbers have years of the
emperors (特開平10-123456, JPH10123456A), since 2000 those of the calendar (EPO, Numbering system: Japan).
"""

import re

from zhixian.core.registry.numbers.readings import Filed, dashed, without_code

OFFICE = "JP"
_SIMPLIFIED = str.maketrans("愿实實开许録錄录號", "願実実開許録録録号")
"""Databases in Chinese write the words of the office in their own characters."""
_FILED = {
    "特願": "invention", "特許願": "invention", "特許出願": "invention", "実願": "utility_model", "実用新案登録願": "utility_model",
    "実用新案登録出願": "utility_model", "意願": "design", "意匠登録願": "design", "意匠登録出願": "design",
}  # fmt: skip
_LAID_OPEN = {
    "特開": "A", "特許公開": "A", "公開特許": "A", "特表": "A", "公表特許": "A", "実開": "U", "公開実用新案": "U", "実表": "U", "特公": "B",
    "特許公告": "B", "実公": "Y",
}  # fmt: skip
"""Words of publications that are counted by year, with the letter of their kind code."""
_REGISTERED = {
    "特許": "B", "実登": "U", "実用新案登録": "U", "登録実用新案": "U", "意登": "S", "意匠登録": "S", "登録意匠": "S",
}  # fmt: skip
"""Words of publications that are counted through all years."""
_REPUBLISHED = ("再表", "再公表", "再公表特許")
_WORD = re.compile("|".join(sorted([*_FILED, *_LAID_OPEN, *_REGISTERED, *_REPUBLISHED], key=len, reverse=True)))
_ERA_WORD = re.compile(r"(?:昭和?|平成?|令和?)(?:元|[0-9]{1,2})[年0-9-]")
_ORDER = re.compile(r"年-?第?")
_NOISE = re.compile(r"[第号]|公報|日本国?")
_BEFORE_ERA = {"S": 1925, "昭": 1925, "H": 1988, "平": 1988, "R": 2018, "令": 2018}
_LAST_OF_ERA = {"S": 64, "昭": 64, "H": 31, "平": 31, "R": 99, "令": 99}
_ERA = r"(昭和?|平成?|令和?|[SHR])"
_ERA_APART = re.compile(_ERA + r"(元|[0-9]{1,2})-([0-9]{1,7})")
_ERA_RUN = re.compile(_ERA + r"([0-9]{2})([0-9]{1,6})")
_YEAR_APART = re.compile(r"((?:19|20)[0-9]{2})-([0-9]{1,7})")
_YEAR_RUN = re.compile(r"((?:19|20)[0-9]{2})(0?[0-9]{6})")
_PADDED = re.compile(r"[0-9]{11}")
"""The EPO gives applications, and no publications, a seventh digit of serial, a zero."""
_SERIAL_FIRST = re.compile(r"([0-9]{6})([0-9]{2})")
"""As the EPO's data have applications until 1999: the serial, then two digits of the year."""
_TWO_OF_ERA = re.compile(r"([0-9]{2})([0-9]{6})")
_FIRST_SHOWA, _LAST_HEISEI = 46, 12
"""Years of an emperor without his letter: applications were laid open since 1971, and the other count ended in 2000."""
_ONCE_FIRST_SHOWA = 20
_REGISTRATION = re.compile(r"0*([1-9][0-9]{0,6})")
_WORLD = re.compile(r"WO([0-9]{2}|[0-9]{4})[/-]?([0-9]{5,6})")
_WORLD_APART = re.compile(r"([0-9]{2}|[0-9]{4})[/-]?([0-9]{6}|(?<=[/-])[0-9]{5})")
_MARK = {"invention": "", "utility_model": "U", "design": "F"}
_KIND_OF_MARK = {"A": "invention", "U": "utility_model", "F": "design"}
_SPELT = re.compile(r"JP(?:(?:19|20)[0-9]{8}|[1-9][0-9]{0,6})[A-Z][0-9]?")
_BY_YEAR = re.compile(r"JP([0-9]{4})[0-9]{6}([A-Z]?)[0-9]?")
_THROUGH = re.compile(r"JP([0-9]{1,7})([A-Z]?)[0-9]?")
_FIRST_CALENDAR_YEAR = 2000
"""From it on, only applications for inventions are laid open under a year."""
LAST_SHARED = 3_500_000
"""Above it only patents have a number: registered utility models count from 3,000,001 and had reached some 3,250,000 by 2025."""
_FIRST_REGISTERED_MODEL = 3_000_001
"""Utility models that were examined (until 1996) have smaller numbers and the kind Y."""


def is_told(text: str) -> bool:
    """Whether words of the office stand in a text: 特願, 特開, 実用新案登録, 昭和60年."""
    words = text.translate(_SIMPLIFIED)
    return bool(_WORD.search(words) or _ERA_WORD.search(words))


def filed(text: str, year: int | None = None, kind: str | None = None) -> Filed | None:
    """An application number, None for what is none; `year` is that of filing and `kind` that of the row, where they are known."""
    word, core = _word_and_core(text)
    if word and word not in _FILED:
        return None
    core, code = without_code(core)
    found = _numbered(core) or _serial_first(core, year)
    if not found or (code and code not in _KIND_OF_MARK):
        return None
    of_year, serial = found
    told = _FILED[word] if word else _KIND_OF_MARK.get(code, kind)
    if told is None and _is_of_invention(of_year, serial):
        told = "invention"
    return Filed(f"JP{of_year}{serial:06}{_MARK[told or 'invention']}", None, told, told is None)


def published(text: str) -> str | None:
    """A publication number with its kind code, if it has one or a word that tells its letter; None for what is none."""
    if _SPELT.fullmatch(text):
        return text
    word, core = _word_and_core(text)
    core, code = without_code(core)
    if _PADDED.fullmatch(core):
        return None
    if word in _REPUBLISHED or core.startswith("WO"):
        return _world(core, code or ("A1" if word else ""))
    by_year = _numbered(core) or _two_of_era(core, code or _LAID_OPEN.get(word, ""))
    if by_year:
        known = code or _LAID_OPEN.get(word, "")
        return None if word and word not in _LAID_OPEN else f"JP{by_year[0]}{by_year[1]:06}{known}"
    found = _REGISTRATION.fullmatch(core)
    if not found or (word and word not in _REGISTERED):
        return None
    known = code or _REGISTERED.get(word, "")
    is_old = known == "U" and int(found[1]) < _FIRST_REGISTERED_MODEL
    return f"JP{found[1]}{'Y' if is_old and not code else known}"


def series(number: str) -> tuple[str, bool]:
    """What a publication in our spelling is called, its kind code left out or its letter kept where numbers of several kinds are alike, and
    whether that tells it from all others."""
    if found := _BY_YEAR.fullmatch(number):
        is_told = int(found[1]) >= _FIRST_CALENDAR_YEAR and found[2] in ("", "A")
    elif found := _THROUGH.fullmatch(number):
        is_told = int(found[1]) > LAST_SHARED and found[2] in ("", "B")
    else:
        return without_code(number)[0], True
    bare = number[: found.start(2)]
    return (bare, True) if is_told else (bare + found[2], bool(found[2]))


def meant(found: Filed) -> list[str]:
    """The numbers that one which was asked for can mean: of every kind where it is vague."""
    return [found.normal, *(found.normal + mark for mark in _MARK.values() if mark and found.vague)]


def _word_and_core(text: str) -> tuple[str, str]:
    """The word of the office, empty where there is none, and the number without it, `JP` and the signs of order."""
    whole = dashed(text)
    if whole.isascii():
        return "", whole.removeprefix(OFFICE).strip("-")
    whole = whole.translate(_SIMPLIFIED).removeprefix(OFFICE).strip("-")
    found = _WORD.search(whole)
    rest = whole[: found.start()] + whole[found.end() :] if found else whole
    core = _NOISE.sub("", _ORDER.sub("-", rest)).removeprefix(OFFICE).strip("-")
    return (found[0] if found else ""), core


def _numbered(core: str) -> tuple[int, int] | None:
    """Year and serial."""
    if found := _YEAR_APART.fullmatch(core) or _YEAR_RUN.fullmatch(core):
        return _with_serial(int(found[1]), found[2])
    if found := _ERA_APART.fullmatch(core):
        return _of_era(found[1], "1" if found[2] == "元" else found[2], found[3])
    if not (found := _ERA_RUN.fullmatch(core)):
        return None
    era, year, serial = found.groups()
    if era[0] == "平" and len(serial) < 6:
        return None  # 平1012345 is 平10-12345 and 平1-012345
    return None if era[0] == "昭" and int(year) < _ONCE_FIRST_SHOWA else _of_era(era, year, serial)


def _of_era(era: str, year: str, serial: str) -> tuple[int, int] | None:
    known = 1 <= int(year) <= _LAST_OF_ERA[era[0]]
    return _with_serial(_BEFORE_ERA[era[0]] + int(year), serial) if known else None


def _with_serial(year: int, serial: str) -> tuple[int, int] | None:
    return (year, int(serial)) if int(serial) < 1_000_000 else None


def _serial_first(core: str, year: int | None) -> tuple[int, int] | None:
    """Taken only where the day of filing tells that the last two digits are its year and the first two are not."""
    found = _SERIAL_FIRST.fullmatch(core)
    if not found or not year or year >= _FIRST_CALENDAR_YEAR:
        return None
    last = f"{year % 100:02}"
    return (year, int(found[1])) if found[2] == last != core[:2] else None


def _two_of_era(core: str, code: str) -> tuple[int, int] | None:
    """`62123456` of a publication that is counted by year: 昭62, and `10123456`: 平10."""
    found = _TWO_OF_ERA.fullmatch(core)
    if not found or code[:1] not in ("A", "B", "U", "Y"):
        return None
    year = int(found[1])
    if _FIRST_SHOWA <= year <= _LAST_OF_ERA["S"]:
        return _BEFORE_ERA["S"] + year, int(found[2])
    return (_BEFORE_ERA["H"] + year, int(found[2])) if 1 <= year <= _LAST_HEISEI else None


def _world(core: str, code: str) -> str | None:
    found = _WORLD.fullmatch(core) or _WORLD_APART.fullmatch(core)
    if not found:
        return None
    year = found[1] if len(found[1]) == 4 else ("19" if int(found[1]) >= 78 else "20") + found[1]
    return f"JPWO{year}{found[2]:0>6}{code}"


def _is_of_invention(year: int, serial: int) -> bool:
    """Whether no utility model and no design can have that number: they never were so many in a year, except that utility models were until
    1993; 500001 and above are international applications, since 2015 also those for designs."""
    if serial >= 500_000:
        return serial < 600_000 and year < 2015
    return serial > (60_000 if year >= 1995 else 250_000)
