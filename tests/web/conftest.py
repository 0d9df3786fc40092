"""What the web tests share: everything in tests/web may use the database."""

import pytest
from django.db import connection

from factories.people import make_person
from zhixian.web.kit.append_only import no_triggers, triggers
from zhixian.web.kit.models import ChainHead

APPEND_ONLY = ("kit_entry", "incentives_transfer", "matters_dossierevent", "protection_reportevent")


@pytest.fixture(autouse=True)
def _database(_protected_again, db):
    """Each test in its own transaction, unless it asks for `racing`."""


@pytest.fixture
def _protected_again(request, django_db_setup, django_db_blocker):
    """After a test with real transactions has emptied the tables, they are protected again."""
    yield
    if "racing" in request.fixturenames:
        with django_db_blocker.unblock():
            for table in APPEND_ONLY:
                run(triggers(connection.vendor, table))
            ChainHead.objects.get_or_create(pk=1)


@pytest.fixture
def racing(transactional_db):
    """Real transactions, for tests with several connections; the tables are emptied afterwards, which needs them unprotected."""
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
