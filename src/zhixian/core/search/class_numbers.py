"""Classes as the numbers that stand for them in an index, where a number costs less than a word and weighs the same in every document."""

import re
from functools import lru_cache
from math import log

from zhixian.core.registry.ipc import whole_ipc

_DESIGN = re.compile(r"([0-9]{2})(?:-([0-9]{2}))?")
_SECTIONS, _LETTERS = "ABCDEFGH", 26
_GOODS, _CLASS, _SUBCLASS = 100, 200, 1_000
"""Numbers below the first are classes of goods and services, below the next sections, below the next classes; then come subclasses."""
_DESIGNS, _DESIGNS_BELOW, _AFTER_DESIGNS = 22_000, 22_100, 32_100
"""Behind all subclasses of the IPC and before its groups: classes of designs (Locarno), from the second number on their subclasses."""
_GROUP_BITS, _SUBGROUP_BITS = 14, 21
_KNOWN = 100_000


@lru_cache(maxsize=_KNOWN)
def class_number(code: str) -> int:
    """The number of a class of goods (`30`) or of a code of the IPC of whatever level (`H`, `H01M`, `H01M10/05`), each another and the
    smaller the higher its level; 0 for what is neither."""
    if code.isascii() and code.isdigit():
        return int(code) if int(code) < _GOODS else 0
    if not (found := whole_ipc(code)):
        return 0
    section = _SECTIONS.index(found.section)
    if not found.in_class:
        return _GOODS + section
    within = section * 100 + int(found.in_class)
    if not found.subclass:
        return _CLASS + within
    number = _SUBCLASS + within * _LETTERS + ord(found.subclass) - ord("A")
    if found.group:
        number = number << _GROUP_BITS | int(found.group)
    return number << _SUBGROUP_BITS | int(f"1{found.subgroup}") if found.subgroup else number


@lru_cache(maxsize=_KNOWN)
def design_number(code: str) -> int:
    """The number of a class of designs (`09`) or of its subclass (`09-03`); 0 for what is neither. Class 9 of goods is another."""
    if not (found := _DESIGN.fullmatch(code)):
        return 0
    in_class, below = found.groups()
    return _DESIGNS_BELOW + int(in_class) * 100 + int(below) if below else _DESIGNS + int(in_class)


def topic_of(number: int) -> str:
    """The class of goods or the subclass, of the IPC or of designs, that a number stands for."""
    if number < _GOODS:
        return str(number)
    if _DESIGNS_BELOW <= number < _AFTER_DESIGNS:
        in_class, below = divmod(number - _DESIGNS_BELOW, 100)
        return f"{in_class:02}-{below:02}"
    within, subclass = divmod(number - _SUBCLASS, _LETTERS)
    section, digits = divmod(within, 100)
    return f"{_SECTIONS[section]}{digits:02}{chr(ord('A') + subclass)}"


TOP_CLASSES = [*map(class_number, _SECTIONS), *range(1, _GOODS), *range(_DESIGNS + 1, _DESIGNS_BELOW)]
"""Classes of which every document with a class has one."""


def rarity(every: int, having: int) -> float:
    """How rare what so many of all documents have is, as the engine counts it (BM25)."""
    return log(1 + (every - having + 0.5) / (having + 0.5))
