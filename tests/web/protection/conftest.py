"""A day, a folder of files and the people, for tests of reports."""

import pytest
from django.core.cache import cache

from factories.reports import ReportCast, set_up_custodian
from zhixian.web.protection import receipt_codes, sealing


@pytest.fixture(autouse=True)
def _here(settings, tmp_path, monkeypatch):
    settings.TODAY = "2020-11-16"
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr(sealing, "OPS", 1)
    monkeypatch.setattr(sealing, "MEMORY", 8192)
    monkeypatch.setattr(receipt_codes, "OPS", 1)
    monkeypatch.setattr(receipt_codes, "MEMORY", 8192)
    receipt_codes._no_words.cache_clear()
    cache.clear()
    yield
    receipt_codes._no_words.cache_clear()


@pytest.fixture
def cast():
    return ReportCast()


@pytest.fixture
def keyed(cast):
    """The people, with a custodian who has set up a key."""
    set_up_custodian(cast.custodian)
    return cast
