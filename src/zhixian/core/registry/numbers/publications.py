"""Chinese patent publication numbers (公开号, 公告号) with their WIPO ST.16 kind codes, and which of them are grants."""

import re
from datetime import date
from typing import NamedTuple

from zhixian.core.registry.numbers.patents import application, plain_number

PATENT_LAW_1992 = date(1993, 1, 1)
"""Until this day B was an examined application, U and S applications laid open, before grant; grants were C, Y and D
from then, and B, U and S since 7 April 2010."""
KIND_OF_LETTER = {
    "A": "invention", "B": "invention", "C": "invention", "U": "utility_model", "Y": "utility_model", "D": "design",
    "S": "design",
}  # fmt: skip
KIND_OF_FIRST = {"1": "invention", "2": "utility_model", "3": "design"}
LAST_EXAMINED_NUMBER = 1_020_583
"""Seven-digit B numbers up to here (1989 to 1992) are examined applications (审定公告), later ones grants."""

_NUMBER = re.compile(r"(?:CN|ZL)?([0-9]{7}|[0-9]{8}|[0-9]{9})([A-Z][0-9]?)?")
_LABEL = re.compile(r"^(?:授权|申请)?(?:公开|公告)?(?:[(]公告[)])?(?:编号|号码|号)?[:：]?")


class PublicationNumber(NamedTuple):
    """`normal` is `CN` + digits + kind code (`CN104223352A`), or `problem` says why there is none.

    `application` is set for 1985 to 1988, when the publication carried the application number.
    """

    normal: str | None
    kind: str | None = None
    kind_code: str | None = None
    application: str | None = None
    problem: str | None = None


def publication(text: str) -> PublicationNumber:
    """A publication number in any spelling; seven digits until 2007, nine after, eight in 1985 to 1988."""
    found = _NUMBER.fullmatch(text) or _NUMBER.fullmatch(_LABEL.sub("", plain_number(text)))
    if not found:
        return PublicationNumber(
            None, problem="不是公开（公告）号，应为 CN + 7 或 9 位数字 + 文献种类代码，例如 CN104223352A"
        )
    digits, code = found[1], found[2]
    if code and code[0] not in KIND_OF_LETTER:
        return PublicationNumber(None, problem=f"文献种类代码“{code}”应为 A、B、C、U、Y、D 或 S（可带数字）")
    if len(digits) == 8:
        filed = application(digits)
        if filed.problem or not 1985 <= (filed.year or 0) <= 1988 or not code:
            return PublicationNumber(None, problem="8 位公开号只用于 1985–1988 年并带文献种类代码，例如 CN85100001A")
        return PublicationNumber(f"CN{digits}{code}", filed.kind, code, filed.normal)
    kind = KIND_OF_FIRST.get(digits[0])
    if kind is None or (code and KIND_OF_LETTER[code[0]] != kind):
        return PublicationNumber(
            None, problem="公开号首位应为 1（发明）、2（实用新型）或 3（外观设计），并与文献种类代码一致"
        )
    return PublicationNumber(f"CN{digits}{code or ''}", kind, code)


NINE_DIGITS = 9


def named_by(found: PublicationNumber) -> str | None:
    """What a patent is called by a publication of it: its application number where that was published, else the publication's.

    Since 2007 the application's and the grant's publication share their nine digits, so those without kind code name the
    patent; the seven digits before belonged to two series, so there the letter stays.
    """
    if found.application or found.normal is None:
        return found.application
    code = found.kind_code or ""
    digits = found.normal.removeprefix("CN").removesuffix(code)
    return f"CN{digits}" if len(digits) == NINE_DIGITS else f"CN{digits}{code[:1]}"


def is_grant(kind_code: str, published: date | None = None, digits: str = "") -> bool:
    """Whether a publication of that kind code grants the patent (or corrects or narrows a granted one).

    Without the day the number decides: eight digits (1985 to 1988) and small B numbers are before grant.
    """
    letter = kind_code[:1].upper()
    if letter in ("C", "Y", "D"):
        return True
    if letter not in ("B", "U", "S"):
        return False
    if published is not None:
        return published >= PATENT_LAW_1992
    if len(digits) == 8:
        return False
    return not (letter == "B" and digits.isdigit() and int(digits) <= LAST_EXAMINED_NUMBER)
