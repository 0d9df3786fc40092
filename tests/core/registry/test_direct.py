"""A snapshot straight from Parquet leaves nothing open when it fails."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zhixian.core.engine import EngineError
from zhixian.core.registry.direct import write_snapshot_from_parquet
from zhixian.core.registry.staging import ARROW_TYPES
from zhixian.core.registry.tables import TABLES


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are listed on Linux only")
def test_tables_of_other_types_leave_no_file_open(tmp_path):
    folder = tmp_path / "tables"
    folder.mkdir()
    kinds = {c.name: ARROW_TYPES[c.kind] for c in TABLES["rights"].columns} | {
        "registered": pa.string(),
        "expires": pa.bool_(),
    }
    row = {name: pa.array([None], kind) for name, kind in kinds.items()}
    row |= {"right_id": pa.array(["R1"]), "kind": pa.array(["invention"]), "registered": pa.array(["when?"])}
    pq.write_table(pa.table(row), folder / "rights.parquet")
    with pytest.raises(EngineError) as failed:
        write_snapshot_from_parquet(folder, tmp_path / "data")
    held = [link.resolve() for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    assert failed.value  # keeps what the failing frames hold alive
    assert [path for path in held if tmp_path in path.parents] == []
