"""The rows of every table as JSON lines and back, the same text from SQLite and from PostgreSQL."""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.dateparse import parse_duration

from zhixian.web.kit.sealed import as_stored

NOT_KEPT = {"sessions.Session", "usersessions.UserSession", "kit.Lease"}
"""Whoever restores a site signs in again, and its worker takes a lease of its own."""
_TOGETHER = 500
_READ: dict[str, Callable[[Any], Any]] = {
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "TimeField": time.fromisoformat,
    "DurationField": parse_duration,
    "DecimalField": Decimal,
    "UUIDField": UUID,
    "BinaryField": base64.b64decode,
}


def tables() -> list[type[models.Model]]:
    """The models whose rows a backup holds, in the order of the installed rooms."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in NOT_KEPT  # noqa: SLF001 -- Django's public name
    ]


def applied_migrations() -> list[str]:
    """What has been done to the tables of this database, in alphabetical order: two sites of one version agree."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read inside is of the same moment, while others go on writing."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")  # not Django's own, which would shut out every writer
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def lines_of(model: type[models.Model]) -> Iterator[str]:
    """Each row of a table as a line of JSON, in the order of the primary key."""
    columns = [field.attname for field in model._meta.local_concrete_fields]  # noqa: SLF001
    rows = model._base_manager.order_by("pk").values_list(*columns)  # noqa: SLF001 -- without the managers' filters
    found = iter(rows.iterator(chunk_size=2000))
    while some := _some(found):
        for row in some:
            yield json.dumps([_plain(value) for value in row], ensure_ascii=False, sort_keys=True) + "\n"


def _some(rows: Iterator[Any]) -> list[Any]:
    """The next rows as they are stored: what is sealed stays so in the file."""
    with as_stored():
        return list(islice(rows, _TOGETHER))


def columns_of(model: type[models.Model]) -> list[str]:
    """The names that a line's values belong to."""
    return [field.attname for field in model._meta.local_concrete_fields]  # noqa: SLF001


def load(model: type[models.Model], columns: list[str], lines: Iterable[str]) -> int:
    """Insert rows as they were, ids and moments included. Returns how many. Call inside a transaction."""
    fields = {field.attname: field for field in model._meta.local_concrete_fields}  # noqa: SLF001
    readers = [_READ.get(fields[name].get_internal_type(), lambda value: value) for name in columns]
    count = 0
    lines = iter(lines)
    while some := list(islice(lines, _TOGETHER)):
        rows = []
        for line in some:
            values = json.loads(line)
            given = zip(columns, readers, values, strict=True)
            rows.append(model(**{name: None if value is None else read(value) for name, read, value in given}))
        size = max(1, min(connection.ops.bulk_batch_size([fields[name] for name in columns], rows), _TOGETHER))
        for start in range(0, len(rows), size):
            with as_stored():
                model._base_manager._insert(  # type: ignore[attr-defined]  # noqa: SLF001 -- the only way that lets no field set its own value
                    rows[start : start + size],
                    fields=[fields[name] for name in columns],
                    using=connection.alias,
                    raw=True,
                )
        count += len(rows)
    return count


def clear(model: type[models.Model]) -> None:
    """Remove what migrations put there; a table that only grows is empty in a new site."""
    if model._base_manager.exists():  # noqa: SLF001
        model._base_manager.all()._raw_delete(connection.alias)  # noqa: SLF001 -- no cascade: every table is cleared


def go_on_counting() -> None:
    """Let the database give the next ids after those that came in."""
    for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value
