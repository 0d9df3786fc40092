"""Everything a county's people work on at once: dossiers, reports, the index of the registry, an upload, claims."""

import pytest
from django.core.cache import cache

from factories.matters import Cast, write_world
from factories.people import make_person
from factories.reports import ReportCast
from zhixian.core.registry.snapshot import current
from zhixian.web.incentives import actions as ledger
from zhixian.web.kit.clock import today
from zhixian.web.protection import receipt_codes
from zhixian.web.registry.indexing import rebuild_index


@pytest.fixture
def county(settings, tmp_path, monkeypatch):
    """A day, a small registry with its index, and money in the pots."""
    settings.TODAY, settings.DATA, settings.MEDIA_ROOT = "2018-12-03", tmp_path, tmp_path / "files"
    monkeypatch.setattr(receipt_codes, "OPS", 1)
    monkeypatch.setattr(receipt_codes, "MEMORY", 8192)
    receipt_codes._no_words.cache_clear()
    cache.clear()
    write_world(tmp_path)
    rebuild_index(current(tmp_path), as_of=today())
    payer = make_person("finance", unit="finance_bureau")
    for purpose in ("pledge_interest", "gi_mark", "navigation"):
        ledger.appropriate(purpose=purpose, year=2018, amount_fen=10**10, document="杭财〔2018〕1号", by=payer)
    yield tmp_path
    receipt_codes._no_words.cache_clear()


@pytest.fixture
def cast(county):
    """Applicant, handlers, chief and payer of dossiers."""
    return Cast()


@pytest.fixture
def reporters(county):
    """Those who deal with reports."""
    return ReportCast()
