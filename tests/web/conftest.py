"""What the web tests share: everything in tests/web may use the database."""

import pytest
from django.db import connection

from factories.people import make_person


@pytest.fixture(autouse=True)
def _database(db):
    """Each test in its own transaction, unless it asks for `racing`."""


@pytest.fixture
def racing(transactional_db):
    """Real transactions, for tests with several connections; the tables are emptied afterwards."""


@pytest.fixture
def watched(_database, monkeypatch):
    """`watched(module, "step")` lets a step run as ever, and gives a list that tells of each run in how many transactions it was,
    beside the test's own: a step that takes long is in none, for on SQLite nobody else could write meanwhile."""
    own = len(connection.atomic_blocks)

    def watch(place, name):
        real, told = getattr(place, name), []

        def step(*args, **given):
            told.append(len(connection.atomic_blocks) - own)
            return real(*args, **given)

        monkeypatch.setattr(place, name, step)
        return told

    return watch


@pytest.fixture
def sign_in(client):
    """Sign in somebody with a seat, second factor included: `sign_in("handler", unit="finance_bureau")` → the client."""

    def go(role: str, **place):
        person = make_person(role, **place)
        client.force_login(person)
        client.person = person
        return client

    return go
