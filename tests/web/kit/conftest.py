"""What tests of the kit share that need a county at work."""

import pytest

from factories.matters import write_world
from factories.people import make_person
from zhixian.web.incentives.actions import appropriate


@pytest.fixture
def county(settings, tmp_path):
    """A small registry with money in a pot, on a day of 2018."""
    settings.TODAY = "2018-12-03"
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    write_world(tmp_path)
    appropriate(
        purpose="pledge_interest", year=2018, amount_fen=10**9, document="财〔2018〕1号",
        by=make_person("finance", unit="finance_bureau"),
    )  # fmt: skip
