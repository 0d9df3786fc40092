"""Chinese patent application numbers: every spelling to one, with the check digit of ZC 0006-2003.

The one spelling is `CN` + the digits as assigned + `.` + check digit: `CN201410408762.5`, before 1 October 2003
`CN99122288.1`. A missing check digit is computed; a wrong one is a problem, not a number.
"""

import re
import unicodedata
from operator import mul
from typing import NamedTuple

WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
"""ZC 0006-2003: Σ digit × weight, modulo 11, 10 is written X. Eight-digit numbers use the first eight weights."""
CHECKS = "0123456789X"
_ZEROS = [ord("0") * sum(WEIGHTS[:count]) for count in range(len(WEIGHTS) + 1)]
"""What the digits weigh too much when their bytes are weighed."""
KIND_OF_TYPE = {"1": "invention", "2": "utility_model", "3": "design", "8": "invention", "9": "utility_model"}
"""The type digit; 8 and 9 are international (PCT) applications that entered the Chinese phase."""
TYPE_OF_STANDARD = {"10": "1", "11": "8", "20": "2", "21": "9", "30": "3"}
"""First two digits of CNIPA's “standard” form; it goes on with the year and nine digits of serial, without check digit."""
FIRST_YEAR = 1985
FIRST_YEAR_OF_TWELVE = 2003
LAST_SHORT_SERIAL = 99_999
"""In 2003 both forms exist: eight digits until 30 September, twelve (serials above this one) from 1 October."""

_LABEL = re.compile(
    r"^(?:(?:中国|国家)?(?:发明|实用新型|外观设计)?(?:专利)?(?:申请)?(?:编号|号码|号)?(?:为|是)?[:：]?)(?:\(|（)?第?"
)
_DASHES = re.compile(r"[\s_\u2010-\u2015\u2212-]+")
_NUMBER = re.compile(r"([0-9]{12}|[0-9]{8})(?:\.?([0-9X]))?")
_STANDARD = re.compile(r"([123][01])((?:19|20)[0-9][0-9])([0-9]{9})")
DIGITS_LOST = r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]+"
"""How a spreadsheet shows a long number that it took for a quantity: 2.01410408762E+11; RE2 and Python read it alike."""
WITHOUT_DIGITS = "是科学计数法，末几位已丢失；请把该列改为文本后重新导出"
_EXPONENT = re.compile(DIGITS_LOST)
_PUBLICATION = re.compile(r"[0-9]{7,9}[A-Z][0-9]?|[123][0-9]{6}|[123][0-9]{8}")
_ABROAD = re.compile(r"(?!CN|ZL|PCT)[A-Z]{2}[0-9/.A-Z]{4,}")


class PatentNumber(NamedTuple):
    """An application number, or why it is none: exactly one of `normal` and `problem` is set.

    `kind` is invention, utility_model or design; `pct` marks an international application in the Chinese phase.
    """

    normal: str | None
    kind: str | None = None
    year: int | None = None
    pct: bool = False
    problem: str | None = None


YEARS_FILED_AFTER = 1
"""A day of filing may be set anew after missing drawings came (专利法实施细则第四十条, 第四十五条 from 2024-01-20): the number keeps its year, a later one stands
at most in the next. A day before the number's year is that of an international or a divisional application."""


def year_of(head: str) -> int | None:
    """The year that a number begins with: two digits of eight, four of twelve."""
    return _short_year(head) if len(head) == 2 else int(head)


def last_year_filed(normal: str) -> int | None:
    """The last year in which an application of that number can have been filed; None for what is no application number."""
    digits, dot, _ = normal.removeprefix("CN").partition(".")
    year = year_of(digits[:2] if len(digits) == 8 else digits[:4]) if dot and digits.isdecimal() else None
    return None if year is None else year + YEARS_FILED_AFTER


def check_digit(digits: str) -> str:
    """Check digit of eight or twelve digits."""
    return CHECKS[(sum(map(mul, digits.encode("ascii"), WEIGHTS)) - _ZEROS[len(digits)]) % 11]


def plain_number(text: str) -> str:
    """Full-width to half-width, upper case, no white space, dashes or invisible characters."""
    if text.isascii():
        return _DASHES.sub("", text).upper()
    even = unicodedata.normalize("NFKC", text).upper()
    visible = "".join(ch for ch in even if unicodedata.category(ch) not in ("Cf", "Cc"))
    return _DASHES.sub("", visible)


def application(text: str) -> PatentNumber:
    """Any spelling of a Chinese application or patent number (申请号, 专利号): ZL, CN, words, dots, CNIPA's standard form.

    Sheets must hand over text: a number cell read as 201410408762.0 would show a check digit that nobody wrote.
    """
    if found := _NUMBER.fullmatch(text):
        return _assigned(found[1], found[2])
    bare = _bare(text)
    if found := _NUMBER.fullmatch(bare):
        return _assigned(found[1], found[2])
    if found := _STANDARD.fullmatch(bare):
        return _from_standard(*found.groups())
    return PatentNumber(None, problem=_why_not(plain_number(text), bare))


def with_right_check(text: str) -> PatentNumber | None:
    """The number that a text means in which only the check digit is wrong; None for any other text."""
    found = _NUMBER.fullmatch(_bare(text))
    if not found or not found[2]:
        return None
    meant = _assigned(found[1], None)
    return meant if meant.normal and meant.normal[-1] != found[2] else None


def _bare(text: str) -> str:
    """The digits and check digit, without label, country and brackets around them."""
    rest = _LABEL.sub("", plain_number(text)).replace("·", ".").replace("。", ".")
    while rest.startswith(("CN", "ZL")):
        rest = rest[2:].lstrip(".:")
    return rest.removesuffix(")").removesuffix("号")


def _assigned(digits: str, given: str | None) -> PatentNumber:
    short = len(digits) == 8
    year = _short_year(digits[:2]) if short else int(digits[:4])
    kind_digit = digits[2] if short else digits[4]
    if year is None or (not short and not FIRST_YEAR_OF_TWELVE <= year < 2100):
        expected = "85–99 或 00–03" if short else "2003 及以后"
        return PatentNumber(
            None, problem=f"申请号年份“{digits[: 2 if short else 4]}”不对，{len(digits)} 位号应为 {expected}"
        )
    if kind_digit not in KIND_OF_TYPE:
        place = 3 if short else 5
        return PatentNumber(None, problem=f"申请号第 {place} 位（专利类型）“{kind_digit}”应为 1、2、3、8 或 9")
    check = check_digit(digits)
    if given is not None and given != check:
        return PatentNumber(None, problem=f"校验位应为 {check}")
    return PatentNumber(f"CN{digits}.{check}", KIND_OF_TYPE[kind_digit], year, kind_digit in "89")


def _short_year(two: str) -> int | None:
    number = int(two)
    if number >= FIRST_YEAR - 1900:
        return 1900 + number
    return 2000 + number if number <= FIRST_YEAR_OF_TWELVE - 2000 else None


def _from_standard(head: str, year: str, serial: str) -> PatentNumber:
    """`102021001286633` is 202111286633; `101999000022288` is 99122288."""
    kind_digit = TYPE_OF_STANDARD.get(head)
    number = int(serial)
    short = int(year) < FIRST_YEAR_OF_TWELVE or (int(year) == FIRST_YEAR_OF_TWELVE and number <= LAST_SHORT_SERIAL)
    width = 5 if short else 7
    if kind_digit is None or int(year) < FIRST_YEAR or number >= 10**width:
        return PatentNumber(None, problem="不是标准化申请号，应为 10、11、20、21 或 30 + 四位年份 + 九位流水号")
    return _assigned(f"{year[2:] if short else year}{kind_digit}{number:0{width}}", None)


def _why_not(whole: str, bare: str) -> str:
    if not whole:
        return "申请号为空"
    if whole.startswith(("PCT", "WO")):
        return "是国际申请号，不是中国申请号"
    if _EXPONENT.fullmatch(bare):
        return WITHOUT_DIGITS
    if _PUBLICATION.fullmatch(bare):
        return "是公开（公告）号，不是申请号"
    if _ABROAD.fullmatch(whole):
        return "不是中国申请号"
    digits = sum(ch.isdigit() for ch in bare)
    return f"不是申请号（找到 {digits} 位数字），应为 8 位或 12 位数字加校验位，例如 CN201410408762.5"
