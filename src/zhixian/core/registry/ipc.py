"""Symbols of the International Patent Classification: recognised and in one spelling, wherever one is read."""

import re
from dataclasses import dataclass
from functools import lru_cache

_SECTION_CLASS = r"([A-H])\s*([0-9]{2})"
_GROUP = r"([0-9]{1,4})"
_SUBGROUP = r"\s*/\s*([0-9]{1,6})"
"""Two to six digits; sheets that take a symbol for a number leave one."""
_OF_SUBCLASS = re.compile(rf"{_SECTION_CLASS}\s*([A-Z])(?:\s*{_GROUP}(?:{_SUBGROUP})?)?")
_ABOVE = re.compile(r"([A-H])(?:\s*([0-9]{2}))?")
_WITHIN = re.compile(rf"{_SECTION_CLASS}\s*([A-Z])\s*{_GROUP}{_SUBGROUP}")
_KNOWN = 1 << 17


@dataclass(frozen=True, slots=True)
class Ipc:
    """A symbol by its levels, "" for those that are not told: `H`, `01`, `M`, `10`, `05`."""

    section: str
    in_class: str = ""
    subclass: str = ""
    group: str = ""
    subgroup: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        """The symbol and all above it, from the section down: `H`, `H01`, `H01M`, `H01M10`, `H01M10/05`."""
        found = [self.section]
        for part in (self.in_class, self.subclass, self.group, self.subgroup and f"/{self.subgroup}"):
            if not part:
                break
            found.append(found[-1] + part)
        return tuple(found)


@lru_cache(maxsize=_KNOWN)
def read_ipc(text: str) -> Ipc | None:
    """The symbol that a class of a right begins with, whatever its blanks and whatever stands behind it, such as an edition:
    `H01M 10/05 (2010.01)`. A section or a class alone only where nothing else stands there; None for what is no symbol."""
    return _of(_OF_SUBCLASS.match(text.strip().upper())) or whole_ipc(text)


@lru_cache(maxsize=_KNOWN)
def whole_ipc(text: str) -> Ipc | None:
    """The symbol of whatever level that a text is and nothing else; None for any other."""
    told = text.strip().upper()
    return _of(_OF_SUBCLASS.fullmatch(told) or _ABOVE.fullmatch(told))


def ipc_within(text: str) -> Ipc | None:
    """The first symbol down to its subgroup that stands anywhere in a text."""
    return _of(_WITHIN.search(text))


def _of(found: re.Match[str] | None) -> Ipc | None:
    if found is None:
        return None
    section, in_class, subclass, group, subgroup = (*(part or "" for part in found.groups()), "", "", "")[:5]
    return Ipc(section, in_class, subclass, str(int(group)) if group else "", subgroup)
