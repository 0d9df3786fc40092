"""Triggers on both databases that refuse to change or remove a line of the record."""

from django.db import migrations

TABLES = ("kit_entry",)


def _statements(vendor, table):
    if vendor == "postgresql":
        return [
            f"CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$ LANGUAGE plpgsql",
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()",
        ]
    return [
        f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for what in ("UPDATE", "DELETE")
    ]


def _add(apps, editor):
    for table in TABLES:
        for statement in _statements(editor.connection.vendor, table):
            editor.execute(statement)


class Migration(migrations.Migration):
    """The record is append-only."""

    dependencies = [("kit", "0001_initial")]
    operations = [migrations.RunPython(_add, migrations.RunPython.noop)]
