"""What one XML document says of one right, as it stands there, before anything is checked."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from zhixian.core.registry.ipc import ipc_within

SHORT = 80
"""Characters up to which a text that was read is kept in mind: days and classes recur, and a bomb must not be remembered."""
_CHINESE = re.compile("[一-鿿]")
_DAY = re.compile(r"(\d{4})[-./年]?(\d\d)[-./月]?(\d\d)(?!\d)")


@dataclass(slots=True)
class Notice:
    """A legal event as announced: its national code and the days as written.

    `words` are all details with their descriptions, `said` the details alone: a description such as “effective date” says
    nothing about what became effective.
    """

    code: str
    effective: str = ""
    gazetted: str = ""
    words: str = ""
    said: str = ""
    party: str = ""
    until: str = ""


@dataclass(slots=True)
class Paper:
    """`sort` is patent (any of the three), mark or gi_product; `office` the two letters of the authority.

    `design` is set where the document itself says that the patent is one for a design. `number` is the application number, for a mark the registration number if there is one; `country` is the holder's. Days
    are as written. `family` is the office's number of the simple family, `priorities` are the numbers and days claimed, `cites` the
    publications cited.
    """

    sort: str
    office: str = ""
    number: str = ""
    published: str = ""
    kind_code: str = ""
    published_on: str = ""
    filed: str = ""
    registered: str = ""
    expires: str = ""
    title: str = ""
    holder: str = ""
    address: str = ""
    country: str = ""
    design: bool = False
    mark_kind: str = "trademark"
    gi: bool = False
    classes: list[str] = field(default_factory=list)
    family: str = ""
    priorities: list[tuple[str, str]] = field(default_factory=list)
    cites: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def called(self) -> str:
        """The number an officer would look the document up by."""
        return self.published or self.number


def ipc(text: str) -> str | None:
    """`A24B   15/18    (2006.01)` as `A24B15/18`; None when there is no symbol."""
    return _ipc_once(text) if len(text) <= SHORT else _ipc(text)


def _ipc(text: str) -> str | None:
    found = ipc_within(text)
    return found.path[-1] if found else None


_ipc_once = lru_cache(maxsize=65_536)(_ipc)


def day_in(text: str) -> date | None:
    """The first day written in the text; None for no day at all (empty or zeros). Raises ValueError for an impossible one."""
    return _day_once(text) if len(text) <= SHORT else _day(text)


def _day(text: str) -> date | None:
    if not text.strip("0- "):
        return None
    if len(text) == 8 and text.isdigit():
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    found = _DAY.search(text)
    if not found:
        raise ValueError(text)
    return date(int(found[1]), int(found[2]), int(found[3]))


_day_once = lru_cache(maxsize=65_536)(_day)


def chinese(text: str) -> bool:
    """Whether the text has Chinese characters."""
    return _CHINESE.search(text) is not None


def best_name(names: list[str]) -> str:
    """Of several spellings of one name the Chinese one, else the first; without the country that EPO adds in brackets."""
    for name in names:
        if chinese(name):
            return name
    return re.sub(r"\s*\[[A-Z]{2}\]$", "", names[0].strip(" ,")) if names else ""
