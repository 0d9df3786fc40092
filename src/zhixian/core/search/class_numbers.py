"""Classes as the numbers that stand for them in an index, where a number costs less than a word and weighs the same in every document."""

import re
from functools import lru_cache
from math import log

_CODE = re.compile(r"([A-H])(?:([0-9]{2})(?:([A-Z])(?:([0-9]{1,4})(?:/([0-9]{2,6}))?)?)?)?")
_SECTIONS, _LETTERS = "ABCDEFGH", 26
_GOODS, _CLASS, _SUBCLASS = 100, 200, 1_000
"""Numbers below the first are classes of goods and services, below the next sections, below the next classes; then come subclasses."""
_GROUP_BITS, _SUBGROUP_BITS = 14, 21
_KNOWN = 100_000


@lru_cache(maxsize=_KNOWN)
def class_number(code: str) -> int:
    """The number of a class of goods (`30`) or of a code of the IPC of whatever level (`H`, `H01M`, `H01M10/05`), each another and the
    smaller the higher its level; 0 for what is neither."""
    if code.isascii() and code.isdigit():
        return int(code) if int(code) < _GOODS else 0
    if not (found := _CODE.fullmatch(code)):
        return 0
    letter, digits, subclass, group, subgroup = found.groups()
    section = _SECTIONS.index(letter)
    if not digits:
        return _GOODS + section
    within = section * 100 + int(digits)
    if not subclass:
        return _CLASS + within
    number = _SUBCLASS + within * _LETTERS + ord(subclass) - ord("A")
    if group:
        number = number << _GROUP_BITS | int(group)
    return number << _SUBGROUP_BITS | int(f"1{subgroup}") if subgroup else number


def topic_of(number: int) -> str:
    """The class of goods or the subclass that a number stands for."""
    if number < _GOODS:
        return str(number)
    within, subclass = divmod(number - _SUBCLASS, _LETTERS)
    section, digits = divmod(within, 100)
    return f"{_SECTIONS[section]}{digits:02}{chr(ord('A') + subclass)}"


TOP_CLASSES = [*map(class_number, _SECTIONS), *range(1, _GOODS)]
"""Classes of which every document with a class has one."""


def rarity(every: int, having: int) -> float:
    """How rare what so many of all documents have is, as the engine counts it (BM25)."""
    return log(1 + (every - having + 0.5) / (having + 0.5))
