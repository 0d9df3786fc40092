"""Number formats: every spelling of a number to one, or the reason why it is none."""

import re
from dataclasses import dataclass

from zhixian.core.registry.numbers.credit_code import credit_code
from zhixian.core.registry.numbers.others import OtherNumber, other, trademark
from zhixian.core.registry.numbers.patents import (
    PatentNumber,
    application,
    check_digit,
    last_year_filed,
    plain_number,
    with_right_check,
)
from zhixian.core.registry.numbers.publications import PublicationNumber, is_grant, named_by, publication
from zhixian.core.registry.numbers.vectors import normalise_patents

__all__ = [
    "Identified",
    "OtherNumber",
    "PatentNumber",
    "PublicationNumber",
    "application",
    "check_digit",
    "credit_code",
    "identify",
    "international",
    "is_grant",
    "last_year_filed",
    "named_by",
    "normalise_patents",
    "other",
    "publication",
    "trademark",
    "with_right_check",
]

_PCT = re.compile(r"PCT/?([A-Z]{2})/?([0-9]{4}|[0-9]{2})/?([0-9]{5,6})")
_WO = re.compile(r"WO/?([0-9]{4}|[0-9]{2})/?([0-9]{5,6})(?:A[0-9])?")


@dataclass(frozen=True, slots=True)
class Identified:
    """What a number is: `sort` says which numbering (application, publication, pct, wo, credit_code, other, unknown)."""

    sort: str
    normal: str | None
    kind: str | None = None
    problem: str | None = None


def international(text: str) -> str | None:
    """`PCT/CN2017/083421` or `WO2017/198081` in one spelling; None for any other number."""
    bare = plain_number(text).replace("号", "")
    if found := _PCT.fullmatch(bare):
        return f"PCT/{found[1]}{_full_year(found[2])}/{found[3]:0>6}"
    if found := _WO.fullmatch(bare):
        return f"WO{_full_year(found[1])}/{found[2]:0>6}"
    return None


def _full_year(year: str) -> str:
    """International applications exist since 1978."""
    if len(year) == 4:
        return year
    return ("19" if int(year) >= 78 else "20") + year


def identify(text: str) -> Identified:
    """The first numbering the text fits: for cells that do not say what they hold. Bare digits are never taken for a mark."""
    if (abroad := international(text)) is not None:
        return Identified("pct" if abroad.startswith("PCT") else "wo", abroad)
    filed = application(text)
    if filed.normal:
        return Identified("application", filed.normal, filed.kind)
    published = publication(text)
    if published.normal:
        return Identified("publication", published.normal, published.kind)
    code, _ = credit_code(text)
    if code:
        return Identified("credit_code", code)
    registered = other(text)
    if registered.normal:
        return Identified("other", registered.normal, registered.kind)
    return Identified("unknown", None, problem=filed.problem)
