"""Numbers of other offices: applications and publications of the US and the EPO and international ones in one spelling, others as written."""

import re
from typing import NamedTuple

from zhixian.core.registry.numbers.international import international
from zhixian.core.registry.numbers.patents import plain_number

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


class Filed(NamedTuple):
    """An application number of another office in one spelling; `problem` where its check digit is wrong, which `normal` is without."""

    normal: str
    problem: str | None = None


def filed_abroad(text: str, office: str, year: int | None = None) -> Filed:
    """An application number of an office, which stands before it or not; `year` is that of filing, where it is known.

    `US13/915426` (series and serial), `EP08868513` (without check digit), `PCT/US2008/086599`. Eight digits of the US are series and
    serial unless they may as well be serial and year: such a number stays as it is written, as do those of other offices.
    """
    plain = plain_number(text)
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
    return Filed(bare)


def filings_asked(text: str) -> list[str]:
    """Every application of another office that a text can mean, whatever the check digit."""
    plain = plain_number(text)
    read = filed_abroad(plain, "").normal
    eight = _US_EIGHT.fullmatch(_OFF.sub("", plain))
    other = _of_series(*eight.groups()) if eight else None
    return list(dict.fromkeys(filter(None, [read, other])))


def published_abroad(text: str) -> str:
    """A publication number of another office with its kind code, if it has one: US and EP ones without superfluous zeros, US applications
    laid open with seven digits after the year, international ones with four digits of year and six of number."""
    plain = _OFF.sub("", plain_number(text))
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
