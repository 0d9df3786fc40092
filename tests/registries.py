"""Small registries for tests: canonical tables as Parquet in a folder, from plain dicts."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.staging import ARROW_TYPES
from zhixian.core.registry.tables import TABLES

SPANS = pa.schema(
    [
        ("right_id", pa.string()),
        ("kind", pa.string()),
        ("gi", pa.bool_()),
        ("holder", pa.string()),
        ("holder_kind", pa.string()),
        ("region", pa.string()),
        ("start", pa.date32()),
        ("end", pa.date32()),
    ]
)
DAYS = {column.name for table in TABLES.values() for column in table.columns if column.kind == "day"} | {"start", "end"}


def write_registry(folder: Path, **tables: list[dict[str, Any]]) -> Snapshot:
    """Write every canonical table, those not named without rows. Days may be ISO strings."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*TABLES, "spans"):
        schema = SPANS if name == "spans" else pa.schema([(c.name, ARROW_TYPES[c.kind]) for c in TABLES[name].columns])
        rows = [{key: day(key, value) for key, value in row.items()} for row in tables.get(name, [])]
        assert all(set(row) <= set(schema.names) for row in rows), name
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / f"{name}.parquet")
    return Snapshot("test", folder, {})


def day(key: str, value: Any) -> Any:
    """ISO strings of day columns as dates; everything else as it is."""
    return date.fromisoformat(value) if key in DAYS and isinstance(value, str) else value
