"""Where a text that handlers will read gives away what its writer asks to have sealed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhixian.core.disclosure.masking import KINDS
from zhixian.core.disclosure.patterns import Found, look_through, of_the_writer
from zhixian.core.disclosure.redaction import LEAST_KNOWN, Known, Redaction
from zhixian.core.kernel.folding import folded

SEALED = {
    "name": ("name", "姓名"),
    "phone": ("phone", "电话"),
    "id_number": ("id_number", "证件号码"),
    "contact": ("address", "地址或邮箱"),
}
"""Of each part of an identity: what kind of hidden value it is, and what the reporter calls it."""
LIKELY = ("phone", "id_number", "account", "mail", "name", "address", "private")
"""Kinds that look like somebody's own in any text."""
_I_AM = re.compile(r"(?:我叫|我姓|本人姓|我的名字是?|我的姓名是?)[:：]?[一-鿿]{1,4}")
OWN_DIGITS = 11
"""Of a mobile number, those without the code of the country."""


@dataclass(frozen=True, slots=True)
class Giveaway:
    """A place of a text, counted in characters from 1, where a part of the identity stands as `found`."""

    part: str
    found: str
    place: int

    @property
    def words(self) -> str:
        """For the reporter."""
        return f"第 {self.place} 个字起的“{self.found}”是您要封存的{SEALED[self.part][1]}"

    @property
    def likely_words(self) -> str:
        """The same where the identity is not known."""
        return f"第 {self.place} 个字起的“{self.found}”像是{KINDS[self.part]}，如果是您自己的，会让人知道您是谁"

    @property
    def office_words(self) -> str:
        """For an officer who answers, and does not know who reported."""
        return f"第 {self.place} 个字起的“{self.found}”像是{KINDS[self.part]}；是举报人的，不能写在答复里"


def giveaways(text: str, identity: Mapping[str, str]) -> list[Giveaway]:
    """Each place at which a part of the identity stands, in any spelling, in the order of the text."""
    found = {one for part in SEALED for one in _of(part, text, identity.get(part, ""))}
    return sorted(found, key=lambda one: (one.place, one.part))


def likely_giveaways(text: str) -> list[Giveaway]:
    """The same where nobody knows the identity any more, since it is sealed: numbers that are somebody's, long and short, names that the
    text gives to somebody, and 我叫…. What lies within something longer is told with it."""
    named = [Found(*one.span(), "name", "") for one in _I_AM.finditer(text)]
    likely = [one for one in (*look_through(text), *of_the_writer(text)) if one.kind in LIKELY]
    spans = [*named, *likely]
    whole = [one for one in spans if not any(_within(one, other) for other in spans)]
    found = {Giveaway(one.kind, text[one.start : one.end].strip(), one.start + 1) for one in whole}
    return sorted(found, key=lambda one: (one.place, one.part))


def _within(one: Found, other: Found) -> bool:
    """Whether one lies within the other, and is less of the text."""
    inside = other.start <= one.start and one.end <= other.end
    return inside and other.end - other.start > one.end - one.start


def _of(part: str, text: str, value: str) -> Iterator[Giveaway]:
    kind = SEALED[part][0]
    known = [Known(kind, way) for way in _ways(part, value) if len(folded(way)) >= LEAST_KNOWN]
    for span in Redaction(known).spans(text):
        if span.known:
            yield Giveaway(part, text[span.start : span.end], span.start + 1)


def _ways(part: str, value: str) -> Iterator[str]:
    yield value
    digits = folded(value).lstrip("+")
    if part == "phone" and len(digits) > OWN_DIGITS:
        yield digits[-OWN_DIGITS:]
