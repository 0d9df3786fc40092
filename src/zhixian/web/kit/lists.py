"""Pages of long lists without counting them: one row more than shown tells whether there is a next page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

MOST_PAGES = 1000
MOST_DIGITS = 18
"""Of a key: every number of so many digits fits into a column."""


@dataclass(frozen=True, slots=True)
class Few:
    """Some rows of a list. Has what `kit/pages.html` asks for."""

    object_list: Sequence[Any]
    number: int
    has_next: bool
    asked: str = "page"
    """By which word of the address it is asked for, where a page shows several lists."""

    def __iter__(self) -> Any:
        return iter(self.object_list)

    def __bool__(self) -> bool:
        return bool(self.object_list)

    @property
    def has_previous(self) -> bool:
        """Whether an earlier page exists."""
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        """Whether there is anywhere to turn."""
        return self.has_previous or self.has_next

    @property
    def next_page_number(self) -> int:
        """The page after."""
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        """The page before."""
        return self.number - 1


def key_asked(said: str) -> int | None:
    """The key of a row that an address or a button names; None for anything that no key can be."""
    return int(said) if said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS else None


def page_asked(request: HttpRequest, *, most: int = MOST_PAGES, asked: str = "page") -> int:
    """The number of the page that the address asks for."""
    said = request.GET.get(asked, "1")[:9]
    return min(int(said), most) if said.isascii() and said.isdigit() and int(said) > 0 else 1


def few(rows: QuerySet[Any] | Sequence[Any], request: HttpRequest, *, size: int = 30, asked: str = "page") -> Few:
    """The page that the address asks for (`?page=`, or another word for a second list), without a COUNT."""
    number = page_asked(request, asked=asked)
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    return Few(found[:size], number, len(found) > size, asked)


def few_of(rows: Iterable[Any], request: HttpRequest, *, size: int = 30) -> Few:
    """The same of rows that are made one by one: those after the page are not."""
    number = page_asked(request)
    start = (number - 1) * size
    found = list(islice(rows, start, start + size + 1))
    return Few(found[:size], number, len(found) > size)
