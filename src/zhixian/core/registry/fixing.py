"""A refused row that an officer has corrected: read again by the importer of its file, and turned into rows of our tables."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from zhixian.core.kernel.refusal import Problem, Refusal
from zhixian.core.registry.finding_files import choose_importer
from zhixian.core.registry.sheets.headings import plain_heading
from zhixian.core.registry.staging import REFUSED, ROW, Importer, staging
from zhixian.core.registry.tables import TABLES

Rows = dict[str, list[dict[str, str]]]
"""Rows by table, as text: what `correct_rows` and `import_paths(corrections=)` take."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """Rows for our tables, or what is still wrong with the row; a cell that cannot be read is mended or emptied."""

    rows: Rows
    problems: Sequence[Problem]


def fix_row(table: str, cells: Mapping[str, str], *, format: str, importers: Sequence[Importer]) -> Fixed:  # noqa: A002 -- the report's word
    """Read one row, its cells by heading, as if it stood in a file of its own. Raises Refusal when nobody can read that."""
    with TemporaryDirectory() as folder:
        ours = format in ("canonical", "manual")
        path = Path(folder) / (f"{table}.csv" if ours else "更正.csv")
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([list(cells), [value or "" for value in cells.values()]])
        importer = choose_importer(path, "auto", importers)
        staged = Path(folder) / "staged"
        with staging(staged, file=path.name, format=importer.format) as stage:
            importer.stage(path, stage, progress=lambda _done, _total: None)
        kept = staged / REFUSED
        told = kept.read_text(encoding="utf-8") if kept.exists() else ""  # refused, or taken without a cell
        if told or not stage.report.rows:
            reasons = {reason for line in told.splitlines() for reason in json.loads(line)["reasons"]}
            return Fixed({}, [problem for problem in stage.report.problems if problem.sentence() in reasons])
        rows = {name: _texts(staged / f"{name}.parquet") for name in TABLES if (staged / f"{name}.parquet").exists()}
    if not rows:
        raise Refusal("更正后的这一行里没有可以收下的内容", expected="在原文件里更正，再导入一次")
    return Fixed(rows, [])


def by_heading(headings: Sequence[str], problems: Sequence[Problem]) -> dict[str, list[str]]:
    """What is wrong under each heading; under the empty heading what is wrong with the row as a whole."""
    known = {plain_heading(heading): heading for heading in headings}
    found: dict[str, list[str]] = {}
    for problem in problems:
        found.setdefault(known.get(plain_heading(problem.column), ""), []).append(problem.reason)
    return found


def _texts(path: Path) -> list[dict[str, str]]:
    """The rows of a staged table as a CSV would hold them, without what is empty."""
    return [
        {name: _text(value) for name, value in row.items() if value is not None and name != ROW}
        for row in pq.read_table(path).to_pylist()
    ]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if pa.types.is_decimal(pa.scalar(value).type) else str(value)
