"""The registry's tables as Ibis sees them before a snapshot is named: `{spans}`, `{loans}`, …"""

from functools import cache
from pathlib import Path

import ibis

from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.tables import TABLES

_TYPES = {
    "id": "string",
    "text": "string",
    "word": "string",
    "region": "string",
    "day": "date",
    "fen": "int64",
    "integer": "int64",
    "decimal": "decimal(12, 6)",
    "flag": "boolean",
}
_DERIVED = {
    "spans": {
        "right_id": "string",
        "kind": "string",
        "gi": "boolean",
        "holder": "string",
        "holder_kind": "string",
        "region": "string",
        "start": "date",
        "end": "date",
    },
    "cube": {
        "month": "date",
        "kind": "string",
        "gi": "boolean",
        "region": "string",
        "starts": "int64",
        "ends": "int64",
    },
    "holder_cube": {
        "month": "date",
        "kind": "string",
        "gi": "boolean",
        "region": "string",
        "holder_kind": "string",
        "starts": "int64",
        "ends": "int64",
    },
}


@cache
def table(name: str) -> ibis.Table:
    """A canonical table, or `spans`, `cube` or `holder_cube`."""
    schema = _DERIVED.get(name) or {column.name: _TYPES[column.kind] for column in TABLES[name].columns}
    return ibis.table(schema, name=f"{{{name}}}")


def files(snapshot: Snapshot) -> dict[str, Path]:
    """Where each table of a snapshot lies."""
    return {name: snapshot.path(name) for name in (*TABLES, *_DERIVED)}
