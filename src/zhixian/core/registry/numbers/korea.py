"""Korean numbers: applications and publications in one spelling, which begins with the kind of right.

Applications are `KR1020150123456`, laid open ones `KR1020160012345A`, grants `KR101234567B1`: 10 is an invention, 20 a utility model, 30 a
design. The EPO leaves the kind out (`KR20150123456`, `KR20160012345A`): there the letter tells it, or what the row says of it. Until 1998
applications and publications had no kind before them and mostly two digits of the year (EPO, Numbering system: Korea).
"""

import re

from zhixian.core.registry.numbers.readings import Filed, dashed, without_code

OFFICE = "KR"
_HANGUL = re.compile(r"[가-힣]")
_SHAPE = re.compile(r"[123]0-(?:(?:19|20)[0-9]{2}-)?[0-9]{7}|[13]0(?:19|20)[0-9]{9}")
"""Without dashes those of utility models may as well be Chinese applications of the year 2020 and after."""
_WORDS = (("실", "20"), ("디자인", "30"), ("의장", "30"), ("특", "10"))
_NOISE = re.compile(r"대한민국|한국|특허|실용신안|디자인|의장|등록|공개|공고|출원|번호|[제호특실第号號]")
_OF_PUBLICATION, _OF_FILING = re.compile(r"공개|공고|등록"), "출원"
"""Words of a publication, unless the one of an application stands beside them."""
_WHOLE = re.compile(r"([123]0)-?((?:19|20)[0-9]{2})-?([0-9]{7})")
_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:-?([0-9]{7})|-([0-9]{6}))")
_SHORT_YEAR = re.compile(r"([5-9][0-9])(?:-?([0-9]{7})|-([0-9]{6}))")
"""Until 1998: `KR970012345A`."""
_GRANT = re.compile(r"([123]0)-?([0-9]{7})")
_BARE_GRANT = re.compile(r"[0-9]{7}")
_KIND = {"10": "invention", "20": "utility_model", "30": "design"}
_TYPE_OF_KIND = {kind: type_ for type_, kind in _KIND.items()}
_TYPE_OF_FILED = {"A": "10", "U": "20", "F": "30", "S": "30"}
_TYPE_OF_PUBLISHED = {"A": "10", "B": "10", "U": "20", "Y": "20", "S": "30"}
_LAID_OPEN, _GRANTED = {"10": "A", "20": "U", "30": "S"}, {"10": "B", "20": "YU", "30": "S"}
_FIRST_WITHOUT_EXAMINED = 1999
"""Until then examined applications were published under a year too, by a count of their own."""
_MOST_OF_OTHERS = 100_000
"""Utility models and designs never were so many in a year."""
_BY_YEAR = re.compile(r"KR([123]0)([0-9]{4})[0-9]{7}([A-Z]?)[0-9]?")
_THROUGH = re.compile(r"KR([123]0)[0-9]{7}([A-Z]?)[0-9]?")


def is_told(text: str) -> bool:
    """Whether a text is in Korean, or of the shape that only this office gives its numbers: 10-2015-0123456, 10-1234567."""
    return bool(_HANGUL.search(text) or _SHAPE.fullmatch(dashed(text)))


def filed(text: str, _year: int | None = None, kind: str | None = None) -> Filed | None:
    """An application number, None for what is none; one that does not tell its kind stays as the EPO writes it unless it is known from the
    row (`kind`)."""
    word, core, code = _parts(text)
    if (code and code not in _TYPE_OF_FILED) or (_OF_PUBLICATION.search(text) and _OF_FILING not in text):
        return None
    if found := _WHOLE.fullmatch(core):
        return Filed(f"KR{''.join(found.groups())}", None, _KIND[found[1]])
    year, serial = _year_and_serial(core)
    if not serial:
        return None
    type_ = _TYPE_OF_FILED.get(code) or word or _TYPE_OF_KIND.get(kind or "")
    if not type_ and int(serial) > _MOST_OF_OTHERS:
        type_ = "10"
    return Filed(f"KR{type_ or ''}{year}{serial}", None, _KIND.get(type_ or ""), not type_)


def published(text: str) -> str | None:
    """A publication number with its kind code, if it has one; None for what is none."""
    word, core, code = _parts(text)
    type_ = _TYPE_OF_PUBLISHED.get(code[:1]) or word or ""
    if found := _WHOLE.fullmatch(core) or _GRANT.fullmatch(core):
        return f"KR{''.join(found.groups())}{code}"
    year, serial = _year_and_serial(core)
    if serial:
        return f"KR{type_}{year}{serial}{code}"
    return f"KR{type_}{core}{code}" if type_ and _BARE_GRANT.fullmatch(core) else None


def series(number: str) -> tuple[str, bool]:
    """What a publication in our spelling is called, its kind code left out or its letter kept where numbers of several kinds are alike, and
    whether that tells it from all others."""
    if found := _BY_YEAR.fullmatch(number):
        type_, year, letter = found.groups()
        is_told = letter == _LAID_OPEN[type_] or (not letter and int(year) >= _FIRST_WITHOUT_EXAMINED)
        bare = number[: found.start(3)]
    elif found := _THROUGH.fullmatch(number):
        type_, letter = found.groups()
        is_told = letter in _GRANTED[type_]
        bare = number[: found.start(2)]
    else:
        bare, code = without_code(number)
        return bare + code[:1], bool(code)
    return (bare, True) if is_told else (bare + letter, bool(letter))


def meant(found: Filed) -> list[str]:
    """The numbers that one which was asked for can mean: also as the EPO writes it, without kind, and of every kind where it is vague."""
    if found.vague:
        return [found.normal, *(f"KR{type_}{found.normal.removeprefix(OFFICE)}" for type_ in _KIND)]
    return [found.normal, OFFICE + found.normal[4:]]


def _parts(text: str) -> tuple[str, str, str]:
    """The kind by a word of the text, the number without words and `KR`, and the kind code."""
    whole, word = dashed(text), ""
    if not whole.isascii():
        word = next((type_ for sign, type_ in _WORDS if sign in whole), "")
        whole = _NOISE.sub("", whole)
    return word, *without_code(whole.removeprefix(OFFICE).strip("-"))


def _year_and_serial(core: str) -> tuple[str, str]:
    """Four digits of year and seven of serial; both empty where it has none."""
    if found := _YEAR.fullmatch(core):
        return found[1], f"{found[2] or found[3]:0>7}"
    if found := _SHORT_YEAR.fullmatch(core):
        return f"19{found[1]}", f"{found[2] or found[3]:0>7}"
    return "", ""
