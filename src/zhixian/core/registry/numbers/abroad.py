"""Numbers of other offices: applications and publications of the US, the EPO, Japan, Korea and Taiwan and international ones in one spelling,
others as written."""

import re

from zhixian.core.registry.numbers import japan, korea, taiwan
from zhixian.core.registry.numbers.international import international
from zhixian.core.registry.numbers.patents import YEARS_FILED_AFTER, plain_number
from zhixian.core.registry.numbers.readings import Filed

_OFF = re.compile(r"[.,]")
_KIND_CODE = re.compile(r"(?<=[0-9])([A-Z][0-9]?)$")
_US_SERIES = re.compile(r"US([0-9]{1,2})/([0-9]{1,6})[A-Z]?")
_US_YEAR = re.compile(r"US(?:19|20)[0-9]{2}([0-9]{2})([0-9]{6})[A-Z]?")
"""The EPO's form since 2011: the year, then series and serial."""
_US_EIGHT = re.compile(r"US([0-9]{2})([0-9]{6})A?")
"""Series and serial, or the EPO's form until 2010: six digits of serial, then two of the year, the series left out; the kind behind
it tells designs (F) from others (A)."""
_US_DIGITS = re.compile(r"US0*([1-9][0-9]{0,7})")
_US_LETTERS = re.compile(r"US(D|RE|PP|H|T|AI|RX)0*([1-9][0-9]{0,7})")
_US_LAID_OPEN = re.compile(r"US(20[0-9]{2})/?0?([0-9]{6})")
"""Applications laid open since 2001 have seven digits after the year, of which the EPO leaves out the first, a zero."""
_EP_FILED = re.compile(r"EP([0-9]{8})(\.?)([0-9])?A?")
_EP_YEAR = re.compile(r"EP(?:19|20)([0-9]{2})0([0-9]{6})A?")
_EP_PUBLISHED = re.compile(r"EP0*([1-9][0-9]{0,6})")
_RECEIVED = re.compile(r"([A-Z]{2}[0-9]{10})W")
"""An international application as the EPO's data have it: its receiving office, year, six digits and the kind W."""
_LAST_SHORT, _FIRST_SHORT = 10, 70
"""Years of two digits, until 2010 and from 1970, that can end a US number of the EPO's former form."""
_HK_FILED = re.compile(r"HK([0-9]{8}|[0-9]{11})[0-9]")
"""Until 2019 eight digits, since then eleven, and a check digit, which exports leave out or not."""
_ASIAN = {"JP": japan, "KR": korea, "TW": taiwan}
ASIAN = frozenset(_ASIAN)
"""Offices that count each kind of right or each kind of publication on its own, in numbers that look alike."""
_YEAR_FILED = re.compile(r"(?:JP|KR(?:[123]0)?)((?:19|20)[0-9]{2})[0-9]{6,7}[UF]?|TW([0-9]{3})[123][0-9]{5}")
_EXAMINED = re.compile(r"(?:JP|KR10)(?:19|20)[0-9]{8,9}B[0-9]?")
_EITHER = re.compile(r"(?:JP)?(?:[0-9]{8}[AU]|[0-9]{2,4}/[0-9]{5,6})")
"""What may be an application in a spelling that we cannot read, as the EPO's serial with two digits of the year behind it."""
_LETTERS = "ABUYS"
"""What the kind codes of the Asian offices begin with."""
_ABROAD_TOLD = re.compile(r"[A-Z]{2}")


def filed_abroad(text: str, office: str, year: int | None = None, kind: str | None = None) -> Filed:
    """An application number of an office, which stands before it or not; `year` is that of filing and `kind` invention, utility_model or
    design, where they are known.

    `US13/915426` (series and serial), `EP08868513` (without check digit), `PCT/US2008/086599`, `JP2015123456`, `KR1020150123456`,
    `TW104123456`. Eight digits of the US are series and serial unless they may as well be serial and year: such a number stays as it is
    written, as do those of other offices.
    """
    plain = plain_number(text)
    if asian := _asian_filed(text, _before(plain) or office, year, kind):
        return asian
    if known := _international(plain):
        return Filed(known)
    plain = plain if plain[:2].isalpha() else office + plain
    if found := _EP_FILED.fullmatch(plain):
        return _with_check(plain, *found.groups())
    bare = _OFF.sub("", plain)
    if found := _EP_YEAR.fullmatch(bare):
        return Filed(f"EP{found[1]}{found[2]}")
    if found := _US_SERIES.fullmatch(bare) or _US_YEAR.fullmatch(bare):
        return Filed(_of_series(*found.groups()) or bare)
    if found := _US_EIGHT.fullmatch(bare):
        known = None if _may_end_in_year(found[2], year) else _of_series(*found.groups())
        return Filed(known or bare.removesuffix("A"))
    return Filed(f"HK{found[1]}" if (found := _HK_FILED.fullmatch(bare)) else bare)


def filings_asked(text: str) -> list[str]:
    """Every application of another office that a text can mean, whatever the check digit; one of Taiwan is known without country."""
    if office := _asian_office(text):
        return _asian_filings(text, office)
    if taiwan_filed := taiwan.filed(text):
        return [taiwan_filed.normal]
    plain = plain_number(text)
    read = filed_abroad(plain, "").normal
    eight = _US_EIGHT.fullmatch(_OFF.sub("", plain))
    other = _of_series(*eight.groups()) if eight else None
    return list(dict.fromkeys(filter(None, [read, other])))


def office_told(text: str) -> str | None:
    """The Asian office whose words, letters or way of writing a number without country shows: 特開2016-123456, 10-2015-0123456, I512345."""
    return next((office for office, reader in _ASIAN.items() if reader.is_told(text)), None)


def publications_asked(text: str) -> list[str]:
    """What every publication of an Asian office that a text can mean is called by `series`."""
    office = _asian_office(text) or ""
    if not (number := _asian_published(text, office)):
        return []
    lettered = [] if _KIND_CODE.search(number) else [_asian_published(number + letter, office) for letter in _LETTERS]
    return list(dict.fromkeys(series(one)[0] for one in filter(None, [number, *lettered])))


def series(number: str) -> tuple[str, bool]:
    """What a publication of another office is called without its kind code, and whether that tells it from all others: offices of Asia
    count some kinds alike, there the letter of the code stays."""
    reader = _ASIAN.get(number[:2])
    return reader.series(number) if reader else (_KIND_CODE.sub("", number), True)


def only_published(text: str, office: str, year: int | None = None) -> str | None:
    """The publication that a text of an Asian office can only be, as one by its words or its kind code; None where it may be an application,
    or tells no publication from others."""
    plain = plain_number(text)
    office = _before(plain) or office
    if _EITHER.fullmatch(plain) or _asian_filed(text, office, year):
        return None
    number = _asian_published(text, office)
    return number if number and series(number)[1] else None


def is_before_grant(number: str, office: str) -> bool:
    """Whether a B publication is an examined application of Japan (特公, until 1996) or Korea (공고): both were counted by year and published
    before grant, what is granted is counted through all years."""
    return bool(_EXAMINED.fullmatch(published_abroad(number, office)))


def last_year_abroad(normal: str) -> int | None:
    """The last year in which an application of that number can have been filed; None where the number tells no year.

    Japan, Korea and Taiwan give a number when papers come, so that a day of filing may be set anew after it, as in China."""
    found = _YEAR_FILED.fullmatch(normal)
    if not found:
        return None
    year = int(found[1]) if found[1] else taiwan.BEFORE_REPUBLIC + int(found[2])
    return year + YEARS_FILED_AFTER


def published_abroad(text: str, office: str = "") -> str:
    """A publication number of another office with its kind code, if it has one; the office stands before it, is told or shows.

    US and EP ones without superfluous zeros, US applications laid open with seven digits after the year, international ones with four
    digits of year and six of number, Japanese ones with the year of the calendar, Korean ones with the kind of right."""
    plain = plain_number(text)
    if asian := _asian_published(text, _before(plain) or office or office_told(text) or ""):
        return asian
    plain = _OFF.sub("", plain)
    found = _KIND_CODE.search(plain)
    code = found[1] if found else ""
    return _published(plain.removesuffix(code)) + code


def _published(bare: str) -> str:
    if bare.startswith("WO"):
        known = international(bare)
        return known.replace("/", "") if known and known.startswith("WO") else bare
    if found := _EP_PUBLISHED.fullmatch(bare):
        return f"EP{found[1]:0>7}"
    if found := _US_LAID_OPEN.fullmatch(bare):
        return f"US{found[1]}0{found[2]}"
    if found := _US_DIGITS.fullmatch(bare) or _US_LETTERS.fullmatch(bare):
        return f"US{''.join(found.groups())}"
    return bare


def _before(plain: str) -> str:
    """The letters of a country that stand before a number; empty where there are none."""
    return plain[:2] if _ABROAD_TOLD.match(plain) else ""


def _asian_office(text: str) -> str | None:
    before = _before(plain_number(text))
    return before if before in ASIAN else None if before else office_told(text)


def _asian_filed(text: str, office: str, year: int | None = None, kind: str | None = None) -> Filed | None:
    reader = _ASIAN.get(office)
    found: Filed | None = reader.filed(text, year, kind) if reader else None
    return found


def _asian_published(text: str, office: str) -> str | None:
    reader = _ASIAN.get(office)
    found: str | None = reader.published(text) if reader else None
    return found


def _asian_filings(text: str, office: str) -> list[str]:
    """Applications that a text of an Asian office can mean; none where it has the kind code of an application laid open."""
    found, shown = _asian_filed(text, office), _asian_published(text, office)
    return [] if not found or (shown and shown.endswith("A")) else list(_ASIAN[office].meant(found))


def european_check_digit(digits: str) -> str:
    """Check digit of the eight digits of a European application: each times 1 and 2 in turn, the digits of the products added, what is
    missing to the next ten."""
    products = (int(digit) * (1 + place % 2) for place, digit in enumerate(digits))
    return str(-sum(product // 10 + product % 10 for product in products) % 10)


def _with_check(plain: str, digits: str, point: str, given: str | None) -> Filed:
    right = european_check_digit(digits)
    if given is None or given == right:
        return Filed(f"EP{digits}")
    return Filed(f"EP{digits}", f"校验位应为 {right}") if point else Filed(plain)


def _international(plain: str) -> str | None:
    found = _RECEIVED.fullmatch(plain)
    known = international(f"PCT{found[1]}" if found else plain)
    return known if known and known.startswith("PCT") else None


def _of_series(series: str, serial: str) -> str | None:
    """Regular applications have the series 02 to 28, designs 29 and 35, provisional ones 60 and more; of re-examinations (90, 95, 96) there
    are few."""
    number = int(series)
    known = (
        2 <= number <= 29 or number == 35 or 60 <= number <= 69 or (number in (90, 95, 96) and int(serial) < 100_000)
    )
    return f"US{number:02}/{serial:0>6}" if known else None


def _may_end_in_year(serial: str, year: int | None) -> bool:
    last = int(serial[-2:])
    return (
        last == year % 100 if year and 1970 <= year <= 2010 else year is None and not _LAST_SHORT < last < _FIRST_SHORT
    )
