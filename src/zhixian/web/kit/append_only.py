"""Tables that only grow: triggers on both databases refuse to change or remove a row."""

from collections.abc import Callable
from typing import Any

from django.db import migrations


def append_only(*tables: str) -> migrations.RunPython:
    """A migration's step that makes tables append-only; taking the migration back removes the triggers."""

    return migrations.RunPython(*_guarding(tables))


def open_for_a_migration(*tables: str) -> migrations.RunPython:
    """A migration's step that lifts the protection, until `append_only` closes the same migration."""
    add, remove = _guarding(tables)
    return migrations.RunPython(remove, add)


def _guarding(tables: tuple[str, ...]) -> tuple[Callable[[Any, Any], None], Callable[[Any, Any], None]]:
    def add(_: Any, editor: Any) -> None:
        for table in tables:
            for statement in triggers(editor.connection.vendor, table):
                editor.execute(statement)

    def remove(_: Any, editor: Any) -> None:
        for table in tables:
            for statement in no_triggers(editor.connection.vendor, table):
                editor.execute(statement)

    return add, remove


def triggers(vendor: str, table: str) -> list[str]:
    """The statements that protect a table."""
    if vendor == "postgresql":
        refuse = f"{table}_is_append_only"
        raising = f"BEGIN RAISE EXCEPTION '{table} is append-only'; END"
        return [
            f"CREATE OR REPLACE FUNCTION {refuse}() RETURNS trigger AS $$ {raising} $$ LANGUAGE plpgsql",
            _trigger(f"{table}_no_change", "UPDATE OR DELETE", table, f"FOR EACH ROW EXECUTE FUNCTION {refuse}()"),
            _trigger(f"{table}_no_truncate", "TRUNCATE", table, f"FOR EACH STATEMENT EXECUTE FUNCTION {refuse}()"),
        ]
    abort = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return [_trigger(f"{table}_no_{what.lower()}", what, table, abort) for what in ("UPDATE", "DELETE")]


def _trigger(name: str, what: str, table: str, does: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {what} ON {table} {does}"


def no_triggers(vendor: str, table: str) -> list[str]:
    """The statements that lift the protection."""
    if vendor == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}" for name in ("no_change", "no_truncate")]
    return [f"DROP TRIGGER IF EXISTS {table}_no_{what}" for what in ("update", "delete")]
