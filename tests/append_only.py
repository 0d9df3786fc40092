"""Lets the test runner empty append-only tables between tests that really commit; nothing else may."""

from contextlib import contextmanager

import pytest


@pytest.fixture(scope="session", autouse=True)
def _flush_without_triggers():
    """Django's flush, which only tests call, runs with the triggers off."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    from zhixian.web.kit.models import ChainHead

    flush = BaseDatabaseOperations.execute_sql_flush

    def without_triggers(self, statements):
        with triggers_off(self.connection):
            flush(self, statements)
        ChainHead.objects.get_or_create(pk=1)  # the record's chain begins with it

    BaseDatabaseOperations.execute_sql_flush = without_triggers
    yield
    BaseDatabaseOperations.execute_sql_flush = flush


@contextmanager
def triggers_off(connection):
    """Take the triggers away and put them back as they were."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _, sql in triggers:
            cursor.execute(sql)
