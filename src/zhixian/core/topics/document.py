"""One publication as a source tells it, and by what name its application is known."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from zhixian.core.registry.numbers import (
    ASIAN,
    PublicationNumber,
    application,
    filed_abroad,
    is_before_grant,
    is_grant,
    may_be_of_taiwan,
    named_by,
    office_told,
    only_published,
    publication,
    published_abroad,
    series,
)
from zhixian.core.registry.numbers.patents import plain_number
from zhixian.core.registry.numbers.readings import Filed

DAMAGED, NO_PATENT = "文件", "不是专利文献，没有收入"
"""The column of a problem that a whole file has, and the reason against papers about something else than a patent."""
PUBLISHED = "（公开）"
"""Marks what is known by a publication: offices count applications and publications in the same form (JP2015-123456 is both)."""
UNKINDED = "（类别不明）"
"""Marks an application whose number does not tell its kind, at an office that counts each kind on its own: it may be another of the same digits."""
NO_KIND = "看不出是发明、实用新型还是外观设计，没有凭这个号与写法不同的同号并成一件"
"""The remark on a number that joins nothing; the row may be joined by its other number."""
UNREAD = "读不出年份和流水号，照原样收下"
"""The remark on an application number of an Asian office that is of no form we know."""
MISPLACED = "申请号栏里写的是公开（公告）号"
PERHAPS_OF_TAIWAN = "不是中国申请号；台湾的申请号要在前面写 TW，或在国别栏写明台湾"
"""The reason against nine digits that begin with a year of the Republic, where nothing tells the country."""
_OF_TAIWAN = 7
"""Characters of a patent of Taiwan: I512345."""
_LONGEST = 60
"""Characters of a text that can be a publication number."""
_NO_CHINESE = PublicationNumber(None)
_KIND_CODE = re.compile(r"(?<=[0-9])[A-Z][0-9]?$")
_KINDS = {
    "U": "utility_model", "Y": "utility_model", "S": "design", "A": "invention", "B": "invention", "C": "invention", "T": "invention",
}  # fmt: skip
_COUNTRY = re.compile(r"^([A-Z]{2})[0-9A-Z/]*[0-9]")
_LENS_TAIL = re.compile(r"(?<=[0-9])\s+[A-Z][0-9]?$")

Happened = tuple[str, date, str | None]
"""A transfer, pledge or licence: what it is, its day, and to whom where that is told."""
Other = tuple[str, int]
"""An event that is not counted, as (sort, mark), see `event_columns.Dealings`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """For what a file is read: the number of the source, and the day on which it is read."""

    source: int
    real: date


@dataclass(slots=True)
class Document:
    """`key` names the application: its number in one spelling, else what the publication is called without its kind code."""

    source: int
    sheet: str
    row: int
    key: str
    by_publication: bool
    application: str | None = None
    publication: str | None = None
    country: str | None = None
    kind: str | None = None
    title: str | None = None
    abstract: str | None = None
    filed: date | None = None
    published: date | None = None
    granted: date | None = None
    applicants: list[str] = field(default_factory=list)
    cleaned: list[str] = field(default_factory=list)
    applicant_countries: list[str] = field(default_factory=list)
    holders: list[str] = field(default_factory=list)
    inventors: list[str] = field(default_factory=list)
    region: str | None = None
    classes: list[str] = field(default_factory=list)
    cpc: list[str] = field(default_factory=list)
    status: str | None = None
    state: str | None = None
    state_by: str | None = None
    priority_numbers: list[str] = field(default_factory=list)
    priority: date | None = None
    priority_country: str | None = None
    family: str | None = None
    family_members: list[str] = field(default_factory=list)
    family_size: int | None = None
    claims: int | None = None
    cites: list[str] = field(default_factory=list)
    cited_by: list[str] = field(default_factory=list)
    cites_count: int | None = None
    cited_by_count: int | None = None
    cited_in_3: int | None = None
    cited_in_5: int | None = None
    events: list[Happened] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    """Events that were read and are of no sort that is counted."""


def sheet_beside(file: str, sheet: str) -> str:
    """What a message calls a sheet beside its file: nothing where it is called as the file is, as that of a CSV."""
    return "" if file.startswith(sheet) else sheet


@dataclass(frozen=True, slots=True)
class Name:
    """What a row is about: `key` null and `problem` set where nothing can be read; `remark` where the number was of no use."""

    key: str | None
    application: str | None
    publication: str | None
    country: str | None
    kind: str | None
    by_publication: bool
    problem: str | None = None
    remark: str | None = None


def kind_code(number: str | None) -> str:
    """The kind code at the end of a publication number (ST.16), `B2` of US8936998B2; empty where it has none."""
    found = _KIND_CODE.search(number or "")
    return found[0] if found else ""


def kind_by_code(number: str | None) -> str | None:
    """The kind of patent that a publication's kind code tells; None where it tells none."""
    return _KINDS.get(kind_code(number)[:1])


def grants(number: str | None, country: str | None, day: date | None) -> bool:
    """Whether a publication of a day grants its application: by the rules of China for its own, by a B or C code for other offices,
    except what Japan and Korea published under it before grant."""
    code = kind_code(number)
    if code and country == "CN":
        return is_grant(code, day, "".join(char for char in number or "" if char.isdigit()))
    return code[:1] in ("B", "C") and not (country in ASIAN and is_before_grant(number or "", country))


def name_of(
    filed: str | None, published: str | None, office: str | None, year: int | None = None, kind: str | None = None
) -> Name:
    """The name of a row by its application number, its publication number and the office that it says; `year` is that of filing, `kind`
    what the row says of it: at some offices the number alone does not tell it."""
    shown = _shown(published, office) if published else None
    country = _country_of(shown) or _country_of(plain_number(filed) if filed else None) or _told_by(filed) or office
    problem = None
    if filed:
        chinese = application(_LENS_TAIL.sub("", filed.strip()))
        if chinese.normal and country in (None, "CN"):
            return Name(chinese.normal, chinese.normal, shown, "CN", chinese.kind, by_publication=False)
        problem = PERHAPS_OF_TAIWAN if country is None and may_be_of_taiwan(filed) else chinese.problem
        if country in ASIAN and (only := only_published(filed, country, year)):
            shown, problem = shown or only, MISPLACED
        elif country not in (None, "CN") and any(ch.isdigit() for ch in filed):
            abroad = filed_abroad(filed, country, year, (kind_by_code(shown) or kind) if country in ASIAN else None)
            if not (abroad.problem and shown):
                key = abroad.normal + UNKINDED if abroad.vague else abroad.normal
                remark = _remark_on(abroad, filed, country)
                return Name(key, abroad.normal, shown, country, abroad.kind, by_publication=False, remark=remark)
            problem = abroad.problem
    if shown and (known := publication_key(shown)):
        remark = f"{problem}，按公开号认" if problem else None if names_one(known) else NO_KIND
        return Name(known, None, shown, country, None, by_publication=True, remark=remark)
    return Name(None, None, shown, country, None, by_publication=False, problem=problem or "没有申请号，也没有公开号")


def _remark_on(read: Filed, filed: str, country: str) -> str | None:
    if read.problem:
        return f"{read.problem}，没有按它核对"
    if read.vague:
        return NO_KIND
    is_unread = country in ASIAN and not read.kind and _country_of(plain_number(filed)) in (None, country)
    return UNREAD if is_unread else None


def _shown(published: str, office: str | None) -> str:
    """A publication number with its kind code: of other offices in one spelling, of China as it is written."""
    plain = plain_number(published)
    if len(plain) > _LONGEST:
        return plain
    country = _country_of(plain) or _told_by(published) or (office if office in ASIAN else None)
    return plain if country in (None, "CN") else published_abroad(published, country or "")


def _told_by(number: str | None) -> str | None:
    """The Asian office whose way of writing shows, for a number that has no country before it."""
    if not number or len(number) > _LONGEST or (number.isascii() and "-" not in number and len(number) != _OF_TAIWAN):
        return None
    return office_told(number)


def publication_key(number: str) -> str | None:
    """What a publication is called without its kind code, so that A and B of one application are one; null for no number.

    Marked, so that it is never taken for an application of the same digits; unmarked where the application's own number was published. At
    offices that count some kinds alike the letter of the code stays.
    """
    return _key_once(number) if len(number) <= _LONGEST else None


@lru_cache(maxsize=1 << 16)
def _key_once(number: str) -> str | None:
    plain = plain_number(number)
    found = publication(plain) if plain[:2] not in ASIAN else _NO_CHINESE
    if (chinese := named_by(found)) and (plain.startswith("CN") or (plain[:1].isdigit() and not _told_by(number))):
        return chinese if found.application else chinese + PUBLISHED
    bare, _ = series(published_abroad(number))
    return bare + PUBLISHED if any(ch.isdigit() for ch in bare) else None


def names_one(key: str) -> bool:
    """Whether what a publication is called tells it from all others: JP3192792 is a patent and a utility model."""
    return key[:2] not in ASIAN or series(unmarked(key))[1]


def unmarked(key: str) -> str:
    """The number alone."""
    return key.removesuffix(PUBLISHED).removesuffix(UNKINDED)


def _country_of(number: str | None) -> str | None:
    if not number:
        return None
    if number.startswith("PCT"):
        return "WO"
    found = _COUNTRY.match(number)
    return ("CN" if found[1] == "ZL" else found[1]) if found else None
