"""What the tests of risk pools share."""

import pytest

from factories.pools import PoolCast


@pytest.fixture
def cast(settings, tmp_path):
    """Everybody, on a day on which the loan of `TYPED` is not due yet; no registry."""
    settings.TODAY = "2018-06-01"
    settings.DATA = tmp_path / "data"
    settings.MEDIA_ROOT = tmp_path / "files"
    return PoolCast()


LATE = "2019-06-01"
"""A day on which it is 149 days overdue."""


@pytest.fixture
def later(settings):
    """Moves the day on to where the loan is overdue long enough."""

    def go(day=LATE):
        settings.TODAY = day

    return go
