"""Sample rows come about in the past: the site's day is set back while they are made."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.conf import settings


@contextmanager
def as_if(day: date) -> Iterator[None]:
    """The site's day set back, so that what is done has happened then."""
    before: str = settings.TODAY
    settings.TODAY = day.isoformat()
    try:
        yield
    finally:
        settings.TODAY = before
