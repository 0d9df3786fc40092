"""From merged tables to a snapshot: written in a corner, named by its content, and only then put in place."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zhixian.core.kernel.files import sync
from zhixian.core.registry.bench import Bench, columns_of
from zhixian.core.registry.cube import build_cube
from zhixian.core.registry.fold import EVENT_RANK, FOLD_VERSION, fold
from zhixian.core.registry.folder import Room, replace_text, settle
from zhixian.core.registry.snapshot import CURRENT, FILES, MANIFEST, PUBLISHED, Snapshot, damaged_files, file_mark
from zhixian.core.registry.sources import Source, load_index, save_index
from zhixian.core.registry.staging import REFUSED
from zhixian.core.registry.tables import TABLES

LAYOUT = "zhixian snapshot 1"
_EVENT_ORDER = (
    f"right_id, coalesce(effective, gazetted), {EVENT_RANK}, "
    "CASE WHEN event IN ('transferred', 'renamed', 'renewed') THEN _ord END"
)
"""Of one day and kind, only transfers and renewals depend on the order of the file; the others stand by content, so that
the order in which files were imported makes no other snapshot."""


def write_tables(bench: Bench, folder: Path) -> dict[str, int]:
    """Write the merged tables, sorted; rows of each."""
    counts = {}
    for name, table in TABLES.items():
        columns = ", ".join(columns_of(name))
        order = f"{_EVENT_ORDER}, {columns}" if name == "events" else ", ".join(f'"{key}"' for key in table.key)
        bench.write(f"SELECT {columns} FROM m_{name} ORDER BY {order}", folder / f"{name}.parquet")
        counts[name] = int(bench.one(f"SELECT count(*) FROM m_{name}"))
    return counts


def derive(bench: Bench, folder: Path) -> dict[str, int]:
    """Write spans and cube beside the tables; rows of each."""
    spans = fold(bench, folder)
    _write_published(bench, folder)
    return {"spans": spans, "cube": build_cube(bench, folder)}


def _write_published(bench: Bench, folder: Path) -> None:
    """By what publications rights may be asked for beside their numbers, as `numbers.named_by` puts them; no file where none is told."""
    if bench.one("SELECT count(*) FROM s_published"):
        bench.write(
            "SELECT DISTINCT r.right_id, p.published FROM s_published AS p LEFT JOIN right_of AS o ON o.ref = p.right_id "
            "JOIN m_rights AS r ON r.right_id = coalesce(o.id, p.right_id) WHERE p.published <> r.number ORDER BY ALL",
            folder / f"{PUBLISHED}.parquet",
        )


def content_id(folder: Path) -> str:
    """The snapshot's name: a hash of what the tables say and of the version of the fold, whatever wrote the files."""
    whole = hashlib.sha256(f"{LAYOUT} fold {FOLD_VERSION}".encode())
    for name in (*TABLES, *([PUBLISHED] if (folder / f"{PUBLISHED}.parquet").exists() else [])):
        whole.update(f"{name}:{content_hash(folder / f'{name}.parquet')}".encode())
    return whole.hexdigest()[:20]


def content_hash(path: Path) -> str:
    """Hash of the values column by column; independent of row groups, batches and what lies under empty cells."""
    file = pq.ParquetFile(path)
    columns = [_ColumnHash() for _ in file.schema_arrow.names]
    for batch in file.iter_batches():
        for column, hashed in zip(batch.columns, columns, strict=True):
            hashed.update(column)
    whole = hashlib.sha256(str(file.metadata.num_rows).encode())
    for name, hashed in zip(file.schema_arrow.names, columns, strict=True):
        whole.update(f"{name}:{hashed.hexdigest()}".encode())
    return whole.hexdigest()


class _ColumnHash:
    """Three running hashes: which cells are filled, how long the texts are, and the values."""

    def __init__(self) -> None:
        self.parts = [hashlib.sha256() for _ in range(3)]

    def update(self, column: pa.Array) -> None:
        self.parts[0].update(pc.is_valid(column).cast(pa.uint8()).to_numpy())
        if pa.types.is_string(column.type):
            filled = pc.fill_null(column, "")
            self.parts[1].update(pc.binary_length(filled).to_numpy())
            _, offsets, data = filled.buffers()
            bounds = memoryview(offsets).cast("i")
            first, last = bounds[filled.offset], bounds[filled.offset + len(filled)]
            if data is not None:
                self.parts[2].update(memoryview(data)[first:last])
        elif pa.types.is_decimal(column.type):
            self.update(column.cast(pa.string()))
        else:
            kind = pa.uint8() if pa.types.is_boolean(column.type) else column.type
            kind = pa.int32() if pa.types.is_date32(kind) else kind
            self.parts[2].update(pc.fill_null(column.cast(kind), 0).to_numpy())

    def hexdigest(self) -> str:
        return ".".join(part.hexdigest() for part in self.parts)


def publish(room: Room, unfinished: Path, manifest: dict[str, Any], *, thorough: bool = False) -> Snapshot:
    """Put a finished folder in place under its id; tables that are there already stay, only what is said of them is new.

    Of tables that are there, those that are missing or cut off are replaced; `thorough` reads what the others hold, too.
    """
    snapshot = manifest["id"]
    finished = room.snapshots / snapshot
    if (finished / MANIFEST).exists():
        _mend(unfinished, finished, thorough=thorough)
        told = {**manifest, FILES: _marks(finished)}
        _say_anew(unfinished, finished, told)
    else:
        shutil.rmtree(finished, ignore_errors=True)  # without a manifest it is no snapshot
        told = {**manifest, FILES: _marks(unfinished)}
        (unfinished / MANIFEST).write_text(_manifest_text(told), encoding="utf-8")
        settle(unfinished, finished)
    return Snapshot(snapshot, finished, told)


def _say_anew(unfinished: Path, finished: Path, told: dict[str, Any]) -> None:
    """What is said of a snapshot, and the rows that wait. Whoever reads, or is cut off, between the two finds at least as many
    rows as the manifest counts, and takes nothing for damaged."""
    refused = unfinished / REFUSED
    rows = refused.read_text(encoding="utf-8") if refused.exists() else ""
    kept = finished / REFUSED
    before = kept.read_bytes().count(b"\n") if kept.exists() else 0
    fewer = rows.count("\n") < before
    if fewer:
        replace_text(finished / MANIFEST, _manifest_text(told))
    replace_text(kept, rows)
    if not fewer:
        replace_text(finished / MANIFEST, _manifest_text(told))


def _manifest_text(manifest: dict[str, Any]) -> str:
    return json.dumps(manifest, ensure_ascii=False, indent=1)


def _marks(folder: Path) -> dict[str, tuple[int, int]]:
    return {path.name: file_mark(path) for path in sorted(folder.glob("*.parquet"))}


def _mend(unfinished: Path, finished: Path, *, thorough: bool) -> None:
    """Replace each damaged file by the one just made; who reads the old one meanwhile reads on in it."""
    try:
        before = json.loads((finished / MANIFEST).read_text(encoding="utf-8"))
        listed = before if isinstance(before, dict) else {}
    except (OSError, ValueError):
        listed = {}
    broken = set(damaged_files(finished, listed))
    for made in sorted(unfinished.glob("*.parquet")):
        kept = finished / made.name
        if made.name in broken or not kept.exists() or (thorough and not _same_content(made, kept)):
            sync(made)
            made.replace(kept)
    sync(finished)


def _same_content(made: Path, kept: Path) -> bool:
    try:
        return content_hash(made) == content_hash(kept)
    except (pa.ArrowException, OSError):
        return False


def put_in_force(room: Room, snapshot: Snapshot, index: Sequence[Source]) -> None:
    """Make it the current snapshot, and the sources it was made of the index; where that fails, both stay as they were."""
    pointer, index_before = room.data / CURRENT, load_index(room)
    before = pointer.read_bytes() if pointer.is_file() else None
    try:
        save_index(room, index)
        point_current(room, snapshot)
    except BaseException:
        save_index(room, index_before)
        if before is not None and pointer.read_bytes() != before:
            replace_text(pointer, before.decode("utf-8", errors="replace"))
        raise


def point_current(room: Room, snapshot: Snapshot) -> None:
    """Make it the current snapshot: from this moment on, and not before."""
    replace_text(room.data / CURRENT, snapshot.id + "\n")
