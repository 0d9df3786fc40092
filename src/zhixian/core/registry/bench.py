"""The bench on which a merge is done: one DuckDB on disk, bounded memory, the staged tables as views."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from zhixian.core.engine import open_duckdb
from zhixian.core.engine.views import literal
from zhixian.core.registry.staging import ROW, SIDE, staged_schema
from zhixian.core.registry.tables import TABLES

_LEAST_MB, _MB_A_MILLION = 220, 25
_FEW_ROWS = 5_000_000
"""The engine may use `_LEAST_MB` for so many staged rows (a million rights come to four), and `_MB_A_MILLION` more for each further million;
Python and Arrow come on top."""
ORD = "_ord"
"""Position of a row in the merge: source, then row of its file."""
_SOURCE_SHIFT = 40


@dataclass(frozen=True, slots=True)
class Staged:
    """One source, staged: its folder, the name it is reported by, and the folder it came from, empty where unknown.

    `manual` are officers' corrections; `forms` are (sheet, kind) of those of its sheets that are forms of ours or a county's own list,
    `named` are (sheet, name).
    """

    folder: Path
    file: str
    place: str = ""
    manual: bool = False
    forms: tuple[tuple[int, str], ...] = ()
    named: tuple[tuple[int, str], ...] = ()

    @property
    def read_as(self) -> str:
        """The hash of the source and how its bytes are read, whatever the version of what reads them."""
        return self.folder.name.rpartition("-")[0]

    @property
    def sheets(self) -> dict[int, str]:
        """The names of its sheets where it has several that are read: elsewhere a row is found without."""
        return dict(self.named) if len(self.named) > 1 else {}

    def rows(self) -> int:
        """Rows staged in all tables."""
        return sum(pq.read_metadata(self.folder / f"{name}.parquet").num_rows for name in self.tables())

    def tables(self) -> list[str]:
        """Tables the importer found rows of."""
        return [name for name in (*TABLES, *SIDE) if (self.folder / f"{name}.parquet").exists()]


class Bench:
    """Runs SQL. `s_<table>` holds the staged rows of all sources with their position `_ord` and source number `_src`.

    `imported_on` only makes remarks: what the tables come to never depends on the day of the merge.
    `rows` to expect decide the memory lent to it; without them those of the sources do.
    """

    def __init__(
        self, work: Path, sources: Sequence[Staged] = (), *, imported_on: date | None = None, rows: int | None = None
    ) -> None:
        self.work = work
        self.imported_on = imported_on
        self.sources = list(sources)
        if rows is None:
            rows = sum(source.rows() for source in self.sources)
        memory = _LEAST_MB + _MB_A_MILLION * max(0, rows - _FEW_ROWS) // 1_000_000
        self._con = open_duckdb(memory_limit=f"{memory}MB", threads=2)
        self.run(f"SET temp_directory = {literal(work / 'spill')}")
        self.run(f"ATTACH {literal(work / 'bench.duckdb')} AS bench")
        self.run("USE bench")
        self.run("SET preserve_insertion_order = true")
        self.run("SET force_compression = 'uncompressed'")  # half the time; the file lives for seconds
        for name in (*TABLES, *SIDE):
            self._stage(name)

    def run(self, statement: str) -> Any:
        """Execute; the result can be fetched."""
        return self._con.execute(statement)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """All rows of a small answer."""
        return list(self._con.execute(statement).fetchall())

    def one(self, statement: str) -> Any:
        """The one value of an answer."""
        return self.rows(statement)[0][0]

    def register(self, name: str, table: Any) -> None:
        """Make an Arrow table or reader known by a name."""
        self._con.register(name, table)

    def drop(self, *tables: str) -> None:
        """Forget tables that are no longer needed, and their space."""
        for table in tables:
            self.run(f"DROP TABLE IF EXISTS {table}")

    def write(self, query: str, path: Path, *, rows_in_group: int = 122_880) -> None:
        """Write the answer, in its order, as Parquet."""
        self.run(
            f"COPY ({query}) TO {literal(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {rows_in_group})"
        )

    def close(self) -> None:
        """Let go of the file."""
        self._con.close()

    def _stage(self, name: str) -> None:
        columns = ", ".join(f'"{c}"' for c in staged_schema(name).names)
        parts = [
            f"SELECT {columns}, {number}::INTEGER AS _src, "
            f"({number}::BIGINT << {_SOURCE_SHIFT}) + file_row_number AS {ORD} "
            f"FROM read_parquet({literal(path)}, file_row_number = true)"
            for number, source in enumerate(self.sources)
            if (path := source.folder / f"{name}.parquet").exists()
        ]
        self.run(f"CREATE TEMP VIEW s_{name} AS {' UNION ALL '.join(parts) if parts else _nothing(name)}")


def _nothing(name: str) -> str:
    kinds = {
        "string": "VARCHAR",
        "date32[day]": "DATE",
        "int64": "BIGINT",
        "bool": "BOOLEAN",
        "decimal128(12, 6)": "DECIMAL(12,6)",
    }
    columns = ", ".join(f'NULL::{kinds[str(f.type)]} AS "{f.name}"' for f in staged_schema(name))
    return f"SELECT {columns}, 0::INTEGER AS _src, 0::BIGINT AS {ORD} WHERE false"


def columns_of(name: str) -> list[str]:
    """Columns of a staged table, quoted for SQL, without the number of the row."""
    return [f'"{column}"' for column in staged_schema(name).names if column != ROW]


def within_source(number: int) -> str:
    """SQL: the position lies in that source."""
    return f"{ORD} >= {number << _SOURCE_SHIFT} AND {ORD} < {(number + 1) << _SOURCE_SHIFT}"
