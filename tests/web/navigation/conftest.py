"""What the tests of topics share: a data folder of its own, and a day."""

import pytest

from factories.topics import DAY


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    settings.TODAY = DAY.isoformat()
    settings.MEDIA_ROOT = settings.DATA / "files"
