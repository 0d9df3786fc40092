"""A data folder of its own for each test of the registry desk, and somebody who runs the desk."""

import pytest

from factories.people import make_person
from factories.registry import as_upload
from zhixian.web.registry import jobs


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    settings.TODAY = "2020-12-31"
    settings.MEDIA_ROOT = settings.DATA / "files"


@pytest.fixture
def officer():
    """Somebody of the lead office."""
    return make_person("lead_office", unit="leading_group_office", name="林文")


@pytest.fixture
def upload(officer):
    """`upload(path, …)` has files read, and gives the batch."""

    def go(*paths, kind="auto", by=None):
        batch = jobs.upload([as_upload(path) for path in paths], kind=kind, by=by or officer)
        batch.refresh_from_db()
        return batch

    return go


@pytest.fixture
def published(upload, officer):
    """`published(path, …)` has files read and published, and gives the batch."""

    def go(*paths):
        batch = upload(*paths)
        jobs.publish(batch, version=batch.version, by=officer)
        batch.refresh_from_db()
        return batch

    return go
