"""Pages of long lists of the API: each says after which row the next one begins, so that nothing is counted or skipped."""

from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import QuerySet
from ninja import Query, Schema
from pydantic import AwareDatetime, BeforeValidator, Field

LARGEST_KEY = 2**63 - 1
Key = Annotated[int, Field(ge=1, le=LARGEST_KEY)]
"""Key of a row, as large as the databases hold."""
Text = Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")]
"""Short text in a query; PostgreSQL knows no NUL."""
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00]+$")]
"""An id in an address."""


def _written_out(value: Any) -> Any:
    """Only what is written as a moment: a bare number would be taken for seconds since 1970."""
    if isinstance(value, str) and value.replace(".", "", 1).lstrip("+-").isdigit():
        raise ValueError(value)
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_written_out)]
"""2018-12-03T09:00:00+08:00, with its time zone."""
Row = TypeVar("Row")


class Asked(Schema):
    """Which page of a list."""

    after: Key | None = Field(None, description="上一页的 next；不给就从头开始")
    limit: Annotated[int, Field(ge=1, le=100)] = Field(30, description="一页最多几项")


PageAsked = Query[Asked]


class Page(Schema, Generic[Row]):
    """Some rows of a list. `next` is what to ask with `after` for the following ones; null at the end."""

    items: list[Row]
    next: int | None


def page_of(
    rows: QuerySet[Any], asked: Asked, show: Callable[[Any], Any], *, oldest_first: bool = False
) -> dict[str, Any]:
    """The page of `rows`, newest key first unless told otherwise; one row more than asked for tells whether more follow."""
    beyond = {"pk__gt" if oldest_first else "pk__lt": asked.after} if asked.after is not None else {}
    found = list(rows.filter(**beyond).order_by("pk" if oldest_first else "-pk")[: asked.limit + 1])
    shown = found[: asked.limit]
    return {"items": [show(row) for row in shown], "next": shown[-1].pk if len(found) > asked.limit else None}


def whole(items: list[Any]) -> dict[str, Any]:
    """A short list, in the form of a page without a next one."""
    return {"items": items, "next": None}
