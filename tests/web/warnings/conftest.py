"""What the tests of warnings share: a day, a small registry, and people around the register of loans."""

import pytest
from django.core.cache import cache

from factories.registers import LoanCast, write_patent

TODAY = "2018-06-01"


@pytest.fixture(autouse=True)
def _world(settings, tmp_path):
    settings.TODAY = TODAY
    settings.DATA = tmp_path / "data"
    write_patent(settings.DATA)
    cache.clear()


@pytest.fixture
def cast(_world):
    return LoanCast()
