"""Number formats: every spelling of a number to one, or the reason why it is none."""

from dataclasses import dataclass

from zhixian.core.registry.numbers.abroad import (
    ASIAN,
    filed_abroad,
    filings_asked,
    is_before_grant,
    last_year_abroad,
    office_told,
    only_published,
    publications_asked,
    published_abroad,
    series,
)
from zhixian.core.registry.numbers.credit_code import credit_code
from zhixian.core.registry.numbers.international import international
from zhixian.core.registry.numbers.others import OtherNumber, other, trademark
from zhixian.core.registry.numbers.patents import (
    PatentNumber,
    application,
    check_digit,
    last_year_filed,
    with_right_check,
)
from zhixian.core.registry.numbers.publications import PublicationNumber, is_grant, named_by, publication
from zhixian.core.registry.numbers.taiwan import may_be_filed as may_be_of_taiwan
from zhixian.core.registry.numbers.vectors import normalise_patents

__all__ = [
    "ASIAN",
    "Identified",
    "OtherNumber",
    "PatentNumber",
    "PublicationNumber",
    "application",
    "check_digit",
    "credit_code",
    "filed_abroad",
    "filings_asked",
    "identify",
    "international",
    "is_before_grant",
    "is_grant",
    "last_year_abroad",
    "last_year_filed",
    "may_be_of_taiwan",
    "named_by",
    "normalise_patents",
    "office_told",
    "only_published",
    "other",
    "publication",
    "publications_asked",
    "published_abroad",
    "series",
    "trademark",
    "with_right_check",
]


@dataclass(frozen=True, slots=True)
class Identified:
    """What a number is: `sort` says which numbering (application, publication, pct, wo, credit_code, other, unknown)."""

    sort: str
    normal: str | None
    kind: str | None = None
    problem: str | None = None


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
