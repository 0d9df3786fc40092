"""Numbers of the rights that a project relies on, as applicants write them: with labels and notes, several on a line, by publication, and
what no registry of China has."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhixian.core.analysis.assessment.elsewhere import NOTE, lettered_elsewhere, told_elsewhere
from zhixian.core.registers.rights import meant, parts_of
from zhixian.core.registry.numbers.publications import named_by, publication
from zhixian.core.registry.particulars import numbers_published
from zhixian.core.registry.snapshot import Snapshot

UNREGISTERED = "没有登记，登记数据里查不到"
_NICE = re.compile(r"第?\s*([0-9]{1,2})\s*类")
_LABELS = re.compile(r"^(?:[一-鿿\s:：]|no\.?(?=\s*[0-9]))+|[一-鿿\s:：。]+$", re.IGNORECASE)
_KNOW_HOW = re.compile("技术秘密|商业秘密|专有技术|非专利技术|技术诀窍|know-?how", re.IGNORECASE)
_GROUPED = re.compile(
    r"(?<![A-Za-z])[A-Za-z]{2}\s*[A-Za-z]{0,2}[0-9]{1,3}(?:[,，][0-9]{3})+(?![0-9])"
    r"|(?<![0-9])[0-9]{1,3}(?:[,，][0-9]{3}){2,}(?![0-9])"
    r"|(?<![0-9])[0-9]{2}[/／][0-9]{3}[,，][0-9]{3}(?![0-9])"
)
"""Numbers with commas of their own: US 9,123,456, 美国专利9,123,456, US13/915,426."""
_PUBLISHED = re.compile("公开|公告")
_NINE_DIGITS = re.compile("[123][0-9]{8}")
"""Of Chinese publications without country, which a mark may have too."""
_LEAST_DIGITS = 5
"""A piece of a line with fewer digits is no number of its own."""


@dataclass(frozen=True, slots=True)
class Relied:
    """One number as it was given: `numbers` are what it can mean as the registry writes it, `published` the publication that it names,
    `elsewhere` why no registry of China can have it; `why` says what is wrong where it is none of these."""

    given: str
    numbers: tuple[str, ...] = ()
    published: str = ""
    elsewhere: str = ""
    why: str = ""

    @property
    def is_read(self) -> bool:
        """Whether it is understood."""
        return bool(self.numbers or self.published or self.elsewhere)


def rights_in(text: str) -> list[str]:
    """The parts of an answer, each one number: parted by separators, and by spaces where the whole is none and each piece is one."""
    whole = _GROUPED.sub(lambda found: re.sub("[,，]", "", found[0]), text)
    return list(dict.fromkeys(piece for part in parts_of(whole) for piece in _pieces(part)))


def _pieces(part: str) -> list[str]:
    pieces: list[str] = []
    for word in part.split():
        if pieces and (_NICE.fullmatch(word) or not any(letter.isdigit() for letter in word)):
            pieces[-1] += f" {word}"
        else:
            pieces.append(word)
    several = len(pieces) > 1 and not relied(part).is_read
    return pieces if several and all(map(_is_number, pieces)) else [part]


def _is_number(piece: str) -> bool:
    return sum(letter.isdigit() for letter in piece) >= _LEAST_DIGITS and relied(piece).is_read


def relied(text: str) -> Relied:
    """What a part of an answer names."""
    if abroad := told_elsewhere(text):
        return Relied(text, elsewhere=abroad)
    numbers, why = meant(text)
    bare, nice = _without_notes(text)
    if not numbers and bare:
        numbers, why = meant(f"{bare}/{nice}") if nice else meant(bare)
    is_either = bool(_NINE_DIGITS.fullmatch(bare)) and not nice and "商标" not in text
    found = publication(bare)
    published = (named_by(found) or "") if found.normal and (is_either or not numbers) else ""
    if published and _PUBLISHED.search(text):
        numbers = []
    if numbers or published:
        return Relied(text, tuple(numbers), published)
    if abroad := lettered_elsewhere(bare):
        return Relied(text, elsewhere=abroad)
    if _KNOW_HOW.search(text):
        return Relied(text, elsewhere=UNREGISTERED)
    return Relied(text, why=_why(bare, why))


def _without_notes(text: str) -> tuple[str, str]:
    """The number without labels before and words behind it, and the class of goods that they tell."""
    even = unicodedata.normalize("NFKC", text).strip()
    nice = _NICE.search(even)
    rest = _NICE.sub(" ", NOTE.sub(" ", even))
    return _LABELS.sub("", rest).strip(), nice[1] if nice else ""


def _why(bare: str, why: str) -> str:
    runs = re.findall(r"[0-9]{7,}", bare)
    if len(runs) > 1:
        return "看着不止一个号码，几个用分号或换行隔开"
    if not any(letter.isdigit() for letter in bare):
        return "里面没有号码；没有登记的技术写“技术秘密”"
    return why


def unread(text: str) -> str:
    """What of an answer is no number, or stands there twice, in words; "" when nothing is wrong."""
    parts = [relied(part) for part in rights_in(text)]
    wrong = [f"“{one.given}”不是专利号或注册号：{one.why}" for one in parts if not one.is_read]
    first = [(one.numbers or (one.published,))[0] for one in parts if one.numbers or one.published]
    twice = sorted({number for number in first if first.count(number) > 1})
    return "；".join([*wrong, *(f"{number} 写了不止一次" for number in twice)])


def looked_up(snapshot: Snapshot | None, given: Sequence[str]) -> dict[str, Relied]:
    """By what was given, what it names, publications by the numbers of their rights where the registry knows them."""
    read = {text: relied(text) for text in given}
    asked = [one.published for one in read.values() if one.published]
    known: Mapping[str, Sequence[str]] = numbers_published(snapshot, asked) if snapshot and asked else {}
    return {
        text: Relied(text, (*known.get(one.published, ()), *one.numbers) or (one.published,), one.published)
        if one.published
        else one
        for text, one in read.items()
    }
