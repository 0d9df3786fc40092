"""The record shows every change, removal and reordering."""

import pytest
from django.db import DatabaseError, connection, transaction
from hands import hands

from factories.people import make_person
from zhixian.web.kit import record
from zhixian.web.kit.append_only import no_triggers, triggers
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
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.count() == 3


def test_a_line_put_in_the_place_of_another_is_refused_as_well(lines):
    """SQLite's triggers see what REPLACE deletes only where they are told to be recursive."""
    statement = (
        "INSERT OR REPLACE INTO kit_entry SELECT * FROM kit_entry WHERE number = 2"
        if connection.vendor == "sqlite"
        else "INSERT INTO kit_entry SELECT * FROM kit_entry WHERE number = 2 ON CONFLICT (number) DO UPDATE SET action = 'x'"
    )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.count() == 3


def test_tampering_past_the_triggers_is_found(racing):
    """Somebody with the database's own rights lifts the protection: the chain still tells."""
    for number in range(4):
        record.write("tried", f"kit.test:{number}", by=None)
    with connection.cursor() as cursor:
        for statement in no_triggers(connection.vendor, "kit_entry"):
            cursor.execute(statement)
        cursor.execute("UPDATE kit_entry SET subject = 'kit.test:9' WHERE number = 2")
        assert [found.number for found in record.verify()] == [2]
        cursor.execute("DELETE FROM kit_entry WHERE number = 2")
        assert [found.number for found in record.verify()] == [3, 3]
        cursor.execute("DELETE FROM kit_entry WHERE number > 2")
        assert "链头" in next(record.verify()).why
        for statement in triggers(connection.vendor, "kit_entry"):
            cursor.execute(statement)


def test_writers_at_once_make_one_chain(racing):
    def write(writer):
        for number in range(10):
            record.write("raced", f"kit.test:{writer}-{number}", by=None)

    with hands(8) as at_once:
        at_once(write, range(8))
    assert Entry.objects.count() == 80
    assert list(record.verify()) == []


def test_a_line_goes_when_its_act_is_rolled_back(lines):
    with transaction.atomic():
        record.write("tried", "kit.test:9", by=None)
        transaction.set_rollback(True)
    assert Entry.objects.count() == 3
    assert list(record.verify()) == []
