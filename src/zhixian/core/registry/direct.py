"""A snapshot straight from Parquet that is known to be sound: no row checks, no merge, for tables too large to need them."""

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.bench import Bench
from zhixian.core.registry.fold import FOLD_VERSION
from zhixian.core.registry.folder import locked
from zhixian.core.registry.publishing import LAYOUT, derive, point_current, publish
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.staging import ARROW_TYPES
from zhixian.core.registry.tables import TABLES


def write_snapshot_from_parquet(folder: Path, data: Path, *, labels: Sequence[str] = ()) -> Snapshot:
    """Take the canonical tables of a folder as they are, derive spans and cube, make it the current snapshot.

    The columns must have the types of the contract; a missing table has no rows. The next import into the same data folder starts from its sources and knows nothing of this.
    """
    with locked(data) as room:
        unfinished = room.work / "snapshot"
        unfinished.mkdir()
        counts = {name: _take(folder / f"{name}.parquet", unfinished / f"{name}.parquet", name) for name in TABLES}
        bench = Bench(room.work, rows=sum(counts.values()))
        try:
            derived = derive(bench, unfinished)
        finally:
            bench.close()
        manifest = {
            "id": _id_of_files(unfinished), "fold_version": FOLD_VERSION, "tables": counts, **derived,
            "labels": sorted(labels), "sources": [], "refused": {"cells": 0, "links": 0}, "corrected": 0,
            "disagreements": {"count": 0, "first": []},
        }  # fmt: skip
        snapshot = publish(room, unfinished, manifest)
        point_current(room, snapshot)
        return snapshot


def _take(given: Path, target: Path, name: str) -> int:
    schema = pa.schema([(c.name, ARROW_TYPES[c.kind]) for c in TABLES[name].columns])
    if not given.exists():
        pq.write_table(schema.empty_table(), target)
        return 0
    missing = [column for column in schema.names if column not in pq.read_schema(given).names]
    if missing:
        raise Refusal(f"缺少列 {'、'.join(missing)}", where=str(given), expected="、".join(schema.names))
    shutil.copyfile(given, target)
    return int(pq.read_metadata(given).num_rows)


def _id_of_files(folder: Path) -> str:
    """Named by the bytes of the tables, which is quicker than by their values."""
    whole = hashlib.sha256(f"{LAYOUT} files fold {FOLD_VERSION}".encode())
    for name in TABLES:
        with (folder / f"{name}.parquet").open("rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()[:20]
