"""One world for every test of the doors: made once, and each request taken back."""

import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import override_settings


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Everything a door can lead to, in one transaction that is never kept."""
    from doors.world import DAY, World
    from zhixian.web.kit import sorry
    from zhixian.web.protection import receipt_codes, sealing

    data = tmp_path_factory.mktemp("doors")
    changed = override_settings(
        TODAY=DAY, DATA=data, MEDIA_ROOT=data / "files", ACCOUNT_REAUTHENTICATION_TIMEOUT=86_400
    )  # a slow machine takes longer than the usual five minutes
    try:
        with pytest.MonkeyPatch.context() as quick, changed, django_db_blocker.unblock(), transaction.atomic():
            for module in (sealing, receipt_codes):
                quick.setattr(module, "OPS", 1)
                quick.setattr(module, "MEMORY", 8192)
            quick.setattr(sorry, "_sorry", lambda request, status, title, what_next: HttpResponse(title, status=status))
            receipt_codes._no_words.cache_clear()
            yield World(data, site)
            transaction.set_rollback(True)
    finally:
        receipt_codes._no_words.cache_clear()


@pytest.fixture
def db(world):
    """In place of the usual one, so that the database is made also when only these tests run: the test's changes are undone."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)
    cache.clear()
