"""What the web tests share: everything in tests/web may use the database."""

import pytest

from factories.people import make_person


@pytest.fixture(autouse=True)
def _database(db):
    """Each test in its own transaction, unless it asks for `racing`."""


@pytest.fixture
def racing(transactional_db):
    """Real transactions, for tests with several connections; the tables are emptied afterwards."""


@pytest.fixture
def sign_in(client):
    """Sign in somebody with a seat, second factor included: `sign_in("handler", unit="finance_bureau")` → the client."""

    def go(role: str, **place):
        person = make_person(role, **place)
        client.force_login(person)
        client.person = person
        return client

    return go
