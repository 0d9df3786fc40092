"""Our own tables, as CSV or Parquet: every row checked, by the column; what is wrong is refused cell by cell."""

from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zhixian.core.engine import open_duckdb
from zhixian.core.kernel.progress import Progress
from zhixian.core.kernel.refusal import Problem, Refusal
from zhixian.core.registry.checks import TAKEN_ANYWAY, Fault, faults, typed
from zhixian.core.registry.csv_batches import Batch, Ragged, open_batches
from zhixian.core.registry.identity import normalise_numbers
from zhixian.core.registry.sources import MANUAL
from zhixian.core.registry.staging import ARROW_TYPES, ROW, Stage, shortened
from zhixian.core.registry.tables import TABLES, Table

POINTS_TO = {
    "events": {"right_id": "rights"},
    "loans": {"borrower": "parties"},
    "pledges": {"loan_id": "loans", "right_id": "rights"},
    "projects": {"party": "parties"},
    "honours": {"party": "parties", "right": "rights"},
}
"""Columns in which a row names a row of another table that must be there."""
SUFFIXES = (".csv", ".parquet")
PARQUET_ROWS = 50_000
"""Read at a time."""


class CanonicalImporter:
    """One canonical table: `<name>.csv` or `<name>.parquet`."""

    format = "canonical"
    version = "5"

    def recognises(self, path: Path, head: bytes) -> bool:
        """By the name alone."""
        del head
        return is_table_file(path)

    def stage(self, path: Path, stage: Stage, *, progress: Progress) -> None:
        """Check and stage the rows. Raises Refusal when a required column is missing or the file cannot be read."""
        table = table_of(path)
        if path.suffix.lower() == ".parquet":
            self._stage_parquet(path, table, stage, progress)
        else:
            self._stage_csv(path, table, stage, progress)

    def required(self, table: Table) -> tuple[str, ...]:
        """Columns that every row must fill."""
        return tuple(column.name for column in table.columns if column.required)

    def _stage_csv(self, path: Path, table: Table, stage: Stage, progress: Progress) -> None:
        batches = open_batches(path)
        if batches.text.encoding != "utf-8":
            stage.report.notes.append(f"编码是 {batches.text.encoding.upper()}，不是 UTF-8，已转换")
        if batches.text.broken:
            encoding = batches.text.encoding.upper()
            stage.report.notes.append(f"有 {batches.text.broken} 处字节不是 {encoding} 文字，所在的行已退回")
        columns = self._choose(table, batches.headings, path, stage)
        found = faults(
            table, columns, self.required(table), has_nul=batches.text.has_nul, has_lost=bool(batches.text.broken)
        )
        checker = _Checker(table, columns, path.name, found)
        for batch in batches.read(list(columns)):
            checker.take(batch, stage)
            progress(stage.report.rows, None)
        checker.close()
        for ragged in batches.ragged:
            _refuse_ragged(ragged, table, path.name, stage)

    def _stage_parquet(self, path: Path, table: Table, stage: Stage, progress: Progress) -> None:
        try:
            file = pq.ParquetFile(path)
        except (pa.ArrowInvalid, OSError):
            raise Refusal("不是可读的 Parquet 文件", where=path.name) from None
        columns = self._choose(table, file.schema_arrow.names, path, stage)
        checker = _Checker(table, columns, path.name, faults(table, columns, self.required(table), has_nul=True))
        for batch in _parquet_batches(file, table, columns, path):
            checker.take(batch, stage)
            progress(stage.report.rows, file.metadata.num_rows)
        checker.close()

    def _choose(self, table: Table, headings: list[str], path: Path, stage: Stage) -> tuple[str, ...]:
        stage.report.unknown_headings = [
            heading or f"第 {at} 列（没有表头）" for at, heading in enumerate(headings, 1) if heading not in table.names
        ]
        missing = [name for name in self.required(table) if name not in headings]
        if missing:
            found = "、".join(headings)[:200]
            raise Refusal(
                f"缺少必填列 {'、'.join(missing)}（找到的列：{found}）",
                where=path.name,
                expected="、".join(table.names),
            )
        return tuple(name for name in table.names if name in headings)


class ManualImporter(CanonicalImporter):
    """Officers' corrections: rows of a canonical table in which only the key must be filled; empty cells change nothing."""

    format = MANUAL

    def recognises(self, path: Path, head: bytes) -> bool:
        """Never by itself: the user says so."""
        del path, head
        return False

    def required(self, table: Table) -> tuple[str, ...]:
        """The key, or what every event needs."""
        return table.key if table.key and table.name != "honours" else super().required(table)


def is_table_file(path: Path) -> bool:
    """Whether the name is one of the contract."""
    return path.stem in TABLES and path.suffix.lower() in SUFFIXES


def table_of(path: Path) -> Table:
    """The table a file holds, by its name. Raises Refusal when it is none of ours."""
    if not is_table_file(path):
        names = "、".join(f"{name}.csv" for name in TABLES)
        raise Refusal("不是标准表的文件名", where=path.name, expected=f"{names}（或 .parquet）")
    return TABLES[path.stem]


class _Checker:
    """Checks batches of one table, one SQL statement each."""

    def __init__(self, table: Table, columns: tuple[str, ...], file: str, found: list[Fault]) -> None:
        self.table = table
        self.columns = columns
        self.file = file
        self.faults = found
        self.con = open_duckdb(threads=2, memory_limit="100MB")
        self.statement = self._statement()
        self.refusing = sum(1 << place for place, fault in enumerate(self.faults) if fault.refused)

    def close(self) -> None:
        """Give the memory back before the merge asks for its own."""
        self.con.close()
        pa.default_memory_pool().release_unused()

    def take(self, batch: Batch, stage: Stage) -> None:
        """Stage the good rows, refuse the others, report the faults of both."""
        texts = _without_blank_rows(self._complete(*batch))
        stage.report.rows += len(texts)
        if not len(texts):
            return
        self.con.register("batch", texts)
        checked = self.con.execute(self.statement).to_arrow_table()
        self.con.unregister("batch")
        bad = pc.not_equal(checked["_faults"], 0)
        if pc.any(bad).as_py():
            self._report(texts.filter(bad), checked.filter(bad), stage)
            checked = checked.filter(pc.equal(pc.bit_wise_and(checked["_faults"], self.refusing), 0))
        stage.append(self.table.name, checked.drop_columns(["_faults"]))

    def _complete(self, texts: pa.Table, rows: npt.NDArray[np.int64]) -> pa.Table:
        columns = {}
        for name in self.table.names:
            if name in self.columns:
                trimmed = pc.utf8_trim_whitespace(texts[name])
                columns[name] = pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
            else:
                columns[name] = pa.nulls(len(texts), pa.string())
        if self.table.name == "rights":
            number, problem = normalise_numbers(columns["kind"], columns["number"], columns["classes"])
            columns |= {"_number": number, "_number_problem": problem}
        return pa.table({**columns, ROW: rows})

    def _statement(self) -> str:
        typed_columns = ", ".join(f"{typed(c)} AS t_{c.name}" for c in self.table.columns)
        if self.table.name == "rights":
            typed_columns = typed_columns.replace('"number" AS t_number', "_number AS t_number")
        flags = " + ".join(
            f"CASE WHEN {fault.condition} THEN {1 << place} ELSE 0 END" for place, fault in enumerate(self.faults)
        )
        chosen = ", ".join(f't_{name} AS "{name}"' for name in self.table.names)
        return f"SELECT {chosen}, {ROW}, CAST({flags} AS BIGINT) AS _faults FROM (SELECT *, {typed_columns} FROM batch)"

    def _pointed(self, row: int, raw: dict[str, str | None]) -> Iterator[dict[str, Any]]:
        for column, target in POINTS_TO.get(self.table.name, {}).items():
            if value := raw.get(column):
                told = {"target": target, "ref": value, "heading": column, "value": shortened(value)}
                yield {**told, "sheet": self.file, "line": row, ROW: row}

    def _report(self, texts: pa.Table, checked: pa.Table, stage: Stage) -> None:
        for raw, mask in zip(texts.to_pylist(), checked["_faults"].to_pylist(), strict=True):
            row = raw.pop(ROW)
            number_problem = raw.pop("_number_problem", None)
            raw.pop("_number", None)
            is_refused = bool(mask & self.refusing)
            problems = []
            for place, fault in enumerate(self.faults):
                if mask >> place & 1 and fault.refused == is_refused:
                    reason = fault.reason or f"{number_problem}{TAKEN_ANYWAY}"
                    problems.append(_problem(self.file, row, fault, raw.get(fault.column), reason))
            if is_refused:
                stage.refuse(self.table.name, self.file, row, raw, problems)
                stage.append_rows("pointed", list(self._pointed(row, raw)))
            else:
                for problem in problems:
                    stage.report.add(problem)


def _without_blank_rows(texts: pa.Table) -> pa.Table:
    filled = [pc.is_valid(texts[name]) for name in texts.column_names if name != ROW]
    return texts.filter(reduce(pc.or_, filled))


def _problem(file: str, row: int, fault: Fault, value: str | None, reason: str) -> Problem:
    return Problem(file, row, fault.column, shortened(value or ""), reason, refused=fault.refused)


def _refuse_ragged(ragged: Ragged, table: Table, file: str, stage: Stage) -> None:
    stage.report.rows += 1
    reason = f"有 {ragged.found} 格，表头有 {ragged.expected} 格；单元格里的逗号要用英文双引号括住"
    if "\n" in ragged.text.strip("\r\n"):
        reason += "；这一行占了几行文字，请先看英文双引号是否配对"
    problem = Problem(file, ragged.row, "整行", shortened(ragged.text), reason)
    stage.refuse(table.name, file, ragged.row, {"text": ragged.text}, [problem])


def _parquet_batches(file: pq.ParquetFile, table: Table, columns: tuple[str, ...], path: Path) -> Iterator[Batch]:
    first = 1
    try:
        for batch in file.iter_batches(batch_size=PARQUET_ROWS, columns=list(columns)):
            texts = {name: _as_text(batch.column(name), table, name, path) for name in columns}
            yield pa.table(texts), np.arange(first, first + len(batch), dtype=np.int64)
            first += len(batch)
    except (pa.ArrowInvalid, OSError) as error:
        raise Refusal(f"Parquet 文件读到第 {first} 行后损坏（{str(error)[:120]}）", where=path.name) from None


def _as_text(column: pa.Array, table: Table, name: str, path: Path) -> pa.Array:
    """A Parquet column as the text a CSV would hold; a type that holds more than the contract's is cast where that is exact."""
    kind = table.column(name).kind
    try:
        if pa.types.is_timestamp(column.type) and kind == "day":
            column = column.cast(pa.date32())
        if pa.types.is_floating(column.type) and kind in ("fen", "integer"):
            column = column.cast(pa.int64())
    except pa.ArrowInvalid:
        pass  # some value is not exact: each is then refused in its row
    try:
        return column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        raise Refusal(f"列 {name} 的类型是 {column.type}", where=path.name, expected=str(ARROW_TYPES[kind])) from None
