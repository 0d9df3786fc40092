"""The record shows every change, removal and reordering."""

import pytest
from django.db import connection

from factories.people import make_person
from zhixian.web.kit import record
from zhixian.web.kit.models import Entry


@pytest.fixture
def lines():
    """Three lines of the record."""
    person = make_person()
    return [record.write("tried", f"kit.test:{number}", by=person, number=number) for number in range(3)]


def test_an_untouched_chain_holds(lines):
    assert list(record.verify()) == []
    assert [line.number for line in lines] == [1, 2, 3]
    assert lines[1].previous == lines[0].hash


def test_an_empty_chain_holds():
    assert list(record.verify()) == []


@pytest.mark.parametrize(
    "statement", ["UPDATE kit_entry SET action = 'x' WHERE number = 2", "DELETE FROM kit_entry WHERE number = 2"]
)
def test_the_database_itself_refuses_to_change_the_record(lines, statement):
    from django.db import DatabaseError, transaction

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.count() == 3
