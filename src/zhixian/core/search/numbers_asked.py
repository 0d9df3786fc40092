"""The keys under which a number is indexed and asked for, whatever its spelling."""

import re

from zhixian.core.registry.numbers import (
    ASIAN,
    application,
    filings_asked,
    international,
    office_told,
    other,
    publication,
    publications_asked,
    published_abroad,
    series,
    trademark,
    with_right_check,
)
from zhixian.core.registry.numbers.patents import plain_number

_DIGITS = 5
"""A text with fewer digits is no number."""
_SHORT = re.compile(r"[A-Z]{2}[0-9]{2,4}[A-Z][0-9]?|(?!CN|ZL)[A-Z]{2}[0-9]{3,4}")
"""What some small offices publish: letters of the country, few digits, mostly the letter of the kind."""
_ABROAD = re.compile(r"(?!CN|ZL|PCT)([A-Z]{3,4}[0-9][0-9A-Z/]*[0-9]|[A-Z]{2}[0-9][0-9A-Z/]*[0-9])([A-Z]{1,2}[0-9]?)?")
"""What other offices file and publish: country, letters of the sort or of the emperor's years, digits, at some the branch, kind code."""
_KIND_CODE = re.compile(r"(?<=[0-9])[A-Z][0-9]?$")
_OFF = re.compile(r"[.,]")
_UNREAD = re.compile(r"[0-9A-Z./()一-鿿-]+")
_WORDS = re.compile(r"[一-鿿]{3,}")
_OF_PUBLICATION = "公"
"""Stands before a publication of an Asian office, which counts applications in the same form."""
_PERHAPS_OF_TAIWAN = re.compile(r"第?[0-9]{8,9}[号號]?")


def keys_of(number: str) -> list[str]:
    """Keys of a number as the registry writes it; a mark's is known with and without its class."""
    keys = [plain_number(number)]
    if (mark := re.fullmatch(r"(G?[0-9]+[A-Z]{0,2})/[0-9]{1,2}", keys[0])) is not None:
        keys.append(mark[1])
    return keys


def publication_as_key(number: str) -> str | None:
    """A publication of Japan, Korea or Taiwan as the number that the index has, so that it is no application of the same digits; None for
    those of other offices, which are known by the number itself."""
    read = published_abroad(number)
    return _OF_PUBLICATION + series(read)[0] if read[:2] in ASIAN else None


def keys_asked(text: str) -> tuple[str, ...]:
    """Keys that a text can mean as a number; none when it is no number. A patent's number with a wrong check digit is read without."""
    bare = plain_number(text)
    if sum(char.isdigit() for char in bare) < _DIGITS:
        return (bare, *_asian(text, bare)) if _SHORT.fullmatch(bare) else ()
    keys = _read(text, bare)
    if not keys and _UNREAD.fullmatch(bare) and not _WORDS.search(bare):
        keys = [bare]
    return tuple(dict.fromkeys(keys))


def is_number(text: str) -> bool:
    """Whether the whole text is a number of a form we know, with whatever spaces."""
    bare = plain_number(text)
    if sum(char.isdigit() for char in bare) < _DIGITS:
        return bool(_SHORT.fullmatch(bare))
    return bool(_read(text, bare))


def _read(text: str, bare: str) -> list[str]:
    read = [application(text).normal, other(text).normal, *_published(text), *_mark(bare)]
    read += _asian(text, bare) or _abroad(bare)
    if not any(read) and "," in bare:
        read = [application(bare.replace(",", ".")).normal]
    if meant := with_right_check(text):
        read.append(meant.normal)
    return [plain_number(found) for found in read if found]


def _published(text: str) -> list[str]:
    published = publication(text).normal
    return _with_and_without_code(published) if published else []


def _abroad(bare: str) -> list[str]:
    """A number of another office, which may be written with dots, commas and a bar after the year, with and without its kind code; those
    that have one spelling of ours in that too. An international number is of no office."""
    plain = _OFF.sub("", bare)
    if plain.startswith("PCT"):
        return [known, plain] if (known := international(plain)) else []
    found = _ABROAD.fullmatch(plain)
    if not found:
        return []
    ways = dict.fromkeys([found[1], found[1].replace("/", "")])
    read = [way + code for code in dict.fromkeys([found[2] or "", ""]) for way in ways]
    return [*read, *filings_asked(bare), *_with_and_without_code(published_abroad(bare))]


def _asian(text: str, bare: str) -> list[str]:
    """A number of Japan, Korea or Taiwan as an application, as a publication and as it is written; one without country may be Taiwan's."""
    if bare[:2] not in ASIAN and not office_told(text):
        return filings_asked(text) if _PERHAPS_OF_TAIWAN.fullmatch(bare) else []
    read = [*filings_asked(text), *(_OF_PUBLICATION + one for one in publications_asked(text))]
    return [*read, _OFF.sub("", bare)] if read else []


def _with_and_without_code(number: str) -> list[str]:
    return [number, _KIND_CODE.sub("", number)]


def _mark(bare: str) -> list[str | None]:
    digits, slash, nice_class = bare.partition("/")
    return [trademark(digits, nice_class or None).normal] if not slash or nice_class.isdigit() else []
