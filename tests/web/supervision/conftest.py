"""What the tests of supervision share: a day, and a folder for files."""

import pytest

from factories.supervision import TODAY, Cast


@pytest.fixture(autouse=True)
def _day(settings, tmp_path):
    settings.TODAY = TODAY.isoformat()
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def cast(db):
    return Cast()
