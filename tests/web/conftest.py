"""What the web tests share: everything in tests/web may use the database."""

from pathlib import Path

import pytest
from django.db import connection

from factories.people import make_person
from zhixian.web.kit.append_only import no_triggers, triggers
from zhixian.web.kit.models import ChainHead

APPEND_ONLY = ("kit_entry", "incentives_transfer", "matters_dossierevent")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """Each test in its own transaction, unless it asks for `racing`."""
    for item in items:
        if HERE in item.path.parents and "racing" not in item.fixturenames:
            item.add_marker(pytest.mark.django_db)


@pytest.fixture
def _unprotected_at_the_end(django_db_setup, django_db_blocker):
    """Emptying the tables after a test with real transactions needs them unprotected for a moment."""
    yield
    with django_db_blocker.unblock():
        for table in APPEND_ONLY:
            run(triggers(connection.vendor, table))
        ChainHead.objects.get_or_create(pk=1)


@pytest.fixture
def racing(_unprotected_at_the_end, transactional_db):
    """Real transactions, for tests with several connections; the tables are emptied afterwards."""
    ChainHead.objects.get_or_create(pk=1)
    yield
    for table in APPEND_ONLY:
        run(no_triggers(connection.vendor, table))


def run(statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def sign_in(client):
    """Sign in somebody with a seat, second factor included: `sign_in("handler", unit="finance_bureau")` → the client."""

    def go(role: str, **place):
        person = make_person(role, **place)
        client.force_login(person)
        client.person = person
        return client

    return go
